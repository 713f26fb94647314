"""Agenda items and workshops, of the Congress or of the meeting itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.setting import Setting
from ingest.spans import Candidate, Surface
from ontology import identifiers

_ITEM = r"(?P<item>\d{1,3})(?:\s\((?P<letter>[a-z])\))?(?![\w.]\w)"
_ITEMS = re.compile(rf"\b(?:[Aa]genda\sitem|(?:substantive\s)item)(?P<plural>s?)\s(?={_ITEM})")
_ITEM_OF_AGENDA = re.compile(
    rf"\b[Ii]tem(?P<plural>s?)\s(?={_ITEM})(?=[\w\s(),]{{1,40}}?of\s(?:the|its)\s(?:provisional\s)?agenda)"
)
_FIRST_ITEM = re.compile(_ITEM)
_NEXT_ITEM = re.compile(rf"(?:,\s(?:and\s)?|\sand\s|\sto\s|–)(?={_ITEM})")

_WORKSHOP = r"(?P<workshop>\d)(?![\w.]\w|\w)"
_WORKSHOPS = re.compile(rf"\b[Ww]orkshop(?:\stopic)?(?P<plural>s?)\s(?={_WORKSHOP})")
_FIRST_WORKSHOP = re.compile(_WORKSHOP)
_NEXT_WORKSHOP = re.compile(rf"(?:,\s(?:and\s)?|\sand\s|\sto\s|–)(?={_WORKSHOP})")

_OWN = re.compile(
    r"^[\s(),a-z]*of\s(?:its\s(?:provisional\s)?agenda|the\s(?:provisional\s)?agenda\sof\sthe\s[Mm]eeting)"
)
"""item 5 of its provisional agenda: the meeting's own"""

_NO_CONGRESS = "on whose agenda the item is, the document does not say by naming a congress"


def find_agenda_items(text: str, setting: Setting) -> Iterator[Candidate]:
    """Find agenda items and workshops; in documents of a Congress they are the Congress's.

    Forms: "agenda item 5"; "agenda item 6 (a)"; "agenda items 3 and 4"; "item 5 of its agenda" (the meeting's own);
    "workshop 3"; "workshop topic 4"; "workshops 1 and 2".
    """
    for found in (*_ITEMS.finditer(text), *_ITEM_OF_AGENDA.finditer(text)):
        for start, number in _numbers(text, found, _FIRST_ITEM, _NEXT_ITEM):
            owner = setting.meeting if _OWN.match(text[number.end() :]) else setting.congress
            path = "/".join(part for part in (number["item"], number["letter"]) if part)
            entities = (identifiers.agenda_item(owner, path),) if owner else ()
            yield _candidate(start, number.end(), "agenda-item", entities)
    for found in _WORKSHOPS.finditer(text):
        for start, number in _numbers(text, found, _FIRST_WORKSHOP, _NEXT_WORKSHOP):
            congress = setting.congress
            entities = (identifiers.workshop(congress, int(number["workshop"])),) if congress else ()
            yield _candidate(start, number.end(), "workshop", entities)


def _candidate(start: int, end: int, kind: str, entities: tuple[str, ...]) -> Candidate:
    return Candidate(start, end, kind, "agenda", entities, Surface.SHORT, None if entities else _NO_CONGRESS)


def _numbers(
    text: str, noun: re.Match[str], first: re.Pattern[str], following: re.Pattern[str]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield (start, number): the first number with its noun, the others alone."""
    start, number = noun.start(), first.match(text, noun.end())
    while number is not None:
        yield start, number
        joint = following.match(text, number.end()) if noun["plural"] else None
        if joint is None:
            return
        start, number = joint.end(), first.match(text, joint.end())
