"""The releases as an Atom feed (RFC 4287): an entry each, with what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from api.pages.machines import XML
from api.pages.rendering import SITE_NAME

if TYPE_CHECKING:
    from api.addresses import Addresses
    from releases.folder import Releases
    from releases.log import Entry

MEDIA_TYPE = "application/atom+xml"
MOST = 50
"""Entries of the feed."""


def feed(releases: Releases, at: Addresses) -> str:
    """Return the feed, the newest release first."""
    newest = releases.newest_first()
    entries = "".join(
        _entry(entry, newest[place + 1] if place + 1 < len(newest) else None, at)
        for place, entry in enumerate(newest[:MOST])
    )
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">\n<title>{escape(SITE_NAME)}: releases</title>\n'
        f"<id>{escape(at.base)}releases</id>\n<updated>{_date(releases.log[-1])}</updated>\n"
        f'<link rel="self" type="{MEDIA_TYPE}" href="{escape(at.url("feed.atom"))}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(at.url("releases"))}"/>\n'
        f"<author><name>The crimecongress project</name></author>\n{entries}</feed>\n"
    )


def _entry(entry: Entry, before: Entry | None, at: Addresses) -> str:
    address = at.url(f"release/{entry.version}")
    changes = f"{address}/diff/{before.version}" if before else ""
    related = f'<link rel="related" type="text/html" title="Changes" href="{escape(changes)}"/>\n' if before else ""
    summary = f"Published after {before.version}; what changed: {changes}" if before else "The first release."
    return (
        f"<entry>\n<title>Release {escape(entry.version)}</title>\n"
        f"<id>{escape(at.base)}release/{escape(entry.version)}</id>\n<updated>{_date(entry)}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{escape(address)}"/>\n{related}'
        f"<summary>{escape(summary)}</summary>\n</entry>\n"
    )


def _date(entry: Entry) -> str:
    return f"{entry.at:%Y-%m-%dT%H:%M:%SZ}"
