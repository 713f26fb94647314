"""On a cluster of several processes a build is what it is in one process, also when processes are killed under way."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import BuildResult, build
from ingest.jobs import Job
from ingest.scheduling import run_all
from ingest.sources import find_sources
from ontology.files import folder

pytestmark = pytest.mark.slow

WORKERS = 3
DOCUMENTS = 6
PARAGRAPH = (
    "{n}. The United Nations Office on Drugs and Crime recalled General Assembly resolution 56/119 and target 16.{t}."
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("in")
    for number in range(1, DOCUMENTS + 1):
        paragraphs = [PARAGRAPH.format(n=n, t=1 + (n + number) % 9) for n in range(1, 13)]
        (where / f"{number}.txt").write_text("\n\n".join(["Report of the Committee", *paragraphs]) + "\n")
        (where / f"{number}.toml").write_text(f'symbol = "A/{number}/2"\nlanguage = "en"\n')
    return where


@pytest.fixture(scope="module")
def here(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The same build in one process."""
    where = tmp_path_factory.mktemp("here")
    return build([sources], where, cache=where / "cache", workers=1)


@pytest.fixture
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed", reason='needs the extra "cluster"')
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 2}),
        distributed.LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as started,
    ):
        yield started


def processes(cluster: object) -> set[int]:
    """The processes that read documents: those of the workers, below their nannies."""
    return {nanny.pid for nanny in cluster.workers.values() if nanny.pid}  # type: ignore[attr-defined]


def kill_as_documents_are_done(cluster: object, cache: Path, killed: list[int], stop: threading.Event) -> None:
    """Kill a process that has not been killed yet whenever one more document is done, three in all."""
    done = 0
    while not stop.is_set() and len(killed) < WORKERS:
        found = len(list((cache / "summaries").rglob("*.json")))
        alive = sorted(processes(cluster) - set(killed))
        if found > done and alive:
            done = found
            os.kill(alive[0], signal.SIGKILL)
            killed.append(alive[0])
        time.sleep(0.01)


def test_workers_that_are_killed_lose_nothing_and_change_no_byte(
    sources: Path, here: BuildResult, tmp_path: Path, cluster: object
) -> None:
    killed: list[int] = []
    stop = threading.Event()
    cache = tmp_path / "cache"
    killer = threading.Thread(target=kill_as_documents_are_done, args=(cluster, cache, killed, stop))
    killer.start()
    try:
        there = build([sources], tmp_path, cache=cache, scheduler=cluster.scheduler_address)  # type: ignore[attr-defined]
    finally:
        stop.set()
        killer.join(10)
    assert len(killed) == WORKERS, "each of the first workers was killed while documents were under way"
    assert there.errors == ()
    assert there.counts == here.counts
    assert there.counts["documents"] == DOCUMENTS
    assert there.graph.read_bytes() == here.graph.read_bytes()


def test_a_document_that_kills_its_worker_is_an_error_of_its_own_alone(
    sources: Path, tmp_path: Path, cluster: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.scheduler.allowed_failures = 1  # type: ignore[attr-defined]
    cloudpickle = pytest.importorskip("cloudpickle")
    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # the workers cannot import a test
    monkeypatch.setattr("ingest.scheduling.run", die_of_the_second)
    shared = (tmp_path / "cache", folder("reference"), "shared", "shifty")
    jobs = [Job(source, f"key{number}", *shared) for number, source in enumerate(find_sources([sources])[:4])]
    ended = list(run_all(jobs, scheduler=cluster.scheduler_address))  # type: ignore[attr-defined]
    assert [job.name for job, _ in ended] == ["1.txt", "2.txt", "3.txt", "4.txt"]
    assert [error and "was killed" in str(error) for _, error in ended] == [None, True, None, None]


def die_of_the_second(job: Job) -> None:
    """What the kernel does to a process for which there is no memory."""
    if job.name == "2.txt":
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_scheduler_that_does_not_answer_is_said_in_one_line(sources: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason='needs the extra "cluster"')
    dask = pytest.importorskip("dask")
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(OSError, match=r"127\.0\.0\.1:9"):
        build([sources], tmp_path, cache=tmp_path / "cache", scheduler="tcp://127.0.0.1:9")
