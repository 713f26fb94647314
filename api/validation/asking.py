"""What a request to `/validate` sends: RDF in the body, or in the field `data` of a form with its `syntax`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.problems import Problem
from api.requests import FORM_EXPANSION, FORM_TYPE, content_type, decoded, parse, read_body
from api.validation.checking import SYNTAXES

if TYPE_CHECKING:
    from starlette.types import Receive

ALIASES = {"application/x-turtle": "text/turtle", "application/json": "application/ld+json"}
ACCEPTED = ", ".join([*SYNTAXES, FORM_TYPE])


@dataclass(frozen=True, slots=True)
class Sent:
    """RDF as it was sent."""

    text: str
    syntax: str
    """Its media type."""


async def sent(headers: Mapping[str, str], receive: Receive, most: int) -> Sent:
    """Read the body of a request.

    Raises Problem: 400, 413 past `most` bytes of RDF, 415.
    """
    essence, charset = content_type(headers.get("content-type", ""))
    syntax = ALIASES.get(essence, essence)
    if syntax not in (*SYNTAXES, FORM_TYPE):
        found = f"Content-Type is {essence}" if essence else "there is no Content-Type"
        detail = f"{found}; expected one of {ACCEPTED}"
        raise Problem("unsupported-media-type", detail, headers={"Accept-Post": ACCEPTED})
    if charset not in ("", "utf-8", "utf8"):
        raise Problem("unsupported-media-type", f"the body is said to be in {charset}; expected UTF-8")
    body = await read_body(receive, most * FORM_EXPANSION if syntax == FORM_TYPE else most)
    return _of_form(body, most) if syntax == FORM_TYPE else Sent(decoded(body), syntax)


def _of_form(body: bytes, most: int) -> Sent:
    given = dict(parse(body))
    text, syntax = given.get("data", ""), given.get("syntax") or "text/turtle"
    if not text.strip():
        raise Problem("bad-request", "the field data is missing or empty")
    if syntax not in SYNTAXES:
        raise Problem("bad-request", f"syntax is {syntax}; expected one of {', '.join(SYNTAXES)}")
    if len(text.encode()) > most:
        raise Problem("content-too-large", f"the field data has more than {most} bytes")
    return Sent(text, syntax)
