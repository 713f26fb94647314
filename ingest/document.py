"""The types that pass between the steps of reading: SourceDocument in, Report out.

A Report is lossless: its fragments, one after another, are the source's text, and each part knows where
each piece of its wording stands in it. The next step is `ingest.mentions`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PartKind(StrEnum):
    """What a part of a document is, in the terms of a United Nations editor."""

    FRONT = "front"
    """A line before the first heading: title, place, dates, symbol."""
    CONTENTS = "contents"
    """The table of contents, whole."""
    SECTION = "section"
    """A heading; its text is the title."""
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A lettered item: (a), (aa)."""
    SUBITEM = "subitem"
    """A roman sub-item: (i); its wording also stands in its item when it is printed inline."""
    FOOTNOTE = "footnote"
    ENTRY = "entry"
    """A line of a list that is not numbered as a paragraph: an officer, a row of the annex, an agenda item."""
    PREAMBLE = "preambular"
    """A preambular paragraph of a resolution."""


class Role(StrEnum):
    """What a run of characters of the source is for."""

    TEXT = "text"
    """Wording; it is in the text of its part."""
    NUMBER = "number"
    """A printed number or letter with its punctuation: "40.", "(j)", "II.", "¹"."""
    MARKUP = "markup"
    """Signs of the file, not of the document: "[", "](#)", "*", "<i>", bullets."""
    PAGE = "page"
    """Furniture of the page: running headers, page numbers."""
    BLANK = "blank"
    """White space that no wording holds: between parts, or at a page break inside one."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The document says one thing of itself, its .toml another; the .toml wins and both are reported."""

    field: str
    document: str
    toml: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document before it is parsed."""

    symbol: str
    """United Nations symbol as printed: "A/CONF.234/RPM.3/1"."""
    language: str
    """BCP 47 tag: "en"."""
    sha256: str
    """Digest of the file as received, 64 hexadecimal digits."""
    title: str | None = None
    distributed: date | None = None
    session: str | None = None
    """As printed: "Seventy-sixth session"."""
    adopted: date | None = None
    """The day a resolution was adopted, where the document states it."""
    origin: str | None = None
    """Where the file was obtained, from the .toml's `source`."""
    stated: frozenset[str] = frozenset()
    """Names of the fields that were read from the document itself."""
    contradictions: tuple[Contradiction, ...] = ()
    vouched: bool = False
    """Its .toml gives the digest of the file, which is then known to be whole."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as received: its text, NFC or not, is never changed."""

    name: str
    """What messages call it: the file's name, with its place in an archive."""
    text: str
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Part:
    """A section, paragraph, item, footnote or line of a list, with its exact wording."""

    id: str
    """Path below the document: "section/II.B.2", "para/40/j/i", "annex/para/5", "footnote/2"."""
    kind: PartKind
    text: str
    """The wording without number and markup; pieces that a page break parted are joined by one space."""
    parent: str | None
    """Id of the part it is part of; None: of the document."""
    order: int
    """1-based place in the document, over all parts."""
    enumerator: str | None = None
    """As printed, without punctuation: "II", "40", "j", "Annex"; footnotes "1"."""
    number: int | None = None
    """Of paragraphs and footnotes."""
    letter: str | None = None
    """Of items ("j", "aa") and sub-items ("i")."""
    level: int = 0
    """Depth of a section's heading, from 1; 0 for every other part."""
    spans: tuple[tuple[int, int, int], ...] = ()
    """(start in text, start in source, length) of each piece of the wording, in order."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of the source's characters; together the fragments are the source."""

    part_id: str | None
    """The innermost part that the run belongs to; None: to the page, not to a part."""
    role: Role
    raw: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the structure is not what the genre leads one to expect; the words are read all the same."""

    place: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Report:
    """A parsed document of any genre."""

    source: SourceDocument
    genre: str
    """ "meeting-report", "resolution", "convention", "report" or "other"."""
    genre_reason: str
    parts: tuple[Part, ...]
    fragments: tuple[Fragment, ...]
    doubts: tuple[Doubt, ...] = ()
    _parts: Mapping[str, Part] = field(init=False, repr=False, compare=False)
    _children: Mapping[str | None, tuple[Part, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[str | None, list[Part]] = {}
        for part in self.parts:
            children.setdefault(part.parent, []).append(part)
        object.__setattr__(self, "_parts", {part.id: part for part in self.parts})
        object.__setattr__(self, "_children", {k: tuple(v) for k, v in children.items()})

    def part(self, part_id: str) -> Part:
        """Return the part of that id. Raises KeyError when the document has none."""
        return self._parts[part_id]

    def children(self, part_id: str | None) -> tuple[Part, ...]:
        """Return the parts directly below a part (None: below the document), in document order."""
        return self._children.get(part_id, ())

    def source_span(self, part_id: str, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end] of a part stands in the source's text, half-open.

        A span over a page break includes what stands between its pieces.
        Raises ValueError when the span is empty or not inside the text.
        """
        part = self.part(part_id)
        if not 0 <= start < end <= len(part.text):
            message = f"{part_id}: span {start}-{end} is not inside a text of {len(part.text)} characters"
            raise ValueError(message)
        return _source_offset(part, start), _source_offset(part, end - 1) + 1


def _source_offset(part: Part, position: int) -> int:
    """Map a position in a part's text to the source; the joining space maps to the gap's first character."""
    index = bisect_right(part.spans, position, key=lambda span: span[0]) - 1
    text_start, source_start, length = part.spans[index]
    return source_start + min(position - text_start, length)
