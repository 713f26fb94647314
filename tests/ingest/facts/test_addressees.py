from __future__ import annotations

from typing import Any

import pytest

from ingest.facts.addressees import read_addressees
from ingest.facts.evidence import ReadReport
from ingest.facts.outcomes import find_outcomes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Fourteenth Congress should focus on threats;", ["congress/14"]),
        ("The Fourteenth Congress, through the Kyoto declaration, should build on it;", ["congress/14"]),
        ("Promote coordination between UNODC and FAO to address fisheries crime.", ["body/UNODC", "body/FAO"]),
        ("Invite UNODC to report, and request the General Assembly to act;", ["body/UNODC", "body/GA"]),
        # Supported, used or spoken of, not asked.
        ("Support UNODC in its efforts;", []),
        ("The Fourteenth Congress in particular should be utilized;", []),
        ("The Fourteenth Congress should be utilized to bring practitioners together;", []),
        ("Promote justice, in coordination between UNODC and FAO;", []),
        ("Integrate it within UNODC technical assistance;", []),
    ],
)
def test_who_is_asked_to_act_is_addressed(build: Any, rows: Any, text: str, expected: list[str]) -> None:
    read = build(
        ("front/1", "Fourteenth United Nations Congress on Crime Prevention and Criminal Justice"),
        ("para/1", "The Meeting agreed that:"),
        ("para/1/a", text, "para/1"),
        symbol="A/CONF.234/RPM.9/1",
    )
    assert [row[2] for row in rows(read, read_addressees(read, find_outcomes(read)))] == expected


def test_the_outcomes_of_the_seed_name_three_that_are_to_act(seed: ReadReport, rows: Any) -> None:
    found = {(row[0].rpartition("/1/")[2], row[2]) for row in rows(seed, read_addressees(seed, find_outcomes(seed)))}
    assert found == {("80/b", "congress/14"), ("80/c", "congress/14"), ("79/o", "body/UNODC"), ("79/o", "body/FAO")}
