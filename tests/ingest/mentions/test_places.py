"""States and places, which lend their names to other things."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.gazetteer import Gazetteer
from ingest.mentions import find_candidates
from ingest.setting import Setting
from ingest.spans import PLACES

SENTENCES = [
    ("Kyoto, Japan, 20–27 April 2020", ["Kyoto = place/kyoto", "Japan = place/JPN"]),
    (
        "Bolivia (Plurinational State of), Chile and Costa Rica.",
        ["Bolivia (Plurinational State of) = place/BOL", "Chile = place/CHL", "Costa Rica = place/CRI"],
    ),
    ("In Chile, participants noted", ["Chile = place/CHL"]),
    ("including Latin America, in the", ["Latin America = place/latin-america"]),
    ("A representative of Japan, the host", ["Japan = place/JPN"]),
    # names of other things
    ("the Thailand Institute of Justice and", []),
    ("the future Kyoto declaration having", []),
    ("under the Kyoto Protocol", []),
    ("Panama City", ["Panama City = place/panama-city"]),
    ("from New Mexico", []),
    ("Financial Action Task Force of Latin America", []),
    ("by the Islamic State in Chile and the Levant", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_place_is_found_where_it_stands_for_itself(
    text: str, expected: list[str], gazetteer: Gazetteer, shown: Callable[..., list[str]]
) -> None:
    found = find_candidates(text, gazetteer, Setting())
    assert shown(text, [candidate for candidate in found if candidate.kind in PLACES]) == expected
