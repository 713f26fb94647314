"""Make a graph and look into what was made: `build`, `check`, `explain`, `quality`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from command.console import MOVED, PUBLISHED, THE_PUBLISHED, Validator, clear_errors, err, out, plain, table
from command.progress import Steps
from ontology.files import folder
from ontology.identifiers import BASE

if TYPE_CHECKING:
    from ingest.build import BuildResult


def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Documents, folders or archives, also s3://… Default: the sources that come along."),
    ] = None,
    destination: Annotated[Path, typer.Option("--out", help="The folder that the graph is published in.")] = Path(
        "data/graph"
    ),
    base: Annotated[str, typer.Option(help="Where the URIs that are minted begin.")] = BASE,
    engine: Annotated[Validator, typer.Option(help="The SHACL engine.")] = Validator.SHIFTY,
    keep_going: Annotated[bool, typer.Option(help="Build the other documents when one cannot be read.")] = False,
    workers: Annotated[int | None, typer.Option(help="Processes that read documents. Default: one a core.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="A Dask scheduler to read on, tcp://HOST:PORT.")] = None,
    uris: Annotated[
        Path | None, typer.Option(help="Add what is minted to this list of URIs, and name those that vanished.")
    ] = None,
) -> None:
    """Read documents into a graph, validate it, and publish it: all of it or nothing."""
    from ingest.build import build as build_graph
    from ingest.places import place

    with clear_errors(), Steps() as steps:
        result = build_graph(
            [place(source) for source in sources or [str(folder("sources"))]],
            destination,
            base=base,
            engine=engine.value,
            keep_going=keep_going,
            workers=workers,
            scheduler=scheduler,
            reporter=steps,
        )
    _summary(result)
    if uris is not None:
        with clear_errors():
            _list(uris, result.graph, base)


def _summary(result: BuildResult) -> None:
    """Print what a build made: what each document was taken for and why, the counts, where the graph is."""
    for symbol, (genre, reason) in result.genres.items():
        out.print(plain(f"{symbol}: {genre} ({reason})"), highlight=False)
    counts = Table.grid(padding=(0, 2))
    for name, count in result.counts.items():
        counts.add_row(f"{count:>9,}", name.removesuffix("s") if count == 1 else name)
    out.print(counts)
    state = "unchanged" if result.unchanged else "published"
    out.print(f"{state}: {plain(str(result.graph))} (release {result.version})")


def _list(uris: Path, graph: Path, base: str) -> None:
    """Add the URIs of a graph to a list of all, and name those of the list that nobody answers for."""
    from releases.uris import keep

    listed = keep(uris, graph, MOVED, base)
    for uri in listed.vanished:
        err.print(f"[yellow]warning:[/] {plain(uri)} is minted no more: {plain(str(MOVED))} must say why")
    out.print(f"{plain(str(uris))}: {listed.added:,} added, {len(listed.vanished):,} vanished", highlight=False)


def check(
    graph: Annotated[Path, typer.Argument(help="The RDF file to check: .trig, .nq, .ttl, .nt.")],
    engine: Annotated[Validator, typer.Option(help="The SHACL engine.")] = Validator.SHIFTY,
) -> None:
    """Check a graph against the SHACL shapes; exit code 1 when something is wrong.

    A large file of TriG or N-Quads is checked piece by piece, by shifty.
    """
    from releases.checking import LARGE, check_graph
    from shapes import check_file

    with clear_errors():
        whole = engine is not Validator.SHIFTY or graph.suffix not in {".trig", ".nq"} or graph.stat().st_size < LARGE
        report = check_file(graph, engine.value) if whole else check_graph(graph)
    for result in report.results:
        err.print(plain(f"{result.severity}: {result.focus} {result.path or ''}: {result.message}"))
    out.print(f"{len(report.violations)} violations, {len(report.warnings)} warnings")
    raise typer.Exit(0 if report.conforms else 1)


def explain(
    uri: Annotated[str, typer.Argument(help="The URI of a recommendation, whole or from `recommendation/` on.")],
    graph: Annotated[Path, typer.Option(help="The graph to read.", show_default=THE_PUBLISHED)] = PUBLISHED,
) -> None:
    """Show where a recommendation comes from: its words, the rules that read them, the quads they became."""
    from ingest.explain import explain as explain_uri

    with clear_errors():
        out.print(plain(str(explain_uri(uri, graph))))


def quality(
    graph: Annotated[Path, typer.Argument(help="The graph that was built here.")] = PUBLISHED,
    destination: Annotated[Path, typer.Option("--out", help="The folder for quality.html and quality.json.")] = Path(
        "data/quality"
    ),
) -> None:
    """Report what the last build found, what it left open, and what changed since the build before."""
    from ingest.build import CACHE, FILE
    from ingest.quality import measure, write_report

    with clear_errors():
        report = measure(graph / FILE if graph.is_dir() else graph, CACHE)
        written = write_report(report, destination)
    rows = [[k.kind, str(k.found), str(k.resolved), str(k.unresolved)] for k in report.kinds]
    out.print(table(["kind of mention", "found", "resolved", "left open"], rows))
    for path in written:
        out.print(plain(str(path)))
