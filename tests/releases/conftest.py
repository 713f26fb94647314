"""Small graphs that satisfy the shapes, and a folder to publish them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from releases.publishing import Published, Wish, publish

Write = Callable[..., Path]
Publish = Callable[..., Published]


@pytest.fixture
def write(write_bodies: Write, tmp_path: Path) -> Write:
    """Return a function that writes a graph of bodies by their codes: `write(FAO="Food and Agriculture …")`."""
    return partial(write_bodies, tmp_path / "crimecongress.trig")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def release(write: Write, folder: Path) -> Publish:
    """Return a function that publishes a graph of bodies: `release(day=2, withdraw="a mistake", FAO="…")`."""

    def make(day: int = 1, withdraw: str | None = None, moved: Path | None = None, **bodies: str) -> Published:
        at = datetime(2026, 1, day, tzinfo=UTC)
        return publish(folder, Wish(write(**bodies), at, moved, withdraw, validate=False))

    return make
