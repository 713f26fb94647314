"""Answers that are no collection: what a search or an example query finds, as JSON or as CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api import negotiation
from api.conditional import answer, holds, kept_headers, not_modified
from api.problems import Problem
from api.records.records import rows_table

if TYPE_CHECKING:
    from fastapi import Request, Response

    from api.compacting import Object
    from api.site import Site

LONGEST = 500
"""Characters of a search, and of one parameter."""

FORMATS = {"json": ("application/json", "application/ld+json"), "csv": ("text/csv",)}
"""The short name of each format and the media types that ask for it."""

CONTENT_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}

ANSWER: Object = {
    "description": "What is found.",
    "content": {
        "application/json": {"schema": {"type": "object", "required": ["items", "total", "release"]}},
        "text/csv": {"schema": {"type": "string"}},
    },
}
"""How such an answer is described to OpenAPI."""


def read_format(request: Request, given: Mapping[str, str]) -> str:
    """Return the format that `format=` or the Accept header asks for.

    Raises Problem: bad-request for an unknown name, not-acceptable when no format fits.
    """
    if "format" in given:
        if given["format"] not in FORMATS:
            raise Problem("bad-request", f"format is json or csv; found {given['format'][:60]!r}")
        return given["format"]
    offered = [(name, media_type) for name, types in FORMATS.items() for media_type in types]
    place = negotiation.choose(request.headers.get("accept"), [media_type for _, media_type in offered])
    if place is None:
        types = [types[0] for types in FORMATS.values()]
        raise Problem("not-acceptable", f"offered: {', '.join(types)}", {"offered": types}, {"Vary": "Accept"})
    return offered[place][0]


def form_of(request: Request, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the format that is asked for, and the parameters.

    Raises Problem: bad-request for a parameter that has none of these names, is doubled or too long; not-acceptable.
    """
    pairs = request.query_params.multi_items()
    for name, value in pairs:
        if name not in names and name != "format":
            known = ", ".join((*names, "format"))
            raise Problem("bad-request", f"unknown parameter {name[:60]!r}; known: {known}")
        if len(value) > LONGEST:
            raise Problem("bad-request", f"{name} has {len(value)} characters; the limit is {LONGEST}")
    given = dict(pairs)
    if len(given) < len(pairs):
        raise Problem("bad-request", "each parameter is given once")
    form = read_format(request, {} if "format" in names else given)
    return form, {name: value for name, value in given.items() if name in names}


def as_json_or_csv(site: Site, request: Request, form: str, body: Object) -> Response:
    """Answer items: as JSON with what else the body has, as CSV alone."""
    at = site.addresses(request)
    headers = kept_headers(site, site.etag(str(request.url), at.prefix, form))
    if holds(request, headers["ETag"]):
        return not_modified(headers)
    if form == "csv":
        items: Sequence[Object] = body["items"]  # type: ignore[assignment]
        return answer(request, rows_table(items).encode(), CONTENT_TYPES[form], headers)
    text = json.dumps(body | {"release": site.engine.release.version}, ensure_ascii=False, indent=2) + "\n"
    return answer(request, text.encode(), CONTENT_TYPES[form], headers)
