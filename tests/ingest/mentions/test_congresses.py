"""Congresses, and the meetings that prepare for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.gazetteer import Gazetteer
from ingest.mentions import find_candidates
from ingest.setting import Setting
from ontology import identifiers

CONGRESS = identifiers.congress(14)
REPORT = Setting(symbol="A/CONF.234/RPM.3/1", congress=CONGRESS, meeting=identifiers.meeting(CONGRESS, "RPM.3"))
FULL = "Fourteenth United Nations Congress on Crime Prevention and Criminal Justice"

SENTENCES = [
    (f"the {FULL} will", [f"{FULL} = congress/14"]),
    (
        "recommendations of the Seventh, Eighth and Ninth Congresses",
        ["Seventh = congress/7", "Eighth = congress/8", "Ninth Congresses = congress/9"],
    ),
    ("as the crime congresses constitute", ["crime congresses = congress"]),
    # a meeting's long name has the Congress's in it
    (
        f"The Latin American and Caribbean Regional Preparatory Meeting for the {FULL} was held",
        [
            f"Latin American and Caribbean Regional Preparatory Meeting for the {FULL} = congress/14/meeting/RPM.3",
            f"{FULL} = congress/14",
        ],
    ),
    ("the Regional Preparatory Meeting was not", ["Regional Preparatory Meeting = congress/14/meeting/RPM.3"]),
    (
        "findings of the Regional Preparatory Meeting for Asia and Pacific and",
        ["Regional Preparatory Meeting for Asia and Pacific = congress/14/meeting/RPM.1"],
    ),
    (
        "opened by the Secretary of the Meeting.",
        [
            "Secretary of the Meeting = congress/14/meeting/RPM.3/participation/secretary",
            "the Meeting = congress/14/meeting/RPM.3",
        ],
    ),
    # no congresses by name
    ("where it was the first Congress to be preceded by regional preparatory meetings", []),
    ("the World Congress on Justice", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_congresses_and_meetings_are_found(
    text: str, expected: list[str], gazetteer: Gazetteer, shown: Callable[..., list[str]]
) -> None:
    assert shown(text, find_candidates(text, gazetteer, REPORT)) == expected
