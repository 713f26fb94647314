"""What else a server gives than answers to the twelve: the whole graph, text search, pages, lists, reconciliation."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.client import Client, get, post
from bench.servers import SERVERS, Running
from bench.workload import PROLOGUE, SELECT, TEXT_SEARCH, Subject

SECONDS = 0.6
EXPORT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
EXPORTERS = ("this service, uncached", "Oxigraph's server, memory", "Oxigraph's server, disk")


@dataclass(frozen=True, slots=True)
class Export:
    """How one server gave all triples as N-Triples."""

    first: float
    """Seconds until the first byte."""
    whole: float
    """Seconds until the last."""
    size: int
    """Bytes."""
    cpu: float
    """Processor seconds of the server."""


@dataclass(frozen=True, slots=True)
class Service:
    """How one kind of request was served."""

    median: float
    """Milliseconds, one client."""
    p95: float
    cpu: float
    """Processor milliseconds of the server a request."""
    size: int
    """Bytes of an answer."""


def exports(graph: Path) -> dict[str, Export]:
    """Ask for all triples, from one server after the other; the second of two times counts."""
    found = {}
    for name in EXPORTERS:
        with tempfile.TemporaryDirectory(dir=graph.parent) as work, SERVERS[name](graph, Path(work)) as server:
            _export(server)
            found[name] = _export(server)
    return found


def _export(server: Running) -> Export:
    before = server.cpu()
    with Client(server.port, 600) as client:
        answer = client.ask(server.request(EXPORT, "application/n-triples"))
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {answer.body[:200]!r}")
    return Export(answer.first, answer.whole, len(answer.body), server.cpu() - before)


def services(graph: Path, subject: Subject, recommendation: str) -> tuple[dict[str, Service], list[str]]:
    """Ask this service, without a cache of answers, for what only it gives; return also what was not given."""
    path = recommendation.removeprefix("https://w3id.org/crimecongress")
    queries = {f"q{i}": {"query": name} for i, name in enumerate(NAMES)}
    form, form_type = f"queries={quote(json.dumps(queries))}".encode(), "application/x-www-form-urlencoded"
    search = PROLOGUE + TEXT_SEARCH.format(word=subject.word)
    requests = {
        "page of a recommendation": get(path + ".html", "text/html"),
        "recommendation as Turtle": get(path + ".ttl", "text/turtle"),
        "recommendation as JSON-LD": get(path + ".jsonld", "application/ld+json"),
        "list of recommendations, 25 as JSON": get("/api/v1/recommendations", "application/json"),
        "list with a filter": get("/api/v1/recommendations", "application/json", verb="promote", limit="25"),
        "reconciliation, 10 names": post("/reconcile", "application/json", form, form_type),
        "text search in SPARQL": get("/sparql", SELECT, query=search),
        "description of the service": get("/void", "text/turtle"),
    }
    start = SERVERS["this service, uncached"]
    with tempfile.TemporaryDirectory(dir=graph.parent) as work, start(graph, Path(work)) as server:
        found, notes = dict[str, Service](), list[str]()
        for name, request in requests.items():
            one = _service(server, request)
            if isinstance(one, Service):
                found[name] = one
            else:
                notes.append(f"{name}: {one}")
        return found, notes


NAMES = (
    *("UNODC", "Convention against Corruption", "Nelson Mandela Rules", "Japan", "Goal 16", "target 16.5"),
    *("Kyoto Declaration", "Thailand Institute of Justice", "restorative justice", "Doha Declaration"),
)


def _service(server: Running, request: bytes) -> Service | str:
    """Ask for a while; return what is wrong where the answer is not 200."""
    times: list[float] = []
    with Client(server.port) as client:
        answer = client.ask(request)
        if answer.status != 200:
            return f"{answer.status} {answer.body[:200].decode(errors='replace')}"
        before, end = server.cpu(), time.perf_counter() + SECONDS
        while time.perf_counter() < end or not times:
            times.append(client.ask(request).whole)
        cpu = server.cpu() - before
    ordered = sorted(times)
    p95 = ordered[min(len(times) - 1, int(len(times) * 0.95))]
    return Service(statistics.median(times) * 1e3, p95 * 1e3, cpu / len(times) * 1e3, len(answer.body))
