"""HermiT on the ontology and on the published graph: consistent, nothing impossible, the expected and no more."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ontology import terms
from ontology.files import folder, ontology_file
from ontology.reasoning import Verdict, reason, superclasses

PREFIXES = f"@prefix cc: <{terms.CC}> . @prefix cg: <{terms.CG}> . @prefix owl: <{terms.OWL}> .\n"
DISJOINT = ox.NamedNode(terms.OWL + "disjointWith")
SUBCLASS = ox.NamedNode(terms.RDFS + "subClassOf")


def turtle(text: str) -> bytes:
    return (PREFIXES + text).encode()


def disjoint_pairs() -> list[tuple[ox.NamedNode, ox.NamedNode]]:
    axioms = ox.parse(path=ontology_file("congress.ttl"), format=ox.RdfFormat.TURTLE)
    return [(quad.subject, quad.object) for quad in axioms if quad.predicate == DISJOINT]


@pytest.fixture(scope="module")
def seed() -> Verdict:
    """HermiT's verdict on the ontology with all that the published graph states and curates."""
    quads = ox.parse(path=folder("graph") / "crimecongress.trig")
    triples = {
        ox.Triple(quad.subject, quad.predicate, quad.object)
        for quad in quads
        if "/graph/stated/" in quad.graph_name.value or quad.graph_name.value.endswith("/graph/curated")
    }
    return reason(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def test_the_ontology_is_consistent_and_each_class_can_have_a_member() -> None:
    verdict = reason()
    assert verdict.consistent
    assert verdict.unsatisfiable == frozenset()


def test_the_published_graph_is_consistent_with_the_ontology(seed: Verdict) -> None:
    assert seed.consistent
    assert (terms.CG + "recommendation/A/CONF.234/RPM.3/1/28/f", terms.Outcome) in seed.types
    assert (terms.CG + "instrument/UNTOC-TIP", terms.Instrument) in seed.types


def test_the_rules_infer_the_classes_that_hermit_infers_on_the_published_graph(seed: Verdict) -> None:
    ours = {
        (quad.subject.value, quad.object.value)
        for quad in ox.parse(path=folder("graph") / "crimecongress.trig")
        if quad.predicate.value == terms.RDF + "type" and not quad.graph_name.value.endswith("/graph/catalogue")
    }
    theirs = {pair for pair in seed.types if pair[0].startswith(terms.CG) and pair[1].startswith(terms.CC)}
    assert theirs - ours == set()


def test_every_disjointness_axiom_makes_a_common_member_impossible() -> None:
    pairs = disjoint_pairs()
    assert len(pairs) > 100
    both = {f"{terms.CG}both/{number}": pair for number, pair in enumerate(pairs)}
    axioms = [ox.Triple(ox.NamedNode(iri), SUBCLASS, cls) for iri, pair in both.items() for cls in pair]
    types = [
        ox.Triple(ox.NamedNode(iri), ox.NamedNode(terms.RDF + "type"), ox.NamedNode(terms.OWL + "Class"))
        for iri in both
    ]
    verdict = reason(ox.serialize([*axioms, *types], format=ox.RdfFormat.N_TRIPLES) or b"")
    assert verdict.unsatisfiable == frozenset(both)


def test_a_protocol_is_an_instrument() -> None:
    assert {terms.Protocol, terms.Treaty, terms.Instrument} <= superclasses(terms.Protocol)


def test_a_recommendation_that_is_an_instrument_is_refused() -> None:
    assert not reason(turtle("cg:x a cc:Recommendation , cc:Instrument .")).consistent


def test_what_prepares_for_something_makes_the_meeting_an_event_and_the_other_a_congress() -> None:
    types = reason(turtle("cg:a a owl:NamedIndividual ; cc:preparesFor cg:b .")).types
    assert (terms.CG + "a", terms.PreparatoryMeeting) in types
    assert (terms.CG + "b", terms.Congress) in types
