"""One query under way between the service and a worker (or a remote engine): its chunks, bounded, and how it ended.

The side that produces calls `put` and then once `finish`; the side that consumes awaits `chunks`. The producer is
told to pause when more than `HIGH` bytes wait, and to go on below `LOW`: so an answer of any size passes in constant
memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

HIGH, LOW = 256 * 1024, 64 * 1024


@dataclass(frozen=True, slots=True)
class Figures:
    """What a complete answer took."""

    rows: int = 0
    bytes: int = 0
    cpu: float = 0.0
    """Processor seconds in the worker."""


def _nothing(*_: bool) -> None:
    """Do nothing: nobody makes the answer yet."""


class Exchange:
    """The chunks of one answer, and its end: either figures (complete) or an error."""

    __slots__ = (
        *("_cancel", "_chunks", "_paused", "_pausing", "_waiter", "_waiting"),
        *("after", "error", "figures", "listener"),
    )

    def __init__(self, cancel: Callable[[], None] = _nothing, pausing: Callable[[bool], None] = _nothing) -> None:
        self.made_by(cancel, pausing)
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._paused = False
        self._waiter: asyncio.Future[None] | None = None
        self.figures: Figures | None = None
        self.error: Exception | None = None
        self.after: Callable[[], None] | None = None
        """Called once, when the exchange ends, however it ends."""
        self.listener: Callable[[], None] | None = None
        """Called whenever something has come: a chunk, the end, or both."""

    def made_by(self, cancel: Callable[[], None], pausing: Callable[[bool], None] = _nothing) -> None:
        """Say who makes the answer from now on, and so is told to stop or to pause."""
        self._cancel, self._pausing = cancel, pausing

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.figures is not None or self.error is not None

    def put(self, chunk: bytes) -> None:
        """Take a chunk from the producer."""
        self._chunks.append(chunk)
        self._waiting += len(chunk)
        if self._waiting > HIGH and not self._paused:
            self._paused = True
            self._pausing(True)
        self._wake()

    def finish(self, outcome: Figures | Exception, rest: bytes = b"") -> None:
        """End the exchange, with the last bytes of the answer; only the first end counts."""
        if self.ended:
            return
        if isinstance(outcome, Figures):
            self.figures = outcome
            if rest:
                self._chunks.append(rest)
                self._waiting += len(rest)
        else:
            self.error = outcome
            self._chunks.clear()  # what has not been sent yet would only lengthen a broken answer
        if self.after is not None:
            self.after()
        self._wake()

    async def started(self) -> None:
        """Wait for the first chunk or the end.

        Raises the EngineError of an exchange that failed before its first byte.
        """
        while not self._chunks and not self.ended:
            await self._sleep()
        if self.error is not None:
            raise self.error

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the chunks until the answer is complete.

        Raises the EngineError that broke it; what was yielded before is then not an answer.
        """
        while True:
            while self._chunks:
                yield self._take()
            if self.error is not None:
                raise self.error
            if self.figures is not None:
                return
            await self._sleep()

    def whole(self) -> bytes | None:
        """Return the answer if all of it is here, else None."""
        return b"".join(self._chunks) if self.figures is not None else None

    def cancel(self) -> None:
        """Say that nobody waits for the answer any more: the producer is stopped."""
        if not self.ended:
            self._cancel()

    def _take(self) -> bytes:
        chunk = self._chunks.popleft()
        self._waiting -= len(chunk)
        if self._paused and self._waiting < LOW:
            self._paused = False
            self._pausing(False)
        return chunk

    async def _sleep(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self.listener is not None:
            self.listener()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
