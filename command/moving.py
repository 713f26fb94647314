"""Move releases to and from other machines: `push` and `pull`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from command.console import clear_errors, out, plain
from command.releasing import ON_DISK_MB, RELEASES


def push(
    address: Annotated[str, typer.Argument(help="Where releases stand: s3://BUCKET/FOLDER or the like.")],
    release: Annotated[
        Path, typer.Option("--from", help="The release, or a folder of releases: its current one.")
    ] = RELEASES,
) -> None:
    """Send a release to another file system, each file read back and compared with its checksum."""
    from releases.remote import push as push_release

    with clear_errors():
        target = push_release(release, address)
    out.print(f"sent: {plain(target)}")


def pull(
    address: Annotated[str, typer.Argument(help="The release: s3://BUCKET/FOLDER/VERSION or the like.")],
    folder: Annotated[Path, typer.Argument(help="The folder to make, which can then be served.")],
    on_disk_mb: Annotated[
        int, typer.Option(min=0, help="Make an on-disk store of a graph larger than so many MiB.")
    ] = ON_DISK_MB,
) -> None:
    """Fetch a release from another file system; the folder is there when every file is what was published."""
    from api.engine.readying import make_ready
    from releases.remote import pull as pull_release

    with clear_errors():
        number = pull_release(address, folder, lambda draft: make_ready(draft, on_disk_mb))
    out.print(f"fetched: {plain(str(folder))} ({number} files)")
