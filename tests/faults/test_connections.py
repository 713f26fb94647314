"""A client that sends too much, too slowly, or takes nothing is told so and costs no more; others do not notice."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.connections import Bounded, bounds_of
from api.settings import Settings

ROOT = Path(__file__).parents[2]
LARGE = 8 << 20
SETTINGS = {"head_kb": 4, "head_seconds": 0.6, "body_kb": 64, "body_seconds": 0.6, "stall_seconds": 0.6}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer the number of bytes that came; `/large` sends many, `/early` answers before it has read anything."""
    size, more = 0, scope["path"] != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message["body"])
        more = message["more_body"]
    body = b"x" * LARGE if scope["path"] == "/large" else str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for start in range(0, len(body), 1 << 20):
        piece = body[start : start + (1 << 20)]
        await send({"type": "http.response.body", "body": piece, "more_body": start + len(piece) < len(body)})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = uvicorn.Config(
        app,
        port=0,
        http=partial(Bounded, bounds_of(Settings(**SETTINGS))),  # type: ignore[arg-type]
        lifespan="off",
        log_level="critical",
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.settimeout(10)
        yield sock


def received(sock: socket.socket) -> bytes:
    """Return all that comes until the connection ends, in whichever way."""
    parts = []
    try:
        while part := sock.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def problem(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert b"content-type: application/problem+json" in lines
    assert b"connection: close" in lines
    assert b"x-content-type-options: nosniff" in lines
    assert f"content-length: {len(body)}".encode() in lines
    told = json.loads(body)
    assert int(lines[0].split()[1]) == told["status"]
    assert told["type"].startswith("https://w3id.org/crimecongress/problems/")
    return told["status"], told["type"].rpartition("/")[2]


def send_slowly(sock: socket.socket, piece: bytes, seconds: float = 3) -> float:
    """Send a piece again and again until the other side ends it; return how long that took."""
    started = time.monotonic()
    try:
        while not select.select([sock], [], [], 0.05)[0] and time.monotonic() - started < seconds:
            sock.sendall(piece)
    except OSError:
        pass
    return time.monotonic() - started


def test_a_head_that_never_ends_is_408_however_often_a_byte_comes(port: int) -> None:
    with connected(port) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: e.org\r\n")
        assert send_slowly(sock, b"X: y\r\n") < 2
        assert problem(received(sock)) == (408, "request-timeout")


def test_a_connection_on_which_nothing_is_sent_ends_without_a_word(port: int) -> None:
    with connected(port) as sock:
        started = time.monotonic()
        assert received(sock) == b""
        assert 0.3 < time.monotonic() - started < 3


def test_a_body_that_never_ends_is_408(port: int) -> None:
    with connected(port) as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nHost: e.org\r\nContent-Length: 60000\r\n\r\n")
        assert send_slowly(sock, b"z") < 2
        assert problem(received(sock)) == (408, "request-timeout")


def test_a_body_that_goes_on_after_the_answer_ends_the_connection(port: int) -> None:
    with connected(port) as sock:
        sock.sendall(b"POST /early HTTP/1.1\r\nHost: e.org\r\nContent-Length: 60000\r\n\r\n")
        sock.recv(1 << 16)
        started = time.monotonic()
        try:
            while time.monotonic() - started < 5:
                sock.sendall(b"z")
                time.sleep(0.05)
        except OSError:
            pass
        assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"GET / HTTP/1.1\r\nHost: e.org\r\nX: " + b"y" * 5_000, (431, "header-too-large")),
        (b"GET / HTTP/1.1\r\nHost: e.org\r\n" + b"X: yyyyyyyy\r\n" * 600, (431, "header-too-large")),
        (b"GET /?" + b"q" * 5_000 + b" HTTP/1.1\r\nHost: e.org", (414, "uri-too-long")),
        (b"POST / HTTP/1.1\r\nHost: e.org\r\nContent-Length: 70000", (413, "content-too-large")),
        (b"GET / SPDY/9\r\nHost: e.org", (400, "bad-request")),
    ],
)
def test_what_is_too_large_or_not_http_is_refused_at_once(port: int, head: bytes, expected: tuple[int, str]) -> None:
    with connected(port) as sock:
        sock.sendall(head + b"\r\n\r\n")
        assert problem(received(sock)) == expected


def test_a_field_that_goes_on_and_on_is_not_kept(port: int) -> None:
    with connected(port) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: e.org\r\nX: ")
        sent = 0
        try:
            while sent < 64 << 20:
                sent += sock.send(b"y" * (1 << 16))
        except OSError:
            pass
        assert sent < 16 << 20, "what the sockets hold, and no more"


def test_a_body_in_chunks_is_measured_as_it_comes(port: int) -> None:
    with connected(port) as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nHost: e.org\r\nTransfer-Encoding: chunked\r\n\r\n")
        sock.sendall(b"8000\r\n" + b"z" * 0x8000 + b"\r\n")
        sock.sendall(b"8001\r\n" + b"z" * 0x8001 + b"\r\n")
        assert problem(received(sock)) == (413, "content-too-large")


def test_requests_within_the_bounds_are_answered_one_after_the_other(port: int) -> None:
    with connected(port) as sock:
        fields = b"Host: e.org\r\nX: " + b"y" * 3_000 + b"\r\n"
        for _ in range(3):
            sock.sendall(b"POST / HTTP/1.1\r\n" + fields + b"Content-Length: 65536\r\n\r\n" + b"z" * 65_536)
            answer = b""
            while not answer.endswith(b"65536"):
                answer += sock.recv(1 << 16)
            assert answer.startswith(b"HTTP/1.1 200 ")
        sock.sendall((b"GET / HTTP/1.1\r\n" + fields + b"\r\n") * 3)  # pipelined
        answer = b""
        while answer.count(b"HTTP/1.1 200 ") < 3:
            answer += sock.recv(1 << 16)


def test_who_takes_nothing_of_an_answer_is_cut_off_and_who_takes_it_slowly_is_not(port: int) -> None:
    with connected(port) as idle, connected(port) as slow:
        for sock in (idle, slow):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
            sock.sendall(b"GET /large HTTP/1.1\r\nHost: e.org\r\nConnection: close\r\n\r\n")
        size, started = 0, time.monotonic()
        while part := slow.recv(1 << 17):
            size += len(part)
            time.sleep(0.02)
        assert size > LARGE
        assert time.monotonic() - started > SETTINGS["stall_seconds"]
        time.sleep(max(0.0, started + 3 - time.monotonic()))
        assert len(received(idle)) < LARGE


def test_the_service_has_these_bounds(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    environment = {**os.environ, "CRIMECONGRESS_HEAD_SECONDS": "0.5", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "crimecongress", "serve", str(tmp_path / "graph.nt"), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline().split("127.0.0.1:")[1].split()[0])
        with connected(port) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\n")
            assert problem(received(sock)) == (408, "request-timeout")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
