"""Where documents are read: in this process, in a pool of processes, or on a Dask cluster.

In: jobs, one a document; each is plain data. Out: for each, in the order given, the error that its document ended
in or None; the extracts themselves are in the cache, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Protocol

from ingest.errors import IngestError, SourceError
from ingest.jobs import Job, run

_PER_PROCESS = 64
"""Documents after which a process is replaced, so that what one leaves in memory does not add up."""


class _Future(Protocol):
    def result(self) -> IngestError | None: ...


def run_all(jobs: Sequence[Job], workers: int | None = None, scheduler: str | None = None) -> Iterator[Ended]:
    """Run jobs and yield each with the error it ended in, if any, in their order.

    One job, or one worker, needs no other process. Raises ImportError when a scheduler is named and the extra
    "cluster" is not installed, and OSError when it does not answer.
    """
    if scheduler:
        yield from _on_cluster(jobs, scheduler)
        return
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers <= 1:
        yield from ((job, run(job)) for job in jobs)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), max_tasks_per_child=_PER_PROCESS) as pool:
        yield from _in_order(jobs, pool)


Ended = tuple[Job, IngestError | None]


def _in_order(jobs: Sequence[Job], pool: Executor) -> Iterator[Ended]:
    futures = [pool.submit(run, job) for job in jobs]
    try:
        for job, future in zip(jobs, futures, strict=True):
            yield job, _outcome(job, future)
    finally:
        pool.shutdown(cancel_futures=True)


def _outcome(job: Job, future: _Future) -> IngestError | None:
    """Return how a job ended; a process that died (out of memory, killed) is an error of its document."""
    try:
        return future.result()
    except BrokenProcessPool:
        return SourceError(job.name, "", "that the process reading it was killed", "a document that memory can hold")


def _on_cluster(jobs: Sequence[Job], scheduler: str) -> Iterator[Ended]:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        futures = client.map(run, jobs, pure=False, key=[f"{job.name}-{job.key}" for job in jobs])
        for job, future in zip(jobs, futures, strict=True):
            yield job, future.result()
