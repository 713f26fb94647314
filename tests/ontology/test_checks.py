"""Each check fires on a tiny bad ontology, and ours has no finding without a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from crimecongress import app
from ontology.checks import ACCEPTED, CHECKS, Finding, Index, Vocabulary, find, read_vocabulary, run_checks, unexplained

EX = "https://w3id.org/example"
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://w3id.org/example#> .
@prefix cc: <https://w3id.org/example#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HEADER = """
<https://w3id.org/example> a owl:Ontology ;
    dcterms:title "Example"@en ; dcterms:description "Shows."@en ;
    dcterms:creator "The makers" ; dcterms:publisher "The makers" ;
    dcterms:created "2026-01-01"^^xsd:date ; dcterms:modified "2026-02-01"^^xsd:date ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:bibliographicCitation "Example, version 1.0.0." ;
    owl:versionIRI <https://w3id.org/example/1.0.0> ; owl:versionInfo "1.0.0" ;
    vann:preferredNamespacePrefix "ex" ; vann:preferredNamespaceUri "https://w3id.org/example#" .
"""
FOREIGN = "".join(
    f"{each} a owl:AnnotationProperty .\n"
    for each in (
        *(f"dcterms:{x}" for x in ("title", "description", "creator", "publisher", "created", "modified", "license")),
        *("dcterms:bibliographicCitation", "dcterms:source", "skos:definition", "skos:example", "vs:term_status"),
        *("vann:preferredNamespacePrefix", "vann:preferredNamespaceUri"),
    )
)


def term(name: str, axioms: str, status: str = "testing") -> str:
    return f"""ex:{name} {axioms} ; rdfs:label "label of {name}"@en ; skos:definition "Defines {name}."@en ;
    skos:example "One."@en ; dcterms:source "A/1" ; rdfs:isDefinedBy <{EX}> ; vs:term_status "{status}" .\n"""


CLASS, LINK, VALUE = "a owl:Class", "a owl:ObjectProperty", "a owl:DatatypeProperty"
SOUND = (
    HEADER
    + FOREIGN
    + term("Act", CLASS)
    + term("Thing", f"{CLASS} ; owl:disjointWith ex:Act")
    + term("acts", f"{LINK} ; rdfs:domain ex:Thing ; rdfs:range ex:Act ; owl:inverseOf ex:actedBy")
    + term("actedBy", f"{LINK} ; rdfs:domain ex:Act ; rdfs:range ex:Thing")
)


def vocabulary(turtle: str, data: str = "", shapes: str = "", query: str = "", iri: str = EX) -> Vocabulary:
    ontology, facts, forms = (
        list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)) for text in (turtle, data, shapes)
    )
    return Vocabulary(Index(ontology), tuple(facts), Index(forms), (("a-query", query),), f"{EX}#", iri)


def codes(checked: Vocabulary) -> set[str]:
    return {finding.code for finding in find(checked)}


def without(pattern: str) -> str:
    changed = re.sub(pattern, "", SOUND)
    assert changed != SOUND
    return changed


def test_a_sound_ontology_has_no_finding() -> None:
    assert find(vocabulary(SOUND)) == ()


BAD = {
    "P02": term("Deed", f"{CLASS} ; owl:equivalentClass ex:Act"),
    "P03": term("isA", LINK),
    "P04": term("Island", CLASS),
    "P05": term("p", f"{LINK} ; rdfs:domain ex:Act ; rdfs:range ex:Act ; owl:inverseOf ex:acts"),
    "P06": term("A", f"{CLASS} ; rdfs:subClassOf ex:B") + term("B", f"{CLASS} ; rdfs:subClassOf ex:A"),
    "P07": term("ActOrThing", CLASS),
    "P08": "ex:Bare a owl:Class .",
    "P10": term("A", f"{CLASS} ; rdfs:subClassOf ex:Act") + term("B", f"{CLASS} ; rdfs:subClassOf ex:Act"),
    "P11": term("loose", VALUE),
    "P12": term("p", LINK) + 'ex:q a owl:ObjectProperty ; rdfs:label "Label of p"@en .',
    "P13": term("oneWay", f"{LINK} ; rdfs:domain ex:Act ; rdfs:range ex:Act"),
    "P19": term("p", f"{LINK} ; rdfs:domain ex:Act , ex:Thing ; rdfs:range ex:Act"),
    "P20": 'ex:Same a owl:Class ; rdfs:label "Same thing"@en ; skos:definition "Same thing."@en .',
    "P21": term("OtherThing", CLASS),
    "P22": term("Wrong_Name", CLASS),
    "P24": term("Loop", f"{CLASS} ; owl:equivalentClass [ owl:onProperty ex:acts ; owl:someValuesFrom ex:Loop ]"),
    "P25": term("p", f"{LINK} ; owl:inverseOf ex:p"),
    "P26": term("p", f"{LINK} , owl:SymmetricProperty ; owl:inverseOf ex:acts"),
    "P27": term("p", f"{VALUE} ; owl:equivalentProperty ex:acts"),
    "P28": term("p", f"{LINK} , owl:SymmetricProperty ; rdfs:domain ex:Act ; rdfs:range ex:Thing"),
    "P29": term("p", f"{LINK} , owl:TransitiveProperty ; rdfs:domain ex:Act ; rdfs:range ex:Thing"),
    "P31": term("Deed", f"{CLASS} ; owl:equivalentClass ex:Act ; owl:disjointWith ex:Act"),
    "P32": 'ex:Deed a owl:Class ; rdfs:label "label of act"@en .',
    "P33": term("p", f"{LINK} ; owl:propertyChainAxiom ( ex:acts )"),
    "P34": term("Part", f"{CLASS} ; rdfs:subClassOf ex:Undeclared"),
    "P35": "ex:Act ex:undeclared ex:Thing .",
    "P36": term("Act.owl", CLASS).replace("ex:Act.owl", f"<{EX}#Act.owl>"),
    "P40": "skos:Concept a owl:Class ; rdfs:subClassOf ex:Thing .",
    "TERM1": 'ex:Act skos:example "No language" .',
    "TERM2": 'ex:Act rdfs:label "Deed"@en .',
    "TERM6": 'ex:Act vs:term_status "finished" .',
    "USE1": term("Unused", f"{CLASS} ; rdfs:subClassOf ex:Act", "stable"),
}


@pytest.mark.parametrize(("code", "turtle"), BAD.items())
def test_a_pitfall_is_found(code: str, turtle: str) -> None:
    assert code in codes(vocabulary(SOUND + turtle))


MISSING = {
    "P38": " a owl:Ontology ;",
    "P41": "dcterms:license <.*?> ;",
    "VER1": "owl:versionIRI <.*?> ;",
    "FIND1": 'vann:preferredNamespacePrefix "ex" ;',
    "OM1": 'dcterms:title "Example"@en ;',
    "OM2": 'dcterms:creator "The makers" ;',
    "OM3": r"dcterms:bibliographicCitation .*? ;\n",
    "OM5.1": 'dcterms:created "2026-01-01"\\^\\^xsd:date ;',
    "TERM3": 'skos:example "One."@en ;',
    "TERM4": 'dcterms:source "A/1" ;',
    "TERM5": "rdfs:isDefinedBy <.*?> ;",
}


@pytest.mark.parametrize(("code", "pattern"), MISSING.items())
def test_missing_metadata_is_found(code: str, pattern: str) -> None:
    assert code in codes(vocabulary(without(pattern)))


DATA = {
    "USE2": {"data": "ex:a ex:unknown ex:b ."},
    "USE3": {"shapes": "ex:S sh:targetClass ex:Unknown ."},
    "USE4": {"query": "SELECT * { ?a cc:unknown ?b }"},
    "USE5": {"data": "ex:a a ex:Act ; ex:acts ex:b . ex:b a ex:Act ."},
    "USE6": {"data": "ex:a a ex:Thing ; ex:acts ex:b . ex:b a ex:Thing ."},
    "USE7": {"data": "ex:a ex:size 4 ."},
}


@pytest.mark.parametrize(("code", "use"), DATA.items())
def test_a_wrong_use_is_found(code: str, use: dict[str, str]) -> None:
    sized = SOUND + term("size", f"{VALUE} ; rdfs:domain ex:Thing ; rdfs:range xsd:string")
    assert code in codes(vocabulary(sized, **use))
    assert code not in codes(vocabulary(sized))


NAMED = {
    "P39": vocabulary(SOUND, iri="https://w3id.org/elsewhere"),
    "PURL1": vocabulary(SOUND, iri="https://server.example/ontology"),
    "VOC2": vocabulary("ex:Act a owl:Class ; rdfs:label 'Act'@en ."),
}


@pytest.mark.parametrize(("code", "checked"), NAMED.items())
def test_a_wrong_name_is_found(code: str, checked: Vocabulary) -> None:
    assert code in codes(checked)


def test_every_check_has_an_ontology_on_which_it_fires() -> None:
    assert sorted([*BAD, *MISSING, *DATA, *NAMED]) == sorted(check.code for check in CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_has_its_code_in_its_docstring(check: object) -> None:
    said = check.run.__doc__.partition(": ")[0]  # type: ignore[attr-defined]
    assert check.code in said.split(", ")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "stays"),
    [
        ("ex:a a ex:Small .", set()),
        ("ex:a a ex:Act .", {"Small"}),
        ("", {"Small", "Act"}),
    ],
)
def test_a_class_above_one_that_is_used_is_used(data: str, stays: set[str]) -> None:
    stable = SOUND.replace('"testing"', '"stable"')
    small = term("Small", f"{CLASS} ; rdfs:subClassOf ex:Act", "stable")
    found = {each.term for each in find(vocabulary(stable + small, data)) if each.code == "USE1"}
    assert {name for name in ("Small", "Act") if f"{EX}#{name}" in found} == stays


def test_our_ontology_has_no_finding_without_a_reason() -> None:
    assert run_checks() == ()


def test_every_accepted_exception_still_explains_a_finding() -> None:
    found = find(read_vocabulary())
    idle = [each for each in ACCEPTED if not any(each.explains(finding) for finding in found)]
    assert idle == []
    assert all(each.reason for each in ACCEPTED)


def test_an_exception_explains_its_own_term_only() -> None:
    accepted = next(each for each in ACCEPTED if each.code == "P07")
    other = Finding("P07", "minor", f"{EX}#ActOrThing", "joins")
    assert unexplained([other, Finding("P07", "minor", accepted.term, "joins")]) == (other,)


def test_the_command_tells_that_nothing_is_to_mend() -> None:
    result = CliRunner().invoke(app, ["ontology", "check"])
    assert result.exit_code == 0
    assert re.search(r"\d+ checks, 0 findings, \d+ explained", result.stdout)


def test_the_command_tells_what_is_to_mend_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = find(vocabulary(SOUND + BAD["P22"]))
    monkeypatch.setattr("ontology.checks.read_vocabulary", lambda: vocabulary(SOUND + BAD["P22"]))
    result = CliRunner().invoke(app, ["ontology", "check"])
    assert result.exit_code == 1
    assert f"P22 minor {EX}#Wrong_Name: is not UpperCamelCase" in result.stderr
    assert f"{len(finding)} findings" in result.stdout


def test_a_file_with_a_fault_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "congress.ttl"
    broken.write_text("@prefix a: <https://w3id.org/example#> .\na:b a:c ; .\na:d [ .\n", encoding="utf-8")
    monkeypatch.setattr("ontology.checks.vocabulary.ontology_file", lambda _: broken)
    result = CliRunner().invoke(app, ["ontology", "check"])
    assert result.exit_code == 2
    assert f"error: {broken}: " in result.stderr
    assert "line 2" in result.stderr
