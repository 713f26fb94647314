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


# Read by hand, item by item, before the code was run.
SEED_VERBS = {
    "19": {"a": "ensure", "b": "focus emphasize strengthen", "c": "enhance", "d": "pursue", "e": "ensure ensure",
           "f": "consider emphasize reflect", "g": "strengthen", "h": "promote", "i": "consider", "j": "consider",
           "k": "consider"},
    "28": {"a": "develop", "b": "consider ensure", "c": "focus", "d": "include", "e": "gather use use", "f": "support"},
    "40": {"a": "promote", "b": "invest", "c": "facilitate", "d": "promote ensure", "e": "develop implement",
           "f": "examine consider", "g": "facilitate give", "h": "increase strengthen", "i": "consider",
           "j": "explore", "k": "foster", "l": "strengthen", "m": "facilitate", "n": "consider", "o": "foster explore",
           "p": "develop", "q": "explore", "r": "recognize"},
    "59": {"a": "promote", "b": "share", "c": "improve broaden", "d": "consider consider", "e": "consider",
           "f": "promote", "g": "undertake", "h": "integrate", "i": "raise promote consider", "j": "promote",
           "k": "consider", "l": "foster strengthen", "m": "consider"},
    "79": {"a": "undertake", "b": "respond", "c": "implement consider", "d": "promote", "e": "explore", "f": "examine",
           "g": "explore", "h": "enhance", "i": "consider", "j": "discuss", "k": "explore", "l": "examine",
           "m": "examine", "n": "promote", "o": "promote"},
}  # fmt: skip
