"""Several processes on one address: started together, watched, ended together.

The process that supervises serves nothing itself. It forks before anything is loaded, says that the service is ready
when every process has said so, hands SIGHUP on, forks anew what ends by itself, and ends all of them in good order on
SIGTERM or SIGINT. A process whose supervisor is gone ends too: it sees the end of a pipe.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from api.engine.errors import EngineError, ReleaseUnreadable

Serve = Callable[[Callable[[], None], int], None]
"""What one process does: serve, say once that it has started, end when a descriptor can be read."""
READY = b"\0"
FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable by which processes that count together know their folder."""
AGAIN = 0.5
"""Seconds before a process that has ended is forked anew, so that one that cannot live costs little."""
LAST = 15.0
"""Seconds that processes have beyond the time of their running queries, before they are killed."""


class Supervisor:
    """The parent of the processes."""

    def __init__(self, serve: Serve, processes: int, grace: float) -> None:
        self._serve, self._processes, self._grace = serve, processes, grace
        self._alive: set[int] = set()
        self._ending = 0.0
        self._life, self._held = os.pipe()

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until a signal ends it.

        Raises ReleaseUnreadable with what the first process that cannot start says.
        """
        with tempfile.TemporaryDirectory(prefix="crimecongress-metrics-") as folder:
            # where the processes count together; the package of the metrics reads it when it is first imported
            os.environ[FIGURES] = folder
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, self._hear)
            words = [self._fork() for _ in range(self._processes)]
            failures = [failure for word in words if (failure := _heard(word))]
            if failures and not self._ending:
                self._end()
                self._watch()
                raise ReleaseUnreadable(failures[0])
            if not self._ending:
                announce()
            self._watch()

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._send(signal.SIGHUP)
        else:
            self._end()

    def _end(self) -> None:
        self._ending = self._ending or time.monotonic()
        self._send(signal.SIGTERM)

    def _send(self, number: int) -> None:
        for pid in self._alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _fork(self) -> int:
        """Fork one process; return the descriptor on which it says that it is ready, or why it is not."""
        reading, writing = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            os.close(reading)
            os.close(self._held)
            os._exit(self._live(writing))
        os.close(writing)
        self._alive.add(pid)
        return reading

    def _live(self, told: int) -> int:
        """Be one of the processes; return its exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        try:
            self._serve(lambda: _say(told, READY), self._life)
        except (EngineError, OSError) as error:
            _say(told, str(error).encode())
            return 1
        except BaseException:  # noqa: BLE001 - nothing may leave this frame: below it lies what the parent does
            traceback.print_exc()
            return 1
        return 0

    def _watch(self) -> None:
        """Wait for the processes: to the last one when all are to end, else replacing those that end."""
        while self._alive:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid:
                self._alive.discard(pid)
                _forget_figures(pid)
                if not self._ending:
                    time.sleep(AGAIN)
                    os.close(self._fork())
            elif self._ending and time.monotonic() - self._ending > self._grace + LAST:
                self._send(signal.SIGKILL)
                time.sleep(0.05)
            else:
                time.sleep(0.05)


def _say(descriptor: int, word: bytes) -> None:
    with contextlib.suppress(OSError):  # nobody listens: a process that was forked anew
        os.write(descriptor, word)
        os.close(descriptor)


def _heard(descriptor: int) -> str:
    """Wait for the word of a process; return what went wrong, nothing when it is ready."""
    with os.fdopen(descriptor, "rb") as pipe:
        word = pipe.read()
    return "" if word == READY else word.decode("utf-8", "replace") or "a process ended before it was ready"


def _forget_figures(pid: int) -> None:
    """Take what a process was doing when it ended out of the sums; what it had counted stays."""
    for file in Path(os.environ[FIGURES]).glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)
