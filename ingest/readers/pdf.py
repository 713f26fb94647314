"""PDF with a text layer: words are put together to lines, lines to blocks, by where they stand on the page.

Headers, footers and page numbers, which return on each page, are left out. Small raised figures are the marks of
footnotes. A scanned PDF, which has pictures of pages and no words, is refused.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
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
"""The space between the columns of a table."""
SMALL = 0.8
"""Figures below this share of the usual size are raised."""
GAP = 1.35
"""A distance of so many usual distances between lines parts blocks."""


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


def read_pdf(name: str, data: bytes) -> str:
    """Return the text of a PDF.

    Raises SourceError when it is encrypted, broken, or scanned.
    """
    pages = [_lines(pieces) for pieces in _pages(name, data)]
    letters = [sum(sign.isalpha() for line in page for sign in line.text) for page in pages]
    empty = sum(count < FEWEST_LETTERS for count in letters)
    if not pages or empty * 2 > len(pages):
        raise SourceError(name, "", f"{empty} of {len(pages)} pages without words: a scanned PDF", "a text layer")
    pages = _without_furniture(pages)
    return check_lines(name, "\n\n".join(_blocks(page) for page in pages) + "\n")


def _pages(name: str, data: bytes) -> list[list[_Piece]]:
    """Return the pieces of each page."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(name, "", "an encrypted PDF", "one that needs no password")
        if len(reader.pages) > MOST_PAGES:
            raise SourceError(name, "", f"{len(reader.pages):,} pages", f"at most {MOST_PAGES:,}")
        return [_pieces(page) for page in reader.pages]
    except SourceError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
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


def _lines(pieces: Sequence[_Piece]) -> list[_Line]:
    """Put the pieces of a page together to lines, top to bottom."""
    usual = _usual_size(pieces)
    rows: list[list[_Piece]] = []
    for piece in pieces:
        if rows and abs(rows[-1][0].y - piece.y) < max(rows[-1][0].size, piece.size, 1.0) * 0.6:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [_line(row, usual) for row in rows]
    return [line for line in lines if line.text.strip()]


def _usual_size(pieces: Sequence[_Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _line(row: Sequence[_Piece], usual: float) -> _Line:
    largest = max(row, key=lambda piece: piece.size)
    text = "".join(_raised(piece, largest, usual) for piece in row)
    return _Line(COLUMNS.sub("\t", text.strip()), largest.y, largest.size)


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


def _blocks(page: Sequence[_Line]) -> str:
    """Part the lines of a page into blocks where the distance is larger than usual or the size changes."""
    if not page:
        return ""
    distances = [round(above.y - below.y, 1) for above, below in pairwise(page)]
    ordinary = [distance for distance in distances if distance > 0]
    usual = Counter(ordinary).most_common(1)[0][0] if ordinary else 1.0
    pieces = [page[0].text]
    for distance, (above, below) in zip(distances, pairwise(page), strict=True):
        apart = distance > GAP * usual or distance < 0 or abs(above.size - below.size) > 1.5
        pieces.append(("\n\n" if apart else "\n") + below.text)
    return "".join(pieces)
