"""Where a worker writes an answer: a file object that frames, counts and limits what passes through it.

Writing blocks while the service does not read: that is the back-pressure which keeps memory constant on both sides.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import IO, cast

from api.engine import wire
from api.engine.errors import AnswerTooLarge

CHUNK = 32 * 1024
PATIENCE = 0.02
"""Seconds after which a part of a chunk is sent as it is, so that a slow query shows its first rows."""


class Sink:
    """A binary file for `serialize(...)`: sends DATA frames of about 32 KiB, then one END, or all in one WHOLE."""

    __slots__ = (
        "_chunks",
        "_rows_limit",
        "_sent_at",
        "_size",
        "_sock",
        "bytes",
        "bytes_limit",
        "count",
        "reason",
        "rows",
    )

    def __init__(self, sock: socket.socket, rows_limit: int, bytes_limit: int) -> None:
        self._sock, self._rows_limit, self.bytes_limit = sock, rows_limit, bytes_limit
        self._chunks: list[bytes] = []
        self._size = 0
        self._sent_at = time.monotonic()
        self.bytes = 0
        self.rows: int = 0
        self.count: Callable[[bytes], int] | None = None
        """How many rows a piece of the output holds; None: the writer counts by `row`."""
        self.reason: AnswerTooLarge | None = None
        """Why `write` raised: the engine hides the exception of a file behind one of its own."""

    @property
    def file(self) -> IO[bytes]:
        """The sink as the type that the engine's methods name; they call only `write` and `flush`."""
        return cast("IO[bytes]", self)

    def write(self, data: bytes) -> int:
        """Take a piece of the answer.

        Raises AnswerTooLarge past the limit of rows or bytes.
        """
        self.bytes += len(data)
        self._size += len(data)
        self._chunks.append(bytes(data))
        if self.count is not None:
            self.rows += self.count(data)
        if self.bytes_limit and self.bytes > self.bytes_limit:
            self._refuse(f"the answer is larger than {self.bytes_limit} bytes")
        self.check_rows()
        if self._size >= CHUNK or time.monotonic() - self._sent_at > PATIENCE:
            self._send(b"")
        return len(data)

    def row(self) -> None:
        """Count one row."""
        self.rows += 1
        self.check_rows()

    def check_rows(self) -> None:
        """Raise AnswerTooLarge past the limit of rows."""
        if self._rows_limit and self.rows > self._rows_limit:
            self._refuse(f"the answer has more than {self._rows_limit} rows")

    def flush(self) -> None:
        """Do nothing: what is not yet sent goes with the next chunk or with END."""

    def close(self, cpu: float) -> None:
        """Send what is left and say that the answer is complete; `cpu` are the processor seconds that it took."""
        figures = wire.FIGURES.pack(self.rows, self.bytes, cpu)
        if self.bytes == self._size:
            self._sock.sendall(wire.frame(wire.WHOLE, figures + b"".join(self._chunks)))
        else:
            self._send(wire.frame(wire.END, figures))

    def _send(self, last: bytes) -> None:
        data = b"".join(self._chunks)
        self._sock.sendall((wire.frame(wire.DATA, data) if data else b"") + last)
        self._chunks.clear()
        self._size = 0
        self._sent_at = time.monotonic()

    def _refuse(self, message: str) -> None:
        self.reason = AnswerTooLarge(message)
        raise self.reason
