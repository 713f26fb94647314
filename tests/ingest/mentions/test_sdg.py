"""Sustainable Development Goals and targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.mentions.sdg import TARGETS, find_goals_and_targets, is_target

SENTENCES = [
    ("in view of the importance of target 16.a for", ["target 16.a = sdg/16.a"]),
    ("(sustainable development target 16.5) as a key", ["sustainable development target 16.5 = sdg/16.5"]),
    (
        "in line with sustainable development targets 16.5 and 16.6, and",
        ["sustainable development targets 16.5 = sdg/16.5", "16.6 = sdg/16.6"],
    ),
    ("targets 5.2, 8.7 and 16.2.", ["targets 5.2 = sdg/5.2", "8.7 = sdg/8.7", "16.2 = sdg/16.2"]),
    ("Target 16.A", ["Target 16.A = sdg/16.a"]),
    ("particularly target 14.6.", ["target 14.6 = sdg/14.6"]),
    ("Goal 16 and its target 16.10", ["Goal 16 = sdg/16", "target 16.10 = sdg/16.10"]),
    ("Sustainable Development Goal 4", ["Sustainable Development Goal 4 = sdg/4"]),
    ("Sustainable Development Goals 8 and 10", ["Sustainable Development Goals 8 = sdg/8", "10 = sdg/10"]),
    ("SDG 16 and SDGs 5 and 6", ["SDG 16 = sdg/16", "SDGs 5 = sdg/5", "6 = sdg/6"]),
    ("all Sustainable Development Goals, including Goal 16.", ["Goal 16 = sdg/16"]),
    # numbers that resolution 70/1 does not have
    ("target 18.1, target 16.11 and target 17.a", []),
    ("Goal 18", []),
    # others' goals and targets
    ("Millennium Development Goal 5", []),
    ("Aichi Biodiversity Target 10", []),
    ("a goal 5 times as high", []),
    ("on target 3 of 7 times", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_goals_and_targets_are_found_by_number(text: str, expected: list[str], shown: Callable[..., list[str]]) -> None:
    assert shown(text, find_goals_and_targets(text)) == expected


def test_there_are_169_targets() -> None:
    codes = [f"{goal}.{item}" for goal in TARGETS for item in (*map(str, range(1, 30)), *"abcdefgh")]
    assert len([code for code in codes if is_target(code)]) == 169
