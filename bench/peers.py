"""Small queries over HTTP, this service beside Oxigraph's server: same data, same client, turn about.

Each server is asked for a fraction of a second, then the next one, and so on for several rounds: what else the machine
does meets all of them alike. Rates are medians of the rounds; processor time is that of all processes of a server.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.load import run
from bench.servers import Running, ours, program, started
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
ROUNDS, SECONDS = 6, 0.4


@dataclass(frozen=True, slots=True)
class Rate:
    """What one server did with one query."""

    requests: float
    """A second."""
    cpu: float
    """Microseconds of processor time a request."""


def measure() -> str:
    """Return a table of requests a second by query, server and number of clients, with ratios to Oxigraph's server."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        load: list[str | Path] = [program("oxigraph"), "load", "--location", work / "store", "--file", GRAPH]
        subprocess.run(load, check=True, capture_output=True)
        serve: list[str | Path] = [
            program("oxigraph"),
            "serve-read-only",
            "--location",
            work / "store",
            "--union-default-graph",
        ]
        with ours(GRAPH, work) as here, started([*serve, "--bind", "127.0.0.1:{port}"], "/query") as there:
            found = {
                (name, clients): _rates(name, query, clients, here, there)
                for name, query in QUERIES.items()
                for clients in (1, 8)
            }
    head = "| query | clients | ours, new text | ours, repeated | Oxigraph's server | new / peer | repeated / peer |\n"
    rows = [_row(name, clients, *rates) for (name, clients), rates in found.items()]
    rows += [_mean(clients, [rates for (_, one), rates in found.items() if one == clients]) for clients in (1, 8)]
    note = "Requests a second; in brackets microseconds of processor time a request."
    return head + "|---|---|---|---|---|---|---|\n" + "\n".join(rows) + f"\n\n{note}"


def _rates(name: str, query: str, clients: int, here: Running, there: Running) -> tuple[Rate, Rate, Rate]:
    asked = ((here, True), (here, False), (there, True))
    rounds = [
        [_ask(server, query, clients, f"v{name[0]}{clients}-{number}" if new else "") for server, new in asked]
        for number in range(ROUNDS)
    ]
    new, repeated, peer = (_median(rates) for rates in zip(*rounds, strict=True))
    return new, repeated, peer


def _row(name: str, clients: int, new: Rate, repeated: Rate, peer: Rate) -> str:
    ratios = f"{new.requests / peer.requests:.2f} | {repeated.requests / peer.requests:.2f}"
    return f"| {name} | {clients} | {_cell(new)} | {_cell(repeated)} | {_cell(peer)} | {ratios} |"


def _mean(clients: int, rates: list[tuple[Rate, Rate, Rate]]) -> str:
    new = statistics.geometric_mean(new.requests / peer.requests for new, _, peer in rates)
    repeated = statistics.geometric_mean(repeated.requests / peer.requests for _, repeated, peer in rates)
    return f"| geometric mean | {clients} | | | | {new:.2f} | {repeated:.2f} |"


def _ask(server: Running, query: str, clients: int, vary: str) -> Rate:
    before = server.cpu()
    load = run(server.port, server.path, query, clients, SECONDS, vary=vary)
    return Rate(load.rate, (server.cpu() - before) / (load.rate * SECONDS) * 1e6)


def _median(rates: tuple[Rate, ...]) -> Rate:
    return Rate(statistics.median(rate.requests for rate in rates), statistics.median(rate.cpu for rate in rates))


def _cell(rate: Rate) -> str:
    return f"{rate.requests:,.0f} ({rate.cpu:.0f})"
