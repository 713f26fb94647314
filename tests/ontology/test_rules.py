"""What the rules infer is what a reader of the ontology expects and what a whole OWL 2 RL reasoner infers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import owlrl
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from ontology import terms
from ontology.files import folder, ontology_file
from ontology.identifiers import graph_inferred
from ontology.rules import RULES, materialise

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in terms.PREFIXES.items())

FIXTURE = """
@prefix : <https://example.org/> .
:report a cc:MeetingReport ; cc:reportOf :meeting .
:section a cc:Section ; cc:partOf :report .
:paragraph a cc:Deliberation ; cc:partOf :section ; cc:cites :resolution .
:item a cc:Item ; cc:partOf :paragraph ; cc:mentions :protocol .
:recommendation a cc:Recommendation ; cc:statedIn :item ; cc:underAgendaItem :agenda ; cc:leadingVerb "gather" .
:agenda a cc:AgendaItem ; cc:discussedTogetherWith :workshop .
:workshop a cc:Workshop .
:protocol a cc:Protocol ; cc:supplements :treaty .
:treaty a cc:Treaty .
:group a cc:InstrumentGroup ; cc:member :protocol .
:resolution a cc:ResolutionDocument .
:meeting cc:preparesFor :congress ; cc:place :city .
:city a cc:City ; cc:locatedIn :state .
:state a cc:State ; cc:inRegion :region .
:region a cc:Region .
:target a sdgo:Target .
"""

EXPECTED = [
    # the superclasses
    ("report", "rdf:type", "cc:Report"),
    ("report", "rdf:type", "cc:Document"),
    ("paragraph", "rdf:type", "cc:Paragraph"),
    ("protocol", "rdf:type", "cc:Treaty"),
    ("protocol", "rdf:type", "cc:Instrument"),
    ("state", "rdf:type", "cc:Agent"),
    ("target", "rdf:type", "skos:Concept"),
    # the super-properties
    ("paragraph", "cc:mentions", "resolution"),
    ("recommendation", "cc:under", "agenda"),
    # the parts around the parts
    ("item", "cc:within", "paragraph"),
    ("item", "cc:within", "section"),
    ("item", "cc:within", "report"),
    ("city", "cc:within", "region"),
    # the other direction
    ("paragraph", "cc:hasPart", "item"),
    ("protocol", "cc:memberOf", "group"),
    ("workshop", "cc:discussedTogetherWith", "agenda"),
    # what a property says of its subject and object: a meeting that prepares for a congress is a preparatory meeting
    ("meeting", "rdf:type", "cc:PreparatoryMeeting"),
    ("meeting", "rdf:type", "cc:Event"),
    ("congress", "rdf:type", "cc:Congress"),
]


def store_of(turtle: str) -> Store:
    store = Store()
    store.bulk_load(path=ontology_file("congress.ttl"))
    store.bulk_load(input=(PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return store


def full(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return (terms.PREFIXES[prefix] if prefix else "https://example.org/") + local


@pytest.fixture(scope="module")
def inferred() -> tuple[Quad, ...]:
    return materialise(store_of(FIXTURE))


@pytest.mark.parametrize(("subject", "predicate", "object_"), EXPECTED)
def test_an_expected_entailment_is_inferred(
    inferred: tuple[Quad, ...], subject: str, predicate: str, object_: str
) -> None:
    graph = NamedNode(graph_inferred("owl-rules"))
    expected = Quad(NamedNode(full(subject)), NamedNode(full(predicate)), NamedNode(full(object_)), graph)
    assert expected in inferred


def test_a_leading_verb_is_an_operative_verb(inferred: tuple[Quad, ...]) -> None:
    assert ("https://example.org/recommendation", terms.operativeVerb, Literal("gather")) in {
        (str(quad.subject).strip("<>"), quad.predicate.value, quad.object) for quad in inferred
    }


def test_only_what_the_store_does_not_hold_is_returned_in_a_fixed_order_and_the_store_stays(
    inferred: tuple[Quad, ...],
) -> None:
    store = store_of(FIXTURE)
    before = len(store)
    assert materialise(store) == inferred == tuple(sorted(inferred, key=str))
    assert len(store) == before
    assert not any(Quad(q.subject, q.predicate, q.object, DefaultGraph()) in store for q in inferred)
    store.extend(inferred)
    assert materialise(store) == ()


def test_every_rule_is_needed_for_the_fixture(monkeypatch: pytest.MonkeyPatch, inferred: tuple[Quad, ...]) -> None:
    for rule in RULES:
        with monkeypatch.context() as without:
            without.setattr("ontology.rules.RULES", tuple(other for other in RULES if other is not rule))
            assert set(materialise(store_of(FIXTURE))) < set(inferred), rule.name


def facts(triples: Iterable[tuple[object, object, object]]) -> set[tuple[str, str, str]]:
    """Keep what is said of things that are not terms, in words that are not the reasoner's own."""
    own = (terms.OWL, terms.RDFS, terms.RDF, terms.XSD)
    terminology = (*own, terms.CC, terms.SKOS, terms.DCTERMS, terms.PROV, terms.SDGO)
    named = ((str(s), str(p), str(o)) for s, p, o in triples)
    return {
        (s, p, o)
        for s, p, o in named
        if s.startswith("http")
        and not s.startswith(terminology)
        and not o.startswith(own)
        and not p.startswith(own[:2])
    }


def closure_of_owlrl(store: Store) -> set[tuple[str, str, str]]:
    """Ask the RL reasoner; labels and texts, of which nothing follows, are left out to save a minute."""
    graph = rdflib.Graph()
    for quad in store:
        annotation = isinstance(quad.object, Literal) and not quad.predicate.value.startswith(terms.CC)
        wording = quad.predicate.value in {terms.text, terms.exact, terms.citation, terms.aknLocator, terms.title}
        if not annotation and not wording:
            line = f"{quad.subject} {quad.predicate} {quad.object} ."
            graph.parse(data=line, format="ntriples")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return facts(graph)


def closure_of_rules(store: Store) -> set[tuple[str, str, str]]:
    triples = [*store, *materialise(store)]
    return facts(
        (t.subject.value, t.predicate.value, t.object.value)
        for t in triples
        if not (isinstance(t.object, Literal) and not t.predicate.value.startswith(terms.CC))
        and t.predicate.value not in {terms.text, terms.exact, terms.citation, terms.aknLocator, terms.title}
    )


def test_the_rules_infer_what_a_whole_rl_reasoner_infers() -> None:
    store = store_of(FIXTURE)
    assert closure_of_rules(store) == closure_of_owlrl(store)


def test_the_reference_data_closes_as_a_whole_rl_reasoner_closes_it() -> None:
    store = store_of("")
    for name in ("instruments", "meetings"):
        store.bulk_load(path=folder("reference") / f"{name}.ttl")
    assert closure_of_rules(store) == closure_of_owlrl(store)


@pytest.mark.slow
def test_what_the_report_states_closes_as_a_whole_rl_reasoner_closes_it() -> None:
    """All that its words state of things; nothing but a super-property follows of wording, numbers and dates."""
    store = store_of("")
    for quad in parse(path=folder("graph") / "crimecongress.trig"):
        if "/graph/stated/" in quad.graph_name.value and isinstance(quad.object, NamedNode):
            store.add(Quad(quad.subject, quad.predicate, quad.object))
    assert len(store) > 8000
    assert closure_of_rules(store) == closure_of_owlrl(store)
