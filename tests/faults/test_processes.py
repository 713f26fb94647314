"""Several processes on one address: each answers, one that is lost is replaced, all end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

RUN = """
import sys
from pathlib import Path
from api.server import run
run("127.0.0.1", 0, lambda url: print(url, flush=True), graph=Path(sys.argv[1]), processes=2)
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TOKEN = "the-operator-s-word"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nt"
    path.write_text("".join(f"<x:{n}> <x:next> <x:{n + 1}> .\n" for n in range(2000)), encoding="utf-8")
    return path


class Service:
    """A running service of two processes."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url = process, url

    def members(self) -> set[int]:
        """Return the processes that speak HTTP."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return {int(pid) for pid in listed.split()}

    def ask(self, query: str = COUNT) -> httpx.Response:
        """Ask over a new connection, which any of the processes may take."""
        return httpx.get(f"{self.url}/sparql", params={"query": query}, headers={"Accept": "text/csv"}, timeout=20)

    def names(self, asked: int = 40) -> set[str]:
        """Return who has answered: the part of a query's id that is each process's own."""
        return {self.ask().headers["x-query-id"].partition("-")[0] for _ in range(asked)}


@contextmanager
def running(graph: Path, **settings: str) -> Iterator[Service]:
    environment = {**os.environ, "CRIMECONGRESS_LOG_LEVEL": "WARNING", "CRIMECONGRESS_METRICS_TOKEN": TOKEN, **settings}
    command = [sys.executable, "-c", RUN, str(graph)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    service = Service(process, process.stdout.readline().strip())
    members = service.members()
    try:
        yield service
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
        eventually(60, lambda: not any(alive(pid) for pid in members))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(seconds: float, condition: object) -> None:
    assert callable(condition)
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"not within {seconds} s"
        time.sleep(0.05)


def test_each_process_answers_a_lost_one_is_replaced_and_they_count_together(graph: Path) -> None:
    with running(graph) as service:
        before = service.members()
        assert len(before) == len(service.names()) == 2
        headers = {"Authorization": f"Bearer {TOKEN}"}
        lines = httpx.get(f"{service.url}/metrics", headers=headers).text.splitlines()
        counted = [line for line in lines if line.startswith("crimecongress_requests_total") and "/sparql" in line]
        assert sum(float(line.split()[-1]) for line in counted) == 40
        lost = min(before)
        os.kill(lost, signal.SIGKILL)
        eventually(60, lambda: len(service.members()) == 2 and lost not in service.members())
        eventually(60, lambda: len(service.names(20)) == 2)
        assert service.ask().text == "n\r\n2000\r\n"


def test_hangup_changes_the_release_of_all(graph: Path) -> None:
    with running(graph) as service:
        graph.write_text("<x:1> <x:p> <x:2> .\n", encoding="utf-8")
        service.process.send_signal(signal.SIGHUP)
        eventually(60, lambda: {service.ask().text for _ in range(20)} == {"n\r\n1\r\n"})


def test_the_end_waits_for_an_answer_under_way_in_any_of_them(graph: Path) -> None:
    query = "SELECT * { ?a <x:next> ?b . ?c <x:next> ?d . FILTER(STRLEN(STR(?d)) = 3) }"
    with running(graph) as service:
        members = service.members()
        with httpx.stream(
            "GET", f"{service.url}/sparql", params={"query": query}, headers={"Accept": "text/csv"}, timeout=30
        ) as answer:
            size = 0
            for number, line in enumerate(answer.iter_lines()):
                if number == 10:
                    service.process.send_signal(signal.SIGTERM)
                size += bool(line)
        assert size == 2000 * 9 + 1
        assert service.process.wait(20) == 0
        assert not any(alive(pid) for pid in members)


def test_processes_do_not_outlive_the_one_that_supervises_them(graph: Path) -> None:
    with running(graph) as service:
        members = service.members()
        service.process.kill()
        eventually(60, lambda: not any(alive(pid) for pid in members))


def test_what_keeps_a_process_from_starting_ends_all_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "damaged.nt"
    path.write_text("<x:1> <x:p", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "ReleaseUnreadable" in ended.stderr and path.name in ended.stderr
