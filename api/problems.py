"""Errors as answers: one shape (RFC 9457, application/problem+json), one list of kinds, HTML for browsers.

Every kind has a type IRI below the base, the same on whatever host (RFC 9457, 3.1.1); its page, here at `/problems/…`,
explains it (`problem_kinds`), and a Link (rel="help") leads there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from api import negotiation, plain
from api.engine import errors
from api.problem_kinds import KINDS
from ontology.identifiers import BASE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"
OFFERS = (MEDIA_TYPE, "application/json", "text/html", "application/xhtml+xml")


@dataclass(eq=False)  # not frozen: an exception is given its traceback, by starlette too
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

    def members(self, instance: str | None = None) -> dict[str, Any]:
        """Return the JSON object of RFC 9457, section 3."""
        kind = KINDS[self.kind]
        members: dict[str, Any] = {
            "type": f"{BASE}problems/{kind.name}",
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
        }
        return members | ({"instance": instance} if instance else {}) | dict(self.extras)


MARKUP = re.compile("<(?!https?://)")
"""What begins a tag; written as an escape of JSON, so that whoever takes it for HTML runs nothing of a request.

IRIs in hints stay readable: "add PREFIX cc: <https://…>"."""


def respond(problem: Problem, accept: str | None, root: str = "", instance: str | None = None) -> Response:
    """Return the response for a problem: HTML when the client prefers it to JSON, else problem+json."""
    members = problem.members(instance)
    meaning = f"{root}/problems/{problem.kind}"
    as_html = OFFERS[negotiation.choose(accept, OFFERS) or 0] in OFFERS[2:]
    plain_json = MARKUP.sub(r"\\u003c", json.dumps(members, ensure_ascii=False)) + "\n"
    body = page(members, meaning, root) if as_html else plain_json
    media_type = "text/html; charset=utf-8" if as_html else MEDIA_TYPE
    headers = {"Cache-Control": "no-store", "Vary": "Accept", "Link": f'<{meaning}>; rel="help"'}
    return Told(problem.kind, body, problem.status, headers | dict(problem.headers), media_type)


class Told(Response):
    """The response for a problem; the line of the request in the log names its kind."""

    def __init__(self, kind: str, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._kind = kind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["state"]["notes"]["outcome"] = self._kind
        await super().__call__(scope, receive, send)


def page(members: Mapping[str, Any], meaning: str, root: str = "") -> str:
    """Return a problem as an HTML page; `meaning` is the address of the page of its kind."""
    rest = {k: v for k, v in members.items() if k not in ("type", "title", "status", "detail")}
    told = f"<p>{escape(members['detail'])}</p>\n{plain.members(rest)}"
    return plain.page(members["title"], f'{told}\n<p><a href="{escape(meaning)}">What this means</a></p>', root)


def engine_problem(error: errors.EngineError, extras: Mapping[str, Any] | None = None) -> Problem:
    """Return the problem that an engine's error is to a client."""
    kind, retry = next((kind, retry) for cause, kind, retry in CAUSES if isinstance(error, cause))
    detail = "the engine failed" if kind == "internal" else str(error)
    return Problem(kind, detail, extras or {}, {"Retry-After": str(retry)} if retry else {})


CAUSES: tuple[tuple[type[errors.EngineError], str, int], ...] = (
    (errors.BadQuery, "malformed-query", 0),
    (errors.ClientBusy, "too-many-queries", 1),
    (errors.DeadlineExceeded, "deadline-exceeded", 0),
    (errors.MemoryExceeded, "memory-exceeded", 60),
    (errors.AnswerTooLarge, "answer-too-large", 60),
    (errors.UpstreamFailed, "upstream-failed", 5),
    (errors.Unavailable, "busy", 1),
    (errors.EngineError, "internal", 0),
)
"""From an error of the engine to a kind of problem and the seconds of Retry-After; the first match counts."""


def routes() -> list[BaseRoute]:
    """Return the routes of the pages that explain the kinds of problem."""

    async def index(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        items = "".join(
            f'<li><a href="{root}/problems/{kind.name}">{escape(kind.title)}</a> ({kind.status})</li>'
            for kind in KINDS.values()
        )
        return HTMLResponse(
            plain.page("Problems", f"<p>What the service answers when it cannot answer.</p><ul>{items}</ul>", root)
        )

    async def one(request: Request) -> Response:
        kind = KINDS.get(request.path_params["name"])
        if kind is None:
            raise Problem("not-found", "there is no problem of this name")
        root = request.scope.get("root_path", "")
        body = f"<p>Status {kind.status}.</p><p>{escape(kind.explanation)}</p>"
        return HTMLResponse(plain.page(kind.title, f'{body}<p><a href="{root}/problems">All problems</a></p>', root))

    return [Route("/problems", index), Route("/problems/{name}", one)]
