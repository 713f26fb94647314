"""The releases as they are listed: what a folder keeps, or the one state that is served where there is no folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from releases.log import Action, Entry

if TYPE_CHECKING:
    from api.engine.release import ReleaseInfo
    from releases.folder import Releases


@dataclass(frozen=True, slots=True)
class Listed:
    """One release."""

    entry: Entry
    """By which it was published first."""
    before: str | None
    """The version of the release that was published before it."""
    served: bool
    """Whether it is the one that is served now."""
    page: str
    """Path of the page that says more."""


def kept(releases: Releases) -> tuple[Listed, ...]:
    """Return what a folder keeps, the newest first. Raises NotARelease where nothing was published."""
    entries, current = releases.newest_first(), releases.current().version
    before = [*(entry.version for entry in entries[1:]), None]
    return tuple(
        Listed(entry, older, entry.version == current, f"release/{entry.version}")
        for entry, older in zip(entries, before, strict=True)
    )


def only(release: ReleaseInfo) -> tuple[Listed, ...]:
    """Return the one state of a single graph, dated as the service dates it."""
    return (Listed(Entry(release.modified_at, release.version, Action.PUBLISH, ""), None, True, "data"),)
