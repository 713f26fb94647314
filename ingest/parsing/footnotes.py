"""Find the footnotes of old prints: there the raised numbers were lost, and "66 Resolution 1386" is a footnote
because some word before ends with 66: "the Rights of the Child.66"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.parsing.furniture import MARKER
from ingest.parsing.lines import Line
from ingest.parsing.marks import OLD_NOTE

GLUED = re.compile(r"[A-Za-z,.;:)\]”\"’] ?(\d{1,3})(?=[\s.,;:)]|$)")
"""A number that is stuck to the word or sign before it."""


def find_old_notes(lines: Sequence[Line]) -> frozenset[int]:
    """Return where the lines begin that are footnotes; only documents with page markers have such."""
    if not any(MARKER.match(line.text) for line in lines):
        return frozenset()
    found: set[int] = set()
    glued: set[str] = set()
    for line in lines:
        mark = OLD_NOTE.match(line.text)
        if mark and mark[1].replace(" ", "") in glued and "\t" not in line.text[: mark.end()]:
            found.add(line.start)
        glued.update(GLUED.findall(line.text))
    return frozenset(found)
