"""What is known of a document once it has been read: plain data, which the cache keeps and processes hand on.

In: what `ingest.extraction` reads. Out: to `ingest.build`, to the methods of `ingest.inferring` and to
`ingest.quality`. Nothing here needs the libraries that read documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ingest.quads import Triple


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


class Claim(NamedTuple):
    """What a document says of a thing that is not its own, where only one value can be true: a date, a number."""

    subject: str
    predicate: str
    value: str


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
class LeftOpen:
    """Words that name something which the reading did not decide upon."""

    kind: str
    """Of mention."""
    words: str
    reason: str
    count: int
    """How often they stand so in the document."""


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
    """What an editor should see, as `ingest.notes` says."""
    outcomes: tuple[StatedOutcome, ...]
    named: Mapping[str, Mapping[str, int]]
    """Kind of mention to kind of surface ("full", "short", "anaphoric") to how many mentions."""
    left_open: tuple[LeftOpen, ...]
    coverage: Mapping[str, int]
    """Non-blank characters of the source: "all"; those "in parts"; those of the "page", such as running headers."""
    claims: tuple[Claim, ...] = ()
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


def order(triple: Triple) -> tuple[str, str, bool, str]:
    """Return the key by which triples are sorted."""
    return triple.subject, triple.predicate, isinstance(triple.object, str), "\n".join(triple.object)
