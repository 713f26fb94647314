"""Names of the reference data, and which of those inside longer ones are mentions too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.gazetteer import Gazetteer
from ingest.mentions import find_candidates
from ingest.setting import Setting

FATF = "Financial Action Task Force"

SENTENCES = [
    # the longest right entity
    (
        f"the {FATF} (FATF), the {FATF} of Latin America and the Caribbean {FATF}",
        [
            "Financial Action Task Force = body/FATF",
            "FATF = body/FATF",
            "Financial Action Task Force of Latin America = body/GAFILAT",
            "Caribbean Financial Action Task Force = body/CFATF",
        ],
    ),
    (
        "the Council of Europe Convention on Cybercrime, open to States non-members of the Council of Europe.",
        ["Council of Europe Convention on Cybercrime = instrument/BUDAPEST", "Council of Europe = body/COE"],
    ),
    # inner words that name their own entity
    (
        "the Global Programme for the Implementation of the Doha Declaration and",
        [
            "Global Programme for the Implementation of the Doha Declaration = programme/GP-DOHA",
            "Doha Declaration = instrument/DOHA or instrument/DOHA-TRIPS",
        ],
    ),
    (
        "the UNODC Global Programme on Cybercrime",
        ["UNODC Global Programme on Cybercrime = programme/GP-CYBER", "UNODC = body/UNODC"],
    ),
    (
        "general comment No. 32 of the Human Rights Committee",
        [
            "general comment No. 32 of the Human Rights Committee = instrument/GC-32",
            "Human Rights Committee = body/HRCTTEE",
        ],
    ),
    (
        "General Assembly resolution 71/206",
        ["General Assembly resolution 71/206 = document/A/RES/71/206", "General Assembly = body/GA"],
    ),
    ("the FATF-style regional bodies", ["FATF-style regional bodies = body/FSRB", "FATF = body/FATF"]),
    # the United Nations only by itself
    ("members of the United Nations, and the United Nations system", ["United Nations = body/UN"]),
    (
        "the United Nations Convention against Corruption",
        ["United Nations Convention against Corruption = instrument/UNCAC"],
    ),
    # another's Secretariat
    (
        "the Secretariat, with the Commonwealth Secretariat",
        ["Secretariat = body/UN-SECRETARIAT", "Commonwealth Secretariat = ?"],
    ),
    # names that the reference data do not have
    (
        "the Optional Protocol to the Convention on the Rights of the Child",
        [
            "Optional Protocol to the Convention on the Rights of the Child = ?",
            "Convention on the Rights of the Child = instrument/CRC",
        ],
    ),
    ("under the Nordic Convention on Cybercrime", ["Nordic Convention on Cybercrime = ?"]),
    ("Recalling Convention on Cybercrime", ["Convention on Cybercrime = instrument/BUDAPEST"]),
    ("the World Meteorological Organization met", ["World Meteorological Organization = ?"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_the_longest_right_entity_is_named_and_in_it_what_its_words_name(
    text: str, expected: list[str], gazetteer: Gazetteer, shown: Callable[..., list[str]]
) -> None:
    assert shown(text, find_candidates(text, gazetteer, Setting())) == expected
