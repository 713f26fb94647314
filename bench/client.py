"""A small HTTP/1.1 client over one kept-alive connection: the same few steps for every server, timed."""

from __future__ import annotations

import io
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from typing_extensions import Buffer


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: seconds count from when the request was sent."""

    status: int
    body: bytes
    first: float
    """Until the first byte came."""
    whole: float
    """Until the last byte came."""


class Client:
    """One connection to a server on this machine."""

    def __init__(self, port: int, timeout: float = 60.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = io.BufferedReader(_Acknowledging(self._socket), 1 << 18)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> Answer:
        """Send a request as `get` or `post` made it, and read the answer.

        Raises ConnectionError when the server closes before the end, ValueError for what is not HTTP.
        """
        began = time.perf_counter()
        self._socket.sendall(request)
        lines = [self._line()]
        first = time.perf_counter() - began
        while lines[-1] != b"\r\n":
            lines.append(self._line())
        head = b"".join(lines)
        body = self._body(head.lower())
        return Answer(int(head[9:12]), body, first, time.perf_counter() - began)

    def _body(self, head: bytes) -> bytes:
        if b"transfer-encoding: chunked" in head:
            return self._chunks()
        if b"content-length:" in head:
            return self._exactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return self._reader.read()  # an answer that ends with the connection

    def _chunks(self) -> bytes:
        pieces: list[bytes] = []
        while size := int(self._line().split(b";")[0], 16):
            pieces.append(self._exactly(size))
            self._exactly(2)
        self._line()
        return b"".join(pieces)

    def _line(self) -> bytes:
        line = self._reader.readline()
        if not line.endswith(b"\n"):
            raise ConnectionError("the server closed the connection")
        return line

    def _exactly(self, size: int) -> bytes:
        found = self._reader.read(size)
        if len(found) < size:
            raise ConnectionError("the server closed the connection")
        return found


class _Acknowledging(io.RawIOBase):
    """A socket that is read, and acknowledges each packet at once.

    Some servers wait for that before they send the rest of an answer, 40 ms at a time.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Read what has come."""
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return self._connection.recv_into(buffer)


def get(path: str, accept: str, **fields: str) -> bytes:
    """Return a GET request."""
    whole = f"{path}?{urlencode(fields, quote_via=quote)}" if fields else path
    return f"GET {whole} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nConnection: keep-alive\r\n\r\n".encode()


def post(path: str, accept: str, body: bytes, media_type: str) -> bytes:
    """Return a POST request."""
    lines = (f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", f"Content-Type: {media_type}")
    return ("\r\n".join(lines) + f"\r\nContent-Length: {len(body)}\r\nConnection: keep-alive\r\n\r\n").encode() + body
