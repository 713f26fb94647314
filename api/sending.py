"""The last step of an answer: its headers, and its bytes whole or as a stream, compressed where that pays."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from starlette_compress import CompressMiddleware

from api import plain
from api.engine.errors import EngineError
from api.framing import TRAILERS
from api.negotiation import none_match

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.engine import Answer, ReleaseInfo
    from api.results import Format

RawHeaders = list[tuple[bytes, bytes]]
Deliver = Callable[["Send"], Awaitable[None]]
PROVENANCE = "http://www.w3.org/ns/prov#wasDerivedFrom"
PLAIN = re.compile(rb"\s*(?:identity)?\s*")
"""An Accept-Encoding that asks for no compression."""
ANNOUNCED = (b"trailer", b"server-timing, x-result-rows")
SMALL = 500
"""Bytes below which an answer is not compressed."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What of an answer is known before the query runs."""

    form: Format
    content_type: str
    tag: str
    named: bool
    """Whether the format was named in the URL: then the answer gets a file name."""
    frame: tuple[bytes, bytes] = (b"", b"")
    """What stands before and after the engine's output: a page around a table, nothing around data."""


class Sending:
    """Sends answers of one service."""

    def __init__(self, max_age: int, stall_seconds: float, vary: str = "Accept, Accept-Encoding") -> None:
        self._max_age, self._stall_seconds = max_age, stall_seconds
        self._vary = vary.encode()
        self._shared: tuple[str, RawHeaders] = ("", [])
        self._compressed = CompressMiddleware(_deliver, minimum_size=SMALL)

    def headers(self, outline: Outline, release: ReleaseInfo, query_id: str) -> RawHeaders:
        """Return the headers that an answer and a 304 share."""
        headers = [
            (b"content-type", outline.content_type.encode()),
            (b"etag", outline.tag.encode()),
            (b"x-query-id", query_id.encode()),
            *self._of_release(release),
        ]
        if outline.named:
            headers.append((b"content-disposition", f'inline; filename="result.{outline.form.names[0]}"'.encode()))
        return headers

    def _of_release(self, release: ReleaseInfo) -> RawHeaders:
        """Return the headers that all answers from a release share."""
        if self._shared[0] != release.digest:
            self._shared = (
                release.digest,
                [
                    (b"last-modified", format_datetime(release.modified_at, usegmt=True).encode()),
                    (b"cache-control", f"public, max-age={self._max_age}".encode()),
                    (b"vary", self._vary),
                    (b"link", f'<{release.iri}>; rel="{PROVENANCE}"'.encode("ascii", "replace")),
                ],
            )
        return self._shared[1]

    def holds(self, headers: Mapping[str, str], outline: Outline, release: ReleaseInfo) -> bool:
        """Whether the client holds the answer: by its tag, or, if it names none, by the date that it was given.

        By that date alone, not by a later one: the release before this one may be the younger of the two.
        """
        if (held := headers.get("if-none-match")) is not None:
            return none_match(held, outline.tag)
        since = headers.get("if-modified-since")
        return since is not None and (b"last-modified", since.encode("latin-1")) in self._of_release(release)

    async def not_modified(self, headers: RawHeaders, send: Send, told: dict[str, Any]) -> None:
        """Say that what the client holds is still right."""
        told["outcome"] = "not-modified"
        headers = [*headers, (b"server-timing", b'held;desc="what the client holds"')]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body"})

    async def answer(
        self, answer: Answer, outline: Outline, headers: RawHeaders, told: dict[str, Any], scope: Scope, send: Send
    ) -> None:
        """Send an answer; `told` gets what the log says of it."""
        if answer.body is not None:
            body = outline.frame[0] + answer.body + outline.frame[1] if outline.frame[0] else answer.body
            told.update(outcome="complete", rows=answer.rows, cached=answer.cached)
            await self._whole(body, headers + figures(answer, len(body)), scope, send)
            return

        begun = f'engine;desc="until the first byte";dur={(time.perf_counter() - answer.started) * 1000:.1f}'
        headers = [*headers, (b"server-timing", begun.encode())]
        trailing = TRAILERS in scope.get("extensions", ())
        if trailing:
            headers.append(ANNOUNCED)

        async def deliver(send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": headers, "trailers": trailing})
            try:
                await self._stream(answer, outline.frame, send)
            except (EngineError, TimeoutError) as error:
                told["cause"] = str(error) or "the client took nothing of its answer"
            else:
                if trailing:
                    await send({"type": TRAILERS, "headers": last_figures(answer)})
                told.update(outcome="complete", rows=answer.rows, cached=False)

        await self._through_compression(deliver, scope, send)

    async def _whole(self, body: bytes, headers: RawHeaders, scope: Scope, send: Send) -> None:
        async def deliver(send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        if len(body) < SMALL:
            await deliver(send)
        else:
            await self._through_compression(deliver, scope, send)

    async def _through_compression(self, deliver: Deliver, scope: Scope, send: Send) -> None:
        if any(name == b"accept-encoding" and not PLAIN.fullmatch(value) for name, value in scope["headers"]):
            scope["state"]["deliver"] = deliver
            await self._compressed(scope, _nothing_more, send)
        else:
            await deliver(send)

    async def _stream(self, answer: Answer, frame: tuple[bytes, bytes], send: Send) -> None:
        """Send chunks as they come.

        An answer that breaks off ends without its last chunk, at which the server closes the connection. Raises the
        EngineError that broke it, TimeoutError where its client takes nothing of it.
        """
        async for chunk in framed(answer.chunks(), frame):
            async with asyncio.timeout(self._stall_seconds):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def figures(answer: Answer, size: int) -> RawHeaders:
    """Return the headers that only a whole answer has."""
    return [(b"content-length", str(size).encode()), *last_figures(answer)]


def last_figures(answer: Answer) -> RawHeaders:
    """Return what is known of an answer at its end: header fields of a whole one, trailer fields of a stream."""
    timing = 'cache;desc="kept answer"' if answer.cached else f"engine;dur={answer.cpu * 1000:.1f}"
    return [(b"server-timing", timing.encode()), (b"x-result-rows", str(answer.rows).encode())]


async def _deliver(scope: Scope, _receive: Receive, send: Send) -> None:
    deliver: Deliver = scope["state"]["deliver"]
    await deliver(send)


async def _nothing_more() -> dict[str, str]:
    """Stand in for `receive` where the request has been read already."""
    return {"type": "http.disconnect"}


def frame_of(form: Format, query: str, root: str) -> tuple[bytes, bytes]:
    """Return the page around a table; nothing for a format of data."""
    return plain.frame("Results", query, root) if form.names[0] == "html" else (b"", b"")


async def framed(chunks: AsyncIterator[bytes], frame: tuple[bytes, bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks between the two parts of the frame."""
    if frame[0]:
        yield frame[0]
    async for chunk in chunks:
        yield chunk
    if frame[1]:
        yield frame[1]
