"""A process for one check: it reads its task from a socket, may open nothing, and is killed at the deadline.

Service to process: TASK (JSON: the text, its syntax, the base), then CONTEXT (N-Triples). Process to service: ASK
(JSON: the IRIs to describe and those to name) and REPORT (JSON), or WRONG (JSON: message, line, column) in place of
either.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from api.engine import wire
from api.engine.errors import DeadlineExceeded, MemoryExceeded, WorkerLost
from api.engine.limits import Limits, allow_cpu, confine
from api.validation.checking import Findings, MalformedError, find, links, read, warm

TASK, CONTEXT, ASK, REPORT, WRONG = b"T", b"C", b"A", b"R", b"X"
START = "from api.validation.process import start; start()"
USUAL = 64 * 1024

Describe = Callable[[list[str], list[str]], Awaitable[bytes]]
"""From the IRIs to describe and those to name to N-Triples."""


def start() -> None:
    """Run in the new process: the socket and the limits are its arguments."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as sock:
        run(sock, Limits(**json.loads(sys.argv[2])))


def run(sock: socket.socket, limits: Limits) -> None:
    """Do one task."""
    warm()
    confine(limits)
    allow_cpu(limits.cpu_seconds)
    try:
        answer(sock)
    except MalformedError as error:
        sock.sendall(wire.json_frame(WRONG, message=str(error), line=error.line, column=error.column))
    except MemoryError:
        os.abort()  # the same end as when an allocator is refused


def answer(sock: socket.socket) -> None:
    """Read the text, ask for its context, report. Raises MalformedError."""
    task = json.loads(_expect(sock, TASK))
    triples = read(task["text"], task["syntax"])
    describe, name = links(triples, task["base"])
    sock.sendall(wire.json_frame(ASK, describe=describe, name=name))
    sock.sendall(wire.json_frame(REPORT, **find(triples, _expect(sock, CONTEXT)).to_json()))


def _expect(sock: socket.socket, kind: bytes) -> bytes:
    frame = wire.receive(sock)
    if frame is None or frame[0] != kind:
        raise SystemExit(0)  # the service has gone
    return frame[1]


async def check_apart(text: str, syntax: str, base: str, describe: Describe, limits: Limits) -> Findings:
    """Check in a process of its own.

    Raises MalformedError, and of `api.engine.errors` DeadlineExceeded, MemoryExceeded and WorkerLost.
    """
    ours, theirs = socket.socketpair()
    fields = {"memory_mb": limits.memory_mb, "cpu_seconds": limits.cpu_seconds}
    command = [sys.executable, "-P", "-c", START, str(theirs.fileno()), json.dumps(fields)]
    # a session of its own: Ctrl-C in the terminal reaches the service, which then ends its children in order
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    theirs.close()
    ours.setblocking(False)
    try:
        async with asyncio.timeout(limits.seconds):
            return await _converse(ours, text, syntax, base, describe)
    except TimeoutError as error:
        raise DeadlineExceeded(f"the check did not end in {limits.seconds:g} seconds") from error
    except ConnectionError as error:
        raise _death(await asyncio.to_thread(process.wait)) from error
    finally:
        ours.close()
        process.kill()
        process.wait()  # it is dead or dies now: this does not last


async def _converse(sock: socket.socket, text: str, syntax: str, base: str, describe: Describe) -> Findings:
    loop = asyncio.get_running_loop()
    task = json.dumps({"text": text, "syntax": syntax, "base": base})
    await loop.sock_sendall(sock, wire.frame(TASK, task.encode()))
    asked = await _hear(sock, ASK)
    context = await describe(asked["describe"], asked["name"])
    await loop.sock_sendall(sock, wire.frame(CONTEXT, context))
    return Findings.from_json(await _hear(sock, REPORT))


async def _hear(sock: socket.socket, expected: bytes) -> dict[str, Any]:
    """Return the next frame. Raises MalformedError when it says so, ConnectionError when the process is gone."""
    parser, loop = wire.Parser(), asyncio.get_running_loop()
    while data := await loop.sock_recv(sock, USUAL):
        for kind, payload in parser.feed(data):
            fields: dict[str, Any] = json.loads(payload)
            if kind == expected:
                return fields
            raise MalformedError(fields["message"], fields["line"], fields["column"])
    raise ConnectionError("the process is gone")


def _death(status: int) -> DeadlineExceeded | MemoryExceeded | WorkerLost:
    """Say of what a process died: processor time, memory, or else."""
    if status == -signal.SIGXCPU:
        return DeadlineExceeded("the check used up its processor time")
    if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
        return MemoryExceeded("the check asked for more memory than one may have")
    return WorkerLost("the process that checks ended")
