"""Find the table of contents and the headings that it lists.

It begins at "Contents" and ends before the line that repeats its first entry without a page number, or at the
first line that is no entry: "III. Attendance<tab>19", "Annex", a title that runs over two lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsing.lines import Line
from ingest.parsing.marks import find_mark
from ingest.parsing.units import ENDED

START = re.compile(r"(?:table of )?contents(?:\s*\(continued\))?$", re.IGNORECASE)
COLUMNS = re.compile(r"(?:</?i>|\*|_)*(?:chapter|paragraphs?|page|pages|\s|\.)+(?:</?i>|\*|_)*$", re.IGNORECASE)
"""The line over the numbers: "Page", "Paragraphs      Page"."""
ENTRY = re.compile(
    r"(?=.{1,700}$)(?P<title>\S.{0,600}?)(?:[\s.…]*\t[\s.…]*|[\s.…]{2,}|(?<=\D)\s+)(?P<pages>[\d\s–-]{1,15})$"
)
"""A title and the number of its page."""
LONGEST = 400
"""Lines; no table of contents is longer."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines of the table of contents, [first, last), and the titles that it lists, in order."""

    first: int
    last: int
    titles: tuple[str, ...]


def normal_title(text: str) -> str:
    """Return a title as it is compared: no enumerator, no signs, lower case.

    >>> normal_title("B.Core activities"), normal_title("<i>II. Core  Activities</i>")
    ('core activities', 'core activities')
    """
    text = re.sub(r"^(?:</?\w+>|[*_])*(?:[IVXL]{1,7}|[A-Z]|\d{1,2})\.\s*", "", text.strip())
    text = re.sub(r"^(?:annex|ANNEX)(?:\s+[IVX]+)?[.:]?\s+", "", text)
    return " ".join(re.sub(r"</?\w+>|[\W_]", " ", text).lower().split())


def find_contents(lines: Sequence[Line]) -> Contents | None:
    """Return the table of contents, None when the document has none."""
    for index, line in enumerate(lines[:LONGEST]):
        if START.match(line.text.strip("#*_ ")):
            last = _end(lines, index)
            if last > index + 2:
                return Contents(index, last, _titles(lines[index + 1 : last]))
    return None


def _end(lines: Sequence[Line], first: int) -> int:
    """Return the index after the last line of the contents."""
    seen: set[str] = set()
    last = first + 1
    for index in range(first + 1, min(len(lines), first + LONGEST)):
        text = lines[index].text
        title = _title(text)
        if title and title in seen and not ENTRY.match(text):
            break
        if ENTRY.match(text) or START.match(text) or COLUMNS.match(text):
            last = index + 1
        elif _is_sentence(text) or index - last > 2:
            break
        if title:
            seen.add(title)
    return last


def _is_sentence(text: str) -> bool:
    return len(text) > 200 or bool(ENDED.search(text[-20:]))


def _title(text: str) -> str:
    found = ENTRY.match(text)
    return "" if COLUMNS.match(text) else normal_title(found["title"] if found else text)


def _titles(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the titles, those that run over two lines joined."""
    titles: list[str] = []
    pending = ""
    for line in lines:
        if COLUMNS.match(line.text) or START.match(line.text):
            continue
        found = ENTRY.match(line.text)
        title = _title(line.text)
        pending = title if find_mark(line.text) else f"{pending} {title}".strip()
        if found:
            titles.append(re.sub(r"^annex (?:[ivx]+ )?(?=.)", "", pending))
            pending = ""
    return tuple(titles)
