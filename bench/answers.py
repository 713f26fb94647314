"""The comparison that `make bench` makes: the published graph and a generated one of a million triples."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyoxigraph as ox

from bench import reporting, workload
from bench.comparing import Comparison, compare
from bench.generator import write
from bench.serving import Export, Service, exports, services
from bench.workload import Subject, questions
from ontology.files import folder
from ontology.identifiers import outcome

SMALL = (
    *("this service, uncached", "this service", "Oxigraph's server, memory", "Oxigraph's server, disk"),
    *("Virtuoso", "FastAPI over oxrdflib", "rdflib-endpoint"),
)
LARGE = SMALL[:-1]
MILLION = 1_000_000
LEFT_OUT = "rdflib-endpoint is left out: in earlier trials over such a graph it took 16 times as long in the mean"


@dataclass(slots=True)
class Found:
    """What has been measured so far."""

    large: Comparison | None = None
    seed: Comparison | None = None
    services: dict[str, Service] = field(default_factory=dict)
    exports: dict[str, Export] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def measure() -> str:
    """Compare over both graphs, write the results after each step, and return the report."""
    found, subject = Found(), workload.generated(MILLION)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        work = Path(name)
        graph, found.large = million(work)
        found.large.notes.append(LEFT_OUT)
        written(found)
        found.seed = _published(work)
        written(found)
        found.services, found.notes = services(graph, subject, recommendation_of(subject, graph))
        written(found)
        found.exports = exports(graph)
    return written(found)


def written(found: Found) -> str:
    """Write down what has been measured so far; return the report."""
    rows = reporting.targets(found.seed, found.large, found.exports, found.services)
    parts = [f"# Answers\n\n{reporting.machine()}.", "## Targets\n\n" + reporting.target_table(rows)]
    parts.append("## The twelve questions")
    parts += [reporting.table(one) for one in (found.seed, found.large) if one is not None]
    if found.exports:
        parts.append("## The whole graph as N-Triples, 1 M\n\n" + reporting.export_table(found.exports))
    if found.services or found.notes:
        head = "## Only from this service, 1 M, without a cache of answers\n\n"
        parts.append(head + reporting.service_table(found.services))
    parts += [f"- {note}" for note in found.notes]
    plots = {}
    if found.large is not None:
        plots["answers-1m"] = reporting.plot(found.large)
    if found.seed is not None:
        plots["answers-published"] = reporting.plot(found.seed)
    report = "\n\n".join(parts)
    reporting.write("answers", report, {"targets": rows, **asdict(found)}, plots)
    return report


def _published(work: Path) -> Comparison:
    """Compare over the published graph, each triple of it once."""
    graph, count = work / "published.nq", 0
    seen: set[ox.Triple] = set()
    with graph.open("w", encoding="utf-8") as quads, graph.with_suffix(".nt").open("w", encoding="utf-8") as triples:
        for quad in ox.parse(path=str(folder("graph") / "crimecongress.trig"), format=ox.RdfFormat.TRIG):
            if quad.triple not in seen:
                seen.add(quad.triple)
                quads.write(f"{quad} .\n")
                triples.write(f"{quad.triple} .\n")
                count += 1
    subject = workload.SEED
    asked = questions(subject, outcome("recommendation", subject.symbol, subject.paragraph))
    return compare("the published graph", graph, count, asked, SMALL)


def million(work: Path) -> tuple[Path, Comparison]:
    """Generate a million triples and compare over them."""
    graph = work / "million.nq"
    count = write(graph, MILLION)
    write(graph.with_suffix(".nt"), MILLION)
    subject = workload.generated(MILLION)
    asked = questions(subject, recommendation_of(subject, graph))
    return graph, compare("a generated graph", graph, count, asked, LARGE)


def recommendation_of(subject: Subject, graph: Path) -> str:
    """Return the first recommendation in a file of N-Quads that the subject's document states."""
    begin = f"<{outcome('recommendation', subject.symbol, '1').removesuffix('1')}"
    with graph.open(encoding="utf-8") as lines:
        return next(line for line in lines if line.startswith(begin)).split(">")[0][1:]
