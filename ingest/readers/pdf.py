"""PDF with a text layer: words are put together to lines, lines to blocks, by where they stand on the page.

Headers, footers and page numbers, which return on each page, are left out. Small raised figures are the marks of
footnotes. A scanned PDF, which has pictures of pages and no words, is refused.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from ingest.errors import SourceError
from ingest.readers.plain import check_lines

MOST_PAGES = 3_000
FEWEST_LETTERS = 20
"""A page with fewer letters is taken for a picture."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
COLUMNS = re.compile(r"[ \u00a0]{3,}")
"""The space between the columns of a table, where it is written."""
COLUMN_GAP = re.compile(r"(?<=\S) {4,}(?=\S)")
"""The space between the columns of a table, where a page is set out on a grid of characters."""
SMALL = 0.8
"""Figures below this share of the usual size are raised."""
GAP = 1.35
"""A distance of so many usual distances between lines parts blocks."""

FULL = 0.8
"""A line of more than this share of the longest line of a page does not end a block by being short."""
MARKED = re.compile(r"[(\[]?\w{1,6}[.)\]]\s")
"""A line that begins with a number or a letter."""

Columns = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of words at one height of a page; y grows upwards."""

    text: str
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    y: float
    size: float


BROKEN = (
    *(PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(RecursionError, NotImplementedError, AssertionError, OSError),
)
"""What the library raises on files that are no whole PDF."""


def read_pdf(name: str, data: bytes) -> str:
    """Return the text of a PDF.

    Raises SourceError when it is encrypted, broken, or scanned.
    """
    pages = [_lines(pieces, columns) for pieces, columns in _pages(name, data)]
    letters = [sum(sign.isalpha() for line in page for sign in line.text) for page in pages]
    empty = sum(count < FEWEST_LETTERS for count in letters)
    if not pages or empty * 2 > len(pages):
        raise SourceError(name, "", f"{empty} of {len(pages)} pages without words: a scanned PDF", "a text layer")
    pages = _without_furniture(pages)
    pages = [page for page in pages if page]
    breaks = (*("\n" if _runs_on(*pair) else "\n\n" for pair in pairwise(pages)), "\n")
    return check_lines(name, "".join(_blocks(page) + end for page, end in zip(pages, breaks, strict=False)))


def _runs_on(page: Sequence[_Line], following: Sequence[_Line]) -> bool:
    """Tell whether a block goes on over a page break: a full last line, then one of the same type without a mark."""
    last, first = page[-1], following[0]
    full = FULL * max(len(line.text) for line in page)
    return last.size == first.size and min(len(last.text), len(first.text)) > full and not MARKED.match(first.text)


def _pages(name: str, data: bytes) -> list[tuple[list[_Piece], Columns]]:
    """Return the pieces of each page, and where its lines have columns."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(name, "", "an encrypted PDF", "one that needs no password")
        if len(reader.pages) > MOST_PAGES:
            raise SourceError(name, "", f"{len(reader.pages):,} pages", f"at most {MOST_PAGES:,}")
        return [(_pieces(page), _columns(page)) for page in reader.pages]
    except SourceError:
        raise
    except BROKEN as error:
        raise SourceError(name, "", f"a broken PDF ({type(error).__name__}: {error})", "a whole one") from None


def _pieces(page: PageObject) -> list[_Piece]:
    pieces: list[_Piece] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        if not text.strip("\n"):
            return
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        points = round(size * (abs(tm[3] * cm[3]) or 1.0), 1)
        parts = text.strip("\n").split("\n")
        # a run over several lines stands at the height of its last; it began where the piece before stands
        top = pieces[-1].y if pieces and len(parts) > 1 and not text.startswith("\n") else height
        for place, part in enumerate(parts, start=1):
            share = place / len(parts) if len(parts) > 1 else 1.0
            at = top if place == 1 else top + (height - top) * share
            pieces.append(_Piece(part, at, points))

    page.extract_text(visitor_text=visit)
    return pieces


def _columns(page: PageObject) -> Columns:
    """Return the lines that stand in two columns: their signs without spaces, to how many stand in the first."""
    grid = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    cells = [COLUMN_GAP.split(line.strip()) for line in grid.split("\n")]
    return {_signs("".join(each)): len(_signs(each[0])) for each in cells if len(each) == 2}


def _signs(text: str) -> str:
    return "".join(text.split())


def _lines(pieces: Sequence[_Piece], columns: Columns) -> list[_Line]:
    """Put the pieces of a page together to lines, top to bottom."""
    usual = _usual_size(pieces)
    rows: list[list[_Piece]] = []
    for piece in pieces:
        if rows and abs(rows[-1][0].y - piece.y) < max(rows[-1][0].size, piece.size, 1.0) * 0.6:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [_line(row, usual, columns) for row in rows]
    return [line for line in lines if line.text.strip()]


def _usual_size(pieces: Sequence[_Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _line(row: Sequence[_Piece], usual: float, columns: Columns) -> _Line:
    largest = max(row, key=lambda piece: piece.size)
    text = "".join(_raised(piece, largest, usual) for piece in row).strip()
    first = columns.get(_signs("".join(piece.text for piece in row)), 0)
    return _Line(_parted(COLUMNS.sub("\t", text), first), largest.y, largest.size)


def _parted(text: str, first: int) -> str:
    """Set a tab after so many signs of a line, spaces not counted."""
    signs = [place for place, sign in enumerate(text) if not sign.isspace()]
    if not 0 < first < len(signs):
        return text
    return text[: signs[first - 1] + 1] + "\t" + text[signs[first] :]


def _raised(piece: _Piece, largest: _Piece, usual: float) -> str:
    figures = piece.text.strip()
    if figures.isdecimal() and piece.size < SMALL * min(usual, largest.size) and piece.y >= largest.y - 0.5:
        return piece.text.translate(RAISED)
    return piece.text


def _without_furniture(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """Leave out what returns at the top or bottom of pages, numbers aside, and numbers alone there."""
    shapes: Counter[str] = Counter()
    for page in pages:
        shapes.update({_shape(line) for line in _edges(page)})
    returning = {shape for shape, times in shapes.items() if times > 1 and times * 3 >= len(pages)}
    kept = []
    for page in pages:
        edges = {id(line) for line in _edges(page) if _shape(line) in returning or not _shape(line)}
        kept.append([line for line in page if id(line) not in edges])
    return kept


def _edges(page: Sequence[_Line]) -> list[_Line]:
    by_height = sorted(page, key=lambda line: line.y)
    return [*by_height[:2], *by_height[2:][-2:]]


def _shape(line: _Line) -> str:
    return re.sub(r"[\d\s/.–-]+", " ", line.text).strip()


def _usual_distance(page: Sequence[_Line], distances: Sequence[float]) -> float:
    """Return how far apart the lines of one block are: the smallest distance that returns in type of the usual size."""
    size = Counter(line.size for line in page).most_common(1)[0][0]
    running = Counter(
        distance
        for distance, (above, below) in zip(distances, pairwise(page), strict=True)
        if distance > 0 and above.size == below.size == size
    )
    returning = [distance for distance, times in running.items() if times > 1]
    return min(returning or running or [1.0])


def _blocks(page: Sequence[_Line]) -> str:
    """Part the lines of a page into blocks where the distance is larger than usual or the size changes."""
    if not page:
        return ""
    distances = [round(above.y - below.y, 1) for above, below in pairwise(page)]
    usual = _usual_distance(page, distances)
    pieces = [page[0].text]
    for distance, (above, below) in zip(distances, pairwise(page), strict=True):
        apart = distance > GAP * usual or distance < 0 or abs(above.size - below.size) > 1.5
        pieces.append(("\n\n" if apart else "\n") + below.text)
    return "".join(pieces)
