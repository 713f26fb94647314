"""Publish states of the graph that never change: `publish`, `rollback`, `releases`."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.console import MOVED, PUBLISHED, THE_PUBLISHED, clear_errors, out, plain, table

if TYPE_CHECKING:
    from releases.publishing import Published

RELEASES = Path("data/releases")
ON_DISK_MB = 1_000
"""Size of a graph in MiB from which publishing makes the on-disk store: what the service holds in memory by default."""

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of releases.")]
To = Annotated[Path, typer.Option("--to", help="The folder of releases.")]
Date = Annotated[str | None, typer.Option("--date", help="When it is published, 2026-11-24T12:00Z. Default: now.")]
Wait = Annotated[float, typer.Option(min=0, help="Seconds to wait for another publisher to end.")]
Notify = Annotated[
    str | None, typer.Option(help="A server to tell: its process id or the file with it. It gets SIGHUP.")
]


def publish(
    graph: Annotated[
        Path, typer.Argument(help="The built graph: a TriG file or its folder.", show_default=THE_PUBLISHED)
    ] = PUBLISHED,
    to: To = RELEASES,
    date: Date = None,
    withdraw: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Withdraw, for this reason, published URIs that the graph lacks."),
    ] = None,
    moved: Annotated[
        Path | None, typer.Option(help="The table of moved and withdrawn URIs. Default: the one that comes along.")
    ] = None,
    sbom: Annotated[
        Path | None, typer.Option(help="A bill of materials (CycloneDX) of the code, to put into the release.")
    ] = None,
    validate: Annotated[
        bool, typer.Option(help="Check the graph against the shapes first; one that `build` made has been checked.")
    ] = True,
    on_disk_mb: Annotated[
        int, typer.Option(min=0, help="Make an on-disk store of a graph larger than so many MiB.")
    ] = ON_DISK_MB,
    notify: Notify = None,
    wait: Wait = 0,
) -> None:
    """Make an immutable release of a built graph and let it be served: all of it or nothing."""
    from api.engine.readying import make_ready
    from api.engine.release import find
    from releases.publishing import Wish
    from releases.publishing import publish as publish_graph

    with clear_errors():
        told = _process(notify)
        wish = Wish(find(graph), moment(date), moved or MOVED, withdraw, sbom, validate)
        done = publish_graph(to, wish, lambda draft: make_ready(draft, on_disk_mb), wait)
        _tell(done, told)


def rollback(
    releases_in: Folder = RELEASES,
    version: Annotated[
        str | None, typer.Argument(help="The release to go back to. Default: the one published before.")
    ] = None,
    date: Date = None,
    notify: Notify = None,
    wait: Wait = 0,
) -> None:
    """Let an earlier release be served again; nothing is deleted."""
    from releases.publishing import rollback as go_back

    with clear_errors():
        told = _process(notify)
        _tell(go_back(releases_in, version, moment(date), wait), told)


def releases(
    releases_in: Folder = RELEASES,
) -> None:
    """List what was published when; the last line is what is served."""
    from releases.folder import Releases

    with clear_errors():
        found = Releases(releases_in)
        found.current()
        rows = [[f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.version, entry.action.value] for entry in found.log]
    out.print(table(["at (UTC)", "release", "by"], rows))


def moment(date: str | None) -> datetime:
    """Return the moment that an option names, or now; a moment without a zone is in UTC.

    Raises typer.BadParameter.
    """
    if date is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(date)
    except ValueError:
        raise typer.BadParameter(f"{date!r} is no date; expected 2026-11-24 or 2026-11-24T12:00Z") from None


def _tell(done: Published, process: int | None) -> None:
    """Say what was done, and tell a running server."""
    if done.withdrawn:
        out.print(f"{done.withdrawn} URIs withdrawn")
    state = "unchanged" if done.unchanged else "published" if done.entry.action == "publish" else "back to"
    out.print(f"{state}: {plain(str(done.path))} (since {done.entry.at:%Y-%m-%d %H:%M:%S} UTC)")
    if process is not None:
        os.kill(process, signal.SIGHUP)


def _process(named: str | None) -> int | None:
    """Return the process that an option names, if it names one.

    Raises typer.BadParameter for what is neither a number nor a file with one.
    """
    if named is None:
        return None
    if named.isdigit():
        return int(named)
    try:
        return int(Path(named).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{named!r} is neither a process id nor a file with one: {error}") from None
