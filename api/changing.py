"""Changing to another release while the service runs: on SIGHUP, or by itself when a folder of releases has a new one.

Running queries end on the release that they began on; one that cannot be loaded leaves the old one in place.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.engine.errors import ReleaseUnreadable
from api.engine.release import find
from api.logs import LOGGER
from releases.folder import LOG, is_releases

if TYPE_CHECKING:
    from api.engine import Engine
    from api.settings import Settings

log = logging.getLogger(LOGGER)


async def reload(engine: Engine) -> None:
    """Load what is to be served now, and say in the log how that went."""
    try:
        release = await engine.swap()
    except ReleaseUnreadable as error:
        log.error("the release was not changed: %s", error)
    else:
        log.info("release", extra={"fields": {"release": release.iri, "triples": release.triples}})


def reload_on_hangup(engine: Engine) -> None:
    """Let SIGHUP load the release again."""
    loop = asyncio.get_running_loop()
    # outside the main thread, and where there are no such signals, only `Engine.swap` itself changes the release
    with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
        loop.add_signal_handler(signal.SIGHUP, lambda: engine.in_background(reload(engine)))


@asynccontextmanager
async def following(engine: Engine, settings: Settings) -> AsyncIterator[None]:
    """Change to each release that is published into the folder that is served, while the block runs."""
    if not is_releases(settings.graph) or not settings.follow_seconds:
        yield
        return
    task = asyncio.create_task(_follow(engine, settings.graph, settings.follow_seconds))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _follow(engine: Engine, graph: Path, seconds: float) -> None:
    seen = None
    while True:
        written = _mark(graph / LOG)
        if written != seen:
            seen = written
            await _catch_up(engine, graph)
        await asyncio.sleep(seconds)


def _mark(path: Path) -> tuple[int, int]:
    """Return what differs whenever the log was replaced."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


async def _catch_up(engine: Engine, graph: Path) -> None:
    """Load the current release, unless it is what is served."""
    try:
        current = str(find(graph))
    except ReleaseUnreadable as error:
        log.error("the release was not changed: %s", error)
        return
    if current != engine.release.path:
        await reload(engine)
