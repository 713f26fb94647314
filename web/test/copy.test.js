import assert from "node:assert/strict";
import { test } from "node:test";

import { arm } from "../src/copy.js";

function button(copy) {
  const handlers = {};
  return {
    hidden: true,
    firstChild: { data: "Copy" },
    dataset: { copy },
    addEventListener: (name, handler) => (handlers[name] = handler),
    click: () => handlers.click(),
  };
}

test("a click copies the words, says so, and says Copy again later", async () => {
  const copied = [];
  const waiting = [];
  const each = button("A/CONF.234/RPM.3/1, para. 28 (e)");
  arm(each, { writeText: async (text) => copied.push(text) }, (done) => waiting.push(done));
  assert.equal(each.hidden, false);
  await each.click();
  assert.deepEqual(copied, ["A/CONF.234/RPM.3/1, para. 28 (e)"]);
  assert.equal(each.firstChild.data, "Copied");
  waiting.forEach((done) => done());
  assert.equal(each.firstChild.data, "Copy");
});

test("a clipboard that refuses is told", async () => {
  const each = button("x");
  arm(each, { writeText: async () => Promise.reject(new Error("denied")) }, () => {});
  await each.click();
  assert.equal(each.firstChild.data, "Not copied");
});
