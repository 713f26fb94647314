"""A release made ready to be queried, by the process that will fork the workers.

In comes a `Charge`, out goes a `Holding`: the store in memory up to a size, else on disk and opened by each worker
after its fork; the index of texts in memory for small releases, else in a file. What opens an on-disk store runs in a
process of its own (`aside`), because such a store has threads and the parent of the workers must have none.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from api.engine import release
from api.engine.errors import ReleaseUnreadable
from api.engine.limits import MEBIBYTE, Limits
from api.engine.readying import index_of, store_of, write_index
from api.engine.release import ReleaseInfo
from api.engine.text import Hit, Search, TextIndex

SMALL = 32 * MEBIBYTE
"""Bytes of a graph file up to which its index of texts is held in memory: it is part of what every fork copies."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What the parent of the workers is given: which release, where large ones are kept, the limits."""

    path: str
    base: str | None
    memory_limit_mb: int
    """Files up to this size are held in memory; larger ones in an on-disk store."""
    cache: str
    """Folder for on-disk stores and indexes."""
    limits: Limits


@dataclass(frozen=True, slots=True)
class Holding:
    """A release: the open store and index, or where they are."""

    info: ReleaseInfo
    loaded: ox.Store | None
    texts: TextIndex | None
    folder: str = ""
    """Where the store is, when it is on disk."""
    index: str = ""
    """Where the index of texts is, when it is in a file."""

    @property
    def tables(self) -> int:
        """How many files of a store on disk its engine may open one by one, as it reads."""
        return len(list(Path(self.folder).glob("*.sst"))) if self.folder else 0

    @property
    def store(self) -> ox.Store:
        """The open store."""
        assert self.loaded is not None, "a holding is opened before it is queried"
        return self.loaded

    def opened(self) -> Holding:
        """Return the holding with all its files open: what each worker does first."""
        return replace(
            self,
            loaded=self.loaded if self.loaded is not None else release.open_store(Path(self.folder)),
            texts=self.texts if self.texts is not None else TextIndex.open(Path(self.index)),
        )

    def solutions(self, search: Search) -> list[Hit]:
        """Return what the index finds."""
        assert self.texts is not None, "a holding is opened before it is queried"
        return self.texts.find(search)


def hold(charge: Charge) -> Holding:
    """Load or open the release.

    Raises ReleaseUnreadable.
    """
    path = release.find(Path(charge.path))
    if path.is_file() and path.stat().st_size <= charge.memory_limit_mb * MEBIBYTE:
        return in_memory(path, charge)
    folder = path
    if path.is_file():
        ready = store_of(path.parent)
        cached = f"store-{release.digest(path)[:16]}"
        folder = ready if release.is_store(ready) else cache_folder(charge) / cached
    if not release.is_store(folder):
        aside(release.build_store, path, folder)
    index = _index(path, charge)
    described = aside(prepare, folder, path, index, charge.base)
    info = replace(ReleaseInfo.from_json(described), files=(str(folder / "CURRENT"), str(index)))
    return Holding(info, None, None, str(folder), str(index))


def in_memory(path: Path, charge: Charge) -> Holding:
    """Load a file of RDF into memory."""
    store = release.load(path)
    info = release.describe(store, path, base=charge.base)
    if path.stat().st_size > SMALL:
        with contextlib.suppress(ReleaseUnreadable):  # where no file can be written, memory has to do
            index = _index(path, charge)
            aside(write_index, store, index)  # what it takes in memory goes with that process
            return Holding(replace(info, files=(str(index),)), store, None, "", str(index))
    return Holding(info, store, TextIndex.build(store))


def _index(path: Path, charge: Charge) -> Path:
    """Return where the index of texts is or will be: in the release, where publishing made one, else in the cache."""
    ready = index_of(path.parent)
    return ready if ready.is_file() else cache_folder(charge) / f"texts-{release.digest(path)[:16]}.sqlite"


def prepare(folder: Path, path: Path, index: Path, base: str | None) -> dict[str, Any]:
    """Open an on-disk store, index its texts if that is not done yet, and describe it."""
    store = release.open_store(folder)
    write_index(store, index)
    return release.describe(store, path, base=base, in_memory=False).to_json()


def cache_folder(charge: Charge) -> Path:
    """Return the folder for stores and indexes, made if need be and readable by its owner alone.

    Raises ReleaseUnreadable when it cannot be made, or is another user's: what lies there is trusted.
    """
    folder = Path(charge.cache)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except OSError as error:
        raise ReleaseUnreadable(f"{folder}: no on-disk store can be made there: {error}") from error
    if owner != os.getuid():
        raise ReleaseUnreadable(f"{folder}: belongs to another user; CRIMECONGRESS_CACHE names another folder")
    return folder


def aside(work: Callable[..., Any], *args: Any) -> Any:
    """Run `work` in a child process and return its result (a JSON value); a ReleaseUnreadable comes back as itself."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            _tell(writing, work, *args)
        finally:
            os._exit(0)  # whatever happened: only the parent goes on from here
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        raise ReleaseUnreadable("the store could not be prepared: the process that did it was ended")
    outcome = json.loads(told)
    if "error" in outcome:
        raise ReleaseUnreadable(outcome["error"])
    return outcome["result"]


def _tell(writing: int, work: Callable[..., Any], *args: Any) -> None:
    """Write what `work` returns, or how it failed, into a pipe."""
    try:
        outcome = {"result": work(*args)}
    except ReleaseUnreadable as error:
        outcome = {"error": str(error)}
    with os.fdopen(writing, "w") as pipe:
        json.dump(outcome, pipe)
