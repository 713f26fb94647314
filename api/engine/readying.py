"""What serving a release needs and can be made from it: the index of texts, and for large releases the on-disk store.

They stand in the folder `serving` of a release. `crimecongress publish` has them made, so that a server that changes
to the release does not wait for them; a release without them is served as well.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pyoxigraph as ox

from api.engine import contents, release
from api.engine.errors import ReleaseUnreadable
from api.engine.limits import MEBIBYTE
from api.engine.text import TextIndex, literals, searched_in
from releases.folder import N_QUADS, SERVING, TRIG

STORE, INDEX = "store", "texts.sqlite"


def store_of(folder: Path) -> Path:
    """Return where the on-disk store of a release is, if it has one."""
    return folder / SERVING / STORE


def index_of(folder: Path) -> Path:
    """Return where the index of texts of a release is, if it has one."""
    return folder / SERVING / INDEX


def make_ready(folder: Path, on_disk_mb: int) -> None:
    """Make what serving a release needs, anew; the store where the graph is larger than so many MiB.

    Raises ReleaseUnreadable.
    """
    graph = folder / TRIG
    shutil.rmtree(folder / SERVING, ignore_errors=True)
    (folder / SERVING).mkdir()
    contents.keep(contents.by_reading(folder / N_QUADS), folder)
    if graph.stat().st_size > on_disk_mb * MEBIBYTE:
        release.build_store(graph, store_of(folder))
        store_of(folder).chmod(0o755)  # who serves it may be another user than who published it
        store = release.open_store(store_of(folder))
    else:
        store = release.load(graph)
    write_index(store, index_of(folder))


def write_index(store: ox.Store, index: Path) -> None:
    """Write the index of texts into a file, complete or not at all; one that is there is kept.

    Raises ReleaseUnreadable when the file cannot be written.
    """
    if index.exists():
        return
    draft = index.with_name(f".{index.name}-{os.getpid()}")
    try:
        TextIndex.build(store, str(draft)).close()
        draft.rename(index)
    except (OSError, sqlite3.Error) as error:
        raise ReleaseUnreadable(f"{index}: the index of texts could not be written: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


def differences(folder: Path) -> Iterator[str]:
    """Yield in what that which serves a release does not hold what its graph holds, as its N-Quads have it."""
    try:
        there = contents.by_reading(folder / N_QUADS)
        if contents.kept(folder / TRIG) != there:
            yield f"{SERVING}/{contents.FILE} does not say what the graph holds"
        if store_of(folder).exists():
            yield from _of_store(store_of(folder), there)
        if index_of(folder).exists():
            yield from _of_index(index_of(folder), folder / N_QUADS)
        else:
            yield f"{SERVING}/{INDEX} is missing"
    except (OSError, ValueError, SyntaxError):
        yield f"{N_QUADS} cannot be read, so that nothing can be compared with it"


def _of_store(path: Path, there: contents.Contents) -> Iterator[str]:
    union = there.triples if there.triples != there.quads else 0
    try:
        found = len(release.open_store(path)) - union
    except ReleaseUnreadable as error:
        yield str(error)
    else:
        if found != there.quads:
            yield f"{SERVING}/{STORE} holds {found} quads, the graph {there.quads}"


def _of_index(path: Path, n_quads: Path) -> Iterator[str]:
    try:
        index = TextIndex.open(path)
        same = all(one == other for one, other in zip_longest(index.rows(), literals(searched_in(n_quads))))
        unsound = index.unsound()
        index.close()
    except TextIndex.ERRORS as error:
        yield f"{SERVING}/{INDEX} cannot be read: {error}"
    else:
        if not same:
            yield f"{SERVING}/{INDEX} does not hold the texts of the graph"
        if unsound:
            yield f"{SERVING}/{INDEX} is damaged: {unsound}"
