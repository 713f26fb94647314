"""What was measured, written down: tables in Markdown, all figures in JSON, plots in SVG, and which targets are met."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.comparing import Comparison
from bench.drawing import bars
from bench.serving import Export, Service

RESULTS = Path(os.environ.get("BENCH_RESULTS", Path(__file__).parent / "results"))
UNCACHED, CACHED, OXIGRAPH = "this service, uncached", "this service", "Oxigraph's server, memory"


def machine() -> str:
    """Describe the machine in a sentence."""
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    total = next((int(line.split()[1]) >> 20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    cores = f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}), {total} GiB"
    system = f"Linux {platform.release().partition('-')[0]}, Python {platform.python_version()}"
    return f"{cores}, {system}; load average when this was written: {load}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def mean_ratio(found: Comparison, one: str, other: str, what: str = "median") -> float | None:
    """Return the geometric mean over the questions of one server's figure by another's; None without such figures."""
    both = [row for row in found.figures.values() if one in row and other in row]
    pairs = [(getattr(row[one], what), getattr(row[other], what)) for row in both]
    ratios = [math.log(a / b) for a, b in pairs if a > 0 and b > 0]
    return math.exp(sum(ratios) / len(ratios)) if ratios else None


def table(found: Comparison) -> str:
    """Return the tables of one comparison."""
    servers = list(found.ready)
    head = f"### {found.graph}: {found.triples:,} triples\n\n"
    first = [f"| | {' | '.join(servers)} |", f"|---{'|---' * len(servers)}|"]
    first.append(f"| ready after, s | {' | '.join(f'{found.ready[name]:.1f}' for name in servers)} |")
    first.append(f"| MiB at first | {' | '.join(f'{found.idle[name]:.0f}' for name in servers)} |")
    first.append(f"| MiB after all | {' | '.join(f'{found.memory[name]:.0f}' for name in servers)} |")
    for what, title in (("median", "medians"), ("cpu", "processor time")):
        means = [mean_ratio(found, UNCACHED, name, what) for name in servers]
        ratios = " | ".join("" if m is None else f"{m:.2f}" for m in means)
        first.append(f"| uncached / it, geometric mean of {title} | {ratios} |")
    second = [f"| question | rows | {' | '.join(servers)} |", f"|---|---{'|---' * len(servers)}|"]
    for question, row in found.figures.items():
        cells = [_cell(row[name]) if name in row else "–" for name in servers]
        second.append(f"| {question} | {found.rows[question]} | {' | '.join(cells)} |")
    legend = "Median ms (p95); requests a second with 1 and 8 clients; processor ms of the server a request."
    notes = "".join(f"\n- {note}" for note in found.notes)
    return head + "\n".join(first) + f"\n\n{legend}\n\n" + "\n".join(second) + (f"\n{notes}" if notes else "")


def _cell(figures: object) -> str:
    one = asdict(figures)  # type: ignore[call-overload]
    return (
        f"{_short(one['median'])} ({_short(one['p95'])}); {one['rate']:,.0f}, {one['crowd']:,.0f}; {_short(one['cpu'])}"
    )


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def service_table(services: Mapping[str, Service]) -> str:
    """Return the table of what only this service gives."""
    rows = [
        f"| {name} | {_short(one.median)} | {_short(one.p95)} | {_short(one.cpu)} | {one.size:,} |"
        for name, one in services.items()
    ]
    return "| request | median ms | p95 ms | processor ms | bytes |\n|---|---|---|---|---|\n" + "\n".join(rows)


def export_table(exports: Mapping[str, Export]) -> str:
    """Return the table of exports."""
    rows = [
        f"| {name} | {one.first * 1e3:.1f} | {one.whole:.2f} | {one.size / one.whole / 1e6:.0f} | {one.cpu:.2f} |"
        for name, one in exports.items()
    ]
    return "| server | first byte ms | all, s | MB/s | processor s |\n|---|---|---|---|---|\n" + "\n".join(rows)


def targets(
    seed: Comparison | None,
    large: Comparison | None,
    exports: Mapping[str, Export],
    services: Mapping[str, Service],
) -> list[tuple[str, str, bool]]:
    """Return each target of which something was measured, with what, and whether it is met."""
    rows = _of_large(large, services) if large is not None else []
    if seed is not None and (ratio := mean_ratio(seed, UNCACHED, "rdflib-endpoint")) is not None:
        name = "30 times faster than rdflib-endpoint, uncached, published graph"
        rows.append((name, f"{1 / ratio:.1f} times", ratio <= 1 / 30))
    if UNCACHED in exports and OXIGRAPH in exports:
        whole = exports[UNCACHED].whole / exports[OXIGRAPH].whole
        rows.append(("full export within 1.5 times of Oxigraph's server's", f"{whole:.2f} times", whole <= 1.5))
    return rows


def _of_large(large: Comparison, services: Mapping[str, Service]) -> list[tuple[str, str, bool]]:
    """Return the targets over the large graph."""
    rows: list[tuple[str, str, bool]] = []

    def add(name: str, value: float | None, most: float, text: str) -> None:
        if value is not None:
            rows.append((name, text.format(value), value <= most))

    mean, spent = mean_ratio(large, UNCACHED, OXIGRAPH), mean_ratio(large, UNCACHED, OXIGRAPH, "cpu")
    add("geometric mean of the medians at most Oxigraph's server's, memory, uncached, 1 M", mean, 1, "{:.2f} times")
    add("the same in processor time, which other work on the machine disturbs less", spent, 1, "{:.2f} times")
    add("processor time of a lookup at most 0.10 ms on a miss", _cpu(large, UNCACHED), 0.10, "{:.3f} ms")
    add("processor time of a lookup at most 0.05 ms on a hit", _cpu(large, CACHED), 0.05, "{:.3f} ms")
    add("10 times faster than it on repeated queries", mean_ratio(large, CACHED, OXIGRAPH), 0.1, "{:.3f} of its time")
    scans = [one.median for name, one in large.figures["text"].items() if "this service" not in name]
    if search := services.get("text search in SPARQL"):
        name = "text search 50 times faster than any peer's FILTER CONTAINS"
        add(name, search.median / min(scans), 1 / 50, "{:.2f} of the best one's time")
    worst, ratio = worst_question(large)
    add("no question more than twice as slow as the best peer's, uncached", ratio, 2, f"{worst}: {{:.1f}} times")
    return rows


def _cpu(found: Comparison, name: str) -> float:
    return found.figures["lookup"][name].cpu


def worst_question(found: Comparison) -> tuple[str, float]:
    """Return the question in which this service, uncached, is furthest behind the best peer, and how far."""
    ratios = {
        name: row[UNCACHED].median / min(one.median for server, one in row.items() if "this service" not in server)
        for name, row in found.figures.items()
        if UNCACHED in row
    }
    name = max(ratios, key=lambda one: ratios[one])
    return name, ratios[name]


def target_table(rows: Sequence[tuple[str, str, bool]]) -> str:
    """Return the table of targets."""
    lines = [f"| {name} | {measured} | {'met' if met else '**missed**'} |" for name, measured, met in rows]
    return "| target | measured | |\n|---|---|---|\n" + "\n".join(lines)


def write(name: str, markdown: str, figures: object, plots: Mapping[str, str]) -> None:
    """Write a report into the folder of results."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(markdown + "\n", encoding="utf-8")
    (RESULTS / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for plot, svg in plots.items():
        (RESULTS / f"{plot}.svg").write_text(svg, encoding="utf-8")


def plot(found: Comparison) -> str:
    """Draw the medians of one comparison."""
    values = {q: {server: one.median for server, one in row.items()} for q, row in found.figures.items()}
    return bars(f"Median time to an answer, {found.graph}, {found.triples:,} triples", "ms", values)
