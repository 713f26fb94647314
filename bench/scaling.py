"""What everything costs as the graph grows: 10 thousand, 1 million, 10 million triples.

Each step at each size can be done on its own, and what is not done again keeps its figures: `BENCH_SIZES`,
`BENCH_STEPS`, and `BENCH_FOLDER` to keep graphs and releases. Slopes are those of straight lines through the last two
sizes on logarithmic scales: 1 means that the cost grows with the triples. What 100 million would cost is drawn on from
there, which says nothing of limits that are not met before.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import reporting, workload
from bench.answers import recommendation_of
from bench.comparing import Comparison, compare, comparison_of
from bench.drawing import lines
from bench.generator import write
from bench.timing import Cost, cost_of
from bench.workload import questions

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "10000 1000000 10000000").split())
STEPS = tuple(os.environ.get("BENCH_STEPS", "generate validate publish ask").split())
"""What is done at each size. Steps left out keep the figures that they had."""
FOLDER = os.environ.get("BENCH_FOLDER")
"""Where graphs and releases are kept and taken from, a folder a size; without it they are made and thrown away."""
SERVERS = ("this service, uncached", "Oxigraph's server, memory", "Virtuoso")
ESTIMATED = 100_000_000
PYTHON = (sys.executable, "-m")


@dataclass
class Found:
    """What was measured so far, by size."""

    costs: dict[int, dict[str, float]]
    """What was measured of each size that was asked for; "triples" is how many there are."""
    comparisons: dict[int, Comparison]

    def columns(self) -> list[int]:
        """Return the sizes, smallest first."""
        return sorted(self.costs)

    def points(self) -> dict[str, list[tuple[float, float]]]:
        """Return of each step the triples and the figure, by size."""
        steps = dict.fromkeys(step for size in self.columns() for step in self.costs[size] if step != "triples")
        return {
            step: [(of["triples"], of[step]) for size in self.columns() if step in (of := self.costs[size])]
            for step in steps
        }


def measure() -> str:
    """Do the steps at every size, add the figures to the results, and return the report."""
    found, report = _before(), ""
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            work = Path(FOLDER or name) / str(size)
            work.mkdir(parents=True, exist_ok=True)
            for step in STEPS:
                STEP[step](size, work, found)
                report = _written(found)  # after each, for the largest take longest
    return report


def _before() -> Found:
    """Return what earlier runs left."""
    path = reporting.RESULTS / "scale.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    comparisons = {int(size): comparison_of(fields) for size, fields in kept.get("comparisons", {}).items()}
    return Found({int(size): costs for size, costs in kept.get("costs", {}).items()}, comparisons)


def _generate(size: int, work: Path, found: Found) -> None:
    """Write the graph as TriG and as N-Quads; the cost is that of the N-Quads."""
    graph = work / "graph.nq"
    made = cost_of([*PYTHON, "bench.generator", str(size), str(graph)])
    found.costs.setdefault(size, {})["triples"] = write(graph.with_suffix(".trig"), size)
    _add(found.costs[size], "generate", made)
    found.costs[size]["file of N-Quads, MB"] = graph.stat().st_size / 1e6


def _validate(size: int, work: Path, found: Found) -> None:
    _add(found.costs[size], "validate", cost_of([*PYTHON, "bench.validating", str(work / "graph.nq")]))


def _publish(size: int, work: Path, found: Found) -> None:
    """Publish what was validated by the step before; a release that is there makes room for the new one."""
    shutil.rmtree(work / "releases", ignore_errors=True)
    arguments = ["publish", str(work / "graph.trig"), "--to", str(work / "releases"), "--no-validate"]
    _add(found.costs[size], "publish", cost_of([*PYTHON, "crimecongress", *arguments]))


def _ask(size: int, work: Path, found: Found) -> None:
    """Ask the twelve questions of the servers; this service holds the release, if one was published."""
    subject, graph, costs = workload.generated(size), work / "graph.nq", found.costs[size]
    asked = questions(subject, recommendation_of(subject, graph))
    compared = compare("a generated graph", graph, int(costs["triples"]), asked, SERVERS)
    found.comparisons[size] = compared
    for name in compared.ready:
        costs[f"load: {name}, s"] = compared.ready[name]
        costs[f"memory: {name}, MiB"] = compared.memory[name]
        medians = [row[name].median for row in compared.figures.values() if name in row]
        costs[f"queries, geometric mean: {name}, ms"] = statistics.geometric_mean(medians)


STEP: Mapping[str, Callable[[int, Path, Found], None]] = {
    "generate": _generate,
    "validate": _validate,
    "publish": _publish,
    "ask": _ask,
}


def _written(found: Found) -> str:
    """Write what has been measured so far, and return the report."""
    sizes, points = found.columns(), found.points()
    rows = [
        f"| {step} | {' | '.join(_cells(of, [found.costs[size]['triples'] for size in sizes]))} |"
        for step, of in points.items()
    ]
    heads = [f"{found.costs[size]['triples']:,.0f}" for size in sizes]
    titles = f"| | {' | '.join(heads)} | slope | {ESTIMATED:,}, drawn on |\n|---{'|---' * (len(heads) + 2)}|\n"
    asked = [reporting.table(one) for _, one in sorted(found.comparisons.items())]
    parts = (
        f"# Cost as work grows\n\n{reporting.machine()}.",
        "## Costs\n\n" + titles + "\n".join(rows),
        "## The twelve questions\n\n" + "\n\n".join(asked),
    )
    report = "\n\n".join(parts)
    seconds = {step: of for step, of in points.items() if step.endswith(", s")}
    plots = {"scale": lines("Seconds by size of the graph", "triples", "s", seconds)}
    comparisons = {size: asdict(one) for size, one in found.comparisons.items()}
    reporting.write("scale", report, {"costs": found.costs, "comparisons": comparisons}, plots)
    return report


def _cells(points: list[tuple[float, float]], sizes: Sequence[float]) -> Iterator[str]:
    """Yield the figure at each size, the slope between the last two, and what it leads to."""
    known = dict(points)
    yield from (_short(known[size]) if size in known else "" for size in sizes)
    if len(points) < 2 or points[-2][1] <= 0:
        yield from ("", "")
        return
    (x, y), (x_last, y_last) = points[-2:]
    slope = math.log(y_last / y) / math.log(x_last / x)
    yield f"{slope:.2f}"
    yield _short(y_last * (ESTIMATED / x_last) ** slope)


def _short(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _add(measured: dict[str, float], step: str, cost: Cost) -> None:
    measured[f"{step}, s"] = cost.wall
    measured[f"{step}, processor s"] = cost.cpu
    measured[f"{step}, peak MiB"] = cost.peak
