"""Keep releases: `doctor` examines and mends, `backup` and `restore` carry them elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from command.console import clear_errors, err, out, plain
from command.releasing import ON_DISK_MB, RELEASES, Folder, Wait


def doctor(
    releases_in: Folder = RELEASES,
    repair: Annotated[bool, typer.Option("--repair", help="Make again, from the dumps, what can be made.")] = False,
    on_disk_mb: Annotated[
        int, typer.Option(min=0, help="Make an on-disk store of a graph larger than so many MiB.")
    ] = ON_DISK_MB,
    wait: Wait = 0,
) -> None:
    """Examine a folder of releases: checksums, counts, store, index of texts; exit code 1 when something is wrong."""
    from api.engine.readying import differences, make_ready
    from releases.doctor import examine
    from releases.repair import mended

    with clear_errors():
        before = [str(finding) for finding in examine(releases_in, differences)]
        left = before
        if repair and before:
            before, left = mended(releases_in, differences, lambda path: make_ready(path, on_disk_mb), wait)
    for finding in before:
        state = "" if not repair else "left: " if finding in left else "mended: "
        err.print(plain(f"{state}{finding}"))
    out.print(f"{len(before)} findings" + (f", {len(left)} left" if repair else "") if before else "sound")
    raise typer.Exit(1 if left else 0)


def backup(
    releases_in: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of releases.")],
    file: Annotated[Path, typer.Argument(help="The file to write: .tar, .tar.gz or .tar.zst.")],
    wait: Wait = 0,
) -> None:
    """Write a folder of releases into one file: whole or not at all."""
    from releases.backup import backup as write_backup

    with clear_errors():
        number = write_backup(releases_in, file, wait)
    out.print(plain(f"{number} releases: {file}"))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    releases_in: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is empty or not there yet.")],
    on_disk_mb: Annotated[
        int, typer.Option(min=0, help="Make an on-disk store of a graph larger than so many MiB.")
    ] = ON_DISK_MB,
) -> None:
    """Make a folder of releases of a backup, examine it, and prepare it for serving: whole or not at all."""
    from api.engine.readying import make_ready
    from releases.backup import restore as read_backup

    with clear_errors():
        number = read_backup(file, releases_in, lambda path: make_ready(path, on_disk_mb))
    out.print(plain(f"{number} releases: {releases_in}"))
