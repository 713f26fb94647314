"""How an answer ends whose length was not said before it: with trailer fields, in chunks, or with its connection.

uvicorn ends each such answer with an empty chunk. A client that sends `TE: trailers` is offered the ASGI extension
`http.response.trailers` besides: fields after that chunk (RFC 9110, 6.5; RFC 9112, 7.1.2). A client of HTTP/1.0 is sent
no chunks (RFC 9112, 6.1): the end of the connection ends its answer, and one that breaks off resets the connection.
"""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

TRAILERS = "http.response.trailers"
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends a reset."""


def takes_trailers(te: bytes) -> bool:
    """Whether a TE field says that trailer fields are not thrown away (RFC 9110, 10.1.4).

    >>> takes_trailers(b"deflate;q=0.5, Trailers"), takes_trailers(b"gzip")
    (True, False)
    """
    return any(coding.partition(b";")[0].strip().lower() == b"trailers" for coding in te.split(b","))


def framed(app: Any, cycle: RequestResponseCycle) -> Any:
    """Return the app as the request of a cycle wants its answer framed."""
    if TRAILERS in cycle.scope.get("extensions", ()):
        return WithTrailers(app, cycle)
    return WithoutChunks(app, cycle) if cycle.scope["http_version"] == "1.0" else app


class WithTrailers:
    """An app whose answers may end with trailer fields."""

    def __init__(self, app: Any, cycle: RequestResponseCycle) -> None:
        self._app, self._cycle, self._send = app, cycle, cycle.send
        self._awaited = False

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, self._sending)

    async def _sending(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._awaited = message.get("trailers", False)
        elif message["type"] == TRAILERS:
            message = self._last(message["headers"])
        elif self._awaited and not message.get("more_body"):
            message = {**message, "more_body": True}
        await self._send(message)

    def _last(self, fields: list[tuple[bytes, bytes]]) -> Any:
        """Return the last chunk with the fields, as a piece of body that the cycle sends as it is."""
        if not self._cycle.chunked_encoding:
            return {"type": "http.response.body"}
        last = b"0\r\n" + b"".join(b"%b: %b\r\n" % field for field in fields) + b"\r\n"
        self._cycle.chunked_encoding, self._cycle.expected_content_length = False, len(last)
        return {"type": "http.response.body", "body": last}


class WithoutChunks:
    """An app whose answers of unknown length end with the connection."""

    def __init__(self, app: Any, cycle: RequestResponseCycle) -> None:
        self._app, self._cycle, self._send = app, cycle, cycle.send
        self._open = False

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """Answer one request; nothing but a reset tells a client that its answer is not whole."""
        try:
            await self._app(scope, receive, self._sending)
        finally:
            if self._open and not self._cycle.response_complete:
                linger = self._cycle.transport.get_extra_info("socket")
                linger.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                self._cycle.transport.abort()

    async def _sending(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._open = all(name.lower() != b"content-length" for name, _ in message.get("headers", ()))
            if self._open:
                self._cycle.chunked_encoding = False
        elif self._open:
            self._cycle.expected_content_length = len(message.get("body", b""))
        await self._send(message)
