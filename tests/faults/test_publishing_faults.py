"""Publishing that is killed, has no room or meets another publisher; a server that changes releases under load.

Whatever happens, the folder of releases serves a release that is whole. Publishers are real processes, killed when
they have come to a point (a file has appeared) or after some time.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from releases.errors import InUse, NotARelease
from releases.folder import Releases
from releases.publishing import Wish, publish
from releases.sums import read_sums

ROOT = Path(__file__).parents[2]
RUN = """
import sys
from pathlib import Path
from api.server import run
run("127.0.0.1", 0, lambda url: print(url, flush=True), graph=Path(sys.argv[1]))
"""
MANY = 2_500
"""Bodies in the large graph: publishing it takes about two seconds."""
BODIES = {f"B{number}": f"Body {number}" for number in range(MANY)}
WriteBodies = Callable[..., Path]
ALL = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def graphs(write_bodies: WriteBodies, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small graph, and one that holds all of it and takes a second or two to publish."""
    folder = tmp_path_factory.mktemp("graphs")
    small = dict(list(BODIES.items())[:10])
    return write_bodies(folder / "small.trig", **small), write_bodies(folder / "large.trig", **BODIES)


@pytest.fixture
def folder(tmp_path: Path, graphs: tuple[Path, Path]) -> Path:
    """A folder in which the small graph was published."""
    releases = tmp_path / "releases"
    publish(releases, Wish(graphs[0], datetime(2026, 1, 1, tzinfo=UTC), validate=False))
    return releases


def publishing(graph: Path, folder: Path, *more: str, **options: object) -> subprocess.Popen[str]:
    """Start to publish a graph."""
    command = [sys.executable, "-m", "crimecongress", "publish", str(graph), "--to", str(folder), "--no-validate"]
    return subprocess.Popen(
        [*command, *more], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )  # type: ignore[call-overload, no-any-return]


def to_its_end(process: subprocess.Popen[str]) -> None:
    """Wait for a publisher that is to succeed."""
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors


def is_whole(folder: Path) -> None:
    """Hold the release that is served to its checksums, and the folder to having no other than whole ones."""
    releases = Releases(folder)
    release = releases.folder / releases.current().version
    sums = read_sums(release)
    assert {"crimecongress.trig", "crimecongress.nq.gz", "release.ttl", "tombstones.ttl"} < sums.keys()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release, check=True)
    assert (folder / "current").resolve().is_dir()


STAGES: dict[str, Callable[[Path], bool]] = {
    "a draft": lambda folder: any(folder.glob(".draft-*")),
    "unsorted quads": lambda folder: any(folder.glob(".draft-*/*.unsorted")),
    "sorted quads": lambda folder: any(folder.glob(".draft-*/*.nq")),
    "compressed dumps": lambda folder: any(folder.glob(".draft-*/*.nq.zst")),
    "graphs": lambda folder: any(folder.glob(".draft-*/graphs/*")),
    "checksums": lambda folder: any(folder.glob(".draft-*/SHA256SUMS")),
    "an index of texts": lambda folder: any(folder.glob(".draft-*/serving/*")),
    "two releases": lambda folder: len(list(folder.glob("*/SHA256SUMS"))) > 2,
    "a new log": lambda folder: (folder / "log.jsonl").read_bytes().count(b"\n") == 2,
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_publisher_killed_at_any_point_leaves_a_whole_release_served(
    stage: str, folder: Path, graphs: tuple[Path, Path]
) -> None:
    before = Releases(folder).current().version
    with publishing(graphs[1], folder) as process:
        reached = False
        while process.poll() is None and not reached:
            reached = STAGES[stage](folder)
            time.sleep(0.0005)
        process.kill()
        process.communicate()
    is_whole(folder)
    if stage not in ("two releases", "a new log") and process.returncode == -signal.SIGKILL:
        assert Releases(folder).current().version == before
    publish(folder, Wish(graphs[1], datetime(2030, 1, 1, tzinfo=UTC), validate=False))
    is_whole(folder)
    assert Releases(folder).current().version != before
    left = [path.name for path in folder.iterdir() if path.name.startswith(".") and path.name != ".lock"]
    assert left == []


def test_a_publisher_without_room_says_so_and_leaves_what_was(folder: Path, graphs: tuple[Path, Path]) -> None:
    before = (folder / "log.jsonl").read_bytes()

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    process = publishing(graphs[1], folder, preexec_fn=little_room)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "File too large" in errors
    assert (folder / "log.jsonl").read_bytes() == before
    is_whole(folder)
    assert not any(folder.glob(".draft-*"))


@contextlib.contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Mount a file system of one megabyte, where the test may."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small file system, and not in every container")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_what_was(tmp_path: Path, graphs: tuple[Path, Path]) -> None:
    with full_disk(tmp_path / "disk"):
        folder = tmp_path / "disk" / "releases"
        publish(folder, Wish(graphs[0], datetime(2026, 1, 1, tzinfo=UTC), validate=False))
        before = (folder / "log.jsonl").read_bytes()
        process = publishing(graphs[1], folder)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "No space left on device" in errors
        assert (folder / "log.jsonl").read_bytes() == before
        is_whole(folder)


def test_of_two_publishers_at_once_one_is_told_of_the_other(folder: Path, graphs: tuple[Path, Path]) -> None:
    first = publishing(graphs[1], folder)
    while not any(folder.glob(".draft-*")):
        assert first.poll() is None
        time.sleep(0.001)
    with pytest.raises(InUse, match=f"process {first.pid} is writing there"):
        publish(folder, Wish(graphs[0], datetime(2030, 1, 1, tzinfo=UTC), validate=False))
    to_its_end(first)
    is_whole(folder)


def test_a_publisher_that_may_wait_waits(
    folder: Path, graphs: tuple[Path, Path], write_bodies: WriteBodies, tmp_path: Path
) -> None:
    third = write_bodies(tmp_path / "third.trig", **BODIES, LAST="The last body")
    both = [publishing(graphs[1], folder, "--wait", "60"), publishing(third, folder, "--wait", "60")]
    ends = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both].count(0) >= 1, ends
    is_whole(folder)


@contextlib.contextmanager
def serving(folder: Path, **settings: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve a folder of releases; yield the process and its address."""
    environment = {f"CRIMECONGRESS_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {**os.environ, "CRIMECONGRESS_LOG_LEVEL": "WARNING", **environment}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def hammer(url: str, number: int, ended: threading.Event, counts: list[tuple[int, str]]) -> None:
    """Send one query after another, each another one, until it is over."""
    with httpx.Client(base_url=url, timeout=20) as client:
        sent = 0
        while not ended.is_set():
            sent += 1
            query = f"{ALL[:-2]} FILTER(STR(?o) != '{number}-{sent}') }}"
            answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
            counts.append((answer.status_code, answer.text.split()[-1]))


def test_a_server_changes_releases_under_load_and_drops_no_request(folder: Path, graphs: tuple[Path, Path]) -> None:
    with serving(folder, follow_seconds=0.2, workers=2, concurrent=4) as (process, url):
        ended, counts = threading.Event(), list[tuple[int, str]]()
        clients = [threading.Thread(target=hammer, args=(url, n, ended, counts)) for n in range(8)]
        for client in clients:
            client.start()
        to_its_end(publishing(graphs[1], folder))  # it is seen without being told
        _until(lambda: bool(counts) and counts[-1][1] == str(MANY))
        command = [sys.executable, "-m", "crimecongress", "rollback", str(folder), "--notify", str(process.pid)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        _until(lambda: bool(counts) and counts[-1][1] == "10")
        ended.set()
        for client in clients:
            client.join()
        dropped = [count for count in counts if count[0] != 200]
        assert dropped == []
        assert {count[1] for count in counts} == {"10", str(MANY)}
        assert len(counts) > 100


def test_a_query_that_runs_at_the_change_ends_on_the_release_it_began_on(
    folder: Path, graphs: tuple[Path, Path]
) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"  # 30 quads: 810,000 combinations
    with serving(folder, follow_seconds=0.1) as (_, url):
        answers: list[httpx.Response] = []
        asking = threading.Thread(
            target=lambda: answers.append(httpx.get(f"{url}/sparql", params={"query": slow}, timeout=60))
        )
        publisher = publishing(graphs[1], folder)
        while not any(folder.glob(".draft-*/SHA256SUMS")):
            assert publisher.poll() is None
            time.sleep(0.001)
        asking.start()
        to_its_end(publisher)
        _until(lambda: httpx.get(f"{url}/sparql", params={"query": ALL, "format": "csv"}).text.split()[-1] == str(MANY))
        asking.join()
        assert answers[0].status_code == 200
        assert answers[0].json()["results"]["bindings"][0]["n"]["value"] == str(30**4)


def test_a_damaged_new_release_leaves_the_old_one_served(folder: Path, graphs: tuple[Path, Path]) -> None:
    with serving(folder, follow_seconds=0.1) as (_, url):
        with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write('{"at": "2026-01-02T00:00:00+00:00", "release": "ffffffff", "action": "publish", "sha256": ""}\n')
        time.sleep(0.6)
        answer = httpx.get(f"{url}/sparql", params={"query": ALL, "format": "csv"})
        assert (answer.status_code, answer.text.split()[-1]) == (200, "10")


def test_an_empty_folder_of_releases_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(NotARelease):
        Releases(tmp_path).current()


def _until(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
