"""Provisions with the instrument they belong to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.gazetteer import Gazetteer
from ingest.mentions import find_candidates
from ingest.setting import Setting

ICCPR = "International Covenant on Civil and Political Rights"

UNCAC = "Convention against Corruption"

SENTENCES = [
    (
        f"Examples included article 14 of the {ICCPR}, as well",
        [f"article 14 of the {ICCPR} = instrument/ICCPR/article/14"],
    ),
    (
        f"articles 2, 4 and 26 of the {ICCPR}",
        [
            "articles 2 = instrument/ICCPR/article/2",
            "4 = instrument/ICCPR/article/4",
            f"26 of the {ICCPR} = instrument/ICCPR/article/26",
        ],
    ),
    (
        f"article 57, paragraph 5, of the {UNCAC}, as",
        [
            f"article 57, paragraph 5, of the {UNCAC} = instrument/UNCAC/article/57/paragraph/5",
        ],
    ),
    (f"article 6 (1) of the {ICCPR}", [f"article 6 (1) of the {ICCPR} = instrument/ICCPR/article/6/1"]),
    # an instrument that is not known, or none
    ("article 25 of the Agreement and article 5 of the Code", []),
    ("article 77 of the Telecommunications Act", []),
    ("an article of the Convention on Cybercrime", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_provision_is_the_phrase_with_its_instrument(
    text: str, expected: list[str], gazetteer: Gazetteer, shown: Callable[..., list[str]]
) -> None:
    found = find_candidates(text, gazetteer, Setting())
    assert shown(text, [candidate for candidate in found if candidate.kind == "provision"]) == expected


def test_the_instrument_in_the_phrase_is_a_mention_of_its_own(
    gazetteer: Gazetteer, shown: Callable[..., list[str]]
) -> None:
    text = f"article 14 of the {ICCPR}"
    assert f"{ICCPR} = instrument/ICCPR" in shown(text, find_candidates(text, gazetteer, Setting()))
