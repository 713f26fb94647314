"""Lines in, wording out: the signs of the file go, everything else stays as it is, misprints too.

Removed are the brackets and the address of a link ("[56/119](#)" is "56/119"), "*", tags such as "<i>", the marks of
footnotes and the bullet before a line. Pieces that a page break or a line break parts are joined by one space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.parsing.lines import Line
from ingest.parsing.marks import SUPERSCRIPTS

MARKUP = re.compile(
    r"(?P<open>\[)(?=[^\[\]\n]{1,400}\]\([^()\s]{0,400}\))|(?P<close>\]\([^()\s]{0,400}\))"  # [56/119](#)
    r"|</?(?:i|b|u|em|strong|sup|sub|br)\s?/?>"
    r"|\*+"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
    r"|\[\^?(?P<note>\d{1,3})\]"
)
BULLET = re.compile(r"[-–—•∙♦▪◦·]\.?[ \t\u00a0]+")
POWER = re.compile(r"\b[kcm]?m$")
"""A raised 2 or 3 after a unit of length is a power, not the mark of a footnote."""


@dataclass(slots=True)
class Wording:
    """The exact wording of a part and where each piece of it stands."""

    text: str = ""
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    """(start in text, start in source, length)"""
    markup: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of the source that are signs of the file."""
    notes: list[int] = field(default_factory=list)
    """Numbers of the footnotes whose marks it carries."""
    stars: int = 0


def read_wording(
    lines: Sequence[Line], notes: frozenset[int], *, joint: str = " ", lead: Line | None = None
) -> Wording:
    """Return the wording of the lines of a part.

    `notes` are the numbers of the document's footnotes; `joint` is what joins the lines; `lead` is a quotation mark
    that stands before the number of the part and is joined by nothing.
    """
    wording = Wording()
    pieces: list[str] = []
    length = 0
    for line in [lead, *lines] if lead else lines:
        runs = _runs(line, notes, wording)
        if wording.spans and runs and not (lead and length == len(lead.text)):
            pieces.append(joint)
            length += len(joint)
        for begin, stop in runs:
            pieces.append(line.text[begin:stop])
            wording.spans.append((length, line.start + begin, stop - begin))
            length += stop - begin
    wording.text = "".join(pieces)
    return wording if wording.text else _unchanged(lines, joint)


def _unchanged(lines: Sequence[Line], joint: str) -> Wording:
    """Return as wording what would be none if the signs were taken off: a star alone on its line."""
    wording = Wording(joint.join(line.text for line in lines))
    length = 0
    for line in lines:
        wording.spans.append((length, line.start, len(line.text)))
        length += len(line.text) + len(joint)
    return wording


def _runs(line: Line, notes: frozenset[int], wording: Wording) -> list[tuple[int, int]]:
    """Return the runs of words of a line, without white space at its edges, and note the markup between them."""
    runs: list[tuple[int, int]] = []
    position, in_link = 0, False
    for found in MARKUP.finditer(line.text):
        if found["close"] and not in_link:
            continue
        in_link = bool(found["open"]) or (in_link and not found["close"])
        if _is_markup(found, line.text, notes, wording):
            runs.append((position, found.start()))
            wording.markup.append((line.start + found.start(), line.start + found.end()))
            position = found.end()
    runs.append((position, len(line.text)))
    return _trimmed([run for run in runs if run[0] < run[1]], line.text)


def _is_markup(found: re.Match[str], text: str, notes: frozenset[int], wording: Wording) -> bool:
    """Tell whether a find is taken out of the wording; keep count of the marks of footnotes."""
    if found["raised"]:
        number = int(found["raised"].translate(SUPERSCRIPTS))
        if number not in notes and POWER.search(text[max(0, found.start() - 3) : found.start()]):
            return False
        wording.notes.append(number)
    elif found["note"]:
        if int(found["note"]) not in notes:
            return False
        wording.notes.append(int(found["note"]))
    elif found[0].startswith("*"):
        wording.stars += 1
    return True


def _trimmed(runs: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Take the white space off both ends of a line's runs."""
    while runs and not text[runs[0][0] : runs[0][1]].strip():
        runs = runs[1:]
    while runs and not text[runs[-1][0] : runs[-1][1]].strip():
        runs = runs[:-1]
    if runs:
        begin, stop = runs[0]
        runs[0] = (stop - len(text[begin:stop].lstrip()), stop)
        begin, stop = runs[-1]
        runs[-1] = (begin, begin + len(text[begin:stop].rstrip()))
    return runs
