"""Find the footnotes of old prints, where the raised numbers were lost.

"66 Resolution 1386 (XIV)." is a footnote because some word before it ends with 66: "the Rights of the Child.66".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.parsing.furniture import MARKER
from ingest.parsing.lines import Line
from ingest.parsing.marks import OLD_NOTE
from ingest.parsing.units import CLOSING

GLUED = re.compile(r"[A-Za-z,.;:)\]”\"’] ?(\d{1,3})(?=[\s.,;:)]|$)")
"""A number that is stuck to the word or sign before it."""


def find_old_notes(lines: Sequence[Line]) -> frozenset[int]:
    """Return where the lines begin that are footnotes; only documents with page markers have such."""
    if not any(MARKER.match(line.text) for line in lines):
        return frozenset()
    found: set[int] = set()
    glued: set[str] = set()
    last = -1
    for line in lines:
        mark = OLD_NOTE.match(line.text)
        number = int(mark[1].replace(" ", "")) if mark and "\t" not in mark[0] and not CLOSING.match(line.text) else 0
        if number and (str(number) in glued or number == last + 1):
            found.add(line.start)
            last = number
        glued.update(GLUED.findall(line.text))
    return frozenset(found)
