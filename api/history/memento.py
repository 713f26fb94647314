"""Memento (RFC 7089): which past states a resource has, by date, and the headers and lists that say so.

A resource's own address is its TimeGate (pattern 1.1 of section 4): with Accept-Datetime it answers 302 to the state of
that moment. The states are those of the releases that have the resource; their dates are when these were published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from api.problems import Problem
from releases.folder import N_QUADS, Releases
from releases.subjects import lines_of

if TYPE_CHECKING:
    from api.addresses import Addresses
    from releases.log import Entry

LINK_FORMAT = "application/link-format"
LOOKED_UP = 20_000
"""Answers to "does this release have this resource?" that are kept: they never change."""


def read_date(value: str) -> datetime:
    """Return the moment that an Accept-Datetime header names (section 2.1.1: an RFC 1123 date in GMT).

    >>> read_date("Thu, 31 May 2007 20:35:00 GMT").isoformat()
    '2007-05-31T20:35:00+00:00'

    Raises Problem bad-request.
    """
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        found = None
    if found is None or not value.rstrip().endswith("GMT"):
        raise Problem("bad-request", f"Accept-Datetime: found {value[:80]!r}, expected Thu, 31 May 2007 20:35:00 GMT")
    return found.replace(tzinfo=UTC)


def http_date(moment: datetime) -> str:
    """Return a moment as HTTP writes it."""
    return format_datetime(moment, usegmt=True)


@dataclass(frozen=True, slots=True)
class Memento:
    """One past state of a resource."""

    entry: Entry
    url: str

    def link(self, *relations: str) -> str:
        """Return the link to it: "memento", with "first", "last", "prev" or "next" before it."""
        return f'<{self.url}>; rel="{" ".join((*relations, "memento"))}"; datetime="{http_date(self.entry.at)}"'


class Mementos:
    """The past states of all resources in a folder of releases."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._has = lru_cache(LOOKED_UP)(self._look_up)

    def _look_up(self, version: str, iri: str) -> bool:
        return bool(lines_of(self._releases.folder / version / N_QUADS, iri))

    def of(self, iri: str, path: str, at: Addresses) -> list[Memento]:
        """Return the states of a resource, the oldest first; `path` is where it is asked for, with a suffix or not."""
        oldest_first = reversed(self._releases.newest_first())
        return [Memento(e, address(e.version, path, at)) for e in oldest_first if self._has(e.version, iri)]

    def closest(self, mementos: Sequence[Memento], moment: datetime) -> Memento:
        """Return the state that was in force at a moment, else the last before it; before the first, the first."""
        served = self._releases.at(moment).version
        exact = [memento for memento in mementos if memento.entry.version == served]
        before = [memento for memento in mementos if memento.entry.at <= moment]
        return (exact or before[-1:] or list(mementos[:1]))[0]


def address(version: str, path: str, at: Addresses) -> str:
    """Return where a resource is found as it was in a release."""
    return at.url(f"release/{version}/as-of/{path}")


def links(path: str, at: Addresses) -> list[str]:
    """Return the links of a resource to its TimeGate, which it is itself, and to the list of its states."""
    original = at.url(path)
    return [
        f'<{original}>; rel="original timegate"',
        f'<{at.url(f"timemap/{path}")}>; rel="timemap"; type="{LINK_FORMAT}"',
    ]


def links_around(mementos: Sequence[Memento], version: str) -> list[str]:
    """Return the links to the first and last state of a resource, to this one, and to those beside it."""
    places = [place for place, memento in enumerate(mementos) if memento.entry.version == version]
    if not places:
        return []
    here, last = places[0], len(mementos) - 1
    named = {0: ["first"], last: ["last"]} if last else {0: ["first", "last"]}
    for place, name in ((here - 1, "prev"), (here + 1, "next")):
        if 0 <= place <= last:
            named.setdefault(place, []).append(name)
    named.setdefault(here, [])
    return [mementos[place].link(*names) for place, names in sorted(named.items())]


def timemap(path: str, mementos: Sequence[Memento], at: Addresses) -> str:
    """Return the list of a resource's states (section 5)."""
    original = at.url(path)
    span = f'; from="{http_date(mementos[0].entry.at)}"; until="{http_date(mementos[-1].entry.at)}"'
    last = len(mementos) - 1
    ends = [(["first"] if place == 0 else []) + (["last"] if place == last else []) for place in range(last + 1)]
    lines = [
        f'<{original}>; rel="original timegate"',
        f'<{at.url(f"timemap/{path}")}>; rel="self"; type="{LINK_FORMAT}"{span}',
        *(memento.link(*names) for memento, names in zip(mementos, ends, strict=True)),
    ]
    return ",\n".join(lines) + "\n"
