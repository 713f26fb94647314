"""Resolutions and decisions by number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.mentions.resolutions import find_resolutions
from ingest.setting import Setting

SENTENCES = [
    # the General Assembly, with and without its name
    ("In its resolution 56/119, on the role of the congresses,", ["resolution 56/119 = document/A/RES/56/119"]),
    (
        "in accordance with General Assembly resolution 71/206, all",
        ["General Assembly resolution 71/206 = document/A/RES/71/206"],
    ),
    ("Recalling Assembly resolution\u00a066/282", ["Assembly resolution\u00a066/282 = document/A/RES/66/282"]),
    ("resolution 57/270 B of 23 June 2003", ["resolution 57/270 B = document/A/RES/57/270B"]),
    ("resolution S-21/2 of 2 July 1999", ["resolution S-21/2 = document/A/RES/S-21/2"]),
    # one each of a list; dates and titles between do not hinder
    (
        "its resolutions 55/25 of 15 November 2000, 55/255 of 31 May 2001 and 58/4 of 31 October 2003,",
        [
            "resolutions 55/25 = document/A/RES/55/25",
            "55/255 = document/A/RES/55/255",
            "58/4 = document/A/RES/58/4",
        ],
    ),
    (
        "Human Rights Council resolutions 5/1, on the institution-building of the Council, and 5/2, on the Code",
        ["Human Rights Council resolutions 5/1 = document/A/HRC/RES/5/1", "5/2 = document/A/HRC/RES/5/2"],
    ),
    ("resolution 56/119 of 19 December 2001 and 72/192", ["resolution 56/119 = document/A/RES/56/119"]),
    # the Economic and Social Council
    (
        "Economic and Social Council resolution 2002/13, annex.",
        ["Economic and Social Council resolution 2002/13 = document/E/RES/2002/13"],
    ),
    (
        "Economic and Social Council resolution 155 C (VII) and General Assembly resolution 415 (V)",
        [
            "Economic and Social Council resolution 155 C (VII) = document/E/RES/155C%28VII%29",
            "General Assembly resolution 415 (V) = document/A/RES/415%28V%29",
        ],
    ),
    ("decision 2010/243", ["decision 2010/243 = document/E/DEC/2010/243"]),
    # old sessions in roman numerals
    (
        "General Assembly resolution 2200 A (XXI), annex",
        ["General Assembly resolution 2200 A (XXI) = document/A/RES/2200A%28XXI%29"],
    ),
    # the Security Council
    ("resolution 1325 (2000) of 31 October 2000", ["resolution 1325 (2000) = document/S/RES/1325%282000%29"]),
    (
        "Security Council resolutions 1267 (1999), 1989 (2011) and 2253 (2015) into",
        [
            "Security Council resolutions 1267 (1999) = document/S/RES/1267%281999%29",
            "1989 (2011) = document/S/RES/1989%282011%29",
            "2253 (2015) = document/S/RES/2253%282015%29",
        ],
    ),
    # a body named with "its"
    (
        "as requested by the Human Rights Council in its resolution 23/25 of 14 June 2013",
        ["resolution 23/25 = document/A/HRC/RES/23/25"],
    ),
    # decisions
    (
        "its decisions 74/550 A of 13 April 2020 and 74/550 B of 12 August 2020",
        ["decisions 74/550 A = document/A/DEC/74/550A", "74/550 B = document/A/DEC/74/550B"],
    ),
    # bodies whose resolutions have no symbol of their own
    (
        "Commission on Crime Prevention and Criminal Justice resolution 18/1 of 24 April 2009",
        ["Commission on Crime Prevention and Criminal Justice resolution 18/1 = ?"],
    ),
    ("resolution 9/8 of 17 December 2021 of the Conference of the States Parties", ["resolution 9/8 = ?"]),
    ("Takes note of decision IX/16 C, adopted at the ninth meeting", []),
    # numbers that are no resolution
    ("draft resolution 5/1", []),
    ("the resolution of 1/3 of disputes", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_resolutions_are_found_and_given_the_symbol_of_their_document(
    text: str, expected: list[str], shown: Callable[..., list[str]]
) -> None:
    assert shown(text, find_resolutions(text, Setting(symbol="A/RES/78/223"))) == expected


def test_a_council_speaks_of_its_own_resolutions_by_session_and_number(shown: Callable[..., list[str]]) -> None:
    text = "Recalling its resolution 16/21 and Council resolution 48/13, and General Assembly resolution 60/251"
    found = find_resolutions(text, Setting(symbol="A/HRC/RES/49/20", organ="A/HRC"))
    assert shown(text, found) == [
        "resolution 16/21 = document/A/HRC/RES/16/21",
        "Council resolution 48/13 = document/A/HRC/RES/48/13",
        "General Assembly resolution 60/251 = document/A/RES/60/251",
    ]


def test_a_session_before_1976_is_not_the_assemblys(shown: Callable[..., list[str]]) -> None:
    text = "resolution 26/4"
    assert shown(text, find_resolutions(text, Setting(symbol="E/2019/30", organ="E"))) == ["resolution 26/4 = ?"]


def test_a_number_without_its_year_takes_the_year_that_the_document_gives_elsewhere(
    shown: Callable[..., list[str]],
) -> None:
    text = "full implementation of resolution 1373 and of resolution 9999"
    found = find_resolutions(text, Setting(organ="S", years={"1373": "2001"}))
    assert shown(text, found) == [
        "resolution 1373 = document/S/RES/1373%282001%29",
        "resolution 9999 = ?",
    ]
