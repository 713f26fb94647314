"""The history of a folder of releases: one line of JSON for each time that another release came to be served.

    {"at": "2026-11-24T11:00:00+00:00", "release": "560874cb33698dcd", "action": "publish", "sha256": "…"}

Here, and only here, stands when a release was published: the releases themselves know no clock. `sha256` is that of
the release's SHA256SUMS, so that the log vouches for every file. The last line names the release to serve.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from releases.durable import write
from releases.errors import Damaged


class Action(StrEnum):
    """How a release came to be served."""

    PUBLISH = "publish"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Entry:
    """From `at` on, the release was served."""

    at: datetime
    """In UTC, whole seconds."""
    version: str
    action: Action
    sums: str
    """SHA-256 of the release's SHA256SUMS."""


def read_log(path: Path) -> tuple[Entry, ...]:
    """Return the history, oldest first; none where there is no file.

    Raises Damaged, naming the line.
    """
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(_entry(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(f"{path}: line {number}: found {line[:80]!r}, expected an entry of the log") from error
    return tuple(found)


def write_log(path: Path, entries: Iterable[Entry]) -> None:
    """Replace the history, all at once. Raises OSError."""
    write(path, [_line(entry) for entry in entries])


def moment(value: datetime) -> datetime:
    """Return a moment as the log has it: in UTC, where none is said as well, in whole seconds."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def _entry(fields: dict[str, str]) -> Entry:
    at = moment(datetime.fromisoformat(fields["at"]))
    return Entry(at, fields["release"], Action(fields["action"]), fields["sha256"])


def _line(entry: Entry) -> bytes:
    fields = {"at": entry.at.isoformat(), "release": entry.version, "action": entry.action, "sha256": entry.sums}
    return json.dumps(fields).encode() + b"\n"
