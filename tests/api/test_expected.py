"""What the query editor offers as the value of a property is what the shapes let it have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.pages.expected import expected_values
from ontology.identifiers import ONTOLOGY

SMALL = Path(__file__).parent / "data" / "small.trig"


@pytest.mark.parametrize(
    ("property_", "classes", "literals"),
    [
        ("surfaceKind", (), ('"full"', '"short"', '"anaphoric"')),
        ("speakerKind", ("SpeakerKind",), ()),
        ("statedIn", ("Item", "Paragraph", "SubItem"), ()),
        ("preparesFor", ("Congress",), ()),
    ],
)
def test_the_values_of_a_property_are_those_of_its_shapes(
    property_: str, classes: tuple[str, ...], literals: tuple[str, ...]
) -> None:
    found = expected_values()[ONTOLOGY + property_]
    assert found.classes == tuple(ONTOLOGY + name for name in classes)
    assert sorted(found.literals) == sorted(literals)


def test_the_editor_is_given_the_subclasses_too_and_the_classes_of_each_individual(
    serve: Callable[..., httpx.Client],
) -> None:
    known: dict[str, Any] = serve(SMALL).get("/completions.json").json()
    properties = {each["name"]: each for each in known["properties"]}
    assert {"cc:Document", "cc:MeetingReport"} <= set(properties["cc:inDocument"]["classes"])
    individuals = {each["iri"]: each["types"] for each in known["individuals"]}
    assert individuals["https://w3id.org/crimecongress/congress/14"] == ["cc:Congress"]
