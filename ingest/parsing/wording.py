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
    r"\[(?P<label>[^\[\]\n]{1,400})\]\((?P<address>[^()\s]{0,400})\)"  # [56/119](#)
    r"|</?(?:i|b|u|em|strong|sup|sub|br)\s?/?>"
    r"|\*+"
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|\[\^?(?P<note>\d{1,3})\]"
)
BULLET = re.compile(r"[-–—•∙♦▪◦·]\.?[ \t\u00a0]+")
UNITS = ("m", "km", "cm", "mm")
"""A raised 2 or 3 after these is a power, not the mark of a footnote."""


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
    return wording


def _runs(line: Line, notes: frozenset[int], wording: Wording) -> list[tuple[int, int]]:
    """Return the runs of words of a line, without white space at its edges, and note the markup between them."""
    runs: list[tuple[int, int]] = []
    position = 0
    for found in MARKUP.finditer(line.text):
        kept = _kept(found, line.text, notes, wording)
        for begin, stop in kept:
            runs.append((position, begin))
            wording.markup.append((line.start + begin, line.start + stop))
            position = stop
    runs.append((position, len(line.text)))
    return _trimmed([run for run in runs if run[0] < run[1]], line.text)


def _kept(found: re.Match[str], text: str, notes: frozenset[int], wording: Wording) -> list[tuple[int, int]]:
    """Return the ranges that a find takes out of the wording."""
    if found["label"] is not None:
        return [(found.start(), found.start("label")), (found.end("label"), found.end())]
    if found["raised"]:
        number = int(found["raised"].translate(SUPERSCRIPTS))
        if number not in notes and re.search(
            rf"\b(?:{'|'.join(UNITS)})$", text[max(0, found.start() - 3) : found.start()]
        ):
            return []
        wording.notes.append(number)
    elif found["note"]:
        if int(found["note"]) not in notes:
            return []
        wording.notes.append(int(found["note"]))
    elif found[0].startswith("*"):
        wording.stars += 1
    return [found.span()]


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
