"""One document, from its source to triples: the steps of reading on one screen.

In: a SourceDocument and the gazetteer. Out: an Extract, which is plain data: it crosses process boundaries and is
kept in the cache. `ingest.build` puts the extracts of all documents together.
"""

from __future__ import annotations

from collections import Counter

from ingest import graph
from ingest.document import PartKind, Report, Role, SourceDocument
from ingest.extracts import Extract, LeftOpen, Problem, StatedOutcome, Summary, order
from ingest.facts.addressees import read_addressees
from ingest.facts.agenda import read_agenda
from ingest.facts.attributions import find_own_views
from ingest.facts.documents import read_documents, read_own
from ingest.facts.entities import read_entities
from ingest.facts.events import read_events, read_report
from ingest.facts.evidence import Fact, ReadReport, unique
from ingest.facts.outcomes import Outcome, find_outcomes, occasion, read_outcomes
from ingest.facts.participation import read_participation, read_persons
from ingest.facts.sittings import read_sittings
from ingest.gazetteer import Gazetteer
from ingest.mentions import find_mentions
from ingest.notes import notes_of
from ingest.parsing import parse_report
from ingest.parts import parts_of
from ingest.speakers import find_attributions
from ontology.identifiers import Kind

__all__ = ["Extract", "LeftOpen", "Problem", "StatedOutcome", "Summary", "extract", "order"]


def extract(source: SourceDocument, gazetteer: Gazetteer) -> Extract:
    """Read one document.

    Raises ReadingError where its structure is in doubt.
    """
    report = parse_report(source)
    reading = find_mentions(report, gazetteer)
    speakers = find_attributions(report, reading)
    read = read_report(report, reading)
    outcomes = find_outcomes(read, tuple(find_own_views(read, speakers)))
    stated = {
        *parts_of(report),
        *graph.described(source.metadata, stated=True),
        *graph.mentions(read),
        *graph.unresolved(read),
        *graph.attributions(read, speakers),
        *graph.outcomes(read, outcomes),
        *graph.facts(read, _facts(read, outcomes, gazetteer)),
    }
    summary = Summary(
        source.metadata.symbol,
        source.metadata.sha256,
        report.genre,
        report.genre_reason,
        _counts(read, outcomes),
        tuple(notes_of(read, outcomes)),
        tuple(_outcome(read, outcome) for outcome in outcomes),
        _named(read),
        _left_open(read),
        _coverage(report),
    )
    curated = tuple(graph.described(source.metadata, stated=False))
    return Extract(summary, tuple(sorted(stated, key=order)), curated)


def _facts(read: ReadReport, outcomes: tuple[Outcome, ...], gazetteer: Gazetteer) -> tuple[Fact, ...]:
    """Return what the document states, in the order of the readers."""
    facts = [
        *read_own(read),
        *read_events(read),
        *read_agenda(read),
        *read_sittings(read),
        *read_participation(read),
        *read_persons(read),
        *read_documents(read),
        *read_outcomes(read, outcomes),
        *read_addressees(read, outcomes),
    ]
    listed, described = {entry.entity for entry in gazetteer.entries}, {fact.subject for fact in facts}
    return unique([*facts, *read_entities(read, listed, described)])


def _outcome(read: ReadReport, outcome: Outcome) -> StatedOutcome:
    text = read.report.part(outcome.part).text[: outcome.end]
    return StatedOutcome(outcome.iri, outcome.kind, read.iri(outcome.part), text, occasion(read, outcome) or "")


def _counts(read: ReadReport, outcomes: tuple[Outcome, ...]) -> dict[str, int]:
    kinds = Counter(part.kind for part in read.report.parts)
    made = Counter(outcome.kind for outcome in outcomes)
    return {
        "paragraphs": kinds[PartKind.PARAGRAPH],
        "recommendations": made[Kind.RECOMMENDATION],
        "agreements": made[Kind.AGREEMENT],
        "commitments": made[Kind.COMMITMENT],
        "mentions": len(read.reading.mentions),
        "unresolved": len(read.reading.unresolved),
    }


def _named(read: ReadReport) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for mention in read.reading.mentions:
        counts.setdefault(mention.kind, Counter())[mention.surface] += 1
    return {kind: dict(sorted(surfaces.items())) for kind, surfaces in sorted(counts.items())}


def _left_open(read: ReadReport) -> tuple[LeftOpen, ...]:
    found = Counter((span.kind, span.exact, span.reason) for span in read.reading.unresolved)
    return tuple(LeftOpen(*key, count) for key, count in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _coverage(report: Report) -> dict[str, int]:
    """Count the characters that are not blank; a report's fragments hold each exactly once."""
    counts = {"all": 0, "in parts": 0, "page": 0}
    for fragment in report.fragments:
        size = sum(not character.isspace() for character in fragment.raw)
        counts["all"] += size
        counts["in parts"] += size if fragment.part_id is not None else 0
        counts["page"] += size if fragment.part_id is None and fragment.role is Role.PAGE else 0
    return counts
