"""Facts, each with the words that state it, and the report with its mentions from which they are read.

In: a Report and the Reading of its mentions. The readers beside this module (agenda, events, participation, …) turn
a ReadReport into Facts; the next step, `ingest.graph`, makes statements of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.document import Part, PartKind, Report
from ingest.quads import RDF_TYPE, Term
from ingest.spans import Mention, Reading
from ontology import identifiers


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact is stated: text[start:end] of a part, and the rule of the genre by which it was read."""

    part: str
    """Id of the part: "para/82"."""
    start: int
    end: int
    rule: str
    """Name of the rule: "states-represented"."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement and the words that state it."""

    subject: str
    """IRI at the default base."""
    predicate: str
    object: Term
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report, what it mentions where, and the events it speaks of."""

    report: Report
    reading: Reading
    congress: str | None = None
    """IRI of the congress that the document reports of, prepares for or follows."""
    event: str | None = None
    """IRI of the event that the document is the report of: a meeting or the congress itself."""
    _mentions: Mapping[str, tuple[Mention, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_part: dict[str, list[Mention]] = {}
        for mention in self.reading.mentions:
            by_part.setdefault(mention.part, []).append(mention)
        object.__setattr__(self, "_mentions", {part: tuple(found) for part, found in by_part.items()})

    @property
    def symbol(self) -> str:
        """Symbol of the document."""
        return self.report.source.metadata.symbol

    @property
    def document(self) -> str:
        """IRI of the document."""
        return identifiers.document(self.symbol)

    def iri(self, part: str) -> str:
        """IRI of a part of the document."""
        return identifiers.part(self.symbol, part)

    def mentions(self, part: str, *kinds: str, start: int = 0, end: int | None = None) -> tuple[Mention, ...]:
        """Return the mentions inside text[start:end] of a part, of the kinds named or of all."""
        return tuple(
            mention
            for mention in self._mentions.get(part, ())
            if mention.start >= start and (end is None or mention.end <= end) and (not kinds or mention.kind in kinds)
        )

    def parts(self, *kinds: PartKind) -> Iterator[Part]:
        """Yield the parts of some kinds, in document order."""
        return (part for part in self.report.parts if part.kind in kinds)

    def sections_of(self, part: Part) -> Iterator[Part]:
        """Yield the sections that a part stands in, the nearest first."""
        parent = part.parent
        while parent is not None:
            above = self.report.part(parent)
            if above.kind is PartKind.SECTION:
                yield above
            parent = above.parent


def of_match(part: Part, match: re.Match[str], rule: str, group: int | str = 0) -> Evidence:
    """Return the evidence for what a pattern found in a part's text."""
    return Evidence(part.id, match.start(group), match.end(group), rule)


def of_part(part: Part, rule: str) -> Evidence:
    """Return the whole wording of a part as evidence."""
    return Evidence(part.id, 0, len(part.text), rule)


def of_mention(mention: Mention, rule: str) -> Evidence:
    """Return the words of a mention as evidence."""
    return Evidence(mention.part, mention.start, mention.end, rule)


def describe(subject: str, evidence: Evidence, values: Mapping[str, Term]) -> Iterator[Fact]:
    """Yield a fact for each predicate and object."""
    return (Fact(subject, predicate, value, evidence) for predicate, value in values.items())


def typed(subject: str, class_: str, evidence: Evidence) -> Fact:
    """Return the fact that something belongs to a class."""
    return Fact(subject, RDF_TYPE, class_, evidence)


def unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return facts without repetitions (the same statement in the same words of the same part), in order."""
    return tuple(dict.fromkeys(facts))
