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

from api.engine.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.engine import Engine
    from api.envelope import Sent
    from api.journal import Journal
    from api.rates import Allowance, Rates

    Headers = Sequence[tuple[bytes, bytes]]

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
        if repeatable(request):
            fields = b"".join(b"%b: %b\r\n" % field for field in sent.headers if field[0] not in ANEW)
            self.keep(request, Ready(release, STATUS_LINE[sent.status] + fields, sent.body, told))

    def keep(self, request: bytes, ready: Ready) -> None:
        """Keep the answer to a request that can come again, if both are of a size to keep."""
        if request in self._ready or len(request) > LONGEST or len(ready.body) > LARGEST:
            return
        self._ready[request] = ready
        self._bytes += len(request) + ready.size
        while self._bytes > CAPACITY:
            self._drop(next(iter(self._ready)))

    def _drop(self, request: bytes) -> None:
        self._bytes -= len(request) + self._ready.pop(request).size

    def answer(self, request: bytes, client: str, common: Headers) -> bytes | None:
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
        return self.write(ready, client, allowance, common)

    def write(
        self, ready: Ready, client: str, allowance: Allowance | None, common: Headers, seconds: float = 0.0
    ) -> bytes:
        """Return an answer with what is different each time, and tell of it."""
        query_id, request_id = self.tell(ready.told, client, seconds)
        fields = [*common, (b"x-query-id", query_id.encode()), (b"x-request-id", request_id.encode())]
        fields += allowance.headers() if allowance is not None else []
        return b"".join((ready.head, *(b"%b: %b\r\n" % field for field in fields), b"\r\n", ready.body))

    def tell(self, told: dict[str, Any], client: str, seconds: float) -> tuple[str, str]:
        """Tell the log of a request; return the names that its query and it get."""
        query_id, request_id = self._name_query(), token_hex(8)
        if self._journal.wanted:
            more = {"request_id": request_id, "query_id": query_id, "ms": round(seconds * 1000, 1)}
            self._journal.tell(told | more, client)
        return query_id, request_id

    def _served(self) -> str:
        try:
            return self._engine.release.digest
        except Unavailable:
            return ""


def repeatable(request: bytes) -> bool:
    """Whether bytes are one whole GET request without a body, whose answer is the same for all who send it."""
    whole = request.startswith(b"GET ") and request.find(END) == len(request) - len(END)
    return whole and b" HTTP/1.1\r\n" in request and OWN.search(request.lower()) is None
