"""Coverage: which Goals, instruments, topics and bodies the recommendations name, as a table that is a heat map.

Every cell, also one of nought, is a count and the link to its list, which shows its query. Shades are quantiles of the
counts that are not nought, so that a few large counts do not make all others pale; the number stands in each cell, so
that no shade has to be read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.model import Page, Thing
from api.problems import Problem
from api.records.asking import prologue
from api.records.collections import RECOMMENDATIONS
from api.records.naming import code_of

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

ROWS = {
    "target": "Goals and targets",
    "instrument": "Instruments",
    "topic": "Topics",
    "body": "Bodies",
    "verb": "Main verbs",
}
"""What the rows may be: the facet and what the page calls it."""

VERBS = {"topic": "concern", "verb": "use"}
"""What a recommendation does with a thing of the rows, where it does not name it."""

COLUMNS = {
    "agenda_item": ("Agenda items", "?item cc:underAgendaItem|cc:underTheme ?column ."),
    "meeting": ("Meetings", "?item cc:madeAt ?column ."),
    "document": ("Documents", "?item cc:inDocument ?column ."),
}
"""What the columns may be: what the page calls them and what binds ?column."""

SHADES = 5
MOST = 60
"""Rows of the table; the list has the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One count, with its shade (0: nought) and its list."""

    count: int
    shade: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing and its counts in each column."""

    head: Thing
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class CoveragePage(Page):
    """The table and the choice of what it counts."""

    heading: str = "Coverage"
    row_choices: tuple[Thing, ...] = ()
    column_choices: tuple[Thing, ...] = ()
    caption: str = ""
    columns: tuple[Thing, ...] = ()
    rows: tuple[Row, ...] = ()
    hidden: int = 0
    sparql: str = ""
    sparql_href: str = ""


def coverage_query(rows: str, columns: str) -> str:
    """Write the query behind the table: ?row ?column and how many recommendations."""
    facet = next(each for each in RECOMMENDATIONS.facets if each.name == rows)
    return prologue(
        "SELECT ?row ?column (COUNT(DISTINCT ?item) AS ?n)\nWHERE {\n  ?item a cc:Recommendation .\n"
        f"  {facet.naming('row')}\n"
        f"  {COLUMNS[columns][1]}\n}}\nGROUP BY ?row ?column"
    )


def totals_query(rows: str) -> str:
    """Write the query for the last column: ?row and how many recommendations, each counted once."""
    facet = next(each for each in RECOMMENDATIONS.facets if each.name == rows)
    return prologue(
        "SELECT ?row (COUNT(DISTINCT ?item) AS ?n)\nWHERE {\n  ?item a cc:Recommendation .\n"
        f"  {facet.naming('row')}\n}}\nGROUP BY ?row"
    )


async def coverage_page(site: Site, at: Addresses, rows: str, columns: str) -> CoveragePage:
    """Return the table.

    Raises Problem (400) for rows or columns that there are not.
    """
    if rows not in ROWS or columns not in COLUMNS:
        raise Problem("bad-request", f"rows are {', '.join(ROWS)}; columns are {', '.join(COLUMNS)}")
    query = coverage_query(rows, columns)
    found, totals = await asyncio.gather(site.engine.select(query), site.engine.select(totals_query(rows)))
    counted = {row["row"].value: int(row["n"].value) for row in totals if "row" in row}
    table, hidden, heads = _table(found, counted, (rows, columns), await site.names(), at)
    return CoveragePage(
        title=f"Coverage: {ROWS[rows].lower()} by {COLUMNS[columns][0].lower()}",
        description="Which Goals, instruments, topics and bodies the recommendations name.",
        section="coverage",
        trail=(Thing(at.local(""), "Home"), Thing("", "Coverage")),
        row_choices=_choices(at, ROWS, rows, "rows", columns),
        column_choices=_choices(at, {name: label for name, (label, _) in COLUMNS.items()}, columns, "columns", rows),
        caption=f"How many recommendations {VERBS.get(rows, 'name')} each of the {ROWS[rows].lower()}, by "
        f"{COLUMNS[columns][0].lower()}",
        columns=heads,
        rows=table,
        hidden=hidden,
        sparql=query,
        sparql_href=f"{at.local('query')}?{urlencode({'query': query})}",
    )


def _choices(at: Addresses, labels: Mapping[str, str], current: str, name: str, other: str) -> tuple[Thing, ...]:
    fixed = {"columns" if name == "rows" else "rows": other}
    return tuple(
        Thing("" if each == current else f"{at.local('coverage')}?{urlencode({name: each} | fixed)}", label)
        for each, label in labels.items()
    )


def _table(
    found: Sequence[Mapping[str, Term]], totals: Mapping[str, int], asked: tuple[str, str], names: Names, at: Addresses
) -> tuple[tuple[Row, ...], int, tuple[Thing, ...]]:
    rows, columns = asked
    counts = {(r["row"].value, r["column"].value): int(r["n"].value) for r in found if "row" in r and "column" in r}
    shades = _shades(list(counts.values()))
    across = sorted({column for _, column in counts})
    down = sorted(totals, key=lambda row: (-totals[row], names.label(row)))
    narrowed = [_narrowed(columns, column, names) for column in across]
    made = tuple(
        _row(row, [counts.get((row, column), 0) for column in across], narrowed, totals[row], shades, rows, names, at)
        for row in down[:MOST]
    )
    heads = tuple(
        Thing(at.href(c), names.short(c) if "theme" not in c else "Main theme", names.label(c)) for c in across
    )
    return made, max(0, len(down) - MOST), heads


def _row(
    row: str,
    counts: Sequence[int],
    narrowed: Sequence[Mapping[str, str]],
    total: int,
    shades: Mapping[int, int],
    rows: str,
    names: Names,
    at: Addresses,
) -> Row:
    own = {rows: _code(rows, row, names)}
    cells = zip(counts, narrowed, strict=True)
    return Row(
        _head(row, rows, names, at),
        tuple(_cell(count, shades, _list(at, {**own, **filters})) for count, filters in cells),
        Cell(total, 0, _list(at, own)),
    )


def _code(name: str, value: str, names: Names) -> str:
    """Return how a link writes the value of a filter: in short, for a table has hundreds of them."""
    each = RECOMMENDATIONS.filter(name)
    return code_of(value, each, names) if each and "://" in value else value


def _head(row: str, rows: str, names: Names, at: Addresses) -> Thing:
    if rows == "verb":
        return Thing(_list(at, {"verb": row}), row)
    short, label = names.short(row), names.label(row)
    return Thing(at.href(row), short, label if label != short else "")


def _narrowed(columns: str, column: str, names: Names) -> dict[str, str]:
    """Return the filter that keeps a list to one column; a main theme stands among the agenda items."""
    name = "theme" if column.endswith("/theme") else columns
    return {name: _code(name, column, names)}


def _list(at: Addresses, filters: Mapping[str, str]) -> str:
    return f"{at.local('recommendations')}?{urlencode(filters, safe='/')}"


def _cell(count: int, shades: Mapping[int, int], href: str) -> Cell:
    return Cell(count, shades.get(count, 0), href)


def _shades(counts: Sequence[int]) -> dict[int, int]:
    """Return the shade of each count: the quantile it falls into, from 1 to SHADES.

    >>> _shades([1, 1, 2, 9])
    {1: 1, 2: 3, 9: 5}
    """
    distinct = sorted(set(counts))
    steps = max(len(distinct) - 1, 1)
    return {count: 1 + round(place * (SHADES - 1) / steps) for place, count in enumerate(distinct)}
