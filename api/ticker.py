"""One timer for many short waits: what is registered is looked at every few milliseconds.

A timer of its own for each query would cost as much as a small query itself; nearly all end before their first tick.
"""

from __future__ import annotations

import asyncio
from typing import Protocol


class Ticking(Protocol):
    """Something that wants to be looked at."""

    def tick(self, now: float) -> None:
        """Look at the clock (seconds, as the event loop counts them)."""


class Ticker:
    """Calls `tick` on all that is registered, as long as anything is."""

    __slots__ = ("_interval", "_items", "_timer")

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._items: dict[Ticking, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, item: Ticking) -> None:
        """Begin to look at something."""
        self._items[item] = None
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._interval, self._tick)

    def remove(self, item: Ticking) -> None:
        """Look at it no more."""
        self._items.pop(item, None)

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._interval, self._tick) if self._items else None
        for item in list(self._items):
            item.tick(loop.time())
