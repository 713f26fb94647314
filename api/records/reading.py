"""The parameters of a request to the JSON API, read and checked: unknown names and values are told with a hint."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from api.problems import Problem
from api.records.naming import resolve
from api.records.paging import Cursor, read_cursor
from api.records.shape import Collection, Filter, Takes

if TYPE_CHECKING:
    from api.names import Names

LIMIT, MOST, MOST_ROWS = 25, 200, 10_000
"""Members of a page: by default, at most as JSON, at most as CSV."""

LONGEST = 500
"""Characters of one value."""

MOST_WORDS = 20
"""Words of one search."""

LEVELS = ("stated", "curated", "inferred")
COMMON = ("limit", "after", "before", "sort", "fields", "include", "facets", "evidence", "format")
WORDS = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request wants of a collection."""

    patterns: tuple[str, ...]
    """SPARQL about ?item, one for each filter in use."""
    applied: tuple[tuple[str, str], ...]
    """The filters in use, as given."""
    sort: str
    descending: bool
    limit: int
    cursor: Cursor | None = None
    fields: tuple[str, ...] = ()
    """Keys of the record to keep; none: all."""
    include: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    """Evidence levels of the statements to keep; none: all."""


def read_wanted(collection: Collection, pairs: Sequence[tuple[str, str]], names: Names, most: int = MOST) -> Wanted:
    """Read the parameters of a list.

    Raises Problem (400) for an unknown name, a value that names nothing, a wrong limit, order or cursor.
    """
    check_names(collection, pairs)
    given = dict(pairs)
    levels = _levels(given.get("evidence", ""))
    filters = [(each, value) for name, value in pairs if (each := collection.filter(name)) and value.strip()]
    defaults = [(f, f.default) for f in collection.filters if f.default and f.name not in given]
    numbered = enumerate([*filters, *defaults])
    sort, descending = _sort(collection, given.get("sort", ""))
    return Wanted(
        tuple(pattern(each, value, place, names, levels) for place, (each, value) in numbered),
        tuple((each.name, value) for each, value in filters),
        sort,
        descending,
        _limit(given.get("limit"), most),
        read_cursor(given),
        _listed(given, "fields"),
        _listed(given, "include"),
        _facets(collection, given),
        levels,
    )


def check_names(collection: Collection, pairs: Sequence[tuple[str, str]]) -> None:
    """Raise Problem (400) for a parameter that the collection does not have, naming the nearest that it has."""
    known = [each.name for each in collection.filters] + list(COMMON)
    for name, value in pairs:
        if name not in known:
            near = get_close_matches(name, known, 3)
            hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known)}"
            raise Problem("bad-request", f"unknown parameter {name[:60]!r}; {hint}", {"known": known})
        if len(value) > LONGEST:
            raise Problem("bad-request", f"{name} has {len(value)} characters; the limit is {LONGEST}")
    once = [name for name, _ in pairs if name in COMMON]
    if repeated := {name for name in once if once.count(name) > 1}:
        raise Problem("bad-request", f"given more than once: {', '.join(sorted(repeated))}")


def read_include(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Read the parameters of one member.

    Raises Problem (400) for a parameter that a member does not have.
    """
    for name, _ in pairs:
        if name not in ("include", "format"):
            raise Problem("bad-request", f"unknown parameter {name[:60]!r}; known: include, format")
    return _listed(dict(pairs), "include")


def pattern(each: Filter, value: str, place: int, names: Names, levels: Sequence[str] = ()) -> str:
    """Return the SPARQL of one filter: several values, separated by commas, are alternatives."""
    if each.takes is Takes.TEXT:
        return each.pattern.replace("{value}", text_condition(read_words(each.name, value), each.choices[""]))
    if each.takes is Takes.CHOICE:
        return each.pattern.replace("{value}", _choice(each, value))
    values = [part.strip() for part in value.split(",") if part.strip()]
    if not values:
        raise Problem("bad-request", f"{each.name} names nothing: {value[:60]!r}; leave it out to keep all")
    if each.takes is Takes.WORD:
        terms = [str(Literal(part.lower())) for part in values]
    else:
        terms = [str(NamedNode(iri)) for part in values for iri in resolve(part, each, names)]
    variable = f"?is{place}"
    written = each.pattern.replace("{value}", variable)
    return f"VALUES {variable} {{ {' '.join(terms)} }} " + (graded(written, place, levels) if each.graded else written)


def read_words(name: str, value: str) -> list[str]:
    """Return the words and phrases of a search, in lower case.

    >>> read_words("q", 'Youth "rule of law"')
    ['youth', 'rule of law']

    Raises Problem (400) for a text without a word, and for one of too many.
    """
    found = [" ".join((phrase or word).replace('"', " ").split()).lower() for phrase, word in WORDS.findall(value)]
    words = [each for each in found if each]
    if not words:
        hint = 'write words, or a phrase "in quotation marks"; leave it out to keep all'
        raise Problem("bad-request", f"{name} has no word to look for: {value[:60]!r}; {hint}")
    if len(words) > MOST_WORDS:
        raise Problem("bad-request", f"{name} has {len(words)} words; the limit is {MOST_WORDS}")
    return words


def text_condition(words: Sequence[str], variable: str) -> str:
    """Return the condition that every word and phrase of a search stands in a text.

    >>> text_condition(["youth", "rule of law"], "?text")
    'CONTAINS(LCASE(?text), "youth") && CONTAINS(LCASE(?text), "rule of law")'
    """
    return " && ".join(f"CONTAINS(LCASE({variable}), {Literal(word)})" for word in words)


def graded(written: str, place: int | str, levels: Sequence[str]) -> str:
    """Keep a statement to the graphs of some evidence levels; the place makes its variable one of its own."""
    if not levels or set(levels) == set(LEVELS):
        return written
    graph = f"?graph{place}"
    conditions = " || ".join(f'CONTAINS(STR({graph}), "/graph/{level}")' for level in levels)
    return f"GRAPH {graph} {{ {written} }} FILTER({conditions})"


def _choice(each: Filter, value: str) -> str:
    if value not in each.choices:
        raise Problem("bad-request", f"{each.name} is one of {', '.join(each.choices)}; found {value[:60]!r}")
    return each.choices[value]


def _levels(value: str) -> tuple[str, ...]:
    levels = tuple(part.strip() for part in value.split(",") if part.strip())
    if unknown := set(levels) - set(LEVELS):
        raise Problem("bad-request", f"evidence is one or more of {', '.join(LEVELS)}; found {min(unknown)[:60]!r}")
    return levels


def _sort(collection: Collection, value: str) -> tuple[str, bool]:
    name = value.removeprefix("-") or next(iter(collection.orders))
    if name not in collection.orders:
        known = ", ".join(f"{each}, -{each}" for each in collection.orders)
        raise Problem("bad-request", f"sort is one of {known}; found {value[:60]!r}")
    return name, value.startswith("-") or collection.orders[name].descending


def _limit(value: str | None, most: int) -> int:
    if value is None:
        return LIMIT if most == MOST else most
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value[:9]) <= most:
        raise Problem("bad-request", f"limit is a number from 1 to {most}; found {value[:60]!r}")
    return int(value)


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _facets(collection: Collection, given: Mapping[str, str]) -> tuple[str, ...]:
    known = [facet.name for facet in collection.facets]
    wanted = _listed(given, "facets")
    if wanted == ("all",):
        return tuple(known)
    if unknown := [each for each in wanted if each not in known]:
        raise Problem("bad-request", f"facets are {', '.join(known)} or all; found {unknown[0][:60]!r}")
    return wanted
