"""Queries rewritten so that the engine finds the same answer sooner, with what is summarised of a release.

Three forms, each certain to keep the answer (why stands at each), over the union of all graphs only:

- `text`: CONTAINS or REGEX over a searched property: only the resources that can match, by the index of texts; a query
  that asks nothing else is answered by the index (see `indexed`).
- `order`: ORDER BY a property of plain strings with a LIMIT: only the first values, if they give enough rows.
- `count`: COUNT and GROUP BY the value of a property that has few: the counts made with the release.

`?explain=1` says which is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from api.engine import indexed
from api.engine.counting import Counted, counted, counting_text
from api.engine.indexed import Table
from api.engine.needles import Needles, needles_of
from api.engine.opening import Opening, read
from api.engine.rows import JsonCounter
from api.engine.text import SEARCHED

if TYPE_CHECKING:
    from api.engine.indexed import Filtered
    from api.engine.summaries import Summaries

HINTS = ("CONTAINS", "REGEX", "COUNT", "ORDER")
LIKELY = re.compile(r"\b(?:(?:CONTAINS|REGEX|COUNT)\s*\(|ORDER\s+BY\b)", re.IGNORECASE)
"""What is in every query that can be rewritten, and the words in it: two first looks, without tokens."""
LONGEST = 20_000
"""Characters of a query up to which a rewrite is looked for."""
WORTH = 16
"""How many texts the engine scans in the time that one resource of a list takes it."""
RESOURCES = 5_000
"""Resources that a list may have at most."""
MOST_ROWS = 500
"""LIMIT and OFFSET together past which the sorted values do not reach."""
HOW = {
    "text": "only resources that have a word which can pass the filter are looked at, by the index of texts",
    "order": "only the first values of the ordering property are looked at, if they give enough rows",
    "count": "the counts were made with the release; nothing is counted",
}
"""What a rewrite of each form does, for the author of a query."""
JSON = ox.QueryResultsFormat.JSON
NOTHING = Needles("", "", ())
Ask = Callable[[str], Any]
"""How a query is evaluated over the whole release."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query can be rewritten; `form` is "text", "order" or "count"."""

    form: str
    property: str
    """The property whose summary is used."""
    at: int = 0
    """Where in the query a VALUES block goes: the first character of the outermost group."""
    variable: str = ""
    """The variable, without its mark, that the block restricts."""
    needles: Needles = NOTHING
    rows: tuple[int, int] = (0, 0)
    """LIMIT and OFFSET."""
    condition: tuple[int, int] = (0, 0)
    """Where the filter's condition begins and ends in the query."""
    whole: Filtered | None = None
    """The query as one that the index of texts may answer without the engine."""
    counted: Counted | None = None


@lru_cache(maxsize=512)
def plan(text: str) -> Plan | None:
    """Return how a query can be rewritten, if it is of one of the forms; no data is looked at."""
    if len(text) > LONGEST or not _likely(text):
        return None
    opening = read(text)
    if opening is None:
        return None
    found = counted(opening)
    if found is not None:
        return Plan("count", found.property, counted=found)
    return _text(text, opening) or _order(opening)


def _likely(text: str) -> bool:
    words = text.upper()
    return any(hint in words for hint in HINTS) and LIKELY.search(text) is not None


def told(text: str) -> dict[str, str] | None:
    """Return what the author of a query is told of the rewrite that is tried."""
    planned = plan(text)
    return {"form": planned.form, "property": planned.property, "how": HOW[planned.form]} if planned else None


def rewritten(text: str, summaries: Summaries) -> str:
    """Return the query rewritten as planned, or as it is."""
    planned = plan(text)
    if planned is None:
        return text
    if planned.counted is not None:
        values = summaries.counts(planned.counted.class_, planned.property)
        return text if values is None else counting_text(planned.counted, values)
    if planned.form == "text" and planned.needles.call == "REGEX":
        return _matched(text, planned, summaries)
    if planned.form == "text":
        resources = summaries.containing(planned.needles.runs, planned.property, most(summaries))
        return text if resources is None else _with(text, planned, [f"<{iri}>" for iri in resources])
    return text


def most(summaries: Summaries) -> int:
    """Return how many resources a list may have to be worth its while."""
    return min(int(summaries.texts / WORTH), RESOURCES)


def answered(text: str, summaries: Summaries, ask: Ask) -> Table | None:
    """Return the answer to a query of which the summaries have nearly all; None for every other query.

    `ask` evaluates a query over the whole release.
    """
    planned = plan(text)
    if planned is not None and planned.whole is not None:
        return indexed.of_filter(planned.whole, summaries, most(summaries))
    return _first_rows(text, planned, summaries, ask) if planned is not None and planned.form == "order" else None


def _with(text: str, planned: Plan, terms: list[str]) -> str:
    """Put a VALUES block at the beginning of the outermost group; lines stay where they are."""
    return f"{text[: planned.at]} VALUES ?{planned.variable} {{ {' '.join(terms)} }} {text[planned.at :]}"


# -- text: what passes the filter has a literal of the property, as subject of which `opening` has the variable; a
# literal that contains the needle has it in one of its words, since a needle is of letters and digits only; so all
# solutions have a subject of the list. The filter itself stays, and the list has each subject once. Not so for REGEX,
# whose pattern the engine compiles anew for each row of a list: there the list has each subject with each of its
# literals for which the filter holds, so that nothing is left to be filtered.


def _text(text: str, opening: Opening) -> Plan | None:
    for begin, end in opening.filters:
        needles = needles_of(opening, begin, end)
        if needles is None:
            continue
        for triple in opening.triples:
            searched = triple.predicate[1:-1] in SEARCHED
            if searched and triple.object == f"?{needles.variable}" and triple.subject[:1] == "?":
                at = opening.tokens[opening.brace].end
                condition = opening.tokens[begin].start, opening.tokens[end - 1].end
                whole = indexed.filtered(text, opening, needles)
                return Plan("text", triple.predicate[1:-1], at, triple.subject[1:], needles, (0, 0), condition, whole)
    return None


def _matched(text: str, planned: Plan, summaries: Summaries) -> str:
    """Put the subjects with the literals that pass in the place of the filter."""
    texts = summaries.literals(planned.needles.runs, planned.property, (), most(summaries))
    if texts is None:
        return text
    begin, end = planned.condition
    variable = planned.needles.variable
    pairs = [f"(<{one[0]}> {indexed.term(one)})" for one in indexed.passing(texts, planned.needles, text[begin:end])]
    values = f" VALUES (?{planned.variable} ?{variable}) {{ {' '.join(pairs)} }} "
    return f"{text[: planned.at]}{values}{text[planned.at : begin]}(true){text[end:]}"


# -- order: the list has the smallest values of the property. A solution with another value is greater than all with
# one of the list, so if those give LIMIT rows past OFFSET, no other solution is among the rows asked for.


def _order(opening: Opening) -> Plan | None:
    at = next((i for i in range(opening.end, len(opening.tokens)) if opening.word(i) == "ORDER"), 0)
    after = opening.closing(opening.brace)
    if not at or at != after or opening.word(at + 1) != "BY" or opening.word(opening.form) != "SELECT":
        return None
    key = at + 2
    if opening.word(key) == "ASC":
        key += 2
        if opening.word(key - 1) != "(" or opening.word(key + 1) != ")":
            return None
    if key >= len(opening.tokens) or opening.tokens[key].kind != "var" or not _plain_projection(opening):
        return None
    limits = _limits(opening, key)
    variable = "?" + opening.tokens[key].text[1:]
    for triple in opening.triples:
        if triple.object == variable and triple.predicate[:1] == "<" and limits[0] > 0 and sum(limits) <= MOST_ROWS:
            place = opening.tokens[opening.brace].end
            return Plan("order", triple.predicate[1:-1], place, variable[1:], rows=limits)
    return None


def _plain_projection(opening: Opening) -> bool:
    """Whether the query selects variables and no expressions, so that it counts and groups nothing."""
    words = range(opening.form + 1, opening.brace)
    allowed = ("DISTINCT", "REDUCED", "WHERE", "*")
    return all(opening.tokens[i].kind == "var" or opening.word(i) in allowed for i in words)


def _limits(opening: Opening, at: int) -> tuple[int, int]:
    """Return LIMIT and OFFSET; LIMIT is 0 where there is none, or where what follows the order is anything else."""
    ends = ("LIMIT", "OFFSET")
    place = next((i for i in range(at, len(opening.tokens)) if opening.word(i) in ends), len(opening.tokens))
    limit, offset = opening.window(place) or (None, 0)
    return limit or 0, offset


def _first_rows(text: str, planned: Plan, summaries: Summaries, ask: Ask) -> Table | None:
    """Answer a query with its ordering variable restricted to the first values; None where they give too few rows."""
    limit, offset = planned.rows
    for times in (1, 4, 20):
        values = summaries.head(planned.property, times * (limit + offset))
        if values is None:
            return None
        body = ask(_with(text, planned, [str(ox.Literal(value)) for value in values])).serialize(format=JSON)
        if (rows := JsonCounter()(body)) == limit:
            return Table(body, rows)
    return None
