"""The short way of a small query: from the bytes of its request to those of its answer, without the app between.

What the app would do costs several times what a small query does. So a request that differs from an earlier one in
nothing but its query (`manners`) is begun by the connection that read it, and answered in one piece when all of the
answer comes at once. Whatever turns out otherwise, slow, large, wrong or refused, goes the ordinary way, and takes
along what has begun.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api import sandbox
from api.engine import Query
from api.engine.cache import Kept
from api.engine.errors import Unavailable
from api.manners import Manners, split
from api.requests import unquoted
from api.sending import SMALL
from api.shortcuts import Ready

if TYPE_CHECKING:
    from api.engine import Engine
    from api.engine.exchange import Exchange
    from api.envelope import Sent
    from api.manners import Manner
    from api.rates import Allowance, Rates
    from api.requests import Asked
    from api.sandbox import Reading
    from api.sending import Outline
    from api.settings import Settings
    from api.shortcuts import Headers, Shortcuts

ONE_PIECE = 256 << 10
"""Bytes of an answer that is written at once."""
RAW, BEGUN, ANSWERED = "raw_request", "begun", "answered"
"""In the state of a request: its bytes as they came; what of it has begun; how it was answered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How a query was answered that went the ordinary way."""

    release: str
    """The digest of the release."""
    asked: Asked
    outline: Outline
    kept: bool
    """Whether the answer was there before: here, or at the client."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A request of which only the answer is missing."""

    request: bytes
    manner: Manner
    query: Query
    reading: Reading
    key: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A request that is counted, and its query, if a worker was free for it."""

    understood: Understood
    allowance: Allowance | None
    exchange: Exchange | None
    at: float
    """Seconds of the performance counter."""


class Express:
    """The short way into one service."""

    def __init__(self, engine: Engine, rates: Rates, shortcuts: Shortcuts, settings: Settings) -> None:
        self._engine, self._rates, self._shortcuts = engine, rates, shortcuts
        self._longest, self._logs_query = settings.query_length, settings.log_queries
        self._manners = Manners()

    def learn(self, state: dict[str, Any], sent: Sent, told: dict[str, Any]) -> None:
        """Learn from an answer that went the ordinary way; `told` is what the log has of it."""
        answered: Answered | None = state.get(ANSWERED)
        request: bytes = state.get(RAW, b"")
        if answered is None or not request:
            return
        if answered.kept:
            self._shortcuts.put(request, answered.release, sent, told)
        self._manners.learn(request, answered.release, answered.asked.query, answered.outline, sent)

    def begin(self, request: bytes, client: str, common: Headers) -> Begun | bytes | None:
        """Begin to answer a request, or answer it where the answer is kept; None for one that must be read first.

        `common` are the fields that the server adds to all answers.
        """
        understood = self._understood(request, client)
        if understood is None:
            return None
        at, allowance, exchange = time.perf_counter(), self._rates.take(client), None
        if allowance is None or not allowance.exceeded:
            kept = self._engine.cache.get(understood.key)
            if kept is not None and self._fits(kept, understood):
                ready = self._ready(understood, kept, cached=True)
                self._shortcuts.keep(request, ready)
                return self._shortcuts.write(ready, client, allowance, common)
            if kept is None:
                exchange = self._engine.begin(understood.query, understood.manner.media_type)
        return Begun(understood, allowance, exchange, at)

    def finish(self, begun: Begun, common: Headers) -> bytes | None:
        """Return the answer to a query that has said something; None where the ordinary way has to go on."""
        exchange, understood = begun.exchange, begun.understood
        body = exchange.whole() if exchange is not None else None
        if exchange is None or body is None or exchange.figures is None:
            return None
        kept = Kept(body, exchange.figures)
        self._engine.cache.put(understood.key, kept)
        if not self._fits(kept, understood):
            return None
        ready, seconds = self._ready(understood, kept, cached=False), time.perf_counter() - begun.at
        return self._shortcuts.write(ready, understood.query.client or "", begun.allowance, common, seconds)

    def abandon(self, begun: Begun) -> None:
        """Stop a query whose client has gone."""
        if begun.exchange is not None:
            begun.exchange.listener = None
            begun.exchange.cancel()
        told = self._told(begun.understood, status=0, bytes=0, outcome="broken")
        self._shortcuts.tell(told, begun.understood.query.client or "", time.perf_counter() - begun.at)

    def _understood(self, request: bytes, client: str) -> Understood | None:
        parts = split(request)
        if parts is None:
            return None
        try:
            text = unquoted(parts[1])
            reading = sandbox.read(text)
            release = self._engine.release.digest
        except (UnicodeDecodeError, sandbox.Refused, Unavailable):
            return None  # the ordinary way says what is wrong
        manner = self._manners.get(parts[0], reading.form)
        if manner is None or manner.release != release or len(text) > self._longest:
            return None
        like = manner.query
        query = Query(text, like.default_graphs, like.named_graphs, like.base, client)
        return Understood(request, manner, query, reading, self._engine.key(query, manner.media_type))

    def _fits(self, kept: Kept, understood: Understood) -> bool:
        """Whether an answer is sent in one piece and as it is."""
        return len(kept.body) < (SMALL if understood.manner.compresses else ONE_PIECE)

    def _ready(self, understood: Understood, kept: Kept, *, cached: bool) -> Ready:
        timing = b'cache;desc="kept answer"' if cached else b"engine;dur=%.1f" % (kept.figures.cpu * 1000)
        head = b'%betag: W/"%b"\r\nserver-timing: %b\r\ncontent-length: %d\r\nx-result-rows: %d\r\n' % (
            understood.manner.head,
            understood.key.encode(),
            timing,
            len(kept.body),
            kept.figures.rows,
        )
        told = self._told(understood, status=200, bytes=len(kept.body), outcome="complete")
        told |= {"rows": kept.figures.rows, "cached": cached}
        return Ready(understood.manner.release, head, kept.body, told)

    def _told(self, understood: Understood, **more: object) -> dict[str, Any]:
        """Return what the log tells of a query, as of one that goes the ordinary way."""
        reading = understood.reading
        told = {"method": "GET", "route": "/sparql", "form": str(reading.form).lower(), **more}
        told["query_hash"] = reading.digest[:16]
        return told | ({"query": understood.query.text} if self._logs_query else {})
