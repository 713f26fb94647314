import assert from "node:assert/strict";
import { test } from "node:test";

import { classesOf, complete, missingPrefixes, subjectAt, variables } from "../src/completion.js";

const KNOWN = {
  prefixes: { cc: "https://w3id.org/crimecongress/ontology#", skos: "http://www.w3.org/2004/02/skos/core#" },
  classes: [{ name: "cc:Recommendation", label: "Recommendation", count: 63 }, { name: "cc:Treaty", label: "Treaty", count: 20 }],
  properties: [
    { name: "cc:leadingVerb", label: "leading verb", count: 63, domains: ["cc:Recommendation"], classes: [], literals: [] },
    { name: "cc:addressee", label: "addressee", count: 9, domains: ["cc:Recommendation"], classes: ["cc:Body", "cc:State"], literals: [] },
    { name: "cc:surfaceKind", label: "kind of surface", count: 380, domains: ["cc:Mention"], classes: [], literals: ['"full"', '"short"'] },
    { name: "cc:inForce", label: "in force", count: 9, domains: ["cc:Treaty"], classes: [], literals: [] },
  ],
  individuals: [
    { iri: "https://w3id.org/crimecongress/body/UNODC", label: "United Nations Office on Drugs and Crime", short: "UNODC", types: ["cc:Body"] },
    { iri: "https://w3id.org/crimecongress/instrument/UNTOC", label: "United Nations Convention against Transnational Organized Crime", short: "UNTOC", types: ["cc:Treaty"] },
  ],
};

const labels = (before, text = before) => complete(before, text, KNOWN)?.options.map((option) => option.label);

test("after `a` stand classes", () => {
  assert.deepEqual(labels("SELECT * { ?r a "), ["cc:Recommendation", "cc:Treaty"]);
  assert.deepEqual(labels("SELECT * { ?r a cc:Re"), ["cc:Recommendation", "cc:Treaty"]);
});

test("a subject is offered the properties that its class has", () => {
  assert.equal(labels("SELECT * { ?r a cc:Recommendation ; cc:l")[0], "cc:leadingVerb");
  assert.ok(!labels("SELECT * { ?r a cc:Recommendation ; cc:l").includes("cc:inForce"));
  assert.ok(labels("SELECT * { ?x cc:").includes("cc:inForce"));
});

test("variables of the text are offered after a question mark", () => {
  assert.deepEqual(labels("SELECT ?", "SELECT ? { ?r a cc:Treaty ; cc:inForce ?day }"), ["?day", "?r"]);
});

test("an individual is found by its name and inserted as its address", () => {
  const { options } = complete("SELECT * { ?r cc:mentions uno", "", KNOWN);
  const option = options.find((each) => each.label === "UNODC");
  assert.equal(option.apply, "<https://w3id.org/crimecongress/body/UNODC>");
});

test("after a property stands what the shapes let it have", () => {
  assert.deepEqual(labels("SELECT * { ?r cc:addressee "), ["UNODC"]);
  assert.deepEqual(labels("SELECT * { ?r cc:addressee unt"), []);
  assert.deepEqual(labels("SELECT * { ?m cc:surfaceKind "), ['"full"', '"short"']);
  assert.ok(labels("SELECT * { ?r cc:mentions unt").includes("UNTOC"));
});

test("keywords begin as typed", () => assert.ok(labels("sel").includes("SELECT")));

test("the class of a variable is what the text says it is", () => {
  assert.equal(classesOf("?r a cc:Treaty . ?s rdf:type cc:Recommendation").get("?s"), "cc:Recommendation");
  assert.equal(subjectAt('SELECT * { ?a cc:x "1.5" . ?b cc:y <http://e.org/a.b> ; '), "?b");
  assert.deepEqual(variables("?b ?a ?b $c", "?a"), ["$c", "?b"]);
});

test("prefixes that are used and not declared are added", () => {
  assert.deepEqual(missingPrefixes("SELECT * { ?s a cc:Treaty }", KNOWN), ["PREFIX cc: <https://w3id.org/crimecongress/ontology#>"]);
  assert.deepEqual(missingPrefixes("PREFIX cc: <x> SELECT * { ?s a cc:Treaty }", KNOWN), []);
  assert.deepEqual(missingPrefixes('SELECT * { ?s ?p <skos:a>, "skos:b" } # skos:c', KNOWN), []);
  assert.deepEqual(missingPrefixes("SELECT * { ?s nope:x ?o }", KNOWN), []);
});
