"""A small HTTP/1.1 client over one kept-alive connection: the same few steps for every server, timed."""

from __future__ import annotations

import contextlib
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote, urlencode


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
        self._buffer = b""

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
        head = self._until(b"\r\n\r\n")
        first = time.perf_counter() - began
        body = self._body(head.lower())
        return Answer(int(head[9:12]), body, first, time.perf_counter() - began)

    def _body(self, head: bytes) -> bytes:
        if b"transfer-encoding: chunked" in head:
            return self._chunks()
        if b"content-length:" in head:
            return self._exactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        pieces = [self._buffer]  # an answer that ends with the connection
        with contextlib.suppress(ConnectionError):
            while True:
                self._buffer = b""
                self._more()
                pieces.append(self._buffer)
        return b"".join(pieces)

    def _chunks(self) -> bytes:
        pieces: list[bytes] = []
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            pieces.append(self._exactly(size))
            self._exactly(2)
        self._until(b"\r\n")
        return b"".join(pieces)

    def _until(self, mark: bytes) -> bytes:
        while (at := self._buffer.find(mark)) < 0:
            self._more()
        found, self._buffer = self._buffer[: at + len(mark)], self._buffer[at + len(mark) :]
        return found

    def _exactly(self, size: int) -> bytes:
        if len(self._buffer) >= size:
            found, self._buffer = self._buffer[:size], self._buffer[size:]
            return found
        pieces, missing = [self._buffer], size - len(self._buffer)
        while missing > 0:
            self._buffer = b""
            self._more()
            pieces.append(self._buffer[:missing])
            missing -= len(pieces[-1])
            self._buffer = self._buffer[len(pieces[-1]) :]
        return b"".join(pieces)

    def _more(self) -> None:
        # acknowledge at once: some servers wait for it before they send the rest of an answer, 40 ms at a time
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        got = self._socket.recv(1 << 18)
        if not got:
            raise ConnectionError("the server closed the connection")
        self._buffer += got


def get(path: str, accept: str, **fields: str) -> bytes:
    """Return a GET request."""
    whole = f"{path}?{urlencode(fields, quote_via=quote)}" if fields else path
    return f"GET {whole} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nConnection: keep-alive\r\n\r\n".encode()


def post(path: str, accept: str, body: bytes, media_type: str) -> bytes:
    """Return a POST request."""
    lines = (f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", f"Content-Type: {media_type}")
    return ("\r\n".join(lines) + f"\r\nContent-Length: {len(body)}\r\nConnection: keep-alive\r\n\r\n").encode() + body
