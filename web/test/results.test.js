import assert from "node:assert/strict";
import { test } from "node:test";

import { remembered } from "../src/memory.js";
import { address, cells, drawable, iris } from "../src/results.js";

const BASE = "https://w3id.org/crimecongress/";
const ANSWER = {
  head: { vars: ["item", "n"] },
  results: {
    bindings: [
      { item: { type: "uri", value: `${BASE}congress/14/agenda/3` }, n: { type: "literal", value: "6" } },
      { n: { type: "literal", value: "11" } },
    ],
  },
};

test("an unbound cell stays empty", () => {
  assert.deepEqual(cells(ANSWER)[1], [null, { text: "11", lang: undefined }]);
  assert.deepEqual(iris(cells(ANSWER)), [`${BASE}congress/14/agenda/3`]);
});

test("an address of ours leads to this server, one of others stays", () => {
  assert.equal(address(`${BASE}body/FAO`, BASE, "/kg/"), "/kg/body/FAO");
  assert.equal(address("http://metadata.un.org/sdg/16.a", BASE, "/"), "/sdg/16.a");
  assert.equal(address("http://metadata.un.org/sdg/ontology#Goal", BASE, "/"), "http://metadata.un.org/sdg/ontology#Goal");
});

test("rows with a label and a number can be drawn as bars", () => {
  assert.deepEqual(drawable(cells(ANSWER), 2), { label: 0, value: 1 });
  assert.equal(drawable([[{ text: "a" }, { text: "b" }]], 2), null);
  assert.equal(drawable([[{ text: "a" }, { text: "-1" }]], 2), null);
  assert.equal(drawable([], 2), null);
});

test("a query asked again moves to the front", () => {
  assert.deepEqual(remembered(["a", "b"], "b"), ["b", "a"]);
  assert.equal(remembered(Array.from({ length: 30 }, (_, n) => String(n)), "x").length, 30);
});
