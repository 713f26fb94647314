"""What serving a release needs and can be made from it: the index of texts, and for large releases the on-disk store.

They stand in the folder `serving` of a release. `crimecongress publish` has them made, so that a server that changes
to the release does not wait for them; a release without them is served as well.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from api.engine import release
from api.engine.errors import ReleaseUnreadable
from api.engine.limits import MEBIBYTE
from api.engine.text import TextIndex, literals
from releases.folder import SERVING, TRIG

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
    """Yield in what the store and the index of a release do not hold what its graph holds."""
    try:
        graph = release.load(folder / TRIG)
    except ReleaseUnreadable:
        yield f"{TRIG} cannot be loaded, so that nothing can be compared with it"
        return
    if store_of(folder).exists():
        yield from _of_store(store_of(folder), graph)
    if index_of(folder).exists():
        yield from _of_index(index_of(folder), graph)
    else:
        yield f"{SERVING}/{INDEX} is missing"


def _of_store(path: Path, graph: ox.Store) -> Iterator[str]:
    try:
        found = len(release.open_store(path))
    except ReleaseUnreadable as error:
        yield str(error)
    else:
        if found != len(graph):
            yield f"{SERVING}/{STORE} holds {found} quads, the graph {len(graph)}"


def _of_index(path: Path, graph: ox.Store) -> Iterator[str]:
    try:
        index = TextIndex.open(path)
        found, unsound = index.rows(), index.unsound()
        index.close()
    except TextIndex.ERRORS as error:
        yield f"{SERVING}/{INDEX} cannot be read: {error}"
    else:
        if found != list(literals(graph)):
            yield f"{SERVING}/{INDEX} does not hold the texts of the graph"
        if unsound:
            yield f"{SERVING}/{INDEX} is damaged: {unsound}"
