"""Small graphs that satisfy the shapes, and a folder to publish them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from releases.publishing import Published, Wish, publish

HEAD = """@base <https://w3id.org/crimecongress/> .
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
Write = Callable[..., Path]
Publish = Callable[..., Published]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a graph of bodies by their codes: `write(FAO="Food and Agriculture …")`."""

    def make(**bodies: str) -> Path:
        path = tmp_path / "crimecongress.trig"
        rows = [
            f'<body/{code}> a cc:Body ; skos:prefLabel "{name}"@en ; dcterms:source "A/1" .'
            for code, name in sorted(bodies.items())
        ]
        path.write_text(f"{HEAD}<graph/curated> {{\n" + "\n".join(rows) + "\n}\n", encoding="utf-8")
        return path

    return make


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
