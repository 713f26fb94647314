"""What everything costs as the graph grows: 10 thousand, 1 million, 10 million triples; about half an hour.

Slopes are those of straight lines through the last two sizes on logarithmic scales: 1 means that the cost grows with
the triples. What 100 million would cost is drawn on from there, which says nothing of limits that are not met before.
"""

from __future__ import annotations

import math
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench import reporting, workload
from bench.answers import recommendation_of
from bench.comparing import Comparison, compare
from bench.drawing import lines
from bench.generator import write
from bench.timing import Cost, cost_of
from bench.workload import questions

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "10000 1000000 10000000").split())
SAMPLED = {10_000_000: 20}
"""At this size one congress in so many is checked, and the time multiplied."""
PUBLISHED = 1_000_000
"""Publishing checks the whole graph at once, in memory; it is measured up to this size."""
SERVERS = ("this service, uncached", "Oxigraph's server, memory", "Virtuoso")
ESTIMATED = 100_000_000


def measure() -> str:
    """Measure every size, write the results, and return the report."""
    costs: dict[str, list[tuple[float, float]]] = {}
    found: list[Comparison] = []
    report = ""
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            comparison, measured = _size(size, Path(name))
        found.append(comparison)
        for step, value in measured.items():
            costs.setdefault(step, []).append((comparison.triples, value))
        report = _written(costs, found)  # after each size, for the largest takes longest
    return report


def _written(costs: Mapping[str, list[tuple[float, float]]], found: Sequence[Comparison]) -> str:
    """Write what has been measured so far, and return the report."""
    rows = [f"| {step} | {' | '.join(_cells(points, len(found)))} |" for step, points in costs.items()]
    heads = [f"{one.triples:,}" for one in found]
    titles = f"| | {' | '.join(heads)} | slope | {ESTIMATED:,}, drawn on |\n|---{'|---' * (len(heads) + 2)}|\n"
    parts = (
        f"# Cost as work grows\n\n{reporting.machine()}.",
        "## Costs\n\n" + titles + "\n".join(rows),
        "## The twelve questions\n\n" + "\n\n".join(map(reporting.table, found)),
    )
    report = "\n\n".join(parts)
    seconds = {step: points for step, points in costs.items() if step.endswith(", s")}
    plots = {"scale": lines("Seconds by size of the graph", "triples", "s", seconds)}
    reporting.write("scale", report, {"costs": costs, "comparisons": [asdict(one) for one in found]}, plots)
    return report


def _cells(points: list[tuple[float, float]], sizes: int) -> Iterator[str]:
    yield from (_short(value) for _, value in points)
    yield from [""] * (sizes - len(points))
    if len(points) < 2 or points[-2][1] <= 0:
        yield from ("", "")
        return
    (x, y), (x_last, y_last) = points[-2:]
    slope = math.log(y_last / y) / math.log(x_last / x)
    yield f"{slope:.2f}"
    yield _short(y_last * (ESTIMATED / x_last) ** slope)


def _short(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _size(size: int, work: Path) -> tuple[Comparison, dict[str, float]]:
    """Measure one size."""
    graph, measured = work / "graph.nq", dict[str, float]()
    python = [sys.executable, "-m"]
    made = cost_of([*python, "bench.generator", str(size), str(graph)])
    _add(measured, "generate", made)
    every = SAMPLED.get(size, 1)
    checked = cost_of([*python, "bench.validating", str(size), str(every)])
    _add(measured, "validate", Cost(checked.wall * every, checked.cpu * every, checked.peak))
    if size <= PUBLISHED:
        write(graph.with_suffix(".trig"), size)
        arguments = ["publish", str(graph.with_suffix(".trig")), "--to", str(work / "releases")]
        _add(measured, "publish", cost_of([*python, "crimecongress", *arguments]))
    subject = workload.generated(size)
    asked = questions(subject, recommendation_of(subject, graph))
    count = _lines(graph)
    found = compare("a generated graph", graph, count, asked, SERVERS)
    for name in found.ready:
        measured[f"load: {name}, s"] = found.ready[name]
        measured[f"memory: {name}, MiB"] = found.memory[name]
        medians = [row[name].median for row in found.figures.values() if name in row]
        measured[f"queries, geometric mean: {name}, ms"] = statistics.geometric_mean(medians)
    measured["file of N-Quads, MB"] = graph.stat().st_size / 1e6
    return found, measured


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _add(measured: dict[str, float], step: str, cost: Cost) -> None:
    measured[f"{step}, s"] = cost.wall
    measured[f"{step}, processor s"] = cost.cpu
    measured[f"{step}, peak MiB"] = cost.peak
