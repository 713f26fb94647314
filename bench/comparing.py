"""The twelve questions to every server over the same graph: equal answers first, then times, in turn and in rounds."""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.client import Client
from bench.servers import SERVERS, Running, missing
from bench.workload import Question, content, rows

PACE = float(os.environ.get("BENCH_PACE", "1"))
"""What the seconds below are multiplied by: less for a first look."""
ROUNDS, ROUND, CROWD, CLIENTS = 3, 0.3 * PACE, 0.8 * PACE, 8
"""Rounds of one client and their seconds; seconds of many clients, and how many they are."""
SLOW = 5.0
"""Seconds past which a question is asked of a server once and no more."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one server did with one question."""

    median: float
    """Milliseconds, one client."""
    p95: float
    rate: float
    """Requests a second, one client."""
    crowd: float
    """Requests a second, eight clients together; 0: not measured."""
    cpu: float
    """Processor milliseconds of the server a request."""
    requests: int


@dataclass(slots=True)
class Comparison:
    """What was measured over one graph."""

    graph: str
    triples: int
    ready: dict[str, float] = field(default_factory=dict)
    """Seconds until each server answered with the graph loaded."""
    idle: dict[str, float] = field(default_factory=dict)
    """MiB of each server before the first question."""
    memory: dict[str, float] = field(default_factory=dict)
    """MiB of each server after all questions."""
    rows: dict[str, int] = field(default_factory=dict)
    figures: dict[str, dict[str, Figures]] = field(default_factory=dict)
    """By question, then by server."""
    notes: list[str] = field(default_factory=list)
    """What was not measured, and why."""


def comparison_of(fields: Mapping[str, Any]) -> Comparison:
    """Return a comparison that was written as JSON."""
    figures = {
        question: {server: Figures(**values) for server, values in row.items()}
        for question, row in fields["figures"].items()
    }
    return Comparison(**{**fields, "figures": figures})


def compare(name: str, graph: Path, triples: int, questions: Sequence[Question], servers: Sequence[str]) -> Comparison:
    """Start the servers over a graph, all at once, and ask each question of each in turn."""
    found = Comparison(name, triples)
    with tempfile.TemporaryDirectory(dir=graph.parent) as work, contextlib.ExitStack() as stack:
        running: dict[str, Running] = {}
        for server in servers:
            if reason := missing(server):
                found.notes.append(f"{server}: {reason}")
                continue
            place = Path(work) / str(len(running))
            place.mkdir()
            running[server] = stack.enter_context(SERVERS[server](graph, place))
            found.ready[server] = running[server].ready
            found.idle[server] = running[server].memory()
        for question in questions:
            found.figures[question.name] = dict(_asked(question, running, found))
        found.memory = {server: one.memory() for server, one in running.items()}
    return found


def _asked(question: Question, running: Mapping[str, Running], found: Comparison) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of every server that gives the answer that most of them give."""
    bodies = {server: answer for server, one in running.items() if (answer := _first(question, server, one, found))}
    answers = {server: content(body, question) for server, body in bodies.items()}
    agreed = max(answers.values(), key=lambda one: sum(other == one for other in answers.values()))
    for server, said in answers.items():
        if said != agreed:
            found.notes.append(f"{question.name}: {server} answers otherwise than the others, and was not timed")
    equal = [server for server, said in answers.items() if said == agreed]
    found.rows[question.name] = rows(bodies[equal[0]], question)
    yield from _timed(question, {server: running[server] for server in equal})


def _first(question: Question, server: str, one: Running, found: Comparison) -> bytes:
    """Ask a question once; return nothing, with a note, when there is no answer in time."""
    try:
        with Client(one.port, SLOW * 12) as client:
            answer = client.ask(one.request(question.query, question.accept))
    except OSError as error:
        found.notes.append(f"{question.name}: {server}: {error}")
        return b""
    if answer.status != 200:
        found.notes.append(f"{question.name}: {server} answers {answer.status}")
        return b""
    return answer.body


def _timed(question: Question, running: Mapping[str, Running]) -> Iterator[tuple[str, Figures]]:
    times: dict[str, list[float]] = {server: [] for server in running}
    cpu = dict.fromkeys(running, 0.0)
    for number in range(ROUNDS):
        for server, one in running.items():
            before = one.cpu()
            times[server] += _alone(one, question, warm=not number)
            cpu[server] += one.cpu() - before
    for server, one in running.items():
        crowd = _crowd(one, question) if statistics.median(times[server]) < SLOW else 0.0
        yield server, _figures(times[server], cpu[server], crowd)


def _figures(times: list[float], cpu: float, crowd: float) -> Figures:
    ordered, count = sorted(times), len(times)
    p95 = ordered[min(count - 1, int(count * 0.95))]
    median = statistics.median(ordered)
    return Figures(median * 1e3, p95 * 1e3, count / sum(times), crowd, cpu / count * 1e3, count)


def _alone(one: Running, question: Question, *, warm: bool) -> list[float]:
    """Ask for a while on one connection, at least three times; the first answers warm up and are not counted."""
    request = one.request(question.query, question.accept)
    times: list[float] = []
    with Client(one.port) as client:
        if warm and client.ask(request).whole < SLOW:
            client.ask(request)
        end = time.perf_counter() + ROUND
        while time.perf_counter() < end or len(times) < 3:
            times.append(client.ask(request).whole)
            if times[-1] > SLOW:
                break
    return times


def _crowd(one: Running, question: Question) -> float:
    """Ask on several connections at once; return the answers a second."""
    request, counts = one.request(question.query, question.accept), [0] * CLIENTS
    end = time.perf_counter() + CROWD

    def ask(place: int) -> None:
        while time.perf_counter() < end:
            # an answer that breaks off at a server's limit is none; the next one is asked for on a new connection
            with contextlib.suppress(OSError), Client(one.port) as client:
                while time.perf_counter() < end:
                    counts[place] += client.ask(request).status == 200

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)
