"""The service's end of one worker process: gives it a query, passes on what it says, and kills it at the deadline.

A worker runs one query at a time. It is killed (SIGKILL, the only stop the engine knows) when the query's wall clock
ends or nobody waits for the answer. One that turns out to be slow gives up its place in the pool, one that goes on for
long its priority.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from typing import TYPE_CHECKING, cast

from api.engine import errors, wire
from api.engine.errors import (
    BadQuery,
    DeadlineExceeded,
    EngineError,
    MemoryExceeded,
    WorkerLost,
)
from api.engine.exchange import Exchange, Figures
from api.engine.nursery import kill
from api.engine.worker import UNREADABLE

if TYPE_CHECKING:
    from api.engine.pool import Pool
    from api.engine.worker import Request

SLOW = 0.05
"""Seconds after which a query is slow if it worked for half of them: another worker takes its place."""
WAITING = 4 * SLOW
"""Seconds after which it is slow even if it did nothing but wait, for its disk, its client or a busy machine."""
GREEDY = 0.5
"""Processor seconds after which a slow query is greedy: it goes on at the lowest priority, which cannot be taken back.

Not of the wall clock: on a busy machine every query takes long, and a worker is dear to replace."""
RELOADING = "the release is being loaded again"


class Worker(asyncio.Protocol):
    """The service's end of one worker process."""

    def __init__(self, pid: int, pool: Pool) -> None:
        self.pid, self._pool = pid, pool
        self._parser = wire.Parser()
        self._started = self._seconds = self._spent = 0.0
        self._exchange: Exchange | None = None
        self._transport: asyncio.Transport | None = None
        self.slow = self.greedy = False
        self.served = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one without being derived from it

    def ask(self, request: Request, seconds: float, exchange: Exchange) -> None:
        """Give the worker a query, whose answer is expected in an exchange."""
        assert self._transport is not None
        self._exchange = exchange
        exchange.made_by(self.abandon, self._pause)
        self._started, self._seconds = asyncio.get_running_loop().time(), seconds
        self._spent = processor_time(self.pid)
        self._pool.ticker.add(self)
        self._transport.write(request.frame())

    def data_received(self, data: bytes) -> None:
        """Pass on what the worker says."""
        if self._exchange is None:
            return  # it has been killed: what it still had to say is nobody's
        for kind, payload in self._parser.feed(data):
            if kind == wire.DATA:
                self._exchange.put(payload)
            elif kind == wire.ERROR:
                self._done(error_of(**json.loads(payload)))
            else:
                figures = Figures(*wire.FIGURES.unpack_from(payload))
                self._done(figures, payload[wire.FIGURES.size :])

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio calls it so
        """See to a worker that has died by itself; a killed or retired one is no longer the pool's."""
        self._pool.lost(self)

    def abandon(self) -> None:
        """Stop the query: nobody waits for its answer."""
        self._kill(EngineError("the query was abandoned"))

    def end(self, outcome: Exception) -> None:
        """End the exchange of a dead worker."""
        exchange, self._exchange = self._exchange, None
        self._pool.ticker.remove(self)
        if exchange is not None:
            exchange.finish(outcome)

    def tick(self, now: float) -> None:
        """Kill the query at its deadline; let a slow one yield to others."""
        if now - self._started >= self._seconds:
            self._kill(DeadlineExceeded(f"the query did not end within {self._seconds:g} seconds"))
        elif now - self._started >= SLOW and not self.slow and self._is_slow(now - self._started):
            self.slow = True
            self._pool.replenish()
        elif self.slow and not self.greedy and processor_time(self.pid) - self._spent >= GREEDY:
            self._yield_to_others()

    def _is_slow(self, passed: float) -> bool:
        """Whether the query is slow, not only short of a processor: one more process would make that worse."""
        return passed >= WAITING or processor_time(self.pid) - self._spent >= SLOW / 2

    def kill(self) -> None:
        """SIGKILL the process. Its socket closes when its memory is given back, and only then it is reaped."""
        kill(self.pid)
        self._pause(False)

    def hang_up(self) -> None:
        """Close our end, whatever the process does."""
        if self._transport is not None:
            self._transport.abort()

    def _done(self, outcome: Figures | Exception, rest: bytes = b"") -> None:
        exchange, self._exchange = self._exchange, None
        self._pool.ticker.remove(self)
        self.served += 1
        self._pause(False)
        self._pool.give_back(self)
        if exchange is not None:
            exchange.finish(outcome, rest)

    def _kill(self, error: Exception) -> None:
        self._pool.killed(self)
        self.end(error)

    def _yield_to_others(self) -> None:
        self.greedy = True
        with contextlib.suppress(OSError):  # it may be dead already
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def _pause(self, paused: bool) -> None:
        assert self._transport is not None
        if self._transport.is_closing():
            return
        if paused:
            self._transport.pause_reading()
        elif not self._transport.is_reading():
            self._transport.resume_reading()


def processor_time(pid: int) -> float:
    """Return the processor seconds of another process; 0 where the kernel does not tell."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the clock's number as clock_getcpuclockid(3) makes it
    except OSError:
        return 0.0


def error_of(kind: str, message: str, **place: int) -> EngineError:
    """Return the error that a worker reported; what it has no name for is `EngineError` (a fault of ours)."""
    if kind == BadQuery.__name__:
        return BadQuery(message, **place)
    known = getattr(errors, kind, None)
    if isinstance(known, type) and issubclass(known, EngineError):
        return known(message)
    return EngineError(f"{kind}: {message}")


def cause_of_death(status: int) -> EngineError:
    """Say why a worker ended, from its wait status."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    match number:
        case signal.SIGABRT:
            return MemoryExceeded("the query asked for more memory than one query may have")
        case signal.SIGXCPU:
            return DeadlineExceeded("the query used all of its processor time")
        case signal.SIGSEGV:
            return BadQuery("the query is nested more deeply than the engine can follow")
        case _ if cannot_open(status):
            return WorkerLost(RELOADING)
        case _:
            return WorkerLost(f"the worker ended with status {status} in the middle of the query")


def cannot_open(status: int) -> bool:
    """Whether a worker ended because the store or the index of its release is gone or damaged."""
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == UNREADABLE
