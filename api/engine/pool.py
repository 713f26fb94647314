"""A pool of worker processes over one release: hand out, watch, kill at the deadline, replace.

When a worker is killed (`handle`), another one stands in its place in the time of a fork. A query that turns out to be
slow runs beside the `workers` places that short queries share, up to `Limits.concurrent` processes in all. So eight
hostile queries do not keep an ASK waiting.

A new worker is slow at first: it shares the loaded graph with its parent, and copies each page of it that it reads. So
one that has answered is worth keeping, and when there are too many, those that have read the least end.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from api.engine.errors import (
    Busy,
    WorkerLost,
)
from api.engine.exchange import Exchange
from api.engine.handle import RELOADING, Worker, cannot_open, cause_of_death
from api.engine.limits import Limits
from api.engine.nursery import Nursery
from api.engine.queue import Queue
from api.engine.release import ReleaseInfo
from api.engine.worker import Request
from api.ticker import Ticker

LAST = 2.0
"""Seconds that killed workers have to be gone when all is to end."""
TICK = 0.025
"""Seconds between two looks at the running queries: how exactly deadlines are kept."""
QUERIES_PER_WORKER = 5_000
"""A worker copies shared pages as it reads them; after so many queries it is replaced."""


class Pool:
    """Workers over one release.

    Invariant: idle workers, workers on a query that is not slow, and workers being forked are `places` together, unless
    `Limits.concurrent` processes exist already; while some are idle, slow ones count too, for a fork of a large graph
    costs as much as a slow query. Idle ones stand in the order in which they became idle.
    """

    def __init__(self, nursery: Nursery, limits: Limits, places: int, lost: Callable[[Pool], None]) -> None:
        self._lost = nursery.on_loss = partial(lost, self)
        self._nursery, self._limits, self._places = nursery, limits, min(places, limits.concurrent)
        self.ticker = Ticker(TICK)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._leaving: set[Worker] = set()
        """Killed, but not gone yet: a process takes a while to give its memory back."""
        self._forking = 0
        self._queue = Queue(limits.queue_seconds)
        self._tasks: set[asyncio.Task[None]] = set()
        self._drained = asyncio.Event()
        self._draining = self._barren = False
        self.kills = 0
        """Workers killed so far: at the deadline, or because nobody waited."""

    @property
    def info(self) -> ReleaseInfo:
        """The release that is served."""
        return self._nursery.info

    @property
    def healthy(self) -> bool:
        """Whether workers can be made."""
        return not self._nursery.closed and not self._barren

    def give_up(self) -> None:
        """Make no more workers, because what they would open is gone, and have the release loaded again."""
        if self.healthy:
            self._barren = True
            self._lost()

    @property
    def counts(self) -> dict[str, int]:
        """How many workers are busy and idle, and how many queries wait."""
        return {"busy": len(self._busy), "idle": len(self._idle), "waiting": len(self._queue)}

    async def run(self, request: Request, seconds: float) -> Exchange:
        """Do as `begin`; a pool of a remote server may have to wait for that."""
        return self.begin(request, seconds)

    def begin(self, request: Request, seconds: float) -> Exchange:
        """Begin a query as soon as a worker is free; the exchange ends with Busy when none is in time.

        Raises Busy when too many wait, WorkerLost when no worker can be made.
        """
        if self._idle:
            exchange = Exchange()
            self._ask(self._idle.pop(), request, seconds, exchange)
            return exchange
        if not self.healthy:
            raise WorkerLost(RELOADING)
        if len(self._queue) >= self._limits.queue + self._forking:
            raise Busy(f"{len(self._busy)} queries are running and {len(self._queue)} are waiting")
        exchange = self._queue.put(request, seconds)
        self.replenish()
        return exchange

    def _ask(self, worker: Worker, request: Request, seconds: float, exchange: Exchange) -> None:
        self._busy.add(worker)
        if not self._idle:
            self.replenish()  # slow queries may hold places that nobody needed so far
        worker.ask(request, seconds, exchange)

    def _offer(self, worker: Worker) -> None:
        """Hand a free worker to whoever waits longest, or keep it."""
        if self._queue:
            first = self._queue.take()
            left = first.seconds_left(asyncio.get_running_loop().time())
            self._ask(worker, first.request, left, first.exchange)
        elif self._draining:  # whoever waited when the end began has been served
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
        while (not self._draining or self._forking < len(self._queue)) and self.healthy and self._missing() > 0:
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
            self._disappoint(error)
        else:
            self._forking -= 1
            self._offer(worker)

    def _disappoint(self, error: WorkerLost) -> None:
        """Tell those who wait that no worker can be made, unless a running one will come free."""
        while self._queue and not self._busy:
            self._queue.take().exchange.finish(error)

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
            self._judge(status)

    def _retire(self, worker: Worker) -> None:
        """End a worker that is on no query any more."""
        self._leaving.add(worker)
        worker.kill()

    async def _reap(self, pid: int) -> None:
        with contextlib.suppress(WorkerLost):  # the parent is gone, and the child with it
            self._judge(await self._nursery.reap(pid))

    def _judge(self, status: int) -> None:
        """See from how a worker ended whether others can be made."""
        if cannot_open(status):
            self.give_up()
            self._disappoint(WorkerLost(RELOADING))

    def _changed(self) -> None:
        self.replenish()
        if self._draining and not self._busy and not self._leaving and not self._queue:
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
