"""Lines spread over files by name: any number of files, of which none stays open, and a bounded part in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

MOST = 64_000_000
"""Bytes that wait in memory before they are written."""


class Spread:
    """Files below a folder that lines are added to; complete once it is closed."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder, self._most, self._size = folder, most, 0
        self._waiting: defaultdict[str, list[bytes]] = defaultdict(list)

    def add(self, name: str, lines: bytes) -> None:
        """Add lines to the file of a name, which may lead through folders."""
        self._waiting[name].append(lines)
        self._size += len(lines)
        if self._size > self._most:
            self.write()

    def write(self) -> None:
        """Write what waits in memory."""
        for name, lines in self._waiting.items():
            self._append(self._folder / name, lines)
        self._waiting.clear()
        self._size = 0

    def _append(self, path: Path, lines: Iterable[bytes]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.writelines(lines)
