"""Documents are read in their order wherever they are read, and what ends a worker ends only its document."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import build
from ingest.jobs import Job
from ingest.scheduling import LARGEST_PROCESS, run_all
from ingest.sources import find_sources
from ontology.files import folder

TEXT = """Report of the Committee

1. The United Nations met.

2. The United Nations Office on Drugs and Crime spoke.
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    where = tmp_path / "in"
    where.mkdir()
    for number in (1, 2, 3):
        (where / f"{number}.txt").write_text(TEXT, encoding="utf-8")
        (where / f"{number}.toml").write_text(f'symbol = "A/{number}/2"\nlanguage = "en"\n')
    return where


@pytest.fixture
def jobs(sources: Path, tmp_path: Path) -> list[Job]:
    found = find_sources([sources])
    shared = (tmp_path / "cache", folder("reference"), "shared", "shifty")
    return [Job(source, f"key{number}", *shared) for number, source in enumerate(found)]


def test_a_broken_document_is_an_error_in_its_place(jobs: list[Job], sources: Path) -> None:
    (sources / "2.txt").write_bytes(b"\xff\xfe\x00")
    for workers in (1, 2):
        ended = list(run_all(jobs, workers))
        assert [job.name for job, _ in ended] == ["1.txt", "2.txt", "3.txt"]
        assert [type(error).__name__ for _, error in ended] == ["NoneType", "SourceError", "NoneType"]


def test_a_process_that_is_killed_is_an_error_of_its_document_alone(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.scheduling.run", die_of_the_second)
    ended = list(run_all(jobs, 2))
    assert [job.name for job, _ in ended] == ["1.txt", "2.txt", "3.txt"]
    assert [error and "was killed" in str(error) for _, error in ended] == [None, True, None]


def die_of_the_second(job: Job) -> None:
    """What the kernel does to a process for which there is no memory."""
    if job.name == "2.txt":
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_document_that_needs_too_much_memory_is_refused(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ingest.jobs.read_source", greedy)
    [(_, error)] = run_all(jobs[:1])
    assert "more than memory can hold" in str(error)


def test_the_processes_of_the_pool_have_a_bound(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.scheduling.run", tell_bound)
    assert {str(error) for _, error in run_all(jobs, 2)} == {str(LARGEST_PROCESS)}


def tell_bound(_: Job) -> object:
    return resource.getrlimit(resource.RLIMIT_AS)[0]


@pytest.fixture
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason='needs the extra "cluster"')
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as started:
        yield started.scheduler_address


@pytest.mark.slow
def test_a_cluster_builds_the_same_bytes(sources: Path, tmp_path: Path, cluster: str) -> None:
    here = build([sources], tmp_path / "here", cache=tmp_path / "cache-here", workers=1)
    there = build([sources], tmp_path / "there", cache=tmp_path / "cache-there", scheduler=cluster)
    assert there.graph.read_bytes() == here.graph.read_bytes()
    assert there.counts == here.counts
