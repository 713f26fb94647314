"""`/sparql`: the query side of the SPARQL 1.1 Protocol, as a plain ASGI endpoint.

A request is read (`requests`), its format negotiated, answered from the cache or by the engine, and sent: whole when the
answer is small, as a stream when it is not. Everything that goes wrong before the first byte is a problem; after it the
connection breaks, for no text of ours may look like part of an answer.
"""

from __future__ import annotations

import asyncio
from email.utils import format_datetime
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from api import negotiation, results, sandbox
from api.engine import Answer, Engine, Query
from api.engine.errors import EngineError
from api.problems import Problem, engine_problem, respond
from api.requests import METHODS, Asked, ask
from api.results import Form, Format
from api.watch import ClientWatch

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.settings import Settings

RawHeaders = list[tuple[bytes, bytes]]


class Protocol:
    """The endpoint."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = Headers(scope=scope)
        async with ClientWatch(receive):
            try:
                await self._answer(scope, headers, receive, send)
            except Problem as problem:
                response = respond(problem, headers.get("accept"), scope.get("root_path", ""))
                await response(scope, receive, send)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if scope["method"] not in METHODS:
            raise Problem(
                "method-not-allowed", f"{scope['method']} is not answered here", headers={"Allow": ", ".join(METHODS)}
            )
        asked = await ask(scope, headers, receive, self._settings.query_length)
        form = form_of(asked.query)
        chosen, content_type = choose_format(asked.format, headers.get("accept"), form)
        tag = f'W/"{self._engine.key(asked.query, chosen.media_type)}"'
        common = self._headers(asked, chosen, content_type, tag)
        if scope["method"] in ("GET", "HEAD") and negotiation.none_match(headers.get("if-none-match"), tag):
            await send({"type": "http.response.start", "status": 304, "headers": common})
            await send({"type": "http.response.body"})
            return
        try:
            answer = await self._engine.answer(asked.query, chosen.media_type)
        except sandbox.Refused as refused:
            raise Problem(f"{refused.what}-refused", str(refused)) from refused
        except EngineError as error:
            raise engine_problem(error, asked.query.text) from error
        await self._send(answer, common, send)

    def _headers(self, asked: Asked, chosen: Format, content_type: str, tag: str) -> RawHeaders:
        """Return the headers that an answer and a 304 share."""
        release = self._engine.release
        headers = {
            "content-type": content_type,
            "etag": tag,
            "last-modified": format_datetime(release.modified_at, usegmt=True),
            "cache-control": f"public, max-age={self._settings.max_age}",
            "vary": "Accept, Accept-Encoding",
            "link": f'<{release.iri}>; rel="http://www.w3.org/ns/prov#wasDerivedFrom"',
        }
        if asked.format:
            headers["content-disposition"] = f'inline; filename="result.{chosen.names[0]}"'
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]

    async def _send(self, answer: Answer, headers: RawHeaders, send: Send) -> None:
        timing = "cache" if answer.cached else f"engine;dur={answer.cpu * 1000:.1f}"
        headers = [*headers, (b"server-timing", timing.encode())]
        body = answer.body
        if body is None:
            await self._stream(answer, headers, send)
            return
        headers += [(b"content-length", str(len(body)).encode()), (b"x-result-rows", str(answer.rows).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _stream(self, answer: Answer, headers: RawHeaders, send: Send) -> None:
        """Send chunks as they come; when the answer breaks off, end without the last chunk, which closes the connection."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async for chunk in answer.chunks():
                async with asyncio.timeout(self._settings.stall_seconds):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except (EngineError, TimeoutError):
            return
        finally:
            answer.close()


def form_of(query: Query) -> Form:
    """Return the query's form; a text without one goes to the engine as a SELECT, which then says what is wrong."""
    try:
        return sandbox.read(query.text).form or Form.SELECT
    except sandbox.Refused as refused:
        raise Problem(f"{refused.what}-refused", str(refused)) from refused


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
