"""How the service and its worker processes talk: framed messages over a socket pair.

A frame is one byte of kind, four bytes of length (big-endian), then the payload. Worker to service: `DATA` bytes of the
answer, then exactly one of `END` (figures) or `ERROR` (JSON: kind, message, line, column); an answer that is small
enough is one frame, `WHOLE` (figures, then its bytes). Service to worker: `ASK` (see `worker.Request`).
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

ASK, DATA, END, WHOLE, ERROR = b"A", b"D", b"E", b"W", b"X"
USUAL = 64 * 1024
"""Bytes that one read takes: nearly every request whole."""
HEADER = struct.Struct(">cI")
FIGURES = struct.Struct(">QQd")
"""Rows, bytes, processor seconds."""
_json = json.JSONEncoder(separators=(",", ":")).encode  # made once: making it costs more than a small frame


def frame(kind: bytes, payload: bytes) -> bytes:
    """Return one frame."""
    return HEADER.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, /, **fields: Any) -> bytes:
    """Return one frame whose payload is a JSON object."""
    return frame(kind, _json(fields).encode())


def receive(sock: socket.socket) -> tuple[bytes, bytes] | None:
    """Wait for one frame on a blocking socket; None when the other side has closed.

    The other side sends the next frame only when this one is answered: what comes belongs to one frame.
    """
    data = sock.recv(USUAL)
    while data:
        if len(data) >= HEADER.size:
            kind, length = HEADER.unpack_from(data)
            if len(data) == HEADER.size + length:
                return kind, data[HEADER.size :]
        more = sock.recv(USUAL)
        data = data + more if more else b""
    return None


class Parser:
    """Frames out of the bytes as they come, in whatever pieces."""

    __slots__ = ("_pending",)

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield every frame that is complete with `data`; keep the rest for the next call."""
        if not self._pending and len(data) >= HEADER.size:
            kind, length = HEADER.unpack_from(data)
            if len(data) == HEADER.size + length:  # as nearly always
                yield kind, data[HEADER.size :]
                return
        self._pending += data
        start, available = 0, len(self._pending)
        while available - start >= HEADER.size:
            kind, length = HEADER.unpack_from(self._pending, start)
            end = start + HEADER.size + length
            if end > available:
                break
            yield kind, bytes(self._pending[start + HEADER.size : end])
            start = end
        del self._pending[:start]
