"""Congresses that texts list together, and the meetings that prepare for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.setting import Setting
from ingest.spans import Candidate, Surface
from ontology import identifiers

_UNITS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
ORDINALS = (
    *_UNITS, "Tenth", "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth",
    "Eighteenth", "Nineteenth", "Twentieth", *(f"Twenty-{unit.lower()}" for unit in _UNITS), "Thirtieth",
)  # fmt: skip
"""The ordinals by which congresses are called, from the First (1955)."""

_ORDINAL = rf"(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
_LIST = re.compile(
    rf"""\b(?P<ordinals>{_ORDINAL}(?:,\s{_ORDINAL})*,?\sand\s(?P<last>{_ORDINAL}))
    \s(?:United\sNations\s)?(?:Crime\s)?Congresses\b""",
    re.VERBOSE,
)
_ONE = re.compile(_ORDINAL)

_MEETING = re.compile(
    r"""\b(?P<region>(?!The\s)[A-Z][\w-]+(?:\s(?:and\s(?:the\s)?)?[A-Z][\w-]+)*\s)?Regional\sPreparatory\sMeeting\b
    (?P<long>\sfor\sthe\s[A-Z][\w-]+\sUnited\sNations\sCongress\son\sCrime\sPrevention\sand\sCriminal\sJustice)?
    (?!\sfor\s)""",
    re.VERBOSE,
)

_SECRETARY = re.compile(
    r"""\bSecretary\sof\sthe\s
    (?:(?:(?:[A-Z][\w-]+|and|the)\s)*Regional\sPreparatory\sMeeting(?!\sfor\sthe\s[a-z])|Meeting)\b""",
    re.VERBOSE,
)


def find_congresses(text: str, setting: Setting) -> Iterator[Candidate]:
    """Find what the names of the reference data leave out: congresses in a list, the document's own meeting.

    Forms: "Seventh, Eighth and Ninth Congresses" (one each, the last with the noun); in the report of a meeting
    "Regional Preparatory Meeting", alone or with its region and its Congress; "Secretary of the Meeting",
    "Secretary of the Latin American and Caribbean Regional Preparatory Meeting" (an office of that meeting).
    """
    for found in _LIST.finditer(text):
        yield from _listed(text, found)
    if setting.meeting is not None:
        yield from _own_meeting(text, setting.meeting)


def _listed(text: str, found: re.Match[str]) -> Iterator[Candidate]:
    for ordinal in _ONE.finditer(text, *found.span("ordinals")):
        end = found.end() if ordinal.start() == found.start("last") else ordinal.end()
        entity = identifiers.congress(ORDINALS.index(ordinal[0]) + 1)
        yield Candidate(ordinal.start(), end, "congress", "congresses", (entity,), Surface.SHORT)


def _own_meeting(text: str, meeting: str) -> Iterator[Candidate]:
    """Yield the meeting that the document reports on, under the names that need no reference data."""
    for found in _MEETING.finditer(text):
        surface = Surface.FULL if found["long"] else Surface.SHORT
        yield Candidate(*found.span(), "meeting", "congresses", (meeting,), surface)
    for found in _SECRETARY.finditer(text):
        yield Candidate(*found.span(), "office", "congresses", (secretary(meeting),), Surface.FULL)


def secretary(meeting: str) -> str:
    """Return the IRI of the taking part of a meeting's Secretary, whom reports do not name."""
    return identifiers.participation(meeting, "secretary")
