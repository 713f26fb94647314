"""One writer at a time: a lock that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from releases.errors import InUse

LOCK = ".lock"
AGAIN = 0.1
"""Seconds between two attempts."""


@contextmanager
def locked(folder: Path, wait: float = 0) -> Iterator[None]:
    """Be the only writer of a folder of releases, which is made if need be.

    Raises InUse when another process writes into it and does not end within `wait` seconds, OSError when the folder
    cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with (folder / LOCK).open("a+", encoding="ascii") as file:
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                file.seek(0)
                raise InUse(f"{folder}: process {file.read().strip() or '?'} is writing there; --wait SECONDS waits")
            time.sleep(AGAIN)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def in_use(folder: Path) -> bool:
    """Whether somebody is writing into a folder of releases now."""
    try:
        with (folder / LOCK).open("rb") as file:
            return not _taken(file.fileno())
    except OSError:
        return False


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
