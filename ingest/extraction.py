"""One document, from its source to triples: the steps of reading on one screen.

In: a SourceDocument and the gazetteer. Out: an Extract, which is plain data: it crosses process boundaries and is
kept in the cache. `ingest.build` puts the extracts of all documents together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest import graph
from ingest.document import PartKind, SourceDocument
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
from ingest.parsing import parse_report
from ingest.parts import parts_of
from ingest.quads import Triple
from ingest.speakers import find_attributions
from ontology.identifiers import Kind


@dataclass(frozen=True, slots=True)
class StatedOutcome:
    """A recommendation, agreement or commitment with its wording, for the methods that compare outcomes."""

    iri: str
    kind: str
    part: str
    """IRI of the item or paragraph that states it."""
    text: str
    event: str = ""
    """IRI of the meeting or congress at which it was made, where that is known."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Where a graph does not satisfy a shape."""

    severity: str
    """ "Violation", "Warning" or "Info"."""
    focus: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity.lower()}: {self.focus} {self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build needs to know of a document besides its triples; it stays small."""

    symbol: str
    sha256: str
    """Of the file, 64 hexadecimal digits."""
    genre: str
    genre_reason: str
    counts: Mapping[str, int]
    """Of parts, outcomes, mentions and spans left unresolved, by name."""
    notes: tuple[str, ...]
    """What an editor should see: where the document and its .toml disagree."""
    outcomes: tuple[StatedOutcome, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """All that was read from one document."""

    summary: Summary
    stated: tuple[Triple, ...]
    """For the graph of what the document states; sorted, without repetitions."""
    curated: tuple[Triple, ...]
    """What is known of the document from elsewhere: for the curated graph."""
    inferred: tuple[Triple, ...] = ()
    """What the rules of the vocabulary add, without what they add to the reference data alone."""


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
        tuple(_notes(source)),
        tuple(_outcome(read, outcome) for outcome in outcomes),
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
    ]
    listed, described = {entry.entity for entry in gazetteer.entries}, {fact.subject for fact in facts}
    return unique([*facts, *read_entities(read, listed, described)])


def order(triple: Triple) -> tuple[str, str, bool, str]:
    """Return the key by which triples are sorted."""
    return triple.subject, triple.predicate, isinstance(triple.object, str), "\n".join(triple.object)


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


def _notes(source: SourceDocument) -> Iterator[str]:
    for found in source.metadata.contradictions:
        yield (
            f"{source.name}: {found.field}: the document says {found.document}, its .toml {found.toml}; "
            "the .toml is taken"
        )
