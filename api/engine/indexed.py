"""Queries that the index of texts answers by itself, so that no list of resources has to pass through the engine.

Two shapes of SELECT, over the union of the graphs of a large release:

- `Filtered`: `?r <property> ?t` with one filter that `needles` understands, and `?r a <class>` any number of times;
- `Searched`: a search (see `searching`) for resources alone, and `?r a <class>`.

Such a query is read whole; the engine reads it too, so that what it refuses is refused. A text of which the index
cannot tell whether it passes the filter is judged by the engine, with the filter as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from api.engine.opening import Opening, read
from api.engine.searching import parse_group, values_block
from ontology.terms import RDF

if TYPE_CHECKING:
    from api.engine.needles import Needles
    from api.engine.summaries import Summaries, Text
    from api.engine.text import Search, TextIndex

TYPE = f"<{RDF}type>"
EMPTY = ox.Store()
quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Filtered:
    """A query for the resources whose texts pass a filter, and maybe the texts."""

    names: tuple[str, ...]
    """The variables that are selected, without their marks: of the resource, of the text, or both."""
    distinct: bool
    resource: str
    """The variable of the resource, without its mark."""
    property: str
    classes: tuple[str, ...]
    needles: Needles
    condition: str
    """The filter, as it was written."""
    window: tuple[int | None, int]
    """LIMIT and OFFSET."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A query for the resources that a search finds."""

    name: str
    """The variable that is selected, without its mark."""
    search: Search
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions that are known whole."""

    body: bytes
    """In SPARQL's format of results in JSON."""
    rows: int

    @classmethod
    def of(cls, names: Sequence[str], rows: Sequence[str]) -> Table:
        """Return the solutions of variables, each row given as JSON has it."""
        head = ",".join(f'"{name}"' for name in names)  # of letters, digits and underscores
        body = f'{{"head":{{"vars":[{head}]}},"results":{{"bindings":[{",".join(rows)}]}}}}'
        return cls(body.encode(), len(rows))


# -- what is read of a query


def filtered(text: str, opening: Opening, needles: Needles) -> Filtered | None:
    """Return a query as a filtered one, if it has nothing else than its one filter, of which `needles` are."""
    others = [triple for triple in opening.triples if triple.predicate != TYPE]
    projected, classes, window = _projection(opening), _classes(opening), opening.window(opening.end + 1)
    if len(others) != 1 or len(opening.filters) != 1 or projected is None or classes is None or window is None:
        return None
    (one,), (names, distinct) = others, projected
    subject, object_ = one.subject, f"?{needles.variable}"
    of_one = {triple.subject for triple in opening.triples} == {subject} and one.object == object_ != subject
    known = subject[:1] == "?" and {f"?{name}" for name in names} <= {subject, object_}
    if not (of_one and known and opening.word(opening.end) == "}" and valid(text)):
        return None
    begin, end = opening.filters[0]
    condition = text[opening.tokens[begin].start : opening.tokens[end - 1].end]
    return Filtered(names, distinct, subject[1:], one.predicate[1:-1], classes, needles, condition, window)


@lru_cache(maxsize=512)
def searched(
    text: str, searches: tuple[tuple[int, int, str], ...], prefixes: tuple[tuple[str, str], ...]
) -> Searched | None:
    """Return a query as a search for resources, if it has nothing else than one search and their classes.

    Raises BadQuery for a search that is not one.
    """
    if len(searches) != 1:
        return None
    ((start, end, body),) = searches
    search = parse_group(body, dict(prefixes))
    rest = text[end:].lstrip().removeprefix(".")
    opening = read(text[:start] + " " * (len(text) - len(rest) - start) + rest)
    if opening is None or set(search.variables) != {"resource"} or opening.filters or opening.word(opening.end) != "}":
        return None
    name, classes = search.variables["resource"], _classes(opening)
    inside = opening.tokens[opening.brace].end <= start and end <= opening.tokens[opening.end].start
    last = (
        opening.end + 1 == len(opening.tokens)
        and inside
        and valid(text[:start] + values_block(search, ()) + text[end:])
    )
    of_one = all(triple.subject == f"?{name}" and triple.predicate == TYPE for triple in opening.triples)
    known = classes is not None and _projection(opening) == ((name,), False)
    return Searched(name, search, classes) if last and of_one and known and classes is not None else None


def valid(text: str) -> bool:
    """Whether the engine accepts a query."""
    try:
        EMPTY.query(text)
    except SyntaxError:
        return False
    return True


def _classes(opening: Opening) -> tuple[str, ...] | None:
    """Return the classes that the triples name; None where a class is a variable."""
    classes = tuple(triple.object for triple in opening.triples if triple.predicate == TYPE)
    return tuple(class_[1:-1] for class_ in classes) if all(class_[:1] == "<" for class_ in classes) else None


def _projection(opening: Opening) -> tuple[tuple[str, ...], bool] | None:
    """Return the variables that are selected, each once, and whether DISTINCT is; None for any other head."""
    if opening.word(opening.form) != "SELECT":
        return None
    places = range(opening.form + 1, opening.brace)
    words = [opening.word(place) for place in places if opening.tokens[place].kind != "var"]
    names = tuple(opening.tokens[place].text[1:] for place in places if opening.tokens[place].kind == "var")
    plain = [word for word in words if word != "WHERE"]
    return (names, bool(plain)) if plain in ([], ["DISTINCT"]) and len(set(names)) == len(names) else None


# -- its answer


def of_filter(found: Filtered, summaries: Summaries, most: int) -> Table | None:
    """Answer a filtered query; None where the index cannot, or more than `most` texts have the words."""
    if found.needles.one_word and found.names == (found.resource,):
        parts = summaries.resources(found.needles.runs[0], found.property, found.classes, most)
        if parts is None:
            return None
        rows = _resources(found.resource, [*parts[0], *(one[0] for one in parts[1] if found.needles.passes(one[1]))])
    else:
        texts = summaries.literals(found.needles.runs, found.property, found.classes, most)
        if texts is None:
            return None
        texts = passing(texts, found.needles, found.condition)
        rows = [f"{{{','.join([_cell(name, one, found) for name in found.names])}}}" for one in texts]
    if found.distinct:
        rows = list(dict.fromkeys(rows))
    limit, offset = found.window
    return Table.of(found.names, rows[offset:] if limit is None else rows[offset : offset + limit])


def of_search(found: Searched, index: TextIndex) -> Table | None:
    """Answer a search; None where the index cannot."""
    resources = index.resources(found.search, found.classes)
    return None if resources is None else Table.of((found.name,), _resources(found.name, resources))


def passing(texts: Sequence[Text], needles: Needles, condition: str) -> list[Text]:
    """Return the texts for which a filter holds, in the engine's judgement where only it can tell."""
    if needles.contained or not texts:
        return [text for text in texts if needles.passes(text[1])]
    rows = " ".join(f"({number} {term(text)})" for number, text in enumerate(texts))
    own, variable = f"of_{needles.variable}", needles.variable
    found: Any = EMPTY.query(f"SELECT ?{own} {{ VALUES (?{own} ?{variable}) {{ {rows} }} FILTER({condition}) }}")
    return [texts[int(row[0].value)] for row in found]


def term(text: Text) -> str:
    """Return a literal as a query writes it."""
    return str(ox.Literal(text[1], language=text[2]) if text[2] else ox.Literal(text[1]))


def _resources(name: str, iris: Sequence[str]) -> list[str]:
    begin = f'{{"{name}":{{"type":"uri","value":"'
    return [f'{begin}{iri}"}}}}' for iri in iris]  # there is no character in an IRI that JSON escapes


def _cell(name: str, text: Text, found: Filtered) -> str:
    if name == found.resource:
        return f'"{name}":{{"type":"uri","value":"{text[0]}"}}'
    language = f',"xml:lang":"{text[2]}"' if text[2] else ""
    return f'"{name}":{{"type":"literal","value":{quoted(text[1])}{language}}}'
