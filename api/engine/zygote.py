"""The parent of all workers: a small single-threaded process that loads the release once and forks.

It is started by exec, not by a fork of the service, so that it has no threads and no sockets of the service. It obeys
two commands on its control socket: FORK (with a socket for the child) answered by the child's process id, and REAP (a
process id) answered by how that child ended. When the control socket closes, it ends and takes its children with it.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import gc
import json
import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from api.engine import worker
from api.engine.errors import ReleaseUnreadable
from api.engine.holding import Charge, Holding, hold
from api.engine.limits import Limits

FORK, REAP, READY, FAILED = b"F", b"R", b"Y", b"N"
CLOSE_AFTER_FORK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals for the whole process group that the service, not its children, answers."""


def main(control: socket.socket, charge: Charge) -> None:
    """Load, say so, then fork and reap on command."""
    for number in CLOSE_AFTER_FORK:
        signal.signal(number, signal.SIG_IGN)
    try:
        holding = load(charge)
    except ReleaseUnreadable as error:
        send(control, FAILED, {"message": str(error)})
        return
    trim()
    children: set[int] = set()
    with contextlib.suppress(OSError):  # the service is gone: the same as when it closes the socket in good order
        send(control, READY, holding.info.to_json())
        obey(control, holding, charge.limits, children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def load(charge: Charge) -> Holding:
    """Load or open the release in a thread that then ends.

    A thread takes memory from a heap of its own. What loading leaves free, in small pieces among the data, is in that
    heap: workers, which go on with the main thread's, need not copy a page for each piece that they take.

    Raises ReleaseUnreadable.
    """
    with ThreadPoolExecutor(1) as loader:
        return loader.submit(hold, charge).result()


def trim() -> None:
    """Make forks cheap: give back what loading took for a while, and keep collections from touching the rest."""
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every shared page
    with contextlib.suppress(OSError, AttributeError):  # another C library has no malloc_trim
        ctypes.CDLL(None).malloc_trim(0)


def send(control: socket.socket, kind: bytes, fields: dict[str, Any]) -> None:
    """Send the one message that says how loading went: kind, length, JSON."""
    payload = json.dumps(fields).encode()
    control.sendall(kind + len(payload).to_bytes(4, "big") + payload)


def obey(control: socket.socket, holding: Holding, limits: Limits, children: set[int]) -> None:
    """Fork and reap until the service closes the control socket, keeping account of the children."""
    while True:
        message, descriptors = receive(control)
        if not message:
            break
        if message[:1] == FORK:
            pid = fork(control, descriptors, holding, limits)
            children.add(pid)
            control.sendall(pid.to_bytes(4, "big", signed=True))
        else:
            pid = int.from_bytes(message[1:5], "big")
            children.discard(pid)
            control.sendall(os.waitpid(pid, 0)[1].to_bytes(4, "big", signed=True))


def receive(control: socket.socket) -> tuple[bytes, list[int]]:
    """Receive one command of five bytes and the descriptor that may come with it."""
    message, descriptors = b"", array.array("i")
    while len(message) < 5:
        data, ancillary, _, _ = control.recvmsg(5 - len(message), socket.CMSG_SPACE(descriptors.itemsize))
        if not data:
            return b"", []
        message += data
        for _level, _kind, payload in ancillary:
            descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return message, list(descriptors)


def fork(control: socket.socket, descriptors: list[int], holding: Holding, limits: Limits) -> int:
    """Fork a worker on the socket received; return its process id, -1 when the machine has no room for one."""
    sock = socket.socket(fileno=descriptors[0])
    try:
        pid = os.fork()
    except OSError:
        pid = -1
    if pid:
        sock.close()
        return pid
    try:
        control.close()
        quiet()
        worker.run(sock, holding, limits)
    finally:
        os._exit(0)


def quiet() -> None:
    """Send the child's standard streams nowhere: a refused allocation prints a page of backtrace."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def start() -> None:
    """Start as told on the command line: the control socket's descriptor and the charge as JSON."""
    fields = json.loads(sys.argv[2])
    main(socket.socket(fileno=int(sys.argv[1])), Charge(**fields | {"limits": Limits(**fields["limits"])}))
