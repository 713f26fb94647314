"""Agenda items and workshops."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.mentions.agenda import find_agenda_items
from ingest.setting import Setting
from ontology import identifiers

CONGRESS = identifiers.congress(14)
REPORT = Setting(
    symbol="A/CONF.234/RPM.3/1", organ="A", congress=CONGRESS, meeting=identifiers.meeting(CONGRESS, "RPM.3")
)

SENTENCES = [
    (
        "economic development (agenda item 3); and practices (workshop 1)",
        ["agenda item 3 = congress/14/agenda/3", "workshop 1 = congress/14/workshop/1"],
    ),
    ("under workshop topic 4 of the Fourteenth Congress", ["workshop topic 4 = congress/14/workshop/4"]),
    ("agenda items 3 and 4", ["agenda items 3 = congress/14/agenda/3", "4 = congress/14/agenda/4"]),
    ("agenda item 6 (a)", ["agenda item 6 (a) = congress/14/agenda/6/a"]),
    ("workshops 1, 2 and 3", [f"{t} = congress/14/workshop/{n}" for t, n in (("workshops 1", 1), ("2", 2), ("3", 3))]),
    ("item 5 of its provisional agenda", ["item 5 = congress/14/meeting/RPM.3/agenda/5"]),
    ("the agenda items and workshop topics", []),
    ("the workshop in 2019", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_items_are_those_of_the_congress_unless_the_meetings_own(
    text: str, expected: list[str], shown: Callable[..., list[str]]
) -> None:
    assert shown(text, find_agenda_items(text, REPORT)) == expected


def test_without_a_congress_an_agenda_item_stays_open() -> None:
    (item,) = find_agenda_items("Agenda item 107", Setting(symbol="A/RES/78/223"))
    assert item.entities == ()
    assert item.reason is not None
