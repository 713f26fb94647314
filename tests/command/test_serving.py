"""`crimecongress serve` as a process: it announces itself, answers, and ends when told."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A server on a port of the system's choice, started in an empty folder, and the lines it announced."""
    process = subprocess.Popen(
        [sys.executable, "-m", "crimecongress", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        yield process, [process.stdout.readline().strip() for _ in range(4)]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_serve_announces_three_urls_and_each_answers(server: tuple[subprocess.Popen[str], list[str]]) -> None:
    _, (first, *urls) = server
    assert first.startswith("serving on http://127.0.0.1:")
    for url in urls:
        assert httpx.get(url, follow_redirects=True, timeout=20).status_code == 200


def test_serve_ends_without_error_when_told_to(server: tuple[subprocess.Popen[str], list[str]]) -> None:
    process, _ = server
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) in {0, -signal.SIGTERM}


def test_a_port_in_use_is_one_line_and_exit_code_2() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "crimecongress", "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("SECONDS", "abc", "setting seconds: found 'abc'"), ("GRAPH", "/no/such/folder", "/no/such/folder")],
)
def test_a_setting_of_the_environment_counts_and_a_wrong_one_is_one_line(name: str, value: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crimecongress", "serve", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", f"CRIMECONGRESS_{name}": value},
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_any_setting_can_be_given_to_the_command_and_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("CRIMECONGRESS_SECONDS=7\nCRIMECONGRESS_ROWS=1234\n", encoding="utf-8")
    options = ["--port", "0", "--settings", file, "--set", "seconds=8.5", "--set", "Max-Age=77"]
    process = subprocess.Popen(
        [sys.executable, "-m", "crimecongress", "serve", *options], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().split()[2]
        answer = httpx.get(f"{url}/sparql", headers={"Accept": "application/n-triples"}, timeout=20)
        assert '"8.5"' in answer.text and '"1234"' in answer.text
        held = httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20)
        assert held.headers["cache-control"] == "public, max-age=77"
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("secnods=8", "is it seconds?"),
        ("nothing=1", "there is none of this name"),
        ("rows=many", "setting rows: found"),
    ],
)
def test_a_setting_that_is_none_is_one_line_and_exit_code_2(setting: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crimecongress", "serve", "--port", "0", "--set", setting],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert said in done.stderr
