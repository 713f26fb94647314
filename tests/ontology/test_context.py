"""The JSON-LD context names each term of the ontology, with the kind of values that the ontology gives it."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from pyld import jsonld

from ontology import terms
from ontology.files import folder, ontology_file

LAYERS = json.loads(ontology_file("context.jsonld").read_text(encoding="utf-8"))["@context"]
CONTEXT = {name: entry for layer in LAYERS for name, entry in layer.items()}
AXIOMS = [quad.triple for quad in ox.parse(path=ontology_file("congress.ttl"))]
OURS = {t.subject.value.removeprefix(terms.CC) for t in AXIOMS if t.subject.value.startswith(terms.CC)}
CODES = {terms.CC + name for name in ("Capacity", "NegotiationStatus", "Role", "SpeakerKind")}
DAYS = {"adopted", "distributed", "heldEnd", "heldStart", "inForce", "plannedEnd", "plannedStart"}


def said_of(name: str, predicate: str) -> set[str]:
    return {
        t.object.value
        for t in AXIOMS
        if t.subject.value == terms.CC + name and t.predicate.value == predicate and isinstance(t.object, ox.NamedNode)
    }


def expected_type(name: str) -> str | None:
    """Values are IRIs of things, names of codes, days, decimals, or what JSON writes by itself."""
    kinds, ranges = said_of(name, terms.RDF + "type"), said_of(name, terms.RDFS + "range")
    if terms.OWL + "AnnotationProperty" in kinds or ranges & CODES:
        return "@vocab"
    if terms.OWL + "ObjectProperty" in kinds:
        return "@id"
    if name in DAYS:
        return "xsd:date"
    return "xsd:decimal" if terms.XSD + "decimal" in ranges else None


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_term_has_an_alias_of_its_own_name_and_kind(name: str) -> None:
    entry = CONTEXT[name]
    described = {"@id": entry} if isinstance(entry, str) else entry
    assert described["@id"] == f"cc:{name}"
    assert described.get("@type") == expected_type(name)


def test_no_alias_stands_for_a_term_that_does_not_exist() -> None:
    ids = [
        entry if isinstance(entry, str) else entry["@id"]
        for key, entry in CONTEXT.items()
        if key[0] != "@" and entry is not True
    ]
    assert {iri.removeprefix("cc:") for iri in ids if iri.startswith("cc:")} == OURS


def test_the_prefixes_are_the_projects() -> None:
    prefixes = {key: value for key, value in CONTEXT.items() if isinstance(value, str) and value.startswith("http")}
    assert {key: prefixes[key] for key in terms.PREFIXES if key in prefixes} == {
        key: iri for key, iri in terms.PREFIXES.items() if key in prefixes
    }
    assert {"cc", "dcterms", "sdg", "sdgo", "skos", "xsd"} <= prefixes.keys()


def test_nobody_can_redefine_a_term_by_another_context() -> None:
    assert CONTEXT["@version"] == 1.1
    assert CONTEXT["@protected"] is True
    with pytest.raises(jsonld.JsonLdError, match="protected"):
        jsonld.expand({"@context": [*LAYERS, {"text": "https://example.org/other"}], "text": "x"})


def test_what_is_protected_names_no_keyword_that_parsers_in_javascript_refuse_there() -> None:
    """They read a protected alias as a term, which may stand for no keyword but these."""
    layers = [layer for layer in LAYERS if layer.get("@protected")]
    stands_for = {entry for layer in layers for name, entry in layer.items() if name[0] != "@" and str(entry)[0] == "@"}
    assert layers and stands_for <= {"@id", "@type", "@graph", "@nest"}


def test_a_recommendation_survives_json_ld() -> None:
    """From the published triples to JSON-LD with this context and back: the same triples."""
    base = "https://w3id.org/crimecongress/"
    subjects = {base + "recommendation/A/CONF.234/RPM.3/1/28/e", base + "congress/14", base + "instrument/UNTOC"}
    published = {
        quad.triple
        for quad in ox.parse(path=folder("graph") / "crimecongress.trig")
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in subjects
    }
    lines = b"".join(str(triple).encode() + b" .\n" for triple in published).decode()
    compacted = jsonld.compact(jsonld.from_rdf(lines, {"useNativeTypes": True}), LAYERS)
    back = jsonld.to_rdf(compacted, {"format": "application/n-quads"})
    assert {quad.triple for quad in ox.parse(input=back, format=ox.RdfFormat.N_QUADS)} == published
    assert len(published) > 30
