"""What a document is made of before it is gone through: its own resolution, and where its counts begin anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.parsing.marks import Look
from ingest.parsing.numbering import Count
from ingest.parsing.units import Unit


def own_resolution(units: Sequence[Unit], symbol: str) -> int | None:
    """Return the index of the title of the document's own resolution: the one its symbol names, else the first."""
    titles = [index for index, unit in enumerate(units) if unit.look is Look.RESOLUTION]
    tail = re.sub(r"\W+", "/", symbol.rpartition("RES/")[2])
    for index in titles:
        mark = units[index].mark
        if mark and re.match(re.escape(re.sub(r"\W+", "/", mark.token)) + r"(?:\D|$)", tail):
            return index
    return titles[0] if titles else None


def restarting_words(units: Sequence[Unit], counts: Mapping[int, Count]) -> frozenset[str]:
    """Return the words ("article", "rule") under which the count of paragraphs begins anew."""
    words: dict[str, int] = {}
    word = ""
    for index, unit in enumerate(units):
        if unit.look is Look.KEYWORD and unit.mark:
            word = unit.mark.word
        elif unit.look is Look.ANNEX:
            word = ""
        if counts.get(index) is Count.FIRST and word:
            words[word] = words.get(word, 0) + 1
            word = ""
    return frozenset(word for word, times in words.items() if times > 1 or word == "article")
