"""The engine on a small graph: answers, errors, limits, and what the kernel keeps a worker from."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.engine import Engine, Query
from api.engine.errors import (
    AnswerTooLarge,
    BadQuery,
    Busy,
    ClientBusy,
    DeadlineExceeded,
    MemoryExceeded,
    ReleaseUnreadable,
    WorkerLost,
)
from api.engine.handle import Worker
from api.engine.nursery import Nursery
from api.settings import Settings

CC = "https://w3id.org/crimecongress/ontology#"
CG = "https://w3id.org/crimecongress/"
HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q ?r ?s . ?t ?u ?v }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p } ORDER BY ?a ?d ?g ?p"


@contextlib.asynccontextmanager
async def running(settings: Settings, **changes: object) -> AsyncIterator[Engine]:
    engine = Engine(settings.model_copy(update=changes))
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()


def test_select_returns_terms_and_bound_variables(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            rows = await engine.select(f"SELECT ?n ?x {{ ?x <{CC}ordinal> ?n }}", x=ox.NamedNode(CG + "congress/14"))
            assert rows == [{"n": ox.Literal(14), "x": ox.NamedNode(CG + "congress/14")}]
            assert await engine.select(f"SELECT ?n {{ ?x <{CC}ordinal> ?n }}", x=ox.NamedNode(CG + "congress/13")) == []

    asyncio.run(go())


def test_construct_returns_n_triples(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            triples = await engine.construct(f"CONSTRUCT {{ ?x a <{CC}Event> }} {{ ?x a <{CC}Congress> }}")
            assert (
                triples
                == f"<{CG}congress/14> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CC}Event> .\n".encode()
            )

    asyncio.run(go())


def test_the_default_graph_is_the_union_of_the_named_graphs_as_a_set(settings: Settings, tmp_path: Path) -> None:
    twice = tmp_path / "twice.trig"
    twice.write_text("@prefix : <http://e.org/> . :g { :a :p 1 } :h { :a :p 1 ; :q 2 }", encoding="utf-8")

    async def go() -> None:
        async with running(settings, graph=twice) as engine:
            assert len(await engine.select("SELECT * { ?s ?p ?o }")) == 2
            assert len(await engine.select("SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 3
            assert len(await engine.select("SELECT * FROM <http://e.org/g> { ?s ?p ?o }")) == 1
            assert engine.release.triples == 2

    asyncio.run(go())


def test_the_release_names_itself(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            assert engine.release.version == "0123456789ab"
            assert engine.release.iri == CG + "release/0123456789ab"
            assert engine.release.base == CG
            assert sum(graph.triples for graph in engine.release.graphs) == 22
            assert dict(engine.release.prefixes) == {"cc": CC, "cg": CG}

    asyncio.run(go())


def test_a_malformed_query_tells_line_and_column(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            with pytest.raises(BadQuery) as caught:
                await engine.answer(Query("SELECT *\n{ ?s ?p }"), "text/csv")
            assert caught.value.line == 2

    asyncio.run(go())


def test_a_hostile_query_is_killed_at_the_deadline_and_nobody_else_notices(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, seconds=0.5) as engine:
            started = time.monotonic()
            hostile = asyncio.create_task(engine.answer(Query(HOSTILE), "text/csv"))
            await asyncio.sleep(0.1)
            assert await engine.ask("ASK {}")
            with pytest.raises(DeadlineExceeded):
                await hostile
            assert time.monotonic() - started < 5
            assert engine.pool.kills == 1
            assert await engine.ask("ASK { ?s ?p ?o }")

    asyncio.run(go())


def test_a_greedy_query_dies_alone(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, memory_mb=64, seconds=20) as engine:
            with pytest.raises(MemoryExceeded):
                await engine.answer(Query(GREEDY), "text/csv")
            assert await engine.ask("ASK { ?s ?p ?o }")

    asyncio.run(go())


def test_processor_time_is_limited_apart_from_the_wall_clock(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, cpu_seconds=1, seconds=30) as engine:
            with pytest.raises(DeadlineExceeded, match="processor"):
                await engine.answer(Query(HOSTILE), "text/csv")

    asyncio.run(go())


def test_an_answer_past_the_row_limit_is_refused_before_its_first_byte(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, rows=21) as engine:
            with pytest.raises(AnswerTooLarge):
                await engine.answer(Query("SELECT * { ?s ?p ?o }"), "text/csv")
            with pytest.raises(AnswerTooLarge):
                await engine.answer(Query("CONSTRUCT WHERE { ?s ?p ?o }"), "text/turtle")

    asyncio.run(go())


def test_a_large_answer_comes_in_chunks_and_whole(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            answer = await engine.answer(Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), "text/csv")
            assert answer.body is None
            lines = b"".join([chunk async for chunk in answer.chunks()]).count(b"\r\n")
            assert lines == 22**3 + 1
            assert answer.rows == 22**3

    asyncio.run(go())


def test_an_abandoned_answer_ends_its_worker(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            answer = await engine.answer(Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"), "text/csv")
            answer.close()
            assert engine.pool.kills == 1
            assert engine.pool.counts["busy"] == 0

    asyncio.run(go())


def test_a_client_has_a_share_and_no_more(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, concurrent_per_client=1, seconds=0.5) as engine:
            first = asyncio.create_task(engine.answer(Query(HOSTILE, client="a"), "text/csv"))
            await asyncio.sleep(0.05)
            with pytest.raises(ClientBusy):
                await engine.answer(Query("ASK {}", client="a"), "text/csv")
            assert (await engine.answer(Query("ASK {}", client="b"), "text/csv")).body == b"true\n"
            with pytest.raises(DeadlineExceeded):
                await first
            assert (await engine.answer(Query("ASK { ?s ?p ?o }", client="a"), "text/csv")).body == b"true\n"

    asyncio.run(go())


def test_a_full_queue_refuses_at_once(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, concurrent=1, queue=0, seconds=0.5) as engine:
            first = asyncio.create_task(engine.answer(Query(HOSTILE), "text/csv"))
            await asyncio.sleep(0.05)
            with pytest.raises(Busy):
                await engine.answer(Query("ASK {}"), "text/csv")
            with pytest.raises(DeadlineExceeded):
                await first

    asyncio.run(go())


def test_a_worker_killed_from_outside_is_replaced(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings) as engine:
            query = asyncio.create_task(engine.answer(Query(HOSTILE), "text/csv"))
            await asyncio.sleep(0.05)
            os.kill(next(iter(engine.pool._busy)).pid, signal.SIGKILL)
            with pytest.raises(WorkerLost):
                await query
            assert await engine.ask("ASK {}")

    asyncio.run(go())


def test_a_second_release_takes_over_while_the_first_one_still_answers(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.trig"
    other.write_text("<http://e.org/g> { <http://e.org/a> <http://e.org/p> 1 }", encoding="utf-8")

    async def go() -> None:
        async with running(settings) as engine:
            old = await engine.answer(Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), "text/csv")
            await engine.swap(other)
            assert len(await engine.select("SELECT * { ?s ?p ?o }")) == 1
            assert b"".join([chunk async for chunk in old.chunks()]).count(b"\r\n") == 22**3 + 1
            assert old.release.version == "0123456789ab"

    asyncio.run(go())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.trig", None, "no such file"),
        ("empty.trig", "", "no triples"),
        ("damaged.trig", "<http://e.org/g> { <http://e.org/a> <http://e.org/p> ", "damaged.trig"),
        ("graph.docx", "x", "suffix"),
    ],
)
@pytest.mark.parametrize("memory_store_mb", [0, 1000])
def test_an_unreadable_release_says_which_file_and_why(
    settings: Settings, tmp_path: Path, name: str, content: str | None, message: str, memory_store_mb: int
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")

    async def go() -> None:
        with pytest.raises(ReleaseUnreadable, match=message) as caught:
            await Engine(settings.model_copy(update={"graph": path, "memory_store_mb": memory_store_mb})).start()
        assert name in str(caught.value)

    asyncio.run(go())


def test_a_large_release_is_served_from_an_on_disk_store(settings: Settings) -> None:
    async def go() -> None:
        async with running(settings, memory_store_mb=0, seconds=1) as engine:
            assert not engine.release.in_memory
            assert len(await engine.select("SELECT * { ?s ?p ?o }")) == 22
            with pytest.raises(DeadlineExceeded):
                await engine.answer(Query(HOSTILE), "text/csv")
            assert await engine.ask(f"ASK {{ <{CG}congress/14> a <{CC}Congress> }}")

    asyncio.run(go())


def test_a_store_folder_may_be_served_as_it_is(settings: Settings, tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:p"), ox.Literal("x"), ox.NamedNode("a:g")))
    store.flush()
    del store

    async def go() -> None:
        async with running(settings, graph=tmp_path / "store") as engine:
            assert (engine.release.triples, engine.release.in_memory) == (1, False)
            assert await engine.ask("ASK { <a:a> <a:p> 'x' }")

    asyncio.run(go())


def test_an_engine_that_stops_while_a_worker_is_being_made_closes_every_socket(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork, made = Nursery.fork, Worker.connection_made
    workers: list[Worker] = []

    async def slow_fork(nursery: Nursery) -> tuple[int, socket.socket]:
        worker = await fork(nursery)
        await asyncio.sleep(0.2)
        return worker

    def remember(worker: Worker, transport: asyncio.BaseTransport) -> None:
        workers.append(worker)
        made(worker, transport)

    async def gone_at_once(nursery: Nursery) -> None:
        nursery._process.wait()  # the loop gets no turn in which it could see by itself that a socket closed

    monkeypatch.setattr(Worker, "connection_made", remember)
    monkeypatch.setattr(Nursery, "wait", gone_at_once)
    monkeypatch.setattr("api.engine.handle.WAITING", 0.05)  # slow by the clock, however busy the machine is

    async def go() -> None:
        async with running(settings) as engine:
            assert await engine.select("SELECT ?x { VALUES ?x { 1 } }")
            monkeypatch.setattr(Nursery, "fork", slow_fork)
            hostile = [asyncio.ensure_future(engine.select(f"{HOSTILE} LIMIT {n}")) for n in (1, 2)]
            await asyncio.sleep(0.12)  # past the moment when the slow queries get a stand-in
        assert len(workers) > 2
        assert all(worker._transport is not None and worker._transport.is_closing() for worker in workers)
        await asyncio.gather(*hostile, return_exceptions=True)

    asyncio.run(go())
