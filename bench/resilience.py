"""What holds while others misbehave: short queries beside hostile ones, ends at limits, memory over many requests."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.client import Client, get
from bench.servers import Running, ours
from ontology.files import folder

GRAPH = folder("graph") / "crimecongress.trig"
SECONDS = 3.0
"""Wall clock of one query, as the server is set."""
REQUESTS = 10_000
ROWS = "application/sparql-results+json"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
HOSTILE = {
    "a cross product": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    "a deep path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:none>)*/(!<x:none>)*/(!<x:none>)* ?b . ?c (!<x:none>)* ?d }",
    "a costly expression": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(REGEX(CONCAT(?c, ?f), '(a*)*d$')) }}",
    "a huge grouping": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {PRODUCT} }} GROUP BY ?a ?d ?g",
    "an order of everything": f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?d ?g ?j",
    "a memory eater": "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i)); SEPARATOR='') AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "everything distinct": f"SELECT DISTINCT * {{ {PRODUCT} }} ORDER BY ?a",
    "nothing in everything": f"ASK {{ {PRODUCT} FILTER(?a = ?d && ?d = ?g && ?g = ?j && ?a != ?j) }}",
}
"""Queries that no engine answers in time."""


def measure() -> str:
    """Run this service alone and return a Markdown table of what was promised and what was measured."""
    with tempfile.TemporaryDirectory() as work, _server(Path(work)) as server:
        rows = [*_beside_hostile(server), _first_byte(server), _after_leaving(server), _memory(server)]
    return "\n".join(("| what | measured | to hold |", "|---|---|---|", *rows))


def _server(work: Path) -> contextlib.AbstractContextManager[Running]:
    # with a small cache it is full long before the memory is looked at
    limits = {"CRIMECONGRESS_SECONDS": str(SECONDS), "CRIMECONGRESS_MEMORY_MB": "256", "CRIMECONGRESS_CACHE_MB": "1"}
    return ours(GRAPH, work, **limits)


def _request(server: Running, query: str) -> bytes:
    return get(server.path, ROWS, query=query)


def _beside_hostile(server: Running) -> Iterator[str]:
    """Ask 500 short queries, each of them new, while the hostile ones run."""

    def hostile(query: str) -> tuple[int, float]:
        began = time.perf_counter()
        with Client(server.port) as client:
            return client.ask(_request(server, query)).status, time.perf_counter() - began

    with ThreadPoolExecutor(len(HOSTILE)) as pool, Client(server.port) as client:
        ends = [pool.submit(hostile, query) for query in HOSTILE.values()]
        waits: list[float] = []
        while not all(end.done() for end in ends) and len(waits) < 500:
            began = time.perf_counter()
            client.ask(_request(server, f"ASK {{}} # {len(waits)}"))
            waits.append((time.perf_counter() - began) * 1e3)
            time.sleep(0.004)
        ended = [end.result() for end in ends]
    waits.sort()
    p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    name = f"`ASK {{}}` while {len(HOSTILE)} hostile queries run, {len(waits)} times"
    yield f"| {name} | p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {waits[-1]:.1f} ms | p99 under 100 ms |"
    late, statuses = max(seconds for _, seconds in ended), sorted({status for status, _ in ended})
    yield f"| the last of them ended after | {late:.2f} s, status {statuses} | {SECONDS + 0.5:.1f} s |"


def _first_byte(server: Running) -> str:
    """Ask for everything and take the time to the first byte of its body, the best of ten."""
    times = []
    for number in range(10):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            began = time.perf_counter()
            connection.sendall(_request(server, f"SELECT * {{ ?s ?p ?o }} # {number}"))
            head = b""
            while b"\r\n\r\n" not in head or head.endswith(b"\r\n\r\n"):
                head += connection.recv(4096)
            times.append((time.perf_counter() - began) * 1e3)
        time.sleep(0.3)  # hanging up has ended a worker: its place is taken by then
    times.sort()
    return f"| first byte of a full scan | median {times[5]:.1f} ms, best {times[0]:.1f} ms | 20 ms |"


def _after_leaving(server: Running) -> str:
    """Send a hostile query, hang up, and wait until no worker is busy."""
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.sendall(_request(server, HOSTILE["a cross product"]))
    with Client(server.port) as client:
        while not _busy(client):
            time.sleep(0.01)
        connection.close()
        began = time.perf_counter()
        while _busy(client):
            time.sleep(0.01)
    return f"| a worker is gone after its client has left | {time.perf_counter() - began:.2f} s | 1 s |"


def _busy(client: Client) -> bool:
    return b'"busy":0' not in client.ask(get("/readyz", "application/json")).body.replace(b" ", b"")


def _memory(server: Running) -> str:
    """Send many requests, each of them new, and compare the memory of the process that speaks HTTP."""
    with Client(server.port) as client:
        for number in range(2 * REQUESTS):
            if number == REQUESTS:
                before = _resident(server)
            client.ask(_request(server, f"SELECT * {{ <x:{number}> ?p ?o }}"))
    grown = _resident(server) - before
    return f"| memory of the service after {REQUESTS:,} requests and after as many again | {grown:+.1f} MiB | flat |"


def _resident(server: Running) -> float:
    pages = int(Path(f"/proc/{server.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20
