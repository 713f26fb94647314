"""Where documents are read: in this process, in a pool of processes, or on a Dask cluster.

In: jobs, one a document; each is plain data. Out: for each, in the order given, the error that its document ended
in or None; the extracts themselves are in the cache, so that memory does not grow with their number. The workers of a
cluster must see the same folders as this process: sources, reference data and cache.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from threading import Thread

from ingest.errors import IngestError, SourceError
from ingest.jobs import Job, run

PER_PROCESS = 64
"""Documents, about, after which a process is replaced, so that what one leaves in memory does not add up."""
LARGEST_PROCESS = 4 * 1024**3
"""Bytes of address space that a process of the pool may use: a document that needs more ends with an error."""

Ended = tuple[Job, IngestError | None]


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
    yield from _in_pool(jobs, workers)


def _in_pool(jobs: Sequence[Job], workers: int) -> Iterator[Ended]:
    """Run jobs in processes. When one dies, those under way are run again, each alone, so that only one is blamed."""
    waiting = list(jobs)
    while waiting:
        # A pool can replace its processes itself (max_tasks_per_child), but then Python 3.11 hangs at times.
        batch = waiting[: PER_PROCESS * workers]
        ended = 0
        for job, error in _until_broken(batch, workers):
            ended += 1
            yield job, error
        suspects = batch[ended : ended + workers]
        yield from ((job, _alone(job)) for job in suspects)
        waiting = waiting[ended + len(suspects) :]


def _until_broken(jobs: Sequence[Job], workers: int) -> Iterator[Ended]:
    """Run jobs in a pool; stop before the first whose result is lost with a process that died."""
    with _pool(workers) as pool:
        futures = [pool.submit(run, job) for job in jobs]
        try:
            for job, future in zip(jobs, futures, strict=True):
                yield job, future.result()
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(cancel_futures=True)


def _alone(job: Job) -> IngestError | None:
    try:
        with _pool(1) as pool:
            return pool.submit(run, job).result()
    except BrokenProcessPool:
        return _killed(job)


def _killed(job: Job) -> IngestError:
    return SourceError(job.name, "", "that the process reading it was killed", "a document that memory can hold")


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the libraries that read documents have threads of their own.
    return ProcessPoolExecutor(workers, get_context("spawn"), _prepare)


def _prepare() -> None:
    """Let a process of the pool end with its parent, however that ends, and bound its memory."""
    Thread(target=_end_with_parent, daemon=True).start()
    _bound_memory()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _bound_memory() -> None:
    """Bound what the process may use, where the system can."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = LARGEST_PROCESS if most == resource.RLIM_INFINITY else min(LARGEST_PROCESS, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def _on_cluster(jobs: Sequence[Job], scheduler: str) -> Iterator[Ended]:
    """Run jobs on a cluster, which gives those of a worker that died to another one.

    A job that several workers died with is sent once more: it may only have waited where another one did the killing.
    """
    from distributed import Client, KilledWorker

    with Client(scheduler, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        sent = [_absolute(job) for job in jobs]
        futures = client.map(run, sent, pure=False, key=[f"{job.name}-{job.key}" for job in jobs])
        for job, absolute, future in zip(jobs, sent, futures, strict=True):
            try:
                yield job, future.result()
            except KilledWorker:
                again = client.submit(run, absolute, pure=False, key=f"{job.name}-{job.key}-again")
                error = again.exception()
                yield job, _killed(job) if isinstance(error, KilledWorker) else again.result()


def _absolute(job: Job) -> Job:
    """Name the folders so that a worker with another current folder finds them."""
    source = replace(job.source, path=job.source.path.resolve())
    return replace(job, source=source, cache=job.cache.resolve(), reference=job.reference.resolve())
