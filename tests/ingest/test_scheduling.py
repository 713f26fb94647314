"""Documents are read in their order wherever they are read, and what ends a worker ends only its document."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


def test_the_processes_of_a_killed_build_end_with_it(sources: Path, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        "import pathlib, sys\n"
        "from ingest.build import build\n"
        "if __name__ == '__main__':\n"
        "    where = pathlib.Path(sys.argv[1])\n"
        "    build([where / 'in'], where / 'out', cache=where / 'cache', workers=2)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    parent = subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=environment)
    children: set[int] = set()
    deadline = time.monotonic() + 60
    while not list((tmp_path / "cache").rglob("*.json")) and time.monotonic() < deadline:
        children = children_of(parent.pid)
        time.sleep(0.02)
    parent.kill()
    parent.wait(10)
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(children) == 3, "two workers and the tracker of their semaphores"
    assert not any(map(is_running, children))


def children_of(parent: int) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # one that has ended since it was listed
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.add(int(path.parent.name))
    return found


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_processes_are_replaced_and_none_is_waited_for_in_vain(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.scheduling.PER_PROCESS", 1)
    monkeypatch.setattr("ingest.scheduling.run", tell_process)
    ended = list(run_all([*jobs, *jobs], 2))
    assert len(ended) == 6
    assert len({error for _, error in ended}) >= 3


def tell_process(_: Job) -> object:
    time.sleep(0.1)
    return os.getpid()
