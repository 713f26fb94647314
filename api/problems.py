"""Errors as answers: one shape (RFC 9457, application/problem+json), one list of kinds, HTML for browsers.

Every kind has a type IRI under `/problems/` that answers with a page explaining it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from starlette.responses import Response

from api import negotiation
from api.engine import errors

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name in the type IRI, its status, its title, and what the page says about it."""

    name: str
    status: int
    title: str
    explanation: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "bad-request",
            400,
            "Bad request",
            "The request is not one that the SPARQL 1.1 Protocol defines: a parameter is missing, given twice, or not readable. The detail says which.",
        ),
        Kind(
            "malformed-query",
            400,
            "Malformed query",
            "The query is not SPARQL 1.1. Line and column (both counted from 1) say where reading stopped; what is wrong is there or shortly before it.",
        ),
        Kind(
            "update-refused",
            403,
            "Updates are refused",
            "This service is read-only. Updates, LOAD and writes to graphs change nothing here; a new state of the data appears as a new release.",
        ),
        Kind(
            "service-refused",
            403,
            "SERVICE is refused",
            "A query may send requests only to endpoints that the operator has listed. The service description names them; by default there are none.",
        ),
        Kind("not-found", 404, "Not found", "There is nothing at this address."),
        Kind(
            "method-not-allowed",
            405,
            "Method not allowed",
            "The address exists but does not answer this method. The Allow header lists those it answers.",
        ),
        Kind(
            "not-acceptable",
            406,
            "Not acceptable",
            "The answer exists, but in none of the formats that the Accept header asks for. The problem lists those that are offered.",
        ),
        Kind("content-too-large", 413, "Query too long", "The query is longer than the service reads."),
        Kind(
            "unsupported-media-type",
            415,
            "Unsupported media type",
            "A query is sent as application/sparql-query or as application/x-www-form-urlencoded, in UTF-8.",
        ),
        Kind(
            "too-many-queries",
            429,
            "Too many queries",
            "This client has as many queries under way as one client may have. Send the next one when one has ended.",
        ),
        Kind(
            "internal",
            500,
            "Internal error",
            "The service failed. The request id in the problem finds it in the operator's log.",
        ),
        Kind(
            "busy",
            503,
            "The service is busy",
            "Every worker is taken and the queue is full, or the release is being loaded. Try again after the time in Retry-After.",
        ),
        Kind(
            "memory-exceeded",
            503,
            "The query needs too much memory",
            "The query asked for more memory than one query may have and was stopped. Sort or group less, or ask for a part.",
        ),
        Kind(
            "answer-too-large",
            503,
            "The answer is too large",
            "The answer has more rows or bytes than the service sends. Nothing is ever cut off silently: ask for a part with LIMIT, or take the data as a file.",
        ),
        Kind(
            "upstream-failed",
            503,
            "Another service failed",
            "An endpoint that the query needs did not answer, or answered with an error.",
        ),
        Kind(
            "deadline-exceeded",
            504,
            "The query took too long",
            "The query did not end in the time that one query may take and was stopped. No partial answer is given.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """A problem to be answered; raised anywhere below a route."""

    kind: str
    detail: str
    extras: Mapping[str, Any] = field(default_factory=dict)
    """Members beside the standard ones: line, column, text, hints, offered."""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind].status

    def members(self, root: str = "", instance: str | None = None) -> dict[str, Any]:
        """Return the JSON object of RFC 9457, section 3."""
        kind = KINDS[self.kind]
        members: dict[str, Any] = {
            "type": f"{root}/problems/{kind.name}",
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
        }
        return members | ({"instance": instance} if instance else {}) | dict(self.extras)


def respond(problem: Problem, accept: str | None, root: str = "", instance: str | None = None) -> Response:
    """Return the response for a problem: HTML when the client prefers it to JSON, else problem+json."""
    members = problem.members(root, instance)
    offers = (MEDIA_TYPE, "application/json", "text/html")
    as_html = negotiation.choose(accept, offers) == 2
    body = page(members) if as_html else json.dumps(members, ensure_ascii=False) + "\n"
    media_type = "text/html; charset=utf-8" if as_html else MEDIA_TYPE
    headers = {"Cache-Control": "no-store", "Vary": "Accept"} | dict(problem.headers)
    return Response(body, problem.status, headers, media_type)


def page(members: Mapping[str, Any]) -> str:
    """Return a problem as an HTML page that needs no style sheet and no script."""
    rest = {k: v for k, v in members.items() if k not in ("type", "title", "status", "detail")}
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{_shown(v)}</dd>" for k, v in rest.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(members['title'])}</title></head>\n<body><main><h1>{escape(members['title'])}</h1>\n"
        f"<p>{escape(members['detail'])}</p>\n<dl>{rows}</dl>\n"
        f'<p><a href="{escape(members["type"])}">What this means</a></p></main></body></html>\n'
    )


def _shown(value: Any) -> str:  # noqa: ANN401 - JSON values
    if isinstance(value, list):
        return "<ul>" + "".join(f"<li>{_shown(v)}</li>" for v in value) + "</ul>"
    return f"<pre>{escape(value)}</pre>" if isinstance(value, str) and "\n" in value else escape(str(value))


def engine_problem(error: errors.EngineError, query: str) -> Problem:
    """Return the problem that an engine's error is to a client."""
    detail = str(error)
    match error:
        case errors.BadQuery():
            return Problem("malformed-query", detail, place(error, query))
        case errors.ClientBusy():
            return Problem("too-many-queries", detail, headers={"Retry-After": "1"})
        case errors.DeadlineExceeded():
            return Problem("deadline-exceeded", detail)
        case errors.MemoryExceeded():
            return Problem("memory-exceeded", detail, headers={"Retry-After": "60"})
        case errors.AnswerTooLarge():
            return Problem("answer-too-large", detail, headers={"Retry-After": "60"})
        case errors.UpstreamFailed():
            return Problem("upstream-failed", detail, headers={"Retry-After": "5"})
        case errors.Unavailable():
            return Problem("busy", detail, headers={"Retry-After": "1"})
        case _:
            return Problem("internal", "the engine failed")


def place(error: errors.BadQuery, query: str) -> dict[str, Any]:
    """Return where in the query reading stopped: line, column and the line with a mark under the place."""
    lines = query.splitlines()
    if not 0 < error.line <= len(lines):
        return {}
    line = lines[error.line - 1]
    return {"line": error.line, "column": error.column, "text": f"{line}\n{' ' * (error.column - 1)}^"}
