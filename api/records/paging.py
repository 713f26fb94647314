"""Pages by key: a cursor holds the keys of the last member seen, so that a page costs the same wherever it is.

Positions are never counted: a list that grows while it is read neither repeats nor skips a member.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from api.problems import Problem
from api.records.shape import Order

LONGEST = 2_000
"""Characters of a cursor."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after, or before, the member with these keys (the last is its IRI)."""

    keys: tuple[str, ...]
    backwards: bool = False

    def __str__(self) -> str:
        """Write the keys as an opaque, URL-safe word."""
        text = json.dumps(self.keys, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(given: Mapping[str, str]) -> Cursor | None:
    """Read the cursor of a request, None where it has none.

    Raises Problem (400) for one that we did not write, and for `after` together with `before`.
    """
    if "after" in given and "before" in given:
        raise Problem("bad-request", "after and before exclude each other")
    name = "before" if "before" in given else "after"
    if name not in given:
        return None
    try:
        keys = _decoded(given[name])
    except ValueError as error:
        raise Problem("bad-request", f"{name} is not a cursor of ours; take it from a Link header") from error
    return Cursor(keys, backwards=name == "before")


def _decoded(word: str) -> tuple[str, ...]:
    if len(word) > LONGEST:
        raise ValueError("too long")
    text = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True).decode()
    keys = json.loads(text)
    if not (isinstance(keys, list) and keys and all(isinstance(key, str) for key in keys)):
        raise ValueError("not a list of keys")
    return tuple(keys)


def condition(order: Order, cursor: Cursor | None, *, descending: bool) -> str:
    """Return the SPARQL condition that a member comes after (or before) the cursor.

    Raises Problem (400) when the cursor was made for another order.
    """
    if cursor is None:
        return ""
    expressions = [*order.keys, "STR(?item)"]
    numeric = [*order.numeric, False]
    if len(cursor.keys) != len(expressions) or not all(map(_fits, cursor.keys, numeric)):
        raise Problem("bad-request", "the cursor belongs to another order of the list")
    sign = "<" if descending != cursor.backwards else ">"
    keys = [key if number else str(Literal(key)) for key, number in zip(cursor.keys, numeric, strict=True)]
    return f"FILTER({_later(expressions, keys, sign)})"


def _later(expressions: Sequence[str], keys: Sequence[str], sign: str) -> str:
    """Compare lists of keys as words are compared: the first that differs decides."""
    first = f"{expressions[0]} {sign} {keys[0]}"
    if len(keys) == 1:
        return first
    return f"{first} || ({expressions[0]} = {keys[0]} && ({_later(expressions[1:], keys[1:], sign)}))"


def _fits(key: str, number: bool) -> bool:
    return not number or (key.lstrip("-").isascii() and key.lstrip("-").isdecimal() and len(key) < 20)
