"""Answers by the bytes of their requests: a request that is the same to the last byte as one before is not read again.

A small query costs the service less than reading its request. So an answer that came from the cache is kept once more,
as it went over the socket; when the same bytes come again, on any connection, and the release is the same, they are
answered there and then. What differs in each answer (date, ids, what is left of a client's requests) is written anew,
and the log and the metrics hear of it as of every other.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.connections import Bounded, Phase
from api.engine.errors import Unavailable
from api.recipes import RAW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.connections import Bounds
    from api.engine import Engine
    from api.middleware import Journal, Sent
    from api.rates import Rates

END = b"\r\n\r\n"
LONGEST = 4_096
"""Bytes of a request that is remembered."""
LARGEST = 64 << 10
"""Bytes of an answer that is."""
CAPACITY = 8 << 20
"""Bytes of all of them, requests included."""
ANEW = {b"x-query-id", b"x-request-id", b"ratelimit", b"ratelimit-policy"}
"""Fields that are different in each answer."""
OWN = re.compile(
    rb"\r\n(?:(?:x-request-id|x-forwarded-[a-z]+|expect|upgrade|content-length|transfer-encoding):"
    rb"|connection:(?! *keep-alive\r))"
)
"""Fields of requests whose answers are nobody else's, or after which more is to come; in lower case."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it is sent, but for what is different each time."""

    release: str
    """The digest of the release for which it holds."""
    head: bytes
    body: bytes
    told: dict[str, Any]
    """What the log tells of the request."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.head) + len(self.body)


class Shortcuts:
    """The answers of one service, bounded in bytes; the least recently used one goes first."""

    def __init__(self, engine: Engine, rates: Rates, journal: Journal, name_query: Callable[[], str]) -> None:
        self._engine, self._rates, self._journal, self._name_query = engine, rates, journal, name_query
        self._ready: OrderedDict[bytes, Ready] = OrderedDict()
        self._bytes = 0

    def put(self, request: bytes, release: str, sent: Sent, told: dict[str, Any]) -> None:
        """Keep an answer, if its request can come again and both are of a size to keep."""
        if request in self._ready or len(request) > LONGEST or len(sent.body) > LARGEST or not repeatable(request):
            return
        fields = b"".join(b"%b: %b\r\n" % field for field in sent.headers if field[0] not in ANEW)
        ready = self._ready[request] = Ready(release, STATUS_LINE[sent.status] + fields, sent.body, told)
        self._bytes += len(request) + ready.size
        while self._bytes > CAPACITY:
            self._drop(next(iter(self._ready)))

    def _drop(self, request: bytes) -> None:
        self._bytes -= len(request) + self._ready.pop(request).size

    def answer(self, request: bytes, client: str, common: Sequence[tuple[bytes, bytes]]) -> bytes | None:
        """Return the whole answer to a request; None where it must be read.

        `common` are the fields that the server adds to all answers.
        """
        ready = self._ready.get(request)
        if ready is None:
            return None
        if ready.release != self._served():
            self._drop(request)
            return None
        allowance = self._rates.take(client)
        if allowance is not None and allowance.exceeded:
            return None
        self._ready.move_to_end(request)
        self._engine.cache.hits += 1
        query_id, request_id = self._name_query(), token_hex(8)
        fields = [*common, (b"x-query-id", query_id.encode()), (b"x-request-id", request_id.encode())]
        fields += allowance.headers() if allowance is not None else []
        if self._journal.wanted:
            self._journal.tell({**ready.told, "request_id": request_id, "query_id": query_id, "ms": 0.0}, client)
        return b"".join((ready.head, *(b"%b: %b\r\n" % field for field in fields), b"\r\n", ready.body))

    def _served(self) -> str:
        try:
            return self._engine.release.digest
        except Unavailable:
            return ""


def repeatable(request: bytes) -> bool:
    """Whether bytes are one whole GET request without a body, whose answer is the same for all who send it."""
    whole = request.startswith(b"GET ") and request.find(END) == len(request) - len(END)
    return whole and b" HTTP/1.1\r\n" in request and OWN.search(request.lower()) is None


class Repeating(Bounded):
    """The protocol of a connection that knows shortcuts."""

    def __init__(self, shortcuts: Shortcuts, bounds: Bounds, *arguments: Any, **named: Any) -> None:
        super().__init__(bounds, *arguments, **named)
        self._shortcuts = shortcuts
        self._bytes_read = b""

    def data_received(self, data: bytes) -> None:
        """Answer a request that came before; read any other one.

        Only between requests: what comes in the middle of one is part of it, whatever it looks like.
        """
        if not self._between():
            super().data_received(data)
            return
        answer = self._shortcuts.answer(data, self.client[0] if self.client else "", self.server_state.default_headers)
        if answer is not None:
            self._set_deadline(None)
            self.transport.write(answer)
            self.on_response_complete()
            return
        self._bytes_read = data
        super().data_received(data)
        self._bytes_read = b""

    def _between(self) -> bool:
        """Whether nothing of a request has come and all answers are written."""
        answered = self.cycle is None or self.cycle.response_complete
        closing = self._refused or self.transport.is_closing() or self.flow.write_paused
        return self._phase is Phase.NOTHING and answered and not self.pipeline and not closing

    def on_message_begin(self) -> None:
        """Show the app the bytes of its request, where there is but one in what was read."""
        super().on_message_begin()
        self.scope["state"][RAW] = self._bytes_read
        self._bytes_read = b""
