"""What every request passes through, as plain ASGI, for a wrapper that holds whole responses would end streaming.

Outermost first: `Envelope` (request id, HEAD, CORS, security headers, the log line, the last resort for errors), then
compression, then the error handlers of the app, which turn what nobody answered into problems.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette_compress import CompressMiddleware, add_compress_type

from api import results
from api.allowing import Allowed, allowed
from api.engine.errors import EngineError
from api.express import ANSWERED, BEGUN
from api.logs import LOGGER
from api.problems import MEDIA_TYPE, Problem, engine_problem, respond
from api.rates import POLICY, WINDOW
from api.requests import METHODS, QUERY_TYPE
from api.sandbox import Refused
from api.sending import SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.express import Begun, Express
    from api.metrics import Metrics
    from api.rates import Allowance, Rates
    from api.settings import Settings

KIND_OF_STATUS = {
    401: "bad-request",
    403: "update-refused",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "content-too-large",
    415: "unsupported-media-type",
    503: "busy",
}


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI has them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
COMMON = raw(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Link, ETag, Content-Location, Location, Memento-Datetime, RateLimit, "
        "RateLimit-Policy, Retry-After, Server-Timing, X-Query-Id, X-Request-Id, X-Result-Rows, Allow, Accept-Post, "
        "Accept-Query",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
)
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Datetime, Accept-Profile, Content-Type, If-None-Match, "
    "If-Modified-Since, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
OF_DATA = COMMON + raw({"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"})
OF_PAGES = COMMON + raw(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
)
UNCOUNTED = ("/healthz", "/readyz", "/metrics")
"""What watches the service is answered always."""
log = logging.getLogger(LOGGER)


class Journal:
    """Where each request is told of: the log and the metrics."""

    def __init__(self, settings: Settings, metrics: Metrics | None) -> None:
        self._clients, self._metrics = settings.log_clients, metrics

    @property
    def wanted(self) -> bool:
        """Whether anybody listens."""
        return self._metrics is not None or log.isEnabledFor(logging.INFO)

    def tell(self, fields: dict[str, Any], client: str) -> None:
        """Tell of one request; of its client only where the settings say so."""
        if self._clients:
            fields["client"] = client
        if self._metrics is not None:
            self._metrics.observe(fields)
        log.info("request", extra={"fields": fields})


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that was sent in one piece."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Envelope:
    """The outermost layer around the app."""

    def __init__(
        self, app: ASGIApp, journal: Journal, allow: Allowed, rates: Rates, express: Express | None = None
    ) -> None:
        self._app, self._journal, self._allow, self._rates, self._express = app, journal, allow, rates, express

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and write its log line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outgoing = Outgoing(scope, send)
        started = time.perf_counter()
        try:
            begun: Begun | None = scope["state"].get(BEGUN)
            outgoing.allowance = begun.allowance if begun else self._rates.take((scope.get("client") or ("",))[0])
            if outgoing.allowance is not None and outgoing.allowance.exceeded and route_of(scope) not in UNCOUNTED:
                await self._answer(too_many(outgoing.allowance), scope, receive, outgoing)
            else:
                await self._inner(scope, receive, outgoing)
        except HeadersSent:
            outgoing.notes["outcome"] = "head"
        except Exception:
            log.exception("failed", extra={"fields": {"request_id": outgoing.request_id}})
            if not outgoing.status:  # past the first byte only a broken connection is honest: no more is sent
                problem = Problem("internal", "the service failed", {"request_id": outgoing.request_id})
                await self._answer(problem, scope, receive, outgoing)
        finally:
            self._tell(scope, outgoing, time.perf_counter() - started)

    async def _inner(self, scope: Scope, receive: Receive, outgoing: Outgoing) -> None:
        if scope["method"] == "OPTIONS" and (methods := self._allow(scope)):
            await preflight(methods, outgoing)
        else:
            await self._app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, outgoing)

    async def _answer(self, problem: Problem, scope: Scope, receive: Receive, outgoing: Outgoing) -> None:
        """Answer with a problem that arose around the app."""
        outgoing.notes["outcome"] = problem.kind
        accept = Headers(scope=scope).get("accept")
        await respond(problem, accept, scope.get("root_path", ""))(scope, receive, outgoing)

    def _tell(self, scope: Scope, outgoing: Outgoing, seconds: float) -> None:
        """Tell of a request that has ended, and learn how others like it can be answered."""
        teaches = self._express is not None and ANSWERED in scope["state"]
        if not teaches and not self._journal.wanted:
            return
        fields: dict[str, Any] = {
            "request_id": outgoing.request_id,
            "method": scope["method"],
            "route": route_of(scope),
            "status": outgoing.status,
            "ms": round(seconds * 1000, 1),
            "bytes": outgoing.bytes,
            **outgoing.notes,
        }
        if teaches and outgoing.sent is not None and self._express is not None:
            self._express.learn(scope["state"], outgoing.sent, dict(fields))
        if self._journal.wanted:
            self._journal.tell(fields, (scope.get("client") or ("",))[0])


class HeadersSent(Exception):  # noqa: N818 - a signal, not an error
    """A HEAD request has its answer: what would make the body is stopped."""


class Outgoing:
    """The `send` of one request: adds the common headers, drops the body for HEAD, counts."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        self.request_id = given if REQUEST_ID.fullmatch(given) else token_hex(8)
        self.status = 0
        self.bytes = 0
        self.notes: dict[str, Any] = {}
        """Members of the log line that the route adds: scope["state"]["notes"]."""
        self.allowance: Allowance | None = None
        self.sent: Sent | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._send = send
        self._head = scope["method"] == "HEAD"
        state = scope.setdefault("state", {})
        state |= {"notes": self.notes, "request_id": self.request_id}

    async def __call__(self, message: Message) -> None:
        """Send one ASGI message."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": list(message.get("headers", ()))}
            self._headers = message["headers"]
            self._complete(self._headers)
        elif message["type"] == "http.response.body":
            if self._head:
                await self._send({"type": "http.response.body"})
                raise HeadersSent
            body = message.get("body", b"")
            if not self.bytes and not message.get("more_body"):
                self.sent = Sent(self.status, self._headers, body)
            self.bytes += len(body)
        await self._send(message)

    def _complete(self, headers: list[tuple[bytes, bytes]]) -> None:
        """Add what every answer carries, where the route has not said otherwise."""
        given = dict(headers)
        headers.append((b"x-request-id", self.request_id.encode()))
        headers += [header for header in self._common(given) if header[0] not in given]
        if self.allowance is not None:
            headers += self.allowance.headers()
        vary = given.get(b"vary", b"")
        if vary.count(b"Accept-Encoding") > 1:  # the compressor adds it without looking
            once = b", ".join(dict.fromkeys(name.strip() for name in vary.split(b",")))
            headers[:] = [(name, once if name == b"vary" else value) for name, value in headers]

    def _common(self, given: Mapping[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        if self.status == HTTPStatus.NOT_MODIFIED:  # its fields replace those of the kept answer, a page's policy too
            return COMMON
        return OF_PAGES if given.get(b"content-type", b"").startswith(b"text/html") else OF_DATA


def too_many(allowance: Allowance) -> Problem:
    """Return the problem of a client that has used up its requests."""
    detail = f"{allowance.quota} requests in {WINDOW} seconds are answered; the next ones in {allowance.seconds} s"
    extras = {"violated-policies": [POLICY]}
    return Problem("too-many-requests", detail, extras, {"Retry-After": str(allowance.seconds)})


async def preflight(methods: Sequence[str], send: Outgoing) -> None:
    """Answer OPTIONS: what may be asked here, from any origin, never with credentials."""
    listed = ", ".join(methods)
    headers = {"Allow": listed, "Access-Control-Allow-Methods": listed} | PREFLIGHT
    if "QUERY" in methods:
        headers["Accept-Query"] = QUERY_TYPE
    await send({"type": "http.response.start", "status": 204, "headers": raw(headers)})
    await send({"type": "http.response.body"})


def route_of(scope: Scope) -> str:
    """Return the first segment of the path: enough to group by, and no identifier of a reader's interest."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return "/" + path.lstrip("/").partition("/")[0]


def wrap(app: FastAPI, journal: Journal, rates: Rates) -> None:
    """Add the layers to an app."""
    for media_type in {f.media_type for f in results.FORMATS} | {MEDIA_TYPE}:
        add_compress_type(media_type)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(EngineError, _engine_error)
    app.add_exception_handler(Refused, _refused)
    app.add_middleware(CompressMiddleware, minimum_size=SMALL)
    app.add_middleware(Envelope, journal=journal, allow=lambda scope: allowed_at(app, scope), rates=rates)


def allowed_at(app: FastAPI, scope: Scope) -> tuple[str, ...]:
    """Return the methods of a request's path; all that are answered anywhere for `OPTIONS *` (RFC 9110, 9.3.7)."""
    if scope["path"] == "*":
        return METHODS
    outside = {**scope, "root_path": scope.get("app_root_path", scope.get("root_path", ""))}
    with_slash = {**outside, "path": scope["path"] + "/"}  # where a path with a slash is what a redirect leads to
    return allowed(app.router.routes, outside) or allowed(app.router.routes, with_slash)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return respond(error, request.headers.get("accept"), request.scope.get("root_path", ""))


async def _engine_error(request: Request, error: Exception) -> Response:
    """A query of our own failed: a limit or an absent worker is told as it is, a malformed one is our fault."""
    assert isinstance(error, EngineError)
    problem = engine_problem(error)
    if problem.status < 500:
        log.error("a query of the service failed: %s", error)
        problem = Problem("internal", "the service failed", {"request_id": request.state.request_id})
    return await _problem(request, problem)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return await _problem(request, Problem(f"{error.what}-refused", str(error)))


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = KIND_OF_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(allowed_at(request.app, request.scope))
    return await _problem(request, Problem(kind, str(error.detail), headers=headers))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"pointer": "/".join(map(str, e["loc"])), "detail": e["msg"]} for e in error.errors()]
    return await _problem(request, Problem("bad-request", "a parameter is not what it should be", {"errors": errors}))
