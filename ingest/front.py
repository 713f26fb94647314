"""What a document says of itself before its text: symbol, title, session, dates, language.

Read from the first lines and from the lines below a resolution, in the forms that United Nations documents print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ingest.parsing.lines import Line, read_lines
from ingest.parsing.marks import Look, find_mark

FIRST_LINES = 60
"""Lines in which the front is looked for; what comes before a resolution on an old print can be long."""
SYMBOL = re.compile(
    r"(?:A|E|S|ST|HSP|CCPR|CAC|CTOC|CEDAW)/[A-Z0-9][A-Za-z0-9./-]*(?:\(\d{4}\))?(?: and (?:Corr|Add)\.\d+)?$"
)
ORGANS = {
    "General Assembly": "A/RES/",
    "Economic and Social Council": "E/RES/",
    "Human Rights Council": "A/HRC/RES/",
}
"""Organ to what its resolutions' symbols begin with."""
COUNCIL_RESOLUTION = re.compile(r"Resolution (\d{3,4}) \((\d{4})\)$")
SESSION = re.compile(
    r"(?:[A-Z][a-z]+(?:-[a-z]+)?(?: (?:special|emergency special|resumed|organizational|substantive))? session"
    r"|\d{4} session)(?:, \d{4})?$"
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = rf"(?P<day>\d{{1,2}})\s(?P<month>{'|'.join(MONTHS)})\s(?P<year>\d{{4}})"
ADOPTED = re.compile(rf"\b[Aa]dopted by .{{5,120}}?\son\s{DAY}")
DATE = re.compile(rf"{DAY}$")
MEETING = re.compile(r"\d{1,4}(?:st|nd|rd|th)\s(?:plenary\s)?meeting$")
REPORT = re.compile(r"(?:Draft )?[Rr]eport (?:of|on) the .{20,400}$")
AUTHOR = re.compile(r"(?:Report|Note) (?:of|by) the (?:Secretary-General|Secretariat|Executive Director)$")
"""The line below the title of a report by one of these."""
AGENDA = re.compile(r"(?:Agenda )?[Ii]tems? \d")
NAMED = re.compile(r"Resolution \d{3,4} \(\d{4}\)$|Statement by the President of the Security Council$")
"""What documents of the Security Council are headed by, which have no other title."""
WORDS = {
    "en": frozenset(["the", "of", "and", "to", "in", "for", "that", "with", "which", "on"]),
    "fr": frozenset(["le", "la", "les", "des", "et", "du", "dans", "une", "qui", "pour"]),
    "es": frozenset(["el", "la", "los", "las", "de", "y", "en", "que", "del", "una"]),
}
"""Common words by which a language is known."""
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
}
"""Letters by which the other official languages are known."""


@dataclass(frozen=True, slots=True)
class Front:
    """What the document states; None where it does not."""

    symbol: str | None
    title: str | None
    session: str | None
    distributed: date | None
    adopted: date | None
    language: str | None


def read_front(text: str) -> Front:
    r"""Return what a document says of itself.

    >>> front = read_front("General Assembly\n\n60/1. 2005 World Summit Outcome\n\nThe General Assembly,")
    >>> front.symbol, front.title
    ('A/RES/60/1', '2005 World Summit Outcome')
    """
    lines = read_lines(text)
    head = lines[:FIRST_LINES]
    resolution = _resolution(head)
    return Front(
        symbol=_symbol(head) or _resolution_symbol(head, resolution),
        title=_title(head, resolution),
        session=next((line.text for line in head if SESSION.match(line.text)), None),
        distributed=_distributed(head),
        adopted=_adopted(head, lines),
        language=_language(text),
    )


def _symbol(head: Sequence[Line]) -> str | None:
    """The document's own symbol, alone on its line above its text."""
    return next((line.text for line in head[:15] if SYMBOL.match(line.text)), None)


def _resolution(head: Sequence[Line]) -> tuple[str, str] | None:
    """Number and title of the one resolution that begins in the first lines; None when there are several."""
    found = []
    for index, line in enumerate(head):
        mark = find_mark(line.text)
        if mark is None or mark.look is not Look.RESOLUTION:
            continue
        below = [other.text for other in head[index + 1 : index + 5] if other.block == line.block]
        found.append((mark.token, " ".join([line.text[mark.end :], *below]).strip()))
    return found[0] if len(found) == 1 else None


def _resolution_symbol(head: Sequence[Line], resolution: tuple[str, str] | None) -> str | None:
    if council := next((found for line in head[:5] if (found := COUNCIL_RESOLUTION.match(line.text))), None):
        return f"S/RES/{council[1]}({council[2]})"
    if resolution is None:
        return None
    words = " ".join(line.text for line in head)
    organs = [(words.find(organ), prefix) for organ, prefix in ORGANS.items() if organ in words]
    return f"{min(organs)[1]}{resolution[0]}" if organs else None


def _title(head: Sequence[Line], resolution: tuple[str, str] | None) -> str | None:
    if resolution:
        return " ".join(resolution[1].split()) or None
    for above, line in pairwise(head):
        if AUTHOR.match(line.text) and not AGENDA.match(above.text):
            return " ".join(other.text for other in head if other.block == above.block and other.start < line.start)
    titles = (line.text for line in head if REPORT.match(line.text) and not line.text.endswith("."))
    return next(titles, None) or next((line.text for line in head[:5] if NAMED.match(line.text)), None)


def _distributed(head: Sequence[Line]) -> date | None:
    """The date in the masthead: below "Distr.: General" or the symbol."""
    for index, line in enumerate(head[:12]):
        if line.text.startswith("Distr."):
            dates = (DATE.match(other.text) for other in head[index + 1 : index + 6])
            return next((_date(found) for found in dates if found), None)
    return None


def _adopted(head: Sequence[Line], lines: Sequence[Line]) -> date | None:
    """The date in "Resolution adopted by … on …", else the one below the meeting's number."""
    stated = ADOPTED.search(" ".join(line.text for line in head[:12]))
    if stated:
        return _date(stated)
    for meeting, below in pairwise(lines):
        if MEETING.match(meeting.text) and (found := DATE.match(below.text)):
            return _date(found)
    return None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None


def _language(text: str) -> str | None:
    """The language whose script or common words make up most of the first words; None when none does."""
    first = text[:20_000].lower()
    letters = sum(sign.isalpha() for sign in first)
    for tag, script in SCRIPTS.items():
        if len(script.findall(first)) * 2 > letters:
            return tag
    words = re.findall(r"\w+", first)
    shares = {tag: sum(word in common for word in words) for tag, common in WORDS.items()}
    best = max(shares, key=lambda tag: shares[tag])
    return best if words and shares[best] * 10 > len(words) else None
