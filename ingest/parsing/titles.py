"""Find the headings that have no enumerator: short words, capital first, no full stop, with text below them.

"Summary of deliberations", "Improving prison conditions". Titles that the table of contents lists are headings for
certain; four and more such lines in a row are a list.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.parsing.contents import normal_title
from ingest.parsing.marks import Look
from ingest.parsing.numbering import Count
from ingest.parsing.units import COLUMNS, ENDED, Unit, is_title

LONGEST = 250
MOST_IN_A_ROW = 3


def find_titles(units: Sequence[Unit], counts: dict[int, Count], listed: frozenset[str]) -> dict[int, bool]:
    """Return the indexes of the units that are headings without an enumerator.

    The value says whether other such headings stand below it: the first of two in a row heads the second.
    """
    titles: dict[int, bool] = {}
    run: list[int] = []
    for index, unit in enumerate(units):
        if _can_be_title(unit) and not _in_a_list(index, units):
            run.append(index)
            continue
        titles.update(_of_run(units, run, listed, certain=_has_below(unit, counts.get(index))))
        run = []
    titles.update(_of_run(units, run, listed, certain=False))
    return titles


def _of_run(units: Sequence[Unit], run: list[int], listed: frozenset[str], *, certain: bool) -> dict[int, bool]:
    """Return those of a row of titles that are headings."""
    certain = certain and len(run) <= MOST_IN_A_ROW
    kept = [place for place in run if certain or normal_title(units[place].text) in listed]
    return {place: place != kept[-1] for place in kept}


def _can_be_title(unit: Unit) -> bool:
    return (
        unit.mark is None
        and not COLUMNS.search(unit.text)
        and not unit.closing
        and unit.size <= LONGEST
        and is_title(unit.text)
        and not unit.text.startswith(("“", '"', "(", "—", "–"))
    )


def _in_a_list(index: int, units: Sequence[Unit]) -> bool:
    """Tell whether a line such as "Pillar I: measures" has others of its form beside it, as "Chair: …" has."""
    beside = [units[near] for near in (index - 1, index + 1) if 0 <= near < len(units)]
    return units[index].row and any(unit.row and unit.mark is None for unit in beside)


def _has_below(unit: Unit, count: Count | None) -> bool:
    """Tell whether a unit is what stands below a heading."""
    if unit.look is None:
        ended = bool(ENDED.search(unit.text[-20:])) or unit.text.endswith((",", "]")) or unit.size > LONGEST
        return not unit.closing and (unit.row or ended)
    if unit.look is Look.NUMBER:
        return count is not Count.ENTRY
    return unit.look not in {Look.RESOLUTION, Look.NOTE, Look.STAR}
