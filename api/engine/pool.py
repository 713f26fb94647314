"""A pool of worker processes over one release: hand out, watch, kill at the deadline, replace.

A worker runs one query at a time. It is killed (SIGKILL, the only stop the engine knows) when the query's wall clock
ends or nobody waits for the answer, and another one stands in its place in the time of a fork. A query that turns out
to be slow gives up its place, and one that goes on for long its priority: it runs beside the `workers` places that
short queries share, up to `Limits.concurrent` processes in all. So eight hostile queries do not keep an ASK waiting.

A new worker is slow at first: it shares the loaded graph with its parent, and copies each page of it that it reads. So
one that has answered is worth keeping, and when there are too many, those that have read the least end.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, cast

from api.engine import errors, wire
from api.engine.errors import (
    BadQuery,
    Busy,
    DeadlineExceeded,
    EngineError,
    MemoryExceeded,
    WorkerLost,
)
from api.engine.exchange import Exchange, Figures
from api.engine.limits import Limits
from api.engine.nursery import Nursery, kill
from api.engine.release import ReleaseInfo
from api.engine.worker import Request
from api.ticker import Ticker

SLOW = 0.05
"""Seconds after which a query is slow if it worked for half of them: another worker takes its place."""
WAITING = 4 * SLOW
"""Seconds after which it is slow even if it did nothing but wait, for its disk, its client or a busy machine."""
GREEDY = 0.5
"""Processor seconds after which a slow query is greedy: it goes on at the lowest priority, which cannot be taken back.

Not of the wall clock: on a busy machine every query takes long, and a worker is dear to replace."""
LAST = 2.0
"""Seconds that killed workers have to be gone when all is to end."""
TICK = 0.025
"""Seconds between two looks at the running queries: how exactly deadlines are kept."""
QUERIES_PER_WORKER = 5_000
"""A worker copies shared pages as it reads them; after so many queries it is replaced."""


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

    def ask(self, request: Request, seconds: float) -> Exchange:
        """Give the worker a query."""
        assert self._transport is not None
        self._exchange = Exchange(self.abandon, self._pause)
        self._started, self._seconds = asyncio.get_running_loop().time(), seconds
        self._spent = processor_time(self.pid)
        self._pool.ticker.add(self)
        self._transport.write(request.frame())
        return self._exchange

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
        case _:
            return WorkerLost(f"the worker ended with status {status} in the middle of the query")


class Pool:
    """Workers over one release.

    Invariant: idle workers, workers on a query that is not slow, and workers being forked are `places` together, unless
    `Limits.concurrent` processes exist already; while some are idle, slow ones count too, for a fork of a large graph
    costs as much as a slow query. Idle ones stand in the order in which they became idle.
    """

    def __init__(self, nursery: Nursery, limits: Limits, places: int, lost: Callable[[Pool], None]) -> None:
        nursery.on_loss = lambda: lost(self)
        self._nursery, self._limits, self._places = nursery, limits, min(places, limits.concurrent)
        self.ticker = Ticker(TICK)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._leaving: set[Worker] = set()
        """Killed, but not gone yet: a process takes a while to give its memory back."""
        self._forking = 0
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._drained = asyncio.Event()
        self._draining = False
        self.kills = 0
        """Workers killed so far: at the deadline, or because nobody waited."""

    @property
    def info(self) -> ReleaseInfo:
        """The release that is served."""
        return self._nursery.info

    @property
    def healthy(self) -> bool:
        """Whether workers can be made."""
        return not self._nursery.closed

    @property
    def counts(self) -> dict[str, int]:
        """How many workers are busy and idle, and how many queries wait."""
        return {"busy": len(self._busy), "idle": len(self._idle), "waiting": len(self._waiting)}

    async def run(self, request: Request, seconds: float) -> Exchange:
        """Start a query in a worker.

        Raises Busy when none is free in time, WorkerLost when none can be made.
        """
        if self._idle:
            return self.begin(request, seconds)
        asked = asyncio.get_running_loop().time()
        worker = await self._wait_for_worker()
        # who waited has waited enough: the whole takes `seconds`, but half of them are left to run
        seconds = max(seconds - (asyncio.get_running_loop().time() - asked), seconds / 2)
        return self._ask(worker, request, seconds)

    @property
    def idle(self) -> bool:
        """Whether a query can begin at once."""
        return bool(self._idle)

    def begin(self, request: Request, seconds: float) -> Exchange:
        """Begin a query in an idle worker."""
        return self._ask(self._idle.pop(), request, seconds)

    def _ask(self, worker: Worker, request: Request, seconds: float) -> Exchange:
        self._busy.add(worker)
        if not self._idle:
            self.replenish()  # slow queries may hold places that nobody needed so far
        return worker.ask(request, seconds)

    async def _wait_for_worker(self) -> Worker:
        if not self.healthy:
            raise WorkerLost("the release is being loaded again")
        if len(self._waiting) >= self._limits.queue + self._forking:
            raise Busy(f"{len(self._busy)} queries are running and {len(self._waiting)} are waiting")
        loop = asyncio.get_running_loop()
        place: asyncio.Future[Worker] = loop.create_future()
        self._waiting.append(place)
        self.replenish()
        timer = loop.call_later(self._limits.queue_seconds, _too_late, place, self._limits.queue_seconds)
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._busy.discard(place.result())
                self._offer(place.result())
            raise
        finally:
            timer.cancel()
            if place in self._waiting:
                self._waiting.remove(place)

    def _offer(self, worker: Worker) -> None:
        """Hand a free worker to whoever waits longest, or keep it."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                self._busy.add(worker)  # from now on, not when the other task runs: else one more would be forked
                place.set_result(worker)
                return
        if self._draining:  # whoever waited when the end began has been served
            self._retire(worker)
        else:
            self._idle.append(worker)
            self._trim()

    def _trim(self) -> None:
        """End idle workers beyond the `places`: the one that waits longest has read, and so copied, least."""
        while self._missing() < 0 and self._idle:
            self._retire(self._idle.pop(0))

    def replenish(self) -> None:
        """Fork what is missing to the `places`; at the end, no more than wait."""
        while (not self._draining or self._forking < len(self._waiting)) and self.healthy and self._missing() > 0:
            self._forking += 1
            self._task(self._fork())

    def _missing(self) -> int:
        holding = len(self._busy) if self._idle else sum(not worker.slow for worker in self._busy)
        alive = len(self._busy) + len(self._idle) + self._forking
        return min(self._places - holding - len(self._idle) - self._forking, self._limits.concurrent - alive)

    async def _fork(self) -> None:
        try:
            pid, sock = await self._nursery.fork()
            worker = Worker(pid, self)
            await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=sock)
        except WorkerLost as error:
            self._forking -= 1
            self._give_up(error)
        else:
            self._forking -= 1
            self._offer(worker)

    def _give_up(self, error: WorkerLost) -> None:
        """Tell those who wait that no worker can be made, unless a running one will come free."""
        while self._waiting and not self._busy:
            place = self._waiting.popleft()
            if not place.done():
                place.set_exception(error)

    def give_back(self, worker: Worker) -> None:
        """Take back a worker that has answered; one that is greedy or worn ends here."""
        self._busy.discard(worker)
        if worker.greedy or worker.served >= QUERIES_PER_WORKER:
            self._retire(worker)
        else:
            worker.slow = False
            self._offer(worker)
        self._changed()

    def killed(self, worker: Worker) -> None:
        """Forget a worker that was killed."""
        self.kills += 1
        self._busy.discard(worker)
        self._retire(worker)
        self._changed()

    def lost(self, worker: Worker) -> None:
        """See to a worker whose socket closed: find out why it died, and tell whoever waits for its answer."""
        if worker in self._busy:
            self._busy.discard(worker)
            self._task(self._autopsy(worker))
        else:
            self._leaving.discard(worker)
            if worker in self._idle:
                self._idle.remove(worker)
            self._task(self._reap(worker.pid))
        self._changed()

    async def _autopsy(self, worker: Worker) -> None:
        try:
            status = await self._nursery.reap(worker.pid)
        except WorkerLost as error:
            worker.end(error)
        else:
            worker.end(cause_of_death(status))

    def _retire(self, worker: Worker) -> None:
        """End a worker that is on no query any more."""
        self._leaving.add(worker)
        worker.kill()

    async def _reap(self, pid: int) -> None:
        with contextlib.suppress(WorkerLost):  # the parent is gone, and the child with it
            await self._nursery.reap(pid)

    def _changed(self) -> None:
        self.replenish()
        if self._draining and not self._busy and not self._leaving and not self._waiting:
            self._drained.set()

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Let the queries that run or wait end, for so long at most, then end the workers and their parent."""
        self._draining = True
        while self._idle:
            self._retire(self._idle.pop())
        self._changed()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._drained.wait(), seconds)
        for worker in list(self._busy):
            worker.abandon()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._drained.wait(), LAST)
        for worker in (*self._busy, *self._leaving):  # still not gone: its parent ends it
            worker.hang_up()
        await asyncio.sleep(0)
        self._nursery.close()
        await self._nursery.wait()


def _too_late(place: asyncio.Future[Worker], seconds: float) -> None:
    if not place.done():
        place.set_exception(Busy(f"no worker was free within {seconds:g} seconds"))
