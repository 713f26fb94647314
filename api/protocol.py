"""`/sparql`: the query side of the SPARQL 1.1 Protocol, as a plain ASGI endpoint.

A request is read (`requests`), its format negotiated, answered from the cache or by the engine, and sent: whole when
the answer is small, as a stream when it is not. Everything that goes wrong before the first byte is a problem; after
it the connection breaks, for no text of ours may look like part of an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email.utils import format_datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse

from api import negotiation, plain, results, sandbox
from api.engine import Answer, Engine, Query
from api.engine.errors import BadQuery, EngineError, LimitExceeded
from api.explain import explain
from api.hints import explain as explain_error
from api.hints import hints
from api.problems import Problem, engine_problem, respond
from api.requests import METHODS, Asked, ask
from api.results import Form, Format
from api.service_description import Describing
from api.ticker import Ticker
from api.watch import PATIENCE, ClientWatch

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.engine import ReleaseInfo
    from api.settings import Settings

RawHeaders = list[tuple[bytes, bytes]]
PROVENANCE = "http://www.w3.org/ns/prov#wasDerivedFrom"


class Protocol:
    """The endpoint."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._describing = Describing(engine, settings)
        self.ticker = Ticker(PATIENCE / 2)
        self._modified = ("", "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = Headers(scope=scope)
        async with ClientWatch(receive, self.ticker):
            try:
                await self._answer(scope, headers, receive, send)
            except Problem as problem:
                notes(scope)["outcome"] = problem.kind
                response = respond(problem, headers.get("accept"), scope.get("root_path", ""))
                await response(scope, receive, send)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if scope["method"] not in METHODS:
            allowed = ", ".join(METHODS)
            raise Problem("method-not-allowed", f"{scope['method']} is not answered here", headers={"Allow": allowed})
        asked = await ask(scope, headers, receive, self._settings.query_length)
        if asked is None:
            await self._describing.respond(scope, headers)(scope, receive, send)
            return
        query_id = token_hex(8)
        try:
            self._note(scope, asked, query_id)
            if asked.explain:
                await self._explain(asked, scope, headers, receive, send)
            else:
                await self.evaluate(asked, scope, headers, send, query_id)
        except sandbox.Refused as refused:
            raise Problem(f"{refused.what}-refused", str(refused), {"query_id": query_id}) from refused
        except EngineError as error:
            raise self._problem(error, asked.query, query_id) from error

    def _note(self, scope: Scope, asked: Asked, query_id: str) -> None:
        """Put what the log tells of a query where the envelope finds it."""
        reading = sandbox.read(asked.query.text)
        told = notes(scope)
        told["query_id"] = query_id
        told["form"] = str(reading.form or "none").lower()
        told["query_hash"] = reading.digest[:16]
        told["outcome"] = "broken"  # until it is known to be whole
        if self._settings.log_queries:
            told["query"] = asked.query.text

    def _problem(self, error: EngineError, query: Query, query_id: str) -> Problem:
        """Return the problem of a failed query, with what may help its author."""
        extras: dict[str, Any] = {"query_id": query_id}
        if isinstance(error, BadQuery):
            found = explain_error(query.text, error, self._engine.release)
            extras |= {"line": found.line, "column": found.column, "text": found.text, "hints": list(found.hints)}
            return Problem("malformed-query", found.detail, extras)
        if isinstance(error, LimitExceeded):
            extras["hints"] = list(hints(query.text, self._engine.release))
        return engine_problem(error, extras)

    async def _explain(self, asked: Asked, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        explained = await explain(self._engine, self._settings, asked.query)
        notes(scope)["outcome"] = "explained"
        as_html = negotiation.choose(headers.get("accept"), ("application/json", "text/html")) == 1
        common = {"Cache-Control": "no-store", "Vary": "Accept"}
        root = scope.get("root_path", "")
        body = plain.members(explained)
        response = (
            HTMLResponse(plain.page("How the query was understood", body, root), headers=common) if as_html else None
        )
        await (response or JSONResponse(explained, headers=common))(scope, receive, send)

    async def evaluate(self, asked: Asked, scope: Scope, headers: Headers, send: Send, query_id: str = "") -> None:
        """Answer from the client's own copy (304), the cache or the engine.

        Raises Problem (406), sandbox.Refused and EngineError before the first byte, nothing after it.
        """
        form = sandbox.read(asked.query.text).form or Form.SELECT
        chosen, content_type = choose_format(asked.format, headers.get("accept"), form)
        tag = f'W/"{self._engine.key(asked.query, chosen.media_type)}"'
        common = self._headers(asked, chosen, content_type, tag, query_id)
        if scope["method"] == "GET" and negotiation.none_match(headers.get("if-none-match"), tag):
            notes(scope)["outcome"] = "not-modified"
            await send({"type": "http.response.start", "status": 304, "headers": common})
            await send({"type": "http.response.body"})
            return
        answer = await self._engine.answer(asked.query, chosen.media_type)
        try:
            await self._send(answer, around(chosen, asked.query.text, scope), common, scope, send)
        finally:
            answer.close()

    def _headers(self, asked: Asked, chosen: Format, content_type: str, tag: str, query_id: str) -> RawHeaders:
        """Return the headers that an answer and a 304 share."""
        release = self._engine.release
        headers = {
            "content-type": content_type,
            "etag": tag,
            "last-modified": self._last_modified(release),
            "cache-control": f"public, max-age={self._settings.max_age}",
            "vary": "Accept, Accept-Encoding",
            "link": f'<{release.iri}>; rel="{PROVENANCE}"',
            "x-query-id": query_id or token_hex(8),
        }
        if asked.format:
            headers["content-disposition"] = f'inline; filename="result.{chosen.names[0]}"'
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]

    def _last_modified(self, release: ReleaseInfo) -> str:
        if self._modified[0] != release.modified:
            self._modified = release.modified, format_datetime(release.modified_at, usegmt=True)
        return self._modified[1]

    async def _send(
        self, answer: Answer, frame: tuple[bytes, bytes], headers: RawHeaders, scope: Scope, send: Send
    ) -> None:
        told = notes(scope)
        body = answer.body
        if body is not None:
            body = frame[0] + body + frame[1]
            timing = 'cache;desc="kept answer"' if answer.cached else f"engine;dur={answer.cpu * 1000:.1f}"
            headers += [
                (b"server-timing", timing.encode()),
                (b"content-length", str(len(body)).encode()),
                (b"x-result-rows", str(answer.rows).encode()),
            ]
            told |= {"outcome": "complete", "rows": answer.rows, "cached": answer.cached}
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if await self._stream(answer, frame, send):
            told |= {"outcome": "complete", "rows": answer.rows, "cached": False}

    async def _stream(self, answer: Answer, frame: tuple[bytes, bytes], send: Send) -> bool:
        """Send chunks as they come, and return whether the answer was whole.

        One that breaks off ends without its last chunk, at which the server closes the connection.
        """
        try:
            async for chunk in framed(answer.chunks(), frame):
                async with asyncio.timeout(self._settings.stall_seconds):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except (EngineError, TimeoutError):
            return False
        await send({"type": "http.response.body", "body": b""})
        return True


def notes(scope: Scope) -> dict[str, Any]:
    """Return the members of the request's log line."""
    noted: dict[str, Any] = scope.setdefault("state", {}).setdefault("notes", {})
    return noted


def around(chosen: Format, query: str, scope: Scope) -> tuple[bytes, bytes]:
    """Return what stands around the engine's output: a page around tables, nothing around data."""
    if chosen.names[0] != "html":
        return b"", b""
    return plain.frame("Results", query, scope.get("root_path", ""))


async def framed(chunks: AsyncIterator[bytes], frame: tuple[bytes, bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks between the two parts of the frame."""
    if frame[0]:
        yield frame[0]
    async for chunk in chunks:
        yield chunk
    if frame[1]:
        yield frame[1]


def choose_format(name: str | None, accept: str | None, form: Form) -> tuple[Format, str]:
    """Return the format of the answer and its Content-Type; `?format=` wins over Accept.

    A type that stands in for another one (application/json) is answered under its own name, for a client that accepts
    only that has to find it there. Raises Problem (406) when nothing fits, listing what is offered.
    """
    formats = results.offered(form)
    offers = [(f, f.media_type) for f in formats] + [(f, alias) for f in formats for alias in f.aliases]
    if name is not None:
        chosen = results.named(name, formats)
        if chosen is not None:
            return chosen, chosen.content_type
    else:
        place = negotiation.choose(accept, [media_type for _, media_type in offers])
        if place is not None:
            chosen, media_type = offers[place]
            return chosen, f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    wanted = f"format={name}" if name is not None else f"Accept: {accept}"
    offered = sorted({media_type for _, media_type in offers})
    raise Problem("not-acceptable", f"{form} has no answer for {wanted}", {"offered": offered})
