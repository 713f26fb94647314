"""Small queries over HTTP, this service beside Oxigraph's server and rdflib-endpoint: same data, client and minute."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.load import Load, run
from ontology.files import folder

GRAPH = folder("graph") / "crimecongress.trig"
CC = "PREFIX cc: <https://w3id.org/crimecongress/ontology#> "
REC = "<https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e>"
QUERIES = {
    "lookup": f"{CC}SELECT ?p ?o WHERE {{ {REC} ?p ?o }}",
    "by agenda item": f"{CC}SELECT ?r ?t WHERE {{ ?r cc:underAgendaItem ?i ; cc:text ?t . ?i cc:enumerator '4' }}",
    "counts": f"{CC}SELECT ?v (COUNT(?r) AS ?n) WHERE {{ ?r a cc:Recommendation ; cc:leadingVerb ?v }} GROUP BY ?v",
    "text": f"{CC}SELECT ?r WHERE {{ ?r a cc:Recommendation ; cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }}",
    "path": f"{CC}SELECT ?m ?n WHERE {{ ?m a cc:Mention ; cc:inContainer/cc:partOf* ?p . ?p cc:number ?n }} LIMIT 50",
    "ask": "ASK {}",
}
SECONDS = 2.0


def measure() -> str:
    """Return a table of requests a second by query, server and number of clients, with ratios to Oxigraph's server."""
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as stack:
        store = Path(work) / "store"
        subprocess.run(
            [_bin("oxigraph"), "load", "--location", store, "--file", GRAPH], check=True, capture_output=True
        )
        ours = stack.enter_context(_server([sys.executable, "-m", "crimecongress", "serve", "--port", "{}"]))
        peer = stack.enter_context(
            _server(
                [
                    _bin("oxigraph"),
                    "serve-read-only",
                    "--location",
                    str(store),
                    "--union-default-graph",
                    "--bind",
                    "127.0.0.1:{}",
                ],
                "/query",
            )
        )
        rows = [_row(name, query, clients, ours, peer) for name, query in QUERIES.items() for clients in (1, 8)]
    head = "| query | clients | ours, new text | ours, repeated | Oxigraph's server | new / peer | repeated / peer |\n"
    return head + "|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n\nRequests a second; median ms in brackets."


def _row(name: str, query: str, clients: int, ours: int, peer: int) -> str:
    new = run(ours, "/sparql", query, clients, SECONDS, vary=True)
    repeated = run(ours, "/sparql", query, clients, SECONDS)
    other = run(peer, "/query", query, clients, SECONDS, vary=True)
    ratios = f"{new.rate / other.rate:.2f} | {repeated.rate / other.rate:.2f}"
    return f"| {name} | {clients} | {_cell(new)} | {_cell(repeated)} | {_cell(other)} | {ratios} |"


def _cell(load: Load) -> str:
    return f"{load.rate:,.0f} ({load.median:.2f})"


def _bin(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


@contextlib.contextmanager
def _server(command: list[str], path: str = "/sparql") -> Iterator[int]:
    port = _free_port()
    words = [word.format(port) for word in command]
    quiet = {**os.environ, "CRIMECONGRESS_LOG_LEVEL": "WARNING", "CRIMECONGRESS_CONCURRENT_PER_CLIENT": "64"}
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet)
    try:
        _wait(f"http://127.0.0.1:{port}{path}?query=ASK%20%7B%7D")
        yield port
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str) -> None:
    for _ in range(500):
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError(f"no answer from {url}")
