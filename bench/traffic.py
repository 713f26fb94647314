"""Mixed traffic with hostile queries in it, at the highest rate that keeps the waiting short: what fails, what grows.

`python -m bench traffic` runs ten minutes, or TRAFFIC_SECONDS. Requests are due at fixed times, whether those before
have been answered or not, and a wait counts from when a request was due. The rate climbs from step to step while 99 of
100 ordinary requests wait less than 250 ms, and falls when they do not; the waits of hostile ones are not counted.
Client and server share the machine.
"""

from __future__ import annotations

import contextlib
import os
import queue
import random
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import Client, get, post
from bench.servers import Running, ours
from ontology.files import folder

SECONDS = float(os.environ.get("TRAFFIC_SECONDS", "600"))
STEP = 10.0
"""Seconds at one rate."""
BOUND = 0.25
"""Seconds that 99 of 100 ordinary requests may wait."""
FIRST, UP, DOWN = 10.0, 1.25, 0.85
"""Requests a second at the start, and how the rate changes."""
CLIENTS = 16
HOSTILE = 0.01
"""Share of the requests."""
LIMITS = {"CRIMECONGRESS_SECONDS": "3", "CRIMECONGRESS_MEMORY_MB": "256", "CRIMECONGRESS_CONCURRENT_PER_CLIENT": "64"}
HTML, JSON, TURTLE, TABLE = "text/html", "application/json", "text/turtle", "application/sparql-results+json"
QUERY = b"application/sparql-query"
FORM = "application/x-www-form-urlencoded"
PREFIX = "PREFIX cc: <https://w3id.org/crimecongress/ontology#> "
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
LETTERS = "abcdefgh"


def ordinary(chance: random.Random) -> bytes:
    """Return a request as people and programs send them; about half of them are not the same twice."""
    letter, number = chance.choice(LETTERS), chance.randrange(1, 96)
    choices = (
        get(f"/recommendation/A/CONF.234/RPM.3/1/28/{letter}", HTML),
        get(f"/document/A/CONF.234/RPM.3/1/para/{number}", TURTLE),
        get(f"/api/recommendations?q={chance.choice(('youth', 'justice', 'trafficking'))}&limit=10", JSON),
        get("/search", HTML, q=f"para. 28 ({letter})"),
        get("/recommendations", HTML),
        get("/cite", JSON, q=f"A/CONF.234/RPM.3/1, para. 28 ({letter})"),
        get("/sparql", TABLE, query=f"{PREFIX}SELECT ?t {{ ?r cc:order {number} ; cc:text ?t }} #{chance.random()}"),
        get("/sparql", TABLE, query=f"{PREFIX}SELECT (COUNT(*) AS ?n) {{ ?r a cc:Recommendation ; cc:mentions ?m }}"),
        get("/sparql", "text/csv", query=f"{PREFIX}SELECT ?r ?t {{ ?r a cc:Recommendation ; cc:text ?t }} ORDER BY ?r"),
        post("/reconcile", JSON, b"queries=%7B%22q%22%3A%7B%22query%22%3A%22UNTOC%22%7D%7D", FORM),
    )
    return chance.choice(choices)


def hostile(chance: random.Random) -> bytes:
    """Return a request of somebody who means no good, or does not know."""
    choices = (
        get("/sparql", TABLE, query=f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }} #{chance.random()}"),
        get("/sparql", TABLE, query=f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) {{ {PRODUCT} }} LIMIT 1"),
        get("/sparql", TABLE, query="SELECT * { ?s (!<x:y>)*/(!<x:y>)* ?o } ORDER BY ?o"),
        get("/sparql", TABLE, query="SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
        get("/sparql", TABLE, query="SELECT * {{{{{{ ?s ?p"),
        get("/api/recommendations?cursor=%00%ff&limit=999999999", JSON),
        get("/document/" + "%2e%2e/" * 50, HTML),
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: " + QUERY + b"\r\nContent-Length: 99999999\r\n\r\n",
    )
    return chance.choice(choices)


@dataclass
class Tally:
    """What became of the requests; one for each step and kind."""

    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    """0: the connection ended without an answer."""


def ninety_nine(waits: Sequence[float]) -> float:
    """Return what 99 of 100 waits do not exceed; nothing waited for is no wait."""
    return sorted(waits)[max(0, -(-len(waits) * 99 // 100) - 1)] if waits else 0.0


def next_rate(rate: float, waits: Sequence[float]) -> float:
    """Return the rate of the next step.

    >>> next_rate(100, [0.1] * 100), next_rate(100, [0.1] * 98 + [0.3] * 2)
    (125.0, 85.0)
    """
    return rate * (UP if ninety_nine(waits) < BOUND else DOWN)


class Clients:
    """Threads that send what is due, each over a connection of its own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._due: queue.SimpleQueue[tuple[float, bytes, Tally] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for _ in self._threads:
            self._due.put(None)
        for thread in self._threads:
            thread.join()

    def send(self, due: float, request: bytes, tally: Tally) -> None:
        """Hand a request to whoever is free."""
        self._due.put((due, request, tally))

    def _work(self) -> None:
        client: Client | None = None
        while (item := self._due.get()) is not None:
            due, request, tally = item
            status = 0
            for _ in range(2):  # a kept connection may have been closed while it was idle
                fresh = client is None
                with contextlib.suppress(OSError, ValueError):
                    client = client or Client(self._port, 30)
                    status = client.ask(request).status
                if status in (400, 408, 413, 414, 431) or not status:
                    client = _closed(client)
                if status or fresh:
                    break
            tally.waits.append(time.perf_counter() - due)
            tally.statuses[status] += 1
        _closed(client)


def _closed(client: Client | None) -> None:
    if client is not None:
        client.__exit__(None, None, None)


def step(clients: Clients, rate: float, seconds: float, chance: random.Random) -> tuple[Tally, Tally]:
    """Send at one rate for a time; return what became of the ordinary and of the hostile requests."""
    good, bad = Tally(), Tally()
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        wrong = chance.random() < HOSTILE
        clients.send(due, hostile(chance) if wrong else ordinary(chance), bad if wrong else good)
    end = time.perf_counter() + 20
    while len(good.waits) + len(bad.waits) < int(rate * seconds) and time.perf_counter() < end:
        time.sleep(0.01)
    return good, bad


def leavers(port: int) -> None:
    """Open a connection, ask for what takes long, and go; another one sends half a request and stays silent."""
    request = get("/sparql", TABLE, query=f"SELECT * {{ {PRODUCT} }}")
    for sent in (request, request[:20]):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as connection:
            connection.sendall(sent)


def run(server: Running, seconds: float) -> Iterator[tuple[float, Tally, Tally, float]]:
    """Yield for each step its rate, what became of the requests, and the memory of the service afterwards, in MiB."""
    chance, rate, ends = random.Random(1), FIRST, time.perf_counter() + seconds
    with Clients(server.port) as clients:
        while time.perf_counter() < ends:
            leavers(server.port)
            good, bad = step(clients, rate, min(STEP, max(1.0, ends - time.perf_counter())), chance)
            yield rate, good, bad, server.memory()
            rate = next_rate(rate, good.waits)


def measure() -> str:
    """Serve the published graph, send traffic, and return the report."""
    with tempfile.TemporaryDirectory() as work, ours(folder("graph"), Path(work), **LIMITS) as server:
        return report(list(run(server, SECONDS)))


def report(steps: Sequence[tuple[float, Tally, Tally, float]]) -> str:
    """Return the figures as Markdown."""
    held = [rate for rate, good, _, _ in steps if ninety_nine(good.waits) < BOUND]
    good, bad = (sum((each[place].statuses for each in steps), Counter[int]()) for place in (1, 2))
    rows = [
        f"| {rate:.0f} | {len(g.waits):,} | {sorted(g.waits)[len(g.waits) // 2] * 1000:.0f} "
        f"| {ninety_nine(g.waits) * 1000:.0f} | {len(b.waits)} | {memory:.0f} |"
        for rate, g, b, memory in steps
        if g.waits
    ]
    head = "| requests a second | ordinary | median ms | p99 ms | hostile | memory MiB |\n|---|---|---|---|---|---|"
    best = f"Highest rate with p99 below {BOUND * 1000:.0f} ms: {max(held, default=0):.0f} a second."
    answers = f"Ordinary requests: {told(good)}. Hostile ones: {told(bad)}."
    lost = f"Answers with 500: {good[500] + bad[500]}; without an answer: {good[0] + bad[0]}."
    return "\n".join((head, *rows, "", best, answers, lost))


def told(statuses: Counter[int]) -> str:
    """Return how many answers had each status.

    >>> told(Counter({503: 1, 200: 1234}))
    '1,234 × 200, 1 × 503'
    """
    return ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items()))
