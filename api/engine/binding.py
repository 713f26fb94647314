"""Put terms in the place of variables in a query that we wrote ourselves, for the pages and the JSON API.

The engine's own substitution needs each variable in the projection and a remote engine has none, so it is done on the
tokens: `?x` becomes the term; where the grammar wants a variable or brackets (SELECT, GROUP BY, ORDER BY) it becomes
`(term AS ?x)` or `(term)`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from api.sandbox import Token, tokens

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def bind(sparql: str, bindings: Mapping[str, Term]) -> str:
    """Return the query with the named variables replaced by their terms.

    >>> bind("SELECT ?p ?x { ?x ?p ?o }", {"x": ox.NamedNode("http://example.org/a")})
    'SELECT ?p (<http://example.org/a> AS ?x) { <http://example.org/a> ?p ?o }'
    """
    if not bindings:
        return sparql
    parts, position, context, depth = [], 0, "", 0
    previous = ""
    for token in tokens(sparql):
        context, depth = _context(token, context, depth)
        if token.kind == "var" and token.text[1:] in bindings and previous != "AS":
            term = str(bindings[token.text[1:]])
            parts += [sparql[position : token.start], _replacement(token, term, context if not depth else "")]
            position = token.end
        previous = token.text.upper()
    return "".join(parts) + sparql[position:]


def _context(token: Token, context: str, depth: int) -> tuple[str, int]:
    """Follow which clause a token stands in, and how deep in its brackets."""
    word = token.text.upper() if token.kind == "word" else token.text
    if word in ("SELECT", "BY"):
        return word, 0
    if word in ("WHERE", "FROM", "{", "}", "LIMIT", "OFFSET", "HAVING", "VALUES", "CONSTRUCT", "DESCRIBE", "ASK"):
        return "", 0
    return context, depth + (word == "(") - (word == ")") if context else 0


def _replacement(token: Token, term: str, context: str) -> str:
    if context == "SELECT":
        return f"({term} AS {token.text})"
    return f"({term})" if context == "BY" else term
