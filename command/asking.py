"""Ask the graph: `query` here and now, `serve` over HTTP."""

from __future__ import annotations

import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from command.console import PUBLISHED, THE_PUBLISHED, clear_errors, out, table


class ResultFormat(StrEnum):
    """How `query` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


def query(
    text: Annotated[str, typer.Argument(metavar="SPARQL", help="The query; `-` reads it from standard input.")],
    graph: Annotated[Path, typer.Option(help="The graph to ask.", show_default=THE_PUBLISHED)] = PUBLISHED,
    format_: Annotated[ResultFormat, typer.Option("--format", help="How to print the answer.")] = ResultFormat.TABLE,
) -> None:
    """Ask the graph a SPARQL query; the usual prefixes (cc:, skos:, sdg: …) need no declaration."""
    from api.local import ask

    # the engine evaluates in one call that Python's own handler would let run to its end
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with clear_errors():
        answer = ask(sys.stdin.read() if text == "-" else text, graph)
        if format_ is ResultFormat.TABLE:
            out.print(table(*answer.rows()))
        else:
            sys.stdout.write(answer.write(format_.value))


def serve(
    graph: Annotated[
        Path | None,
        typer.Argument(help="The graph to serve: a file, or a folder with a release.", show_default=THE_PUBLISHED),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on; 127.0.0.1 is this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int | None, typer.Option(min=1, help="Queries at a time. Default: one a core.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Processes that speak HTTP. Default: 1.")] = None,
    engine: Annotated[str | None, typer.Option(help="A SPARQL server to ask instead, https://…/sparql.")] = None,
    settings: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A file of settings, CRIMECONGRESS_<NAME>=… a line."),
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Any setting: --set seconds=20.")
    ] = None,
) -> None:
    """Serve a graph: SPARQL, JSON, RDF and pages. What is not given here comes from the environment or a file."""
    from api.server import run

    given = {"graph": graph, "workers": workers, "processes": processes, "engine": engine, "_env_file": settings}
    with clear_errors():
        _put_into_environment(set_ or [])
        run(host, port, _announce, **{name: value for name, value in given.items() if value is not None})


def _put_into_environment(settings: list[str]) -> None:
    """Let settings NAME=VALUE be read as if the environment gave them: it wins over the file.

    Raises SettingError for what is no setting, with the nearest that is one.
    """
    from api.settings import PREFIX, named

    for setting in settings:
        name, _, value = setting.partition("=")
        os.environ[PREFIX + named(name).upper()] = value


def _announce(url: str) -> None:
    """Print three URLs to try, once the server answers."""
    out.print(f"serving on [bold]{url}[/] (Ctrl+C ends it); three to try:")
    out.print(f"  {url}/sparql")
    out.print(f"  {url}/recommendation/A/CONF.234/RPM.3/1/28/e")
    out.print(f"  {url}/api/recommendations?q=youth")
