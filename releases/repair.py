"""Mending a folder of releases: whatever can be made again from a dump that is still what was published.

Nothing is believed but the log and the checksums: a file is put in place only when it is, byte for byte, the one that
was published. What cannot be made again is left as it is, for a backup to restore.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from releases.description import Describing
from releases.doctor import Serving, examine
from releases.dumps import write_dumps
from releases.durable import digest, flush, flush_below, link, write
from releases.errors import Damaged, ReleaseError
from releases.facts import read_facts
from releases.folder import BILL, CURRENT, DESCRIPTION, DRAFT, N_QUADS, SUMS, TOMBSTONES, TRIG, Releases
from releases.locking import locked
from releases.log import Entry
from releases.publishing import Ready, sweep
from releases.sums import files, read_sums

COPIES: Mapping[str, Callable[[BinaryIO], AbstractContextManager[Any]]] = {
    TRIG: nullcontext,
    f"{TRIG}.zst": lambda packed: zstandard.ZstdDecompressor().stream_reader(packed),
    f"{TRIG}.gz": lambda packed: gzip.GzipFile(fileobj=packed),
}
"""The dumps from which all others can be made, and how their content is read."""


def repair(folder: Path, serving: Serving, ready: Ready, wait: float = 0) -> None:
    """Mend what can be mended. Raises Damaged when the log itself is, InUse, OSError."""
    with locked(folder, wait):
        sweep(folder)
        releases = Releases(folder)
        for entry in releases.newest_first():
            path = folder / entry.version
            if path.is_dir():
                _mend(releases, path, entry)
                if _has_its_dump(path) and any(serving(path)):
                    ready(path)
                flush_below(path)
        link(folder / CURRENT, releases.current().version)


def _mend(releases: Releases, path: Path, entry: Entry) -> None:
    """Put the files of a release in place that are not what was published."""
    _sums_again(path, entry)
    try:
        sums = read_sums(path)
    except Damaged:
        return
    if digest(path / SUMS) != entry.sums:
        return
    wrong = [name for name, sum_ in sums.items() if not (path / name).is_file() or digest(path / name) != sum_]
    if not wrong:
        return
    with tempfile.TemporaryDirectory(prefix=DRAFT, dir=releases.folder) as made:
        _make_again(releases, path, entry, Path(made), sums)
        for name in wrong:
            again = Path(made) / name
            if again.is_file() and digest(again) == sums[name]:
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                flush(again)
                again.replace(path / name)


def _has_its_dump(path: Path) -> bool:
    """Whether the graph of a release is what was published, so that what serving needs can be made from it."""
    try:
        return digest(path / TRIG) == read_sums(path)[TRIG]
    except (Damaged, KeyError, OSError):
        return False


def _sums_again(path: Path, entry: Entry) -> None:
    """Write the checksums anew where those of the files as they are are the ones that were published."""
    if (path / SUMS).is_file() and digest(path / SUMS) == entry.sums:
        return
    with tempfile.TemporaryDirectory(prefix=DRAFT, dir=path.parent) as made:
        again = Path(made) / SUMS
        again.write_text("".join(f"{digest(path / name)}  {name}\n" for name in files(path)), encoding="utf-8")
        if digest(again) == entry.sums:
            write(path / SUMS, [again.read_bytes()])


def _make_again(releases: Releases, path: Path, entry: Entry, made: Path, sums: Mapping[str, str]) -> None:
    """Make all files of a release again, as far as there is something to make them from."""
    for other, name in product(releases.newest_first(), (TOMBSTONES, BILL)):
        same = releases.folder / other.version / name
        if same.is_file() and digest(same) == sums.get(name):
            shutil.copyfile(same, made / name)
    copy = next((each for each in COPIES if (path / each).is_file() and digest(path / each) == sums.get(each)), None)
    if copy is None:
        return
    graph = made / "graph.trig"
    with (path / copy).open("rb") as packed, COPIES[copy](packed) as content, graph.open("wb") as out:
        shutil.copyfileobj(content, out, 1 << 20)
    with suppress(ReleaseError):
        sizes = write_dumps(graph, made)
        Describing(read_facts(made / N_QUADS), made, sizes, _prior(releases, entry)).write(made / DESCRIPTION)


def _prior(releases: Releases, entry: Entry) -> str | None:
    """Return the version that was served when a release was published first."""
    before = [each.version for each in releases.log[: releases.log.index(entry)]]
    return before[-1] if before else None


def mended(folder: Path, serving: Serving, ready: Ready, wait: float = 0) -> tuple[list[str], list[str]]:
    """Examine, mend, examine again; return what was wrong, and what still is."""
    before = [str(finding) for finding in examine(folder, serving)]
    if before:
        repair(folder, serving, ready, wait)
    return before, [str(finding) for finding in examine(folder, serving)]
