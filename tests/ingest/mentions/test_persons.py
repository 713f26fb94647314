"""Persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.gazetteer import Gazetteer
from ingest.mentions.persons import find_persons

SENTENCES = [
    ("Chair: Pia Greene (Chile)", ["Pia Greene = person/pia-greene"]),
    ("were chaired by Pía Greene (Chile);", ["Pía Greene = person/pia-greene"]),
    ("Vice-Chair: Alejandro Solano Ortiz (Costa Rica)", ["Alejandro Solano Ortiz = person/alejandro-solano-ortiz"]),
    ("Rapporteur: María de la Cruz (Bolivia (Plurinational State of))", ["María de la Cruz = person/maria-de-la-cruz"]),
    ("Ms. Navi Pillay addressed the meeting", ["Navi Pillay = person/navi-pillay"]),
    # brackets that hold no State
    ("Food and Agriculture Organization (FAO)", []),
    ("Bolivia (Plurinational State of)", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_persons_are_found_by_their_state_or_title(
    text: str, expected: list[str], gazetteer: Gazetteer, shown: Callable[..., list[str]]
) -> None:
    assert shown(text, find_persons(text, gazetteer)) == expected
