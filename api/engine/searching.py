"""Text search in a query: its group, read from the query, and the solutions that stand in its place.

A query reaches the index (`text`) by a group that any SPARQL 1.1 parser accepts:

    PREFIX text: <https://w3id.org/crimecongress/text#>
    SELECT ?item ?score WHERE {
      SERVICE <https://w3id.org/crimecongress/text> {
        ?item text:query "restorative justice child*" ; text:score ?score .
      }
      ?item a cc:Recommendation .
    }

The group is replaced by a VALUES block with the solutions before any engine sees the query, so nothing is sent
anywhere for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from api.engine.errors import BadQuery
from api.engine.text import MOST_SOLUTIONS, PART, SOLUTIONS, WORD, Hit, Search, normalised, stems
from api.sandbox import Token, resolve, tokens
from ontology.identifiers import BASE

SERVICE = BASE + "text"
"""What SERVICE names to search; it is a name, no request is ever sent to it."""
NAMESPACE = SERVICE + "#"
SNIPPET = 12
"""Words on each side of the first hit in a snippet."""
Find = Callable[[Search], Iterable[Hit]]
"""What the index does."""


def expanded(text: str, searches: Iterable[tuple[int, int, str]], prefixes: Mapping[str, str], find: Find) -> str:
    """Return a query with its searches replaced by their solutions; lines stay where they are.

    Raises BadQuery for a search that is not one.
    """
    for start, end, body in reversed(list(searches)):
        search = parse_group(body, prefixes)
        lines = text.count("\n", start, end)
        text = text[:start] + values_block(search, find(search)) + "\n" * lines + text[end:]
    return text


def parse_group(body: str, prefixes: Mapping[str, str]) -> Search:
    """Read the group inside `SERVICE <…/text> { … }`.

    Raises BadQuery with what was expected.
    """
    found = [token for token in tokens(body) if token.text not in (";", ".")]
    if not found or found[0].kind != "var" or len(found) % 2 == 0:
        raise BadQuery('a text search is written ?resource text:query "words" ; text:score ?score .')
    stated = {_property(name, prefixes): value for name, value in zip(found[1::2], found[2::2], strict=True)}
    variables = {"resource": found[0].text[1:]}
    for name in ("score", "property", "literal", "snippet"):
        if name in stated:
            variables[name] = _variable(name, stated[name])
    if "query" not in stated:
        raise BadQuery("a text search needs text:query with a string")
    limit = _number(stated["limit"]) if "limit" in stated else SOLUTIONS
    language = _string("language", stated["language"]) if "language" in stated else "en"
    return Search(_string("query", stated["query"]), language, limit, variables)


def _property(token: Token, prefixes: Mapping[str, str]) -> str:
    iri = resolve(token, prefixes) if token.kind in ("iri", "name") else ""
    name = iri.removeprefix(NAMESPACE)
    if name not in ("query", "score", "property", "literal", "snippet", "limit", "language"):
        raise BadQuery(f"{token.text} is no property of a text search; PREFIX text: <{NAMESPACE}>")
    return name


def _variable(name: str, token: Token) -> str:
    if token.kind != "var":
        raise BadQuery(f"text:{name} takes a variable, found {token.text}")
    return token.text[1:]


def _string(name: str, token: Token) -> str:
    if token.kind != "string":
        raise BadQuery(f"text:{name} takes a string, found {token.text}")
    # the lexical form is the same in Turtle: the engine's own parser knows all the escapes
    triple = next(ox.parse(f"<a:a> <a:a> {token.text} .", format=ox.RdfFormat.TURTLE))
    return str(triple.object.value)


def _number(token: Token) -> int:
    if token.kind != "number" or not token.text.isdigit():
        raise BadQuery(f"text:limit takes a whole number, found {token.text}")
    return min(int(token.text), MOST_SOLUTIONS)


def values_block(search: Search, hits: Iterable[Hit]) -> str:
    """Return the solutions as a VALUES block."""
    names = list(search.variables)
    head = " ".join(f"?{search.variables[name]}" for name in names)
    rows = " ".join(f"({' '.join(_value(name, hit, search) for name in names)})" for hit in hits)
    return f"VALUES ({head}) {{ {rows} }}"


def _value(name: str, hit: Hit, search: Search) -> str:
    match name:
        case "resource":
            return str(ox.NamedNode(hit.resource))
        case "property":
            return str(ox.NamedNode(hit.property))
        case "score":
            return str(ox.Literal(round(hit.score, 6)))
        case "literal":
            return str(ox.Literal(hit.text, language=hit.language) if hit.language else ox.Literal(hit.text))
        case _:
            return str(ox.Literal(snippet(hit.text, search)))


def snippet(text: str, search: Search) -> str:
    """Return the words around the first hit."""
    places = [match.span() for match in WORD.finditer(text)]
    wanted = set(stems(normalised(search.query), search.language))
    beginnings = tuple(
        w for p in PART.finditer(search.query) if (p["word"] or "").endswith("*") for w in normalised(p["word"])
    )
    first = next((i for i, (a, b) in enumerate(places) if _hits(text[a:b], wanted, beginnings, search.language)), 0)
    around = places[max(first - SNIPPET, 0) : first + SNIPPET + 1]
    if not around:
        return text
    start, end = around[0][0], around[-1][1]
    return ("… " if around[0] != places[0] else "") + text[start:end] + (" …" if around[-1] != places[-1] else "")


def _hits(word: str, wanted: set[str], beginnings: tuple[str, ...], language: str) -> bool:
    words = normalised(word)
    return any(w.startswith(beginnings) for w in words) or not wanted.isdisjoint(stems(words, language))
