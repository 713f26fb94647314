"""The parent of all workers: a small single-threaded process that loads the release once and forks.

It is started by exec, not by a fork of the service, so that it has no threads and no sockets of the service. It obeys
two commands on its control socket: FORK (with a socket for the child) answered by the child's process id, and REAP (a
process id) answered by how that child ended. When the control socket closes, it ends and takes its children with it.
"""

from __future__ import annotations

import array
import contextlib
import gc
import json
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from api.engine import release, worker
from api.engine.errors import ReleaseUnreadable
from api.engine.limits import Limits
from api.engine.release import ReleaseInfo
from api.engine.text import Hit, Search, TextIndex

FORK, REAP, READY, FAILED = b"F", b"R", b"Y", b"N"
CLOSE_AFTER_FORK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals for the whole process group that the service, not its children, answers."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a zygote is given on its command line: which release, where large ones are kept, the limits."""

    path: str
    base: str | None
    memory_limit_mb: int
    """Files up to this size are held in memory; larger ones in an on-disk store."""
    cache: str
    """Folder for on-disk stores."""
    limits: Limits


@dataclass(frozen=True, slots=True)
class Holding:
    """A release ready to be queried: the open store (or where it is on disk) and what goes with it."""

    info: ReleaseInfo
    loaded: ox.Store | None
    texts: TextIndex | None
    folder: str = ""
    """Where the store and the index of a large release are."""

    @property
    def store(self) -> ox.Store:
        """The open store."""
        assert self.loaded is not None, "a holding is opened before it is queried"
        return self.loaded

    def opened(self) -> Holding:
        """Return the holding with its store open: an on-disk store is opened in each worker, after the fork."""
        if self.loaded is not None:
            return self
        folder = Path(self.folder)
        return replace(self, loaded=release.open_store(folder), texts=TextIndex.open(text_file(folder)))

    def solutions(self, search: Search) -> list[Hit]:
        """Return what the index finds."""
        assert self.texts is not None, "a holding is opened before it is queried"
        return self.texts.find(search)


def hold(charge: Charge) -> Holding:
    """Load or open the release.

    Raises ReleaseUnreadable.
    """
    path = release.find(Path(charge.path))
    if release.is_store(path):
        return on_disk(path, path, charge)
    if path.stat().st_size <= charge.memory_limit_mb << 20:
        store = release.load(path)
        return Holding(release.describe(store, path, base=charge.base), store, TextIndex.build(store))
    folder = Path(charge.cache) / f"store-{release.digest(path)[:16]}"
    if not release.is_store(folder):
        aside(release.build_store, path, folder)
    return on_disk(folder, path, charge)


def on_disk(folder: Path, path: Path, charge: Charge) -> Holding:
    """Describe an on-disk store, in a process of its own: an open store has threads, and this one must have none."""
    return Holding(ReleaseInfo.from_json(aside(prepare, folder, path, charge.base)), None, None, str(folder))


def prepare(folder: Path, path: Path, base: str | None) -> dict[str, Any]:
    """Open an on-disk store, index its texts if that is not done yet, and describe it."""
    store = release.open_store(folder)
    index = text_file(folder)
    if not index.exists():
        draft = index.with_name(f".{index.name}-{os.getpid()}")
        try:
            TextIndex.build(store, str(draft))
            draft.rename(index)
        except (OSError, sqlite3.Error) as error:
            raise ReleaseUnreadable(f"{index}: the index of texts could not be written: {error}") from error
        finally:
            draft.unlink(missing_ok=True)
    return release.describe(store, path, base=base, in_memory=False).to_json()


def text_file(folder: Path) -> Path:
    """Return where the index of texts of an on-disk store is: beside it."""
    return folder.with_name(f"{folder.name}.text.sqlite")


def aside(work: Callable[..., Any], *args: Any) -> Any:
    """Run `work` in a child process and return its result (a JSON value); a ReleaseUnreadable comes back as itself."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            outcome = {"result": work(*args)}
        except ReleaseUnreadable as error:
            outcome = {"error": str(error)}
        with os.fdopen(writing, "w") as pipe:
            json.dump(outcome, pipe)
        os._exit(0)
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


def main(control: socket.socket, charge: Charge) -> None:
    """Load, say so, then fork and reap on command."""
    for number in CLOSE_AFTER_FORK:
        signal.signal(number, signal.SIG_IGN)
    try:
        holding = hold(charge)
    except ReleaseUnreadable as error:
        send(control, FAILED, {"message": str(error)})
        return
    gc.collect()
    gc.freeze()  # collections in the children would touch, and so copy, every shared page
    children: set[int] = set()
    with contextlib.suppress(OSError):  # the service is gone: the same as when it closes the socket in good order
        send(control, READY, holding.info.to_json())
        obey(control, holding, charge.limits, children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def send(control: socket.socket, kind: bytes, fields: dict[str, Any]) -> None:
    """Send the one message that says how loading went: kind, length, JSON."""
    payload = json.dumps(fields).encode()
    control.sendall(kind + len(payload).to_bytes(4, "big") + payload)


def obey(control: socket.socket, holding: Holding, limits: Limits, children: set[int]) -> None:
    """Fork and reap until the service closes the control socket, keeping account of the children."""
    while True:
        message, descriptors = receive(control)
        if not message:
            break
        if message[:1] == FORK:
            pid = fork(control, descriptors, holding, limits)
            children.add(pid)
            control.sendall(pid.to_bytes(4, "big", signed=True))
        else:
            pid = int.from_bytes(message[1:5], "big")
            children.discard(pid)
            control.sendall(os.waitpid(pid, 0)[1].to_bytes(4, "big", signed=True))


def receive(control: socket.socket) -> tuple[bytes, list[int]]:
    """Receive one command of five bytes and the descriptor that may come with it."""
    message, descriptors = b"", array.array("i")
    while len(message) < 5:
        data, ancillary, _, _ = control.recvmsg(5 - len(message), socket.CMSG_SPACE(descriptors.itemsize))
        if not data:
            return b"", []
        message += data
        for _level, _kind, payload in ancillary:
            descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return message, list(descriptors)


def fork(control: socket.socket, descriptors: list[int], holding: Holding, limits: Limits) -> int:
    """Fork a worker on the socket received; return its process id, -1 when the machine has no room for one."""
    sock = socket.socket(fileno=descriptors[0])
    try:
        pid = os.fork()
    except OSError:
        pid = -1
    if pid:
        sock.close()
        return pid
    try:
        control.close()
        quiet()
        worker.run(sock, holding, limits)
    finally:
        os._exit(0)


def quiet() -> None:
    """Send the child's standard streams nowhere: a refused allocation prints a page of backtrace."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def start() -> None:
    """Start as told on the command line: the control socket's descriptor and the charge as JSON."""
    fields = json.loads(sys.argv[2])
    main(socket.socket(fileno=int(sys.argv[1])), Charge(**fields | {"limits": Limits(**fields["limits"])}))
