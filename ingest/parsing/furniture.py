"""Find what belongs to the page and not to the document: page markers, page numbers, running headers.

Old prints in plain text carry them in the middle of sentences: "<!-- Page 2 -->", "218 General Assembly—Forty-sixth
Session". Running headers are recognised by where they stand (at the top of a page) and by their return.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.parsing.lines import Line
from ingest.parsing.marks import Look, find_mark

RULE = re.compile(r"_{3,}$|-{3,}$|\*{3,}$|\*\s?\*\s?\*$")
"""A rule across the page."""
MARKER = re.compile(r"<!--\s*[Pp]age\s+\d+\s*-->$")
FOOTER = re.compile(
    r"(?:[A-Z]{1,3}\.)?\d{2}-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{1,3}(?:/\d{1,3})?)?$"  # V.19-01415, 19-01415 3/22
    r"|\d{1,3}/\d{1,3}\s+(?:[A-Z]{1,3}\.)?\d{2}-\d{5}$"  # 3/22 V.19-01415
    r"|[Pp]age\s+\d{1,4}$"
)
SYMBOL = re.compile(r"(?:A|E|S|ST|HSP|CCPR|CAC|CTOC|DP|UNEP)/[A-Z0-9][A-Za-z0-9./()-]{1,60}$")
"""A document symbol alone on its line."""
DOTTED = re.compile(r"\d{1,3}\.(?:\s|$)")
FRONT_LINES = 20
OF_ALL = re.compile(r"\d{1,3}/\d{1,3}$")
BARE = re.compile(r"\d{1,4}$")
STARTS = {Look.KEYWORD, Look.NUMBER, Look.DECIMAL, Look.LETTER}
"""What begins a part of the document also at the top of a page."""
HEADER_LENGTH = 130
_NUMBERS = re.compile(r"[\s\d|/.—–-]+")


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of the lines that belong to the page."""
    markers = {index for index, line in enumerate(lines) if MARKER.match(line.text)}
    found = markers | {index for index, line in enumerate(lines) if FOOTER.match(line.text) or RULE.match(line.text)}
    found |= _returning_symbols(lines) | _bare_numbers(lines) | _pages_of_all(lines)
    return found | _at_page_edges(lines, markers) if markers else found


def _bare_numbers(lines: Sequence[Line]) -> set[int]:
    """Numbers alone in their block are those of pages, unless the document prints its paragraph numbers so."""
    dotted = sum(1 for line in lines if DOTTED.match(line.text))
    if dotted < 2 and not any(MARKER.match(line.text) for line in lines):
        return set()
    sizes = Counter(line.block for line in lines)
    return {index for index, line in enumerate(lines) if sizes[line.block] == 1 and BARE.match(line.text)}


def _pages_of_all(lines: Sequence[Line]) -> set[int]:
    """The "3/22" of each page; alone, "27/31" is the number of a resolution."""
    pages = {index: line.text.split("/")[1] for index, line in enumerate(lines) if OF_ALL.match(line.text)}
    totals = Counter(pages.values())
    return {index for index, total in pages.items() if totals[total] > 1} | _symbols_with_pages(lines, pages)


def _symbols_with_pages(lines: Sequence[Line], pages: Iterable[int]) -> set[int]:
    """A symbol and "3/22" on two lines that follow each other: the head or foot of one page.

    "27/31" beside A/HRC/RES/27/31 is the number of the resolution.
    """
    found: set[int] = set()
    for index in pages:
        for beside in (index - 1, index + 1):
            symbol = lines[beside].text if 0 <= beside < len(lines) else ""
            if SYMBOL.match(symbol) and not symbol.endswith(f"/{lines[index].text}"):
                found |= {index, beside}
    return found


def _returning_symbols(lines: Sequence[Line]) -> set[int]:
    """A symbol that heads each page; in the first lines it is the document's own."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if SYMBOL.match(line.text):
            places.setdefault(line.text, []).append(index)
    returning = [indexes for indexes in places.values() if len(indexes) > 2]
    return {index for indexes in returning for index in indexes if index > indexes[0] or index >= FRONT_LINES}


def _at_page_edges(lines: Sequence[Line], markers: set[int]) -> set[int]:
    """Running headers below a page marker, page numbers above it or at the end."""
    tops = [index + 1 for index in markers if index + 1 < len(lines)]
    tops = [index + (index + 1 < len(lines) and bool(BARE.match(lines[index].text))) for index in tops]
    shapes = Counter(_shape(lines[index]) for index in tops)
    headers = {index for index in tops if _is_header(lines[index], shapes)}
    bottoms = [index - 1 for index in markers if index] + [len(lines) - 1]
    return headers | {index for index in bottoms if re.fullmatch(r"\d{1,4}", lines[index].text)}


def _shape(line: Line) -> str:
    return _NUMBERS.sub(" ", line.text).strip().lower()


def _is_header(line: Line, shapes: Counter[str]) -> bool:
    mark = find_mark(line.text)
    too_long = len(" ".join(line.text.split())) > HEADER_LENGTH
    if too_long or line.text.endswith((".", ";", ",")) or (mark and mark.look in STARTS):
        return False
    numbered = re.match(r"\d{1,4}\s+[A-Z]", line.text) or re.search(r"[a-z)][\s.]+\d{1,4}$", line.text)
    return bool(numbered) or shapes[_shape(line)] > 1
