"""The service's end of a zygote: start it, hear what it loaded, ask it for workers and how they ended."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict

from api.engine.errors import ReleaseUnreadable, WorkerLost
from api.engine.holding import Charge
from api.engine.release import ReleaseInfo
from api.engine.zygote import FORK, READY, REAP

START = "from api.engine.zygote import start; start()"


class Nursery:
    """One zygote process and the replies that it still owes."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, info: ReleaseInfo) -> None:
        self._process, self._control = process, control
        self.info = info
        self._owed: deque[asyncio.Future[int]] = deque()
        self._loop = asyncio.get_running_loop()
        self._pending = b""
        self.closed = False
        self.on_loss: Callable[[], None] | None = None
        """Called when the zygote ends without having been told to."""
        self._loop.add_reader(control, self._hear)

    @classmethod
    async def start(cls, charge: Charge) -> Nursery:
        """Start a zygote and wait until it has loaded the release.

        Raises ReleaseUnreadable with what it found wrong.
        """
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-c", START, str(theirs.fileno()), json.dumps(asdict(charge))]
        # a session of its own: Ctrl-C in the terminal reaches the service, which then ends its children in order
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        ours.setblocking(False)
        try:
            info = await cls._ready(ours)
        except BaseException:
            ours.close()
            process.kill()
            process.wait()
            raise
        return cls(process, ours, info)

    @staticmethod
    async def _ready(control: socket.socket) -> ReleaseInfo:
        """Read the one message that says how loading went."""
        kind = await _exactly(control, 1)
        payload = json.loads(await _exactly(control, int.from_bytes(await _exactly(control, 4), "big")))
        if kind != READY:
            raise ReleaseUnreadable(payload["message"])
        return ReleaseInfo.from_json(payload)

    async def fork(self) -> tuple[int, socket.socket]:
        """Ask for a worker; return its process id and our end of its socket.

        Raises WorkerLost when none could be made.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            pid = await self._ask(FORK + bytes(4), [theirs])
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        if pid < 0:
            ours.close()
            raise WorkerLost("the machine has no room for another worker process")
        return pid, ours

    async def reap(self, pid: int) -> int:
        """Return the wait status of a worker that is dead or was just killed; its process id is free afterwards."""
        return await self._ask(REAP + pid.to_bytes(4, "big"), [])

    def _ask(self, message: bytes, sockets: list[socket.socket]) -> asyncio.Future[int]:
        reply: asyncio.Future[int] = self._loop.create_future()
        try:
            # five bytes: the socket's buffer always has room for as many commands as there can be workers
            socket.send_fds(self._control, [message], [s.fileno() for s in sockets])
        except OSError as error:
            reply.set_exception(WorkerLost(f"the parent of the workers is gone: {error}"))
        else:
            self._owed.append(reply)
        return reply

    def _hear(self) -> None:
        try:
            data = self._control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            if self.on_loss is not None:
                self.on_loss()
            return
        self._pending += data
        while len(self._pending) >= 4:
            value, self._pending = int.from_bytes(self._pending[:4], "big", signed=True), self._pending[4:]
            reply = self._owed.popleft()
            if not reply.done():
                reply.set_result(value)

    def close(self) -> None:
        """End the zygote: closing the control socket makes it end, and its children with it."""
        if self.closed:
            return
        self.closed = True
        self._loop.remove_reader(self._control)
        self._control.close()
        for reply in self._owed:
            if not reply.done():
                reply.set_exception(WorkerLost("the parent of the workers is gone"))
                reply.exception()  # whoever still waits gets it; nobody has to
        self._owed.clear()

    async def wait(self) -> None:
        """Wait until the zygote process is gone; end it by force after five seconds."""
        for _ in range(250):
            if self._process.poll() is not None:
                return
            await asyncio.sleep(0.02)
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        return self._process.pid


async def _exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = await asyncio.get_running_loop().sock_recv(sock, size - len(data))
        if not piece:
            raise ReleaseUnreadable("the process that loads the release ended before it was ready")
        data += piece
    return data


def kill(pid: int) -> None:
    """SIGKILL a worker. Its id cannot have passed to another process: only `Nursery.reap` frees it."""
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return
