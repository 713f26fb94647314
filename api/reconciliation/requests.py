"""The requests of the reconciliation protocol, read strictly: what it does not define is refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.problems import Problem
from api.reconciliation.catalogue import TYPES
from api.reconciliation.matching import LIMIT, MOST, Asked
from api.reconciliation.properties import BY_ID
from api.requests import FORM_TYPE, content_type, from_json, parse, read_body

if TYPE_CHECKING:
    from starlette.requests import Request

BATCH = 100
"""Queries of one request."""

MOST_BYTES = 2_000_000

KEYS = {"query", "type", "limit", "properties", "type_strict"}
STRICT = ("any", "should", "all")
"""How several types are meant: one of them must be had, had rather than not, all of them must be had."""


async def parameters(request: Request) -> dict[str, str]:
    """Return the parameters of a request: of the address, and of a form.

    Raises Problem: 400, 413 or 415.
    """
    given = dict(request.query_params.multi_items())
    if request.method == "POST":
        essence, _ = content_type(request.headers.get("content-type", ""))
        if essence != FORM_TYPE:
            raise Problem("unsupported-media-type", f"send a form ({FORM_TYPE})")
        given |= dict(parse(await read_body(request.receive, MOST_BYTES)))
    return given


def read_json(text: str, name: str) -> dict[str, Any]:
    """Return the JSON object that a parameter holds.

    Raises Problem (400) when it is not one.
    """
    try:
        value = from_json(text)
    except ValueError as error:
        raise Problem("bad-request", f"{name} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Problem("bad-request", f"{name} is not a JSON object")
    return value


def read_queries(text: str) -> dict[str, Asked]:
    """Read a batch of queries.

    Raises Problem: 400 for what the protocol does not define, 413 for more than BATCH queries.
    """
    batch = read_json(text, "queries")
    if len(batch) > BATCH:
        raise Problem("content-too-large", f"{len(batch)} queries; one request may have {BATCH}")
    return {id_: _read_query(id_, query) for id_, query in batch.items()}


def _read_query(id_: str, query: object) -> Asked:
    if not isinstance(query, dict):
        raise _wrong(id_, "is not an object")
    if unknown := set(query) - KEYS:
        raise _wrong(id_, f"has the unknown key {min(unknown)!r}")
    words = query.get("query", "")
    # an empty cell of a table is a query without words: it finds nothing, and the rest of the batch is answered
    if not isinstance(words, str) or not ("query" in query or query.get("properties")):
        raise _wrong(id_, "needs the text query, or properties")
    strict = query.get("type_strict", "any")
    if strict not in STRICT:
        raise _wrong(id_, f"has a type_strict that is none of {', '.join(STRICT)}")
    return Asked(
        words[:500],
        _types(id_, query.get("type")),
        _limit(id_, query.get("limit")),
        _properties(id_, query.get("properties")),
        strict,
    )


def _types(id_: str, value: object) -> tuple[str, ...]:
    """Return the types asked for; those that we do not have narrow to nothing that exists."""
    types = [value] if isinstance(value, str) else value if isinstance(value, list) else [] if value is None else None
    if types is None:
        raise _wrong(id_, "has a type that is neither text nor array")
    return tuple(_type(id_, each) for each in types)


def _type(id_: str, value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    if not isinstance(value, str):
        raise _wrong(id_, "has a type that is not text")
    return value if value in TYPES else value.rpartition("#")[2].rpartition("/")[2]


def _limit(id_: str, value: object) -> int:
    if value is None:
        return LIMIT
    # the protocol's schema says "number": 3.0 is one
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1 or value < 1:
        raise _wrong(id_, "has a limit that is not a number from 1")
    return int(min(value, MOST))


def _properties(id_: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(each, dict) and isinstance(each.get("pid"), str) and "v" in each for each in value
    ):
        raise _wrong(id_, "has properties that are not an array of {pid, v}")
    # a property that we do not have is no evidence for or against anybody
    return tuple((each["pid"], _values(each["v"])) for each in value if each["pid"] in BY_ID)


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(part for each in value for part in _values(each))
    if isinstance(value, Mapping):
        return tuple(str(value[name]) for name in ("id", "name") if value.get(name))
    return (str(value),)


def _wrong(id_: str, what: str) -> Problem:
    return Problem("bad-request", f"query {id_[:60]!r} {what}")


def read_extension(text: str) -> tuple[list[str], list[tuple[str, Mapping[str, object]]]]:
    """Read a data extension: ids, and property ids with their settings.

    Raises Problem: 400 or 413.
    """
    asked = read_json(text, "extend")
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
        raise Problem("bad-request", "extend needs ids, an array of texts")
    if not isinstance(properties, list) or not all(
        isinstance(p, dict) and isinstance(p.get("id"), str) for p in properties
    ):
        raise Problem("bad-request", "extend needs properties, an array of {id}")
    if len(ids) > 10 * BATCH:
        raise Problem("content-too-large", f"{len(ids)} ids; one request may have {10 * BATCH}")
    if unknown := [p["id"] for p in properties if p["id"] not in BY_ID]:
        raise Problem("bad-request", f"there is no property {unknown[0][:60]!r}", {"known": sorted(BY_ID)})
    return ids, [(p["id"], p.get("settings") or {}) for p in properties]
