"""A whole document as it reads: headings, numbered paragraphs, lettered items, with the names in them as links.

Three questions give it: the parts in order, the names in them, who speaks in them. Long documents are read a chapter
at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages import questions
from api.pages.headings import part_heading
from api.pages.model import Page, Segment, Thing
from api.pages.resource import identify
from api.pages.wording import Mark, segments
from api.problems import Problem
from ontology.identifiers import IdentifierError, document, rebased

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

Row = Mapping[str, "Term"]

WHOLE = 400
"""Parts of a document that are shown on one page; a longer one is read by its chapters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the text."""

    id: str
    """Of the element: what the address of the part has after the document."""
    kind: str
    """heading, para, item, subitem, footnote, entry or plain."""
    level: int
    mark: str
    href: str
    segments: tuple[Segment, ...]
    notes: tuple[Thing, ...] = ()
    """Beside the text: the outcome that a part states, who speaks in it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading in the table of contents."""

    href: str
    label: str
    level: int


@dataclass(frozen=True, slots=True)
class ReaderPage(Page):
    """A document, or one chapter of it."""

    heading: str = ""
    symbol: str = ""
    document: str = ""
    pieces: tuple[Piece, ...] = ()
    contents: tuple[Chapter, ...] = ()
    marked: bool = True
    toggle: str = ""
    previous: Thing | None = None
    next: Thing | None = None


async def reader_page(site: Site, at: Addresses, symbol: str, chapter: str, *, marked: bool) -> ReaderPage:
    """Return a document for reading.

    Raises Problem (404) for a symbol whose text the graph does not have, or a chapter that the document has not.
    """
    try:
        iri = rebased(document(symbol), site.engine.release.base)
    except IdentifierError as error:
        raise Problem("not-found", f"not a document symbol: {symbol[:100]!r}") from error
    asked = (questions.parts_query(iri), questions.spans_query(iri), questions.speakers_query(iri))
    rows, spans, speaking = await asyncio.gather(*map(site.engine.select, asked))
    if not rows:
        raise Problem("not-found", f"the text of {symbol[:100]} is not in the graph", {"nearest": [iri]})
    names = await site.names()
    reader = Reader(iri, at, names, _marks(spans, at, names) if marked else {}, _speakers(speaking))
    shown, before, after = reader.chosen(rows, chapter)
    title = names.known[iri].title if iri in names.known else symbol
    address = at.local(f"read/{symbol}")
    return ReaderPage(
        title=f"{symbol}: {title}" if title != symbol else symbol,
        description=f"The text of {symbol}, with the names in it linked to what they name.",
        section="documents",
        trail=(Thing(at.local("documents"), "Documents"), Thing(at.href(iri), symbol), Thing("", "Text")),
        heading=title or symbol,
        symbol=symbol,
        document=at.href(iri),
        pieces=tuple(reader.piece(row) for row in shown),
        contents=tuple(reader.contents(rows, address)),
        marked=marked,
        toggle=_toggle(address, chapter, marked=marked),
        previous=before,
        next=after,
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Words the parts of one document."""

    document: str
    at: Addresses
    names: Names
    marks: Mapping[str, list[Mark]]
    speakers: Mapping[str, list[str]]

    def piece(self, row: Row) -> Piece:
        """Return one part for the template."""
        iri = row["part"].value
        return Piece(
            self.id(iri),
            self.kind(row),
            int(row["level"].value) if "level" in row else 0,
            _mark(row),
            self.at.href(iri),
            segments(row["text"].value, self.marks.get(iri, ())),
            tuple(self.notes(row)),
        )

    def notes(self, row: Row) -> Iterator[Thing]:
        """Yield what stands beside a part: the outcome that it states, then who speaks in it."""
        if "outcome" in row and (found := identify(row["outcome"].value, self.names.base)):
            yield Thing(self.at.href(row["outcome"].value), part_heading(found))
        for place, who in enumerate(self.speakers.get(row["part"].value, ())):
            short, label = self.names.short(who), self.names.label(who)
            yield Thing(self.at.href(who), short, label if label != short else "", note="" if place else "Speaking:")

    def id(self, iri: str) -> str:
        """Return the id of a part's element: its path below the document, as the fragment of an address."""
        return iri.removeprefix(self.document).strip("/").replace("/", "-")

    def kind(self, row: Row) -> str:
        """Return how a part is laid out."""
        path = row["part"].value.removeprefix(self.document).strip("/").split("/")
        if "title" in row:
            return "heading"
        if path[0] == "footnote":
            return "footnote"
        if "letter" in row:
            return "subitem" if len(path) > 3 else "item"
        return (
            "para"
            if "number" in row
            else "entry"
            if "entry" in path
            else "contents"
            if path[0] == "contents"
            else "plain"
        )

    def contents(self, rows: Sequence[Row], address: str) -> list[Chapter]:
        """Return the headings; on a page that shows one chapter, those of others lead to theirs."""
        split = len(rows) > WHOLE
        chapters, current = [], ""
        for row in rows:
            if "title" not in row:
                continue
            level = int(row["level"].value) if "level" in row else 1
            current = self.id(row["part"].value) if level == 1 else current
            page = f"{address}?chapter={current}" if split else ""
            title, mark = row["title"].value, _text(row, "mark")
            label = f"{mark}. {title}" if mark else title
            chapters.append(Chapter(f"{page}#{self.id(row['part'].value)}", label, min(level, 4)))
        return chapters

    def chosen(self, rows: Sequence[Row], chapter: str) -> tuple[Sequence[Row], Thing | None, Thing | None]:
        """Return the parts to show: all, or those of one chapter with the chapters beside it."""
        starts = [n for n, row in enumerate(rows) if "title" in row and _text(row, "level") in ("", "1")]
        if (len(rows) <= WHOLE and not chapter) or not starts:
            return rows, None, None
        ids = [self.id(rows[start]["part"].value) for start in starts]
        if chapter and chapter not in ids:
            raise Problem("not-found", f"there is no chapter {chapter[:60]!r}; there are {', '.join(ids)}")
        place = ids.index(chapter) if chapter else 0
        first = starts[place] if place else 0
        last = starts[place + 1] if place + 1 < len(starts) else len(rows)
        return rows[first:last], self._chapter(rows, starts, place - 1), self._chapter(rows, starts, place + 1)

    def _chapter(self, rows: Sequence[Row], starts: Sequence[int], place: int) -> Thing | None:
        if not 0 <= place < len(starts):
            return None
        row = rows[starts[place]]
        return Thing(f"?chapter={self.id(row['part'].value)}", row["title"].value)


def _toggle(address: str, chapter: str, *, marked: bool) -> str:
    """Return the address of the same text with the names marked, or not."""
    parameters = ({"chapter": chapter} if chapter else {}) | ({"names": "off"} if marked else {})
    return f"{address}?{urlencode(parameters)}" if parameters else address


def _speakers(rows: Sequence[Row]) -> dict[str, list[str]]:
    speakers: dict[str, list[str]] = {}
    for row in rows:
        speakers.setdefault(row["part"].value, []).append(row["who"].value)
    return speakers


def _marks(spans: Sequence[Row], at: Addresses, names: Names) -> dict[str, list[Mark]]:
    marks: dict[str, list[Mark]] = {}
    for row in spans:
        entity, kind = row["entity"].value, row["kind"].value
        mark = Mark(int(row["start"].value), int(row["end"].value), at.href(entity), names.short(entity), kind)
        marks.setdefault(row["part"].value, []).append(mark)
    return marks


def _mark(row: Row) -> str:
    """Return the number or letter of a part as printed."""
    if "letter" in row:
        return f"({row['letter'].value})"
    mark = _text(row, "number") or _text(row, "mark")
    return f"{mark}." if mark else ""


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row else ""
