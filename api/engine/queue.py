"""The queries that wait for a worker, in their order, each for a limited time."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from api.engine.errors import Busy, EngineError
from api.engine.exchange import Exchange

if TYPE_CHECKING:
    from api.engine.worker import Request


@dataclass(eq=False, slots=True)
class Waiting:
    """A query that waits, and the exchange in which its answer is expected."""

    request: Request
    seconds: float
    """Wall clock that it may take, waiting included."""
    exchange: Exchange
    timer: asyncio.TimerHandle
    since: float

    def seconds_left(self, now: float) -> float:
        """Return the seconds to run: who waited has waited enough, so half of all at least."""
        return max(self.seconds - (now - self.since), self.seconds / 2)


class Queue:
    """Queries in the order in which they came; each may wait for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: deque[Waiting] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, request: Request, seconds: float) -> Exchange:
        """Let a query wait. Its exchange ends with Busy when its time is over."""
        loop = asyncio.get_running_loop()
        exchange = Exchange()
        timer = loop.call_later(self._seconds, self._leave, exchange, Busy(_too_late(self._seconds)))
        exchange.made_by(partial(self._leave, exchange, EngineError("the query was abandoned")))
        self._waiting.append(Waiting(request, seconds, exchange, timer, loop.time()))
        return exchange

    def take(self) -> Waiting:
        """Return the query that waits longest."""
        first = self._waiting.popleft()
        first.timer.cancel()
        return first

    def _leave(self, exchange: Exchange, error: EngineError) -> None:
        """End the wait of one query."""
        (leaving,) = (waiting for waiting in self._waiting if waiting.exchange is exchange)
        self._waiting.remove(leaving)
        leaving.timer.cancel()
        exchange.finish(error)


def _too_late(seconds: float) -> str:
    return f"no worker was free within {seconds:g} seconds"
