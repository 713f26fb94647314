"""The service as it was: an engine over an earlier release, opened when it is asked for and closed when it is not.

Each has workers of its own, so that only so many are open at a time; one in use is never closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.engine.engine import Engine
from api.engine.errors import Busy, ReleaseUnreadable
from api.problems import Problem
from releases.errors import NotARelease

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp

    from api.settings import Settings
    from releases.folder import Releases
    from releases.log import Entry

CACHE_MB = 8
"""Memory for the answers that the service over an earlier release keeps."""
MEMORY_MB = 100
"""Size of a graph from which an earlier release is opened on disk, so that several fit beside the current one."""
Make = Callable[[Engine, "Settings"], "ASGIApp"]
"""What makes the service over an engine."""


@dataclass(slots=True)
class Past:
    """The service as it was in one release."""

    entry: Entry
    engine: Engine
    app: ASGIApp
    users: int = 0
    used: float = 0.0


class Archive:
    """The services over earlier releases."""

    def __init__(self, releases: Releases, settings: Settings, make: Make) -> None:
        self.releases = releases
        self._settings, self._make = settings, make
        self._open: dict[str, Past] = {}
        self._opening = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def entry(self, version: str, *, shortened: bool = False) -> Entry:
        """Return the entry of a release by its version, or by the beginning of it where that may be.

        Raises Problem not-found.
        """
        try:
            return self.releases.entry(version) if shortened else self.releases.exact(version)
        except NotARelease as error:
            raise Problem("not-found", f"there is no release {version[:80]!r}; /releases lists them") from error

    @asynccontextmanager
    async def opened(self, entry: Entry) -> AsyncIterator[Past]:
        """Hold the service over a release open while the block runs.

        Raises Busy when as many are open and in use as may be, ReleaseUnreadable when it cannot be loaded.
        """
        past = self._open.get(entry.version)
        if past is None:
            async with self._opening:
                past = self._open.get(entry.version) or await self._load(entry)
        past.users += 1
        try:
            yield past
        finally:
            past.users -= 1
            past.used = asyncio.get_running_loop().time()
            asyncio.get_running_loop().call_later(self._settings.past_seconds, self._expire, past)

    async def _load(self, entry: Entry) -> Past:
        if len(self._open) >= self._settings.past_releases:
            self._close(min(self._idle(), key=lambda past: past.used, default=None))
        folder = self.releases.folder / entry.version
        settings = self._settings.model_copy(update=self._modest(folder))
        engine = Engine(settings)
        try:
            await engine.start()
        except OSError as error:
            raise ReleaseUnreadable(f"{folder}: {error}") from error
        past = self._open[entry.version] = Past(entry, engine, self._make(engine, settings))
        return past

    def _modest(self, folder: Path) -> dict[str, object]:
        """Return the settings that differ for a release that few ask for."""
        on_disk = min(self._settings.memory_store_mb, MEMORY_MB)
        return {"graph": folder, "engine": None, "workers": 1, "cache_mb": CACHE_MB, "memory_store_mb": on_disk}

    def _idle(self) -> list[Past]:
        return [past for past in self._open.values() if not past.users]

    def _expire(self, past: Past) -> None:
        """Close a service that nobody has used for a while."""
        rested = asyncio.get_running_loop().time() - past.used
        if not past.users and rested >= self._settings.past_seconds * 0.99 and past.entry.version in self._open:
            self._close(past)

    def _close(self, past: Past | None) -> None:
        """Close a service in the background. Raises Busy where there is none that may be closed."""
        if past is None:
            raise Busy(f"{len(self._open)} earlier releases are open and in use")
        del self._open[past.entry.version]
        task = asyncio.get_running_loop().create_task(past.engine.stop())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def open(self) -> tuple[str, ...]:
        """The versions that are open."""
        return tuple(self._open)

    async def stop(self) -> None:
        """Close all."""
        for past in list(self._open.values()):
            self._close(past)
        await asyncio.gather(*self._tasks)
