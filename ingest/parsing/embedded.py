"""Find the resolutions and decisions that a report prints in full: "Draft resolution I", "Resolution 28/1".

Each has a preamble and a count of its own; below it the report goes on with the count that it interrupts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsing.contents import normal_title
from ingest.parsing.marks import Look
from ingest.parsing.settling import plain
from ingest.parsing.units import Unit, is_title

CHAPTERS = frozenset({"chapter", "part"})


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where resolutions begin within a report, and where the report itself goes on."""

    begins: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()


def find_embedded(units: Sequence[Unit], listed: frozenset[str]) -> tuple[list[Unit], Embedded]:
    """Return the units, with the headings of resolutions as words where they head no text within a report.

    `listed` are the titles of the table of contents: the report goes on at one of them; without contents, at a
    chapter or at "B. Title".
    """
    begins: set[int] = set()
    ends: set[int] = set()
    inside = counted = False
    for index, unit in enumerate(units):
        if unit.look is Look.EMBEDDED and (counted or listed):
            begins.add(index)
            inside = True
        elif inside and index - 1 not in begins and _goes_on(unit, listed):
            ends.add(index)
            inside = False
        counted = counted or (not inside and unit.look is Look.NUMBER)
    kept = [
        plain(unit) if unit.look is Look.EMBEDDED and index not in begins else unit for index, unit in enumerate(units)
    ]
    return kept, Embedded(frozenset(begins), frozenset(ends))


def _goes_on(unit: Unit, listed: frozenset[str]) -> bool:
    """Tell whether a unit is a heading of the report, not of a resolution in it."""
    if unit.look is Look.KEYWORD and unit.mark and unit.mark.word in CHAPTERS:
        return True
    if not listed:
        return unit.look is Look.CAPITAL
    return is_title(unit.text) and normal_title(unit.text) in listed
