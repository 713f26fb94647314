"""The command `crimecongress`: build, check, explain, query and serve the graph.

A thin layer: it reads arguments, calls `ingest`, `shapes` and `api`, and renders progress and errors. Imports of
these packages stand inside the commands, so that `--help` and `serve` do not pay for what they do not use.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from ontology.files import folder
from ontology.identifiers import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.build import BuildResult

app = typer.Typer(
    name="crimecongress",
    help="Recommendations of the United Nations crime congresses as a knowledge graph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
vocabulary = typer.Typer(help="The vocabulary of the graph.", no_args_is_help=True)
app.add_typer(vocabulary, name="ontology")
out = Console(soft_wrap=True, emoji=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)

PUBLISHED = folder("graph")
"""The release that comes along: of the checkout, or of the installed copy."""
THE_PUBLISHED = "the graph that comes along"
"""How help names it, in place of a long path."""


class Validator(StrEnum):
    """The SHACL engines: shifty is fast, pyshacl is the reference."""

    SHIFTY = "shifty"
    PYSHACL = "pyshacl"


class ResultFormat(StrEnum):
    """How `query` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


class _Steps:
    """Show the steps of a build as they pass: a bar on a terminal, a line each elsewhere."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:>9}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[item]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(elapsed_when_finished=True, compact=True),
            console=err,
            disable=not err.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, name: str, total: int) -> None:
        """A step of that name begins; it consists of so many pieces."""
        self._task = self._progress.add_task(name, total=total, item="")
        if self._progress.disable:
            err.print(f"{name:>9}: {total}")

    def advance(self, item: str) -> None:
        """A piece of the current step is done."""
        if self._task is not None:
            self._progress.update(self._task, advance=1, item=item)

    def warn(self, message: str) -> None:
        """Something does not stop the build, but an editor should see it."""
        err.print(f"[yellow]warning:[/] {_plain(message)}")


def _summary(result: BuildResult) -> None:
    """Print what a build made: its counts, then where it is."""
    counts = Table.grid(padding=(0, 2))
    for name, count in result.counts.items():
        counts.add_row(f"{count:>9,}", name)
    out.print(counts)
    state = "unchanged" if result.unchanged else "published"
    out.print(f"{state}: {_plain(str(result.graph))} (release {result.version})")


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn what the user can mend into one line on stderr and exit code 2."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, _mendable()):
            raise
        err.print(f"[bold red]error:[/] {_plain(str(error))}")
        raise typer.Exit(2) from None


def _mendable() -> tuple[type[Exception], ...]:
    """Return the errors that the user can mend; who meets none of them does not import them."""
    from api.engine.errors import ReleaseUnreadable, SettingError
    from api.local import QueryError
    from ingest.errors import IngestError
    from ontology.checks.vocabulary import UnreadableError
    from ontology.identifiers import IdentifierError
    from shapes import DataError

    return (
        *(IngestError, IdentifierError, QueryError, ReleaseUnreadable),
        *(SettingError, DataError, UnreadableError, OSError),
    )


def _plain(text: str) -> str:
    """Escape what Rich would take for markup: symbols such as `[label]` stand in our messages."""
    from rich.markup import escape

    return escape(text)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"crimecongress {version('crimecongress')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Recommendations of the United Nations crime congresses as a knowledge graph."""


@app.command()
def build(
    sources: Annotated[
        list[Path] | None, typer.Argument(help="Documents, folders or archives. Default: the sources that come along.")
    ] = None,
    destination: Annotated[Path, typer.Option("--out", help="The folder that the graph is published in.")] = Path(
        "data/graph"
    ),
    base: Annotated[str, typer.Option(help="Where the URIs that are minted begin.")] = BASE,
    engine: Annotated[Validator, typer.Option(help="The SHACL engine.")] = Validator.SHIFTY,
    keep_going: Annotated[bool, typer.Option(help="Build the other documents when one cannot be read.")] = False,
    workers: Annotated[int | None, typer.Option(help="Processes that read documents. Default: one a core.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="A Dask scheduler to read on, tcp://HOST:PORT.")] = None,
) -> None:
    """Read documents into a graph, validate it, and publish it: all of it or nothing."""
    from ingest.build import build as build_graph

    with _clear_errors(), _Steps() as steps:
        result = build_graph(
            sources or [folder("sources")],
            destination,
            base=base,
            engine=engine.value,
            keep_going=keep_going,
            workers=workers,
            scheduler=scheduler,
            reporter=steps,
        )
    _summary(result)


@app.command()
def check(
    graph: Annotated[Path, typer.Argument(help="The RDF file to check: .trig, .nq, .ttl, .nt.")],
    engine: Annotated[Validator, typer.Option(help="The SHACL engine.")] = Validator.SHIFTY,
) -> None:
    """Check a graph against the SHACL shapes; exit code 1 when something is wrong."""
    from shapes import check_file

    with _clear_errors():
        report = check_file(graph, engine.value)
    for result in report.results:
        err.print(_plain(f"{result.severity}: {result.focus} {result.path or ''}: {result.message}"))
    out.print(f"{len(report.violations)} violations, {len(report.warnings)} warnings")
    raise typer.Exit(0 if report.conforms else 1)


@vocabulary.command("check")
def check_ontology(
    explained: Annotated[bool, typer.Option("--explained", help="Show also what is meant, with its reason.")] = False,
) -> None:
    """Check the ontology for known pitfalls, FAIR metadata and its use; exit code 1 when something is to mend."""
    from ontology import checks

    with _clear_errors():
        found = checks.find(checks.read_vocabulary())
    open_ = checks.unexplained(found)
    for finding in open_:
        err.print(_plain(f"{finding.code} {finding.severity} {finding.term}: {finding.message}"))
    for accepted in checks.ACCEPTED if explained else ():
        out.print(_plain(f"{accepted.code} {accepted.term}: {accepted.reason}"))
    out.print(f"{len(checks.CHECKS)} checks, {len(open_)} findings, {len(found) - len(open_)} explained")
    raise typer.Exit(1 if open_ else 0)


@app.command()
def explain(
    uri: Annotated[str, typer.Argument(help="The URI of a recommendation, whole or from `recommendation/` on.")],
    graph: Annotated[Path, typer.Option(help="The graph to read.", show_default=THE_PUBLISHED)] = PUBLISHED,
) -> None:
    """Show where a recommendation comes from: its words, the rules that read them, the quads they became."""
    from ingest.explain import explain as explain_uri

    with _clear_errors():
        out.print(_plain(str(explain_uri(uri, graph))))


@app.command()
def quality(
    graph: Annotated[Path, typer.Argument(help="The graph that was built here.")] = PUBLISHED,
    destination: Annotated[Path, typer.Option("--out", help="The folder for quality.html and quality.json.")] = Path(
        "data/quality"
    ),
) -> None:
    """Report what the last build found, what it left open, and what changed since the build before."""
    from ingest.build import CACHE, FILE
    from ingest.quality import measure, write_report

    with _clear_errors():
        report = measure(graph / FILE if graph.is_dir() else graph, CACHE)
        written = write_report(report, destination)
    rows = [[k.kind, str(k.found), str(k.resolved), str(k.unresolved)] for k in report.kinds]
    out.print(_table(["kind of mention", "found", "resolved", "left open"], rows))
    for path in written:
        out.print(_plain(str(path)))


@app.command()
def query(
    text: Annotated[str, typer.Argument(metavar="SPARQL", help="The query; `-` reads it from standard input.")],
    graph: Annotated[Path, typer.Option(help="The graph to ask.", show_default=THE_PUBLISHED)] = PUBLISHED,
    format_: Annotated[ResultFormat, typer.Option("--format", help="How to print the answer.")] = ResultFormat.TABLE,
) -> None:
    """Ask the graph a SPARQL query; the usual prefixes (cc:, skos:, sdg: …) need no declaration."""
    from api.local import ask

    # the engine evaluates in one call that Python's own handler would let run to its end
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with _clear_errors():
        answer = ask(sys.stdin.read() if text == "-" else text, graph)
        if format_ is ResultFormat.TABLE:
            out.print(_table(*answer.rows()))
        else:
            sys.stdout.write(answer.write(format_.value))


def _table(names: list[str], rows: list[list[str]]) -> Table:
    table = Table()
    for name in names:
        table.add_column(_plain(name), overflow="fold")  # an IRI cut short is none
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    return table


@app.command()
def serve(
    graph: Annotated[
        Path | None,
        typer.Argument(help="The graph to serve: a file, or a folder with a release.", show_default=THE_PUBLISHED),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on; 127.0.0.1 is this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int | None, typer.Option(min=1, help="Queries at a time. Default: one a core.")] = None,
    engine: Annotated[str | None, typer.Option(help="A SPARQL server to ask instead, https://…/sparql.")] = None,
) -> None:
    """Serve a graph: SPARQL, JSON, RDF and pages. Every setting can also be given as CRIMECONGRESS_<NAME>."""
    from api.server import run

    given = {"graph": graph, "workers": workers, "engine": engine}
    with _clear_errors():
        run(host, port, _announce, **{name: value for name, value in given.items() if value is not None})


def _announce(url: str) -> None:
    """Print three URLs to try, once the server answers."""
    out.print(f"serving on [bold]{url}[/] (Ctrl+C ends it); three to try:")
    out.print(f"  {url}/sparql")
    out.print(f"  {url}/recommendation/A/CONF.234/RPM.3/1/28/e")
    out.print(f"  {url}/api/recommendations?q=youth")


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
