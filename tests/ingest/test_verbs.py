"""The main verbs of recommendations, against a reading of each by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.verbs import leading_verbs

TABLE = Path(__file__).parent / "tables" / "verbs.txt"
"""Each sentence, and under it its main verbs in order."""


def rows() -> list[tuple[str, str]]:
    """Return (sentence, expected) of the table."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(text, verbs.removeprefix("=>")) for text, verbs in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize(("text", "expected"), rows())
def test_the_main_verbs_of_a_sentence_are_found(text: str, expected: str) -> None:
    assert [verb.lemma for verb in leading_verbs(text)] == expected.split()


@pytest.mark.parametrize("text", ["", ";", "We", "to", "and", "In order to", "16.5"])
def test_a_text_without_a_sentence_has_no_verb(text: str) -> None:
    assert leading_verbs(text) == ()


def test_a_verb_has_its_span() -> None:
    text = "Consistently gather and use statistics"
    assert [(verb.start, verb.end, verb.exact) for verb in leading_verbs(text)] == [(13, 19, "gather"), (24, 27, "use")]
