"""Abbreviations that a document defines, and the names that the reference data do not have."""

from __future__ import annotations

import pytest

from ingest.document import Metadata, Part, PartKind, Report, SourceDocument
from ingest.gazetteer import Gazetteer
from ingest.mentions import Reading, find_mentions

PNI = "Asia and Far East Institute for the Prevention of Crime"


def read(gazetteer: Gazetteer, *texts: str) -> Reading:
    parts = [Part(f"para/{n}", PartKind.PARAGRAPH, text, None, n, number=n) for n, text in enumerate(texts, 1)]
    source = SourceDocument("test", "", Metadata("A/RES/80/1", "en", "0" * 64))
    return find_mentions(Report(source, "resolution", "", tuple(parts), ()), gazetteer)


def found(reading: Reading) -> list[str]:
    base = "https://w3id.org/crimecongress/"
    return [f"{m.exact} = {m.entity.removeprefix(base)}" for m in reading.mentions if m.rule == "abbreviations"]


NAMES = [
    (["The Council of Europe (COE) met.", "The COE met."], ["COE = body/COE", "COE = body/COE"]),
    (["The General Assembly (“GAUN”) met GAUN."], []),  # not its letters
    (["COE met.", "The Council of Europe (COE) met."], ["COE = body/COE"]),  # not before it is defined
    (["The Council of Europe (COE) met COENA, NON-COE and COE/1."], ["COE = body/COE"]),  # whole words only
    (["The Council of Europe (Part II) met."], []),
    ([f"The {PNI} (UNAFEI) met. UNAFEI met."], []),  # known by itself
]


@pytest.mark.parametrize(("texts", "expected"), NAMES)
def test_an_abbreviation_stands_for_the_name_that_it_is_defined_by(
    texts: list[str], expected: list[str], gazetteer: Gazetteer
) -> None:
    assert found(read(gazetteer, *texts)) == expected


LEFT_OPEN = [
    ("The World Customs Council (WCC) met the WCC.", ["World Customs Council", "WCC", "WCC"]),
    (
        "The United Nations Peacebuilding Office in Chile (UNPOC) met.",
        ["United Nations Peacebuilding Office in Chile", "UNPOC"],
    ),
    ("The Regional Centre for Peace in Latin America met.", ["Regional Centre for Peace in Latin America"]),
    (
        "The Special Rapporteur on the situation of human rights in Chile, and others, met.",
        ["Special Rapporteur on the situation of human rights in Chile"],
    ),
    ("The General Assembly Working Group met.", ["General Assembly Working Group"]),
]


@pytest.mark.parametrize(("text", "expected"), LEFT_OPEN)
def test_a_name_that_nobody_knows_is_left_open(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert [each.exact for each in read(gazetteer, text).unresolved] == expected


def test_a_place_that_ends_the_name_of_a_body_is_not_named_itself(gazetteer: Gazetteer) -> None:
    reading = read(gazetteer, "The Regional Centre for Peace in Latin America met in Chile.")
    assert [mention.exact for mention in reading.mentions] == ["Chile"]


def test_the_body_to_which_a_group_belongs_is_named_beside_it(gazetteer: Gazetteer) -> None:
    assert [m.exact for m in read(gazetteer, "The General Assembly Working Group met.").mentions] == [
        "General Assembly"
    ]
