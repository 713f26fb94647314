"""From what was read to triples: the builder's documents are small, so that each statement can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ingest import graph
from ingest.document import Contradiction, Metadata
from ingest.facts.evidence import Evidence, Fact
from ingest.facts.outcomes import find_outcomes
from ingest.parts import parts_of
from ingest.quads import RDF_TYPE, Literal, Triple, day, integer
from ingest.spans import Unresolved
from ingest.speakers import find_attributions
from ontology import terms
from ontology.identifiers import BASE, attribution, document, mention, part, statement

SYMBOL = "A/CONF.222/RPM.11/1"
DOCUMENT = document(SYMBOL)
TITLE = (
    "front/1",
    (
        "Report of the Western Asia Regional Preparatory Meeting for the Thirteenth United Nations Congress on Crime "
        "Prevention and Criminal Justice"
    ),
)


def iri(path: str) -> str:
    return part(SYMBOL, path)


def test_a_part_has_its_class_place_wording_and_citation(build: Any) -> None:
    read = build(("section/I", "Introduction"), ("para/3", "It met.", "section/I"), symbol=SYMBOL)
    triples = set(parts_of(read.report))
    paragraph = iri("para/3")
    assert {
        Triple(paragraph, RDF_TYPE, terms.Paragraph),
        Triple(paragraph, terms.partOf, iri("section/I")),
        Triple(paragraph, terms.inDocument, DOCUMENT),
        Triple(paragraph, terms.order, integer(2)),
        Triple(paragraph, terms.number, integer(3)),
        Triple(paragraph, terms.text, Literal("It met.")),
        Triple(paragraph, terms.citation, Literal(f"{SYMBOL}, para. 3")),
        Triple(paragraph, terms.aknLocator, Literal("!main~para_3")),
        Triple(iri("section/I"), terms.title, Literal("Introduction")),
        Triple(iri("section/I"), terms.level, integer(1)),
        Triple(iri("section/I"), terms.partOf, DOCUMENT),
        Triple(DOCUMENT, RDF_TYPE, terms.MeetingReport),
    } <= triples


def test_the_paragraphs_of_a_summary_are_deliberations(build: Any) -> None:
    read = build(
        ("section/I", "Summary of deliberations"),
        ("para/1", "It met.", "section/I"),
        ("section/II", "Outcome of deliberations"),
        ("para/2", "It agreed.", "section/II"),
        symbol=SYMBOL,
    )
    classes = {t.subject: t.object for t in parts_of(read.report) if t.predicate == RDF_TYPE}
    assert classes[iri("para/1")] == terms.Deliberation
    assert classes[iri("para/2")] == terms.Paragraph


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        # Paragraph after paragraph, whatever section they stand in.
        ("section/I para/1<section/I section/II para/2<section/II", "section/I-section/II para/1-para/2"),
        # Items count anew in each paragraph.
        ("para/1 para/1/a<para/1 para/1/b<para/1 para/2 para/2/a<para/2", "para/1/a-para/1/b para/1-para/2"),
        # An annex begins its own count.
        ("para/1 para/2 annex/para/1 annex/para/2", "para/1-para/2 annex/para/1-annex/para/2"),
    ],
)
def test_next_follows_one_numbering(build: Any, paths: str, expected: str) -> None:
    rows = [(path, "x", parent or None) for path, _, parent in (row.partition("<") for row in paths.split())]
    found = {(t.subject, t.object) for t in parts_of(build(*rows, symbol=SYMBOL).report) if t.predicate == terms.next}
    assert found == {tuple(iri(path) for path in pair.split("-")) for pair in expected.split()}


def test_a_mention_is_a_resource_and_a_step_from_its_container(build: Any) -> None:
    read = build(("para/1", "With UNODC, under resolution 56/119."), symbol=SYMBOL)
    triples = set(graph.mentions(read))
    body, resolution = mention(iri("para/1"), 5, 10), mention(iri("para/1"), 18, 35)
    assert {
        Triple(body, RDF_TYPE, terms.Mention),
        Triple(body, terms.inContainer, iri("para/1")),
        Triple(body, terms.start, integer(5)),
        Triple(body, terms.end, integer(10)),
        Triple(body, terms.exact, Literal("UNODC")),
        Triple(body, terms.refersTo, BASE + "body/UNODC"),
        Triple(body, terms.surfaceKind, Literal("short")),
        Triple(body, terms.mentionKind, Literal("body")),
        Triple(iri("para/1"), terms.mentions, BASE + "body/UNODC"),
        Triple(resolution, terms.refersTo, document("A/RES/56/119")),
        Triple(iri("para/1"), terms.cites, document("A/RES/56/119")),
    } <= triples
    assert Triple(iri("para/1"), terms.mentions, document("A/RES/56/119")) not in triples


def test_what_was_not_decided_is_there_with_its_reason(build: Any) -> None:
    read = build(("para/1", "The Bangkok Declaration."), symbol=SYMBOL)
    open_ = Unresolved("para/1", 4, 23, "Bangkok Declaration", "instrument", "it names several")
    triples = set(graph.unresolved(replace(read, reading=replace(read.reading, mentions=(), unresolved=(open_,)))))
    node = mention(iri("para/1"), 4, 23)
    assert {
        Triple(node, RDF_TYPE, terms.Unresolved),
        Triple(node, terms.exact, Literal("Bangkok Declaration")),
        Triple(node, terms.reason, Literal("it names several")),
    } <= triples
    assert not any(triple.predicate in {terms.refersTo, terms.mentions} for triple in triples)


def test_who_spoke_is_said_of_the_words_and_of_the_paragraph(build: Any) -> None:
    read = build(
        TITLE,
        ("section/I", "Summary of deliberations"),
        ("para/1", "A number of participants noted that crime fell.", "section/I"),
        symbol=SYMBOL,
    )
    triples = set(graph.attributions(read, find_attributions(read.report, read.reading)))
    node = attribution(iri("para/1"), 0, 24)
    assert {
        Triple(node, RDF_TYPE, terms.Attribution),
        Triple(node, terms.exact, Literal("A number of participants")),
        Triple(node, terms.speechVerb, Literal("noted")),
        Triple(node, terms.speakerKind, terms.ANumberOfParticipants),
        Triple(iri("para/1"), terms.speakerKind, terms.ANumberOfParticipants),
    } <= triples


def test_an_outcome_names_what_its_own_wording_names(build: Any) -> None:
    text = "The UNODC should help. One representative spoke of FAO."
    read = build(
        TITLE,
        ("para/1", "The Meeting agreed that:"),
        ("para/1/a", text, "para/1"),
        ("para/1/a/i", "target 16.5", "para/1/a"),
        symbol=SYMBOL,
    )
    found = find_outcomes(read, [("para/1/a", text.index("One"))])
    triples = set(graph.outcomes(read, found))
    outcome = BASE + f"agreement/{SYMBOL}/1/a"
    assert {
        Triple(outcome, RDF_TYPE, terms.Agreement),
        Triple(outcome, terms.statedIn, iri("para/1/a")),
        Triple(outcome, terms.text, Literal("The UNODC should help.")),
        Triple(outcome, terms.citation, Literal(f"{SYMBOL}, para. 1 (a)")),
    } <= triples
    named = {t.object for t in triples if t.predicate == terms.mentions}
    assert named == {BASE + "body/UNODC", "http://metadata.un.org/sdg/16.5"}


def test_a_fact_stands_with_the_statement_of_its_words(build: Any) -> None:
    read = build(("para/1", "Chile and Peru."), symbol=SYMBOL)
    thing = BASE + "congress/13"
    facts = [
        Fact(thing, RDF_TYPE, terms.Congress, Evidence("para/1", 0, 5, "r")),
        Fact(thing, terms.place, BASE + "place/CHL", Evidence("para/1", 0, 5, "r")),
        Fact(thing, terms.ordinal, integer(13), Evidence("para/1", 10, 14, "r")),
        # The same fact, stated again in the same part: its first words are the evidence.
        Fact(thing, terms.place, BASE + "place/CHL", Evidence("para/1", 10, 14, "r")),
    ]
    triples = list(graph.facts(read, facts))
    at = statement(thing, terms.place, BASE + "place/CHL", iri("para/1"))
    of = {t.predicate: t.object for t in triples if t.subject == at}
    assert of[terms.subject] == thing
    assert of[terms.object] == BASE + "place/CHL"
    assert (of[terms.start], of[terms.end], of[terms.exact]) == (integer(0), integer(5), Literal("Chile"))
    value = statement(thing, terms.ordinal, "13", iri("para/1"))
    assert Triple(value, terms.objectValue, integer(13)) in triples
    assert sum(t.object == terms.Statement for t in triples) == 2
    assert Triple(thing, RDF_TYPE, terms.Congress) in triples


def test_what_the_document_does_not_say_of_itself_is_curated() -> None:
    metadata = Metadata(
        SYMBOL,
        "en",
        "0" * 64,
        title="A title",
        distributed=date(2014, 3, 1),
        origin="Official Document System",
        stated=frozenset({"title", "distributed"}),
        contradictions=(Contradiction("distributed", "2014-02-28", "2014-03-01"),),
    )
    stated = {t.predicate: t.object for t in graph.described(metadata, stated=True)}
    curated = {t.predicate: t.object for t in graph.described(metadata, stated=False)}
    assert stated == {terms.DCTERMS + "title": Literal("A title")}
    # The .toml's date stands against the document's own, which therefore does not state it.
    assert curated == {
        terms.symbol: Literal(SYMBOL),
        terms.DCTERMS + "language": Literal("en"),
        terms.distributed: day(date(2014, 3, 1)),
        terms.sourceDigest: Literal("sha256:" + "0" * 64),
        terms.DCTERMS + "source": Literal("Official Document System"),
    }
