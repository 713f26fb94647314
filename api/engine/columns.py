"""The columns of `SELECT *`: in the order in which the query names its variables.

The standard leaves the order open and the engine takes the alphabet's; readers of CSV and of tables expect what they
wrote. Which variables are in scope only the engine knows: it is asked over an empty store, which costs a parse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from api.sandbox import PROLOGUE, tokens

BRACES = re.compile("[{}]")
EMPTY = ox.Store()
Evaluate = Callable[[ox.Store, str], object]
"""How a text is evaluated over a store: with the base, prefixes, functions and dataset of the request."""


def in_order(text: str, evaluate: Evaluate, *, written: str = "") -> str:
    """Return a query with the `*` of its outermost SELECT replaced by the variables in order of appearance.

    `written` is the query as its author wrote it, where `text` is another one by now. A query without such a `*`
    comes back as it is. Raises SyntaxError as the engine does.
    """
    place = star(text) if may_select_all(text) else None
    if place is None:
        return text
    outcome = evaluate(EMPTY, text)
    scope = {variable.value for variable in outcome.variables} if isinstance(outcome, ox.QuerySolutions) else set()
    if len(scope) < 2:
        return text
    names = appearing(scope, written or text)
    return f"{text[:place]} {' '.join(f'?{name}' for name in names)} {text[place + 1 :]}"


def may_select_all(text: str) -> bool:
    """Whether a `*` stands after SELECT with no brace between them: a first look, without tokens."""
    return "*" in text and any("SELECT" in piece.rpartition("*")[0].upper() for piece in BRACES.split(text))


def star(text: str) -> int | None:
    """Return where the `*` of the outermost SELECT stands; None where it names its variables, or is no SELECT.

    >>> star("SELECT DISTINCT * { ?s ?p ?o }")
    16
    >>> star("ASK { SELECT * { ?s ?p ?o } }")
    """
    words = iter(tokens(text))
    first = next((t.text.upper() for t in words if t.kind == "word" and t.text.upper() not in PROLOGUE), "")
    following = next((t for t in words if t.text.upper() not in ("DISTINCT", "REDUCED")), None)
    return following.start if first == "SELECT" and following is not None and following.text == "*" else None


def appearing(scope: Iterable[str], written: str) -> list[str]:
    """Return variables in the order in which a query first writes them; those that it does not write at the end."""
    named = [token.text[1:] for token in tokens(written) if token.kind == "var"]
    places = {name: place for place, name in reversed(list(enumerate(named)))}
    return sorted(scope, key=lambda name: (places.get(name, len(named)), name))
