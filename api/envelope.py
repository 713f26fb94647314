"""The outermost layer around the app, as plain ASGI, for a wrapper that holds whole responses would end streaming.

Request id, HEAD, OPTIONS, the fields of every answer, limits per client, the last resort for errors, and the line of
the log.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers

from api.express import ANSWERED, BEGUN
from api.headers import COMMON, OF_DATA, OF_PAGES, PREFLIGHT, raw
from api.logs import LOGGER
from api.problems import Problem, respond
from api.rates import POLICY, WINDOW
from api.requests import QUERY_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.allowing import Allowed
    from api.express import Begun, Express
    from api.journal import Journal
    from api.rates import Allowance, Rates

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
UNCOUNTED = ("/healthz", "/readyz", "/metrics")
"""What watches the service is answered always."""
log = logging.getLogger(LOGGER)


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
