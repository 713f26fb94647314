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
        """How many rows a piece of the output holds; None: the writer sets `rows`."""
        self.reason: AnswerTooLarge | None = None
        """Why `write` raised: the engine hides the exception of a file behind one of its own."""

    @property
    def file(self) -> IO[bytes]:
        """The sink as the type that the engine's methods name; they call only `write` and `flush`."""
        return cast("IO[bytes]", self)

    def write(self, data: bytes) -> int:
        """Take a piece of the answer.

        Raises AnswerTooLarge past the limit of bytes, and past that of rows before the piece with them is sent.
        """
        size = len(data)
        self.bytes += size
        self._size += size
        self._chunks.append(bytes(data))
        if self.bytes_limit and self.bytes > self.bytes_limit:
            self._refuse(f"the answer is larger than {self.bytes_limit} bytes")
        if self._size >= CHUNK or time.monotonic() - self._sent_at > PATIENCE:
            self._sock.sendall(wire.frame(wire.DATA, self._taken()))
            self._sent_at = time.monotonic()
        return size

    def flush(self) -> None:
        """Do nothing: what is not yet sent goes with the next chunk or with END."""

    def close(self, cpu: float) -> None:
        """Send what is left and say that the answer is complete; `cpu` are the processor seconds that it took.

        Raises AnswerTooLarge where what is left has too many rows.
        """
        whole = self.bytes == self._size
        data = self._taken()
        figures = wire.FIGURES.pack(self.rows, self.bytes, cpu)
        if whole:
            self._sock.sendall(wire.frame(wire.WHOLE, figures + data))
        else:
            self._sock.sendall((wire.frame(wire.DATA, data) if data else b"") + wire.frame(wire.END, figures))

    def _taken(self) -> bytes:
        """Return what is to be sent, with its rows counted."""
        data = b"".join(self._chunks)
        self._chunks.clear()
        self._size = 0
        if self.count is not None:
            self.rows += self.count(data)
        if self._rows_limit and self.rows > self._rows_limit:
            self._refuse(f"the answer has more than {self._rows_limit} rows")
        return data

    def _refuse(self, message: str) -> None:
        self.reason = AnswerTooLarge(message)
        raise self.reason
