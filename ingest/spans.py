"""What the finding of mentions passes on: candidate spans in, mentions and unresolved spans out.

A matcher of `ingest.mentions` makes Candidates of one wording; `ingest.resolving` settles which of them stand and
what each refers to; the result, a Reading of the whole document, goes to `ingest.facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """How a wording names its entity."""

    FULL = "full"
    """By its official name or number: "Economic and Social Council", "resolution 56/119"."""
    SHORT = "short"
    """By a name that one must know: "UNODC", "Bangkok Rules", "Fourteenth Congress"."""
    ANAPHORIC = "anaphoric"
    """By pointing back: "the same resolution", "its Goals", "the Institute"."""


PLACES = frozenset(("state", "place", "region"))
"""Kinds of mention that lend their names to other things."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a part's text that names an entity: text[start:end] == exact, in code points, half-open."""

    part: str
    """Id of the part: "para/31"."""
    start: int
    end: int
    exact: str
    kind: str
    """What the wording names: "instrument", "sdg-target", "agenda-item" …"""
    entity: str
    """IRI of what is named, at the default base."""
    surface: Surface
    rule: str
    """Which matcher found it: "names", "sdg", "anaphora" …"""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A span that names something of which the text, or our reference data, does not say what it is."""

    part: str
    start: int
    end: int
    exact: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All mentions of a document, in document order; of spans that start together the longer comes first."""

    mentions: tuple[Mention, ...]
    unresolved: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one matcher makes of one wording, before the others and the rest of the document are heard."""

    start: int
    end: int
    kind: str
    rule: str
    entities: tuple[str, ...] = ()
    """IRIs that the wording can stand for."""
    surface: Surface = Surface.FULL
    reason: str | None = None
    """Why no entity is known, where the matcher itself can tell."""
    head: str | None = None
    """Of an anaphor: the noun that an antecedent's name must have as its head ("Institute", "Global Programme")."""
    antecedents: tuple[str, ...] = ()
    """Of an anaphor: the kinds of mention that it can point back to."""
    is_doubtful: bool = False
    """Whether the context has to confirm the entity, or choose one: a name that several things share."""

    @property
    def is_settled(self) -> bool:
        """Whether the entity is known without the context."""
        return len(self.entities) == 1 and not self.is_doubtful and self.head is None

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end

    def encloses(self, other: Candidate) -> bool:
        """Tell whether the other stands inside this one and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.span != other.span

    def overlaps(self, other: Candidate) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end
