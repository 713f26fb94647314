"""SHA256SUMS: the checksums of all files of a release, in the form that `sha256sum --check` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from releases.durable import digest
from releases.errors import Damaged
from releases.folder import SERVING, SUMS


def files(release: Path) -> Iterator[str]:
    """Yield the paths of what a release publishes, in order: all but its checksums and what serving needs."""
    for path in sorted(release.rglob("*")):
        name = path.relative_to(release).as_posix()
        if path.is_file() and name != SUMS and not name.startswith(f"{SERVING}/"):
            yield name


def write_sums(release: Path) -> None:
    """Write the checksums of the files that are there."""
    lines = [f"{digest(release / name)}  {name}\n" for name in files(release)]
    (release / SUMS).write_text("".join(lines), encoding="utf-8")


def read_sums(release: Path) -> Mapping[str, str]:
    """Return the checksum of each file by its path.

    Raises Damaged where there are none or a line is no checksum.
    """
    try:
        lines = (release / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(f"{release / SUMS}: cannot be read: {error}") from error
    pairs = [line.partition("  ") for line in lines]
    for digest_, two_spaces, name in pairs:
        if len(digest_) != 64 or not two_spaces or not name:
            raise Damaged(f"{release / SUMS}: found {digest_[:80]!r}, expected a checksum, two spaces and a file")
    return {name: digest_ for digest_, _, name in pairs}
