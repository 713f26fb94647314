"""Documents by their symbol."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.mentions.symbols import find_symbols

SENTENCES = [
    ("the discussion guide (A/CONF.234/PM.1) was published", ["A/CONF.234/PM.1"]),
    ("by the congresses (E/CN.15/2007/6, para. 23).", ["E/CN.15/2007/6"]),
    ("CCPR/C/GC/32.", ["CCPR/C/GC/32"]),
    ("its report (A/CONF.234/RPM.3/L.2 and Add.1–4).", ["A/CONF.234/RPM.3/L.2 and Add.1–4"]),
    ("(A/56/574 and Corr.1)", ["A/56/574 and Corr.1"]),
    ("A/75/L.41/Add.1 and A/75/L.112/Rev.1/Add.1", ["A/75/L.41/Add.1", "A/75/L.112/Rev.1/Add.1"]),
    ("in document E/AC.57/1988/NGO/4", ["E/AC.57/1988/NGO/4"]),
    ("A/CONF.234/RPM.3/INF.2/Rev.1\tList of participants", ["A/CONF.234/RPM.3/INF.2/Rev.1"]),
    ("decisions ISBA/28/C/9 and ISBA/28/C/24", ["ISBA/28/C/9", "ISBA/28/C/24"]),
    ("S/PRST/2015/11 of 28 May 2015", ["S/PRST/2015/11"]),
    ("[on the report of the Third Committee (A/78/476, para. 15)]", ["A/78/476"]),
    # no symbols
    ("HIV/AIDS, AML/CFT and and/or", []),
    ("UNDP/UNFPA and A/B", []),
    ("see https://undocs.org/A/RES/70/1", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_symbols_of_every_series_are_found(text: str, expected: list[str]) -> None:
    assert [text[c.start : c.end] for c in find_symbols(text)] == expected


def test_addenda_named_with_a_document_are_cited_as_that_document(shown: Callable[..., list[str]]) -> None:
    text = "A/CONF.234/RPM.3/L.2 and Add.1–4"
    assert shown(text, find_symbols(text)) == [f"{text} = document/A/CONF.234/RPM.3/L.2"]


def test_a_symbol_of_a_resolution_is_the_resolution_it_holds(shown: Callable[..., list[str]]) -> None:
    text = "S/RES/2462 (2019) and A/RES/60/288"
    candidates = list(find_symbols(text))
    assert [c.kind for c in candidates] == ["resolution", "resolution"]
    assert shown(text, candidates) == [
        "S/RES/2462 (2019) = document/S/RES/2462%282019%29",
        "A/RES/60/288 = document/A/RES/60/288",
    ]
