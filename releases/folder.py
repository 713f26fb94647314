"""A folder of releases: which there are, which one is served, which one was served at a moment."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from releases.errors import NotARelease
from releases.log import Entry, read_log

LOG = "log.jsonl"
CURRENT = "current"
TRIG = "crimecongress.trig"
N_QUADS = "crimecongress.nq"
DESCRIPTION = "release.ttl"
TOMBSTONES = "tombstones.ttl"
BILL = "crimecongress.cdx.json"
"""The bill of materials of the code that made a release, where its publisher gave one."""
SUMS = "SHA256SUMS"
SERVING = "serving"
"""Inside a release: what is made from it for serving. It is no part of what is published."""
DRAFT = ".draft-"
"""How the name of a release begins that is not complete yet."""
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{3,63}")
"""What a version looks like: a digest, and nothing that could lead out of the folder."""


def is_releases(path: Path) -> bool:
    """Whether a folder holds releases."""
    return (path / LOG).is_file()


def is_release(path: Path) -> bool:
    """Whether a folder is one release."""
    return (path / SUMS).is_file()


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases in a folder, as its log has them at each call."""

    folder: Path

    @property
    def log(self) -> tuple[Entry, ...]:
        """The history, oldest first. Raises Damaged."""
        return read_log(self.folder / LOG)

    def newest_first(self) -> tuple[Entry, ...]:
        """Return each release once, by the entry that published it first, the newest first."""
        first: dict[str, Entry] = {}
        for entry in self.log:
            first.setdefault(entry.version, entry)
        return tuple(reversed(first.values()))

    def current(self) -> Entry:
        """Return the entry of the release to serve.

        Raises NotARelease when nothing was published.
        """
        log = self.log
        if not log:
            raise NotARelease(f"{self.folder}: found no release; `crimecongress publish --to {self.folder}` makes one")
        return log[-1]

    def entry(self, version: str) -> Entry:
        """Return the entry that first published a release, whose version may be shortened to its beginning.

        Raises NotARelease for one that is not there and for one that several begin with.
        """
        found = [entry for entry in self.newest_first() if entry.version.startswith(version)] if version else []
        exact = [entry for entry in found if entry.version == version]
        if len(exact or found) != 1:
            known = ", ".join(entry.version for entry in self.newest_first()[:10]) or "none"
            raise NotARelease(f"{self.folder}: found no release {version!r}; there are: {known}")
        return (exact or found)[0]

    def exact(self, version: str) -> Entry:
        """Return the entry that first published the release of that very version. Raises NotARelease."""
        entry = self.entry(version)
        if entry.version != version:
            raise NotARelease(f"{self.folder}: found no release {version!r}; {entry.version} begins so")
        return entry

    def path(self, version: str) -> Path:
        """Return the folder of a release. Raises NotARelease."""
        return self.folder / self.entry(version).version

    def at(self, moment: datetime) -> Entry:
        """Return the entry that was in force at a moment; before the first, the first.

        Raises NotARelease when nothing was published.
        """
        self.current()
        log = self.log
        return log[max(bisect_right(log, moment, key=lambda entry: entry.at) - 1, 0)]


def published_at(release: Path) -> datetime | None:
    """Return when a release was published first, as the log beside it says; None where no log names it."""
    return next((e.at for e in read_log(release.parent / LOG) if e.version == release.name), None)
