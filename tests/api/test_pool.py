"""Which workers are kept: those that have read the graph, unless they went on so long that they lost their priority."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from api.engine import Engine, handle
from api.engine.pool import Pool
from api.settings import Settings

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""22 to the fourth: some tens of milliseconds."""
LONGER = LONG.replace("}", ". ?m ?o ?p }")
"""22 times that: many looks at the running queries."""


@contextlib.asynccontextmanager
async def workers(settings: Settings) -> AsyncIterator[tuple[Engine, Pool]]:
    engine = Engine(settings.model_copy(update={"workers": 2}))
    await engine.start()
    try:
        assert isinstance(engine.pool, Pool)
        await settled(engine.pool)
        yield engine, engine.pool
    finally:
        await engine.stop()


async def settled(found: Pool) -> None:
    """Wait until no process is being made or ended."""
    for _ in range(200):
        if len(found._idle) == 2 and not found._forking and not found._leaving:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(found.counts)


def test_a_worker_that_was_slow_is_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handle, "SLOW", 0.0)

    async def go() -> None:
        async with workers(settings) as (engine, found):
            used = found._idle[-1]
            query = asyncio.ensure_future(engine.select(LONG))
            while not used.slow and not query.done():
                await asyncio.sleep(0.001)
            assert used.slow, "the query ended before it was seen to be slow"
            await query
            await settled(found)
            assert found._idle[-1] is used
            assert not used.slow

    asyncio.run(go())


def test_slow_queries_get_stand_ins_when_the_last_worker_is_taken(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handle, "SLOW", 0.0)

    async def go() -> None:
        async with workers(settings) as (engine, found):
            slow = [asyncio.ensure_future(engine.select(LONG + f" LIMIT {n}")) for n in (1, 2)]
            while sum(worker.slow for worker in found._busy) < 2:
                assert not all(query.done() for query in slow), "the queries ended before they were seen to be slow"
                await asyncio.sleep(0.001)
            assert await engine.ask("ASK {}")
            await asyncio.gather(*slow)
            await settled(found)

    asyncio.run(go())


def test_a_worker_that_was_greedy_ends_with_its_query(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handle, "SLOW", 0.0)
    monkeypatch.setattr(handle, "GREEDY", 0.0)

    async def go() -> None:
        async with workers(settings) as (engine, found):
            used = found._idle[-1]
            query = asyncio.ensure_future(engine.select(LONGER))
            while not used.greedy and not query.done():
                await asyncio.sleep(0.001)
            assert used.greedy, "the query ended before it was seen to be greedy"
            await query
            await settled(found)
            assert used not in found._idle

    asyncio.run(go())


def test_queries_that_wait_for_their_turn_cost_no_fork(settings: Settings) -> None:
    async def go() -> None:
        async with workers(settings.model_copy(update={"concurrent_per_client": 64})) as (engine, found):
            before = {worker.pid for worker in found._idle}

            async def client(name: int) -> None:
                for number in range(25):
                    assert await engine.ask(f"ASK {{ FILTER({name} != {number + 100}) }}")

            await asyncio.gather(*(client(name) for name in range(8)))
            assert {worker.pid for worker in found._idle} == before

    asyncio.run(go())


def test_a_query_that_only_waits_for_a_processor_is_not_slow_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = 0.0
    monkeypatch.setattr(handle, "processor_time", lambda _pid: spent)

    async def go() -> None:
        nonlocal spent
        async with workers(settings) as (_, found):
            worker = found._idle[-1]
            worker._started, worker._seconds, worker._spent = 100.0, 30.0, 0.0
            found._busy.add(found._idle.pop())
            worker.tick(100.06)
            assert not worker.slow
            spent = 0.03
            worker.tick(100.08)
            assert worker.slow
            worker.slow, spent = False, 0.0
            worker.tick(100.0 + handle.WAITING)
            assert worker.slow
            found.give_back(worker)

    asyncio.run(go())
