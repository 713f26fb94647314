"""States, cities and regions: names of the reference data, where they stand for the place itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.spans import PLACES, Candidate

_BEFORE = re.compile(r"(?P<word>[A-Z][\w’'-]*)[\s-]$")
"""A capital directly before: "New" Mexico, "Cardinal Paul" Chile."""
_AFTER = re.compile(r"[\s-](?P<word>[A-Z][\w-]*)")
"""A capital directly after: Kyoto "Protocol", Thailand "Institute"."""

_HARMLESS_BEFORE = frozenset(
    ("In", "At", "From", "Of", "To", "By", "For", "The", "With", "And", "Government", "Between", "While", "When", "As")
)


def keep_places(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Leave out places that only lend their name to something else; all other candidates pass.

    Kept: "Kyoto, Japan"; "held in Santiago"; "Bolivia (Plurinational State of)"; "(Chile)".
    Left out: "Thailand" in "Thailand Institute of Justice", "Kyoto" in "Kyoto declaration", "Panama" in
    "Panama City", "Mexico" in "New Mexico", "Iraq" in "Islamic State in Iraq and the Levant".
    """
    return [candidate for candidate in candidates if candidate.kind not in PLACES or _is_place(text, candidate)]


def _is_place(text: str, candidate: Candidate) -> bool:
    before = _BEFORE.search(text[: candidate.start])
    after = _AFTER.match(text[candidate.end :])
    if _GROUP.search(text[: candidate.start]):
        return False
    if before and before["word"] not in _HARMLESS_BEFORE and not _begins_sentence(text, before.start()):
        return False
    return after is None and _NAMESAKE.match(text[candidate.end :]) is None


_NAMESAKE = re.compile(
    r"\s(?:declaration|protocol|convention|rules|principles|agreement|statement|consensus|communiqué)\b"
)
_GROUP = re.compile(r"\bIslamic\sState\s(?:in|of)\s$")
"""What calls itself so is no State."""


def _begins_sentence(text: str, position: int) -> bool:
    """Tell whether a word is capital only because a sentence begins with it."""
    return position == 0 or text[:position].rstrip().endswith((".", ":", ";", "•"))
