"""The share of the machine that one query may have, and how a worker process is held to it.

The kernel enforces: address space (RLIMIT_AS), processor seconds (RLIMIT_CPU) and, as the last wall of the sandbox,
no new file or socket at all (RLIMIT_NOFILE 0). Wall clock is the pool's business, rows and bytes the sink's.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What the service gives; every number is a setting and stands in the service description."""

    seconds: float = 30.0
    """Wall clock for one query, waiting included (but half of it is left to run), to the last byte handed over."""
    cpu_seconds: int = 30
    """Processor seconds for one query (whole seconds, as the kernel counts them)."""
    memory_mb: int = 1_024
    """Mebibytes of address space that a worker may add to what the loaded release takes."""
    rows: int = 10_000_000
    """Rows of one answer (solutions, or lines of triples)."""
    bytes: int = 2_000 * MEBIBYTE
    """Bytes of one answer before compression."""
    query_length: int = 200_000
    """Characters of one query."""
    concurrent: int = 16
    """Queries evaluated at the same time, each in a process of its own."""
    concurrent_per_client: int = 12
    """Queries of one client under way at the same time, waiting ones included."""
    queue: int = 64
    """Queries that may wait for a worker."""
    queue_seconds: float = 10.0
    """How long one may wait there."""


def confine(limits: Limits, files: int = 0) -> None:
    """Bind this process, for good, to the memory limit, to the files it has open, and to as many more as `files` says.

    An engine over a store on disk opens a table of the store when it first reads in it.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    now = address_space()
    if limits.memory_mb and now:
        ceiling = _within(resource.RLIMIT_AS, now + limits.memory_mb * MEBIBYTE)
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    # 0: descriptors already open stay usable, every open(), socket() and accept() fails
    most = _within(resource.RLIMIT_NOFILE, _room_for(files))
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def allow_cpu(seconds: int) -> None:
    """Let the next query use `seconds` of processor time beyond what this process has used."""
    if seconds:
        # the kernel counts whole seconds: round up, so that a query never gets less than it was promised
        _end_at(int(time.process_time()) + 1 + seconds)


@lru_cache(maxsize=1)  # the same for all short queries of one second
def _end_at(seconds: int) -> None:
    """Let this process end when it has used so many processor seconds in all."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_within(resource.RLIMIT_CPU, seconds), hard))


def _within(kind: int, wanted: int) -> int:
    """Return the limit wanted, or the lower one that the operator has set for the whole service."""
    _, hard = resource.getrlimit(kind)
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _room_for(files: int) -> int:
    """Return the number of descriptors at which so many files more can be opened; 0 for none."""
    number = 0
    while files:
        try:
            os.fstat(number)
        except OSError:
            files -= 1
        number += 1
    return number


def address_space() -> int:
    """Return the size of this process's address space in bytes (0 where /proc is absent)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
