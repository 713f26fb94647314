"""Noticing that a client has gone while its answer is being made."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Receive

    from api.ticker import Ticker

PATIENCE = 0.05
"""Seconds before the watch begins: what is answered sooner costs next to nothing."""


class ClientWatch:
    """Cancel what is done inside `async with` as soon as the client disconnects; the block then just ends.

    The request's body must have been read before `PATIENCE` is over or by the block itself, which holds for what the
    protocol does: whoever reads last is told of the disconnect.
    """

    __slots__ = ("_began", "_gone", "_listener", "_receive", "_task", "_ticker")

    def __init__(self, receive: Receive, ticker: Ticker) -> None:
        self._receive, self._ticker = receive, ticker
        self._listener: asyncio.Task[None] | None = None
        self._gone = False

    async def __aenter__(self) -> ClientWatch:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._began = asyncio.get_running_loop().time()
        self._ticker.add(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._ticker.remove(self)
        if self._listener is not None:
            self._listener.cancel()
        if self._gone and kind is asyncio.CancelledError:
            self._task.uncancel()
            return True
        return False

    def tick(self, now: float) -> None:
        """Begin to listen, if the answer takes its time."""
        if now - self._began >= PATIENCE:
            self._ticker.remove(self)
            self._listener = asyncio.get_running_loop().create_task(self._listen())

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._task.cancel()
