"""What the pages of releases show: the list, one release with its files, what differs between two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from api.history.listed import kept
from api.pages.model import Group, Page, Thing
from api.pages.wording import excerpt
from releases.difference import Change, Difference, What
from releases.folder import Releases
from releases.sums import read_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.addresses import Addresses
    from api.history.listed import Listed
    from releases.log import Entry

MOST = 500
"""Changes of one sort that a page lists; the patch has all of them."""
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Row:
    """One release in the list."""

    thing: Thing
    at: str
    """When it was published, as a reader reads it."""
    served: bool
    difference: Thing | None
    """To the release before it."""


@dataclass(frozen=True, slots=True)
class ReleasesPage(Page):
    """The list of releases."""

    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release."""

    thing: Thing
    size: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReleasePage(Page):
    """One release."""

    row: Row | None = None
    files: tuple[File, ...] = ()
    site: Thing | None = None
    """The service as it was."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A thing whose wording is another one."""

    thing: Thing
    pieces: tuple[tuple[str, str], ...]
    """The wording in pieces: "del", "ins" or "" for what both have, and the words."""


@dataclass(frozen=True, slots=True)
class DifferencePage(Page):
    """What differs between two releases."""

    graphs: tuple[tuple[Thing, int, int], ...] = ()
    """Graph, quads added, quads deleted."""
    reworded: tuple[Reworded, ...] = ()
    groups: tuple[Group, ...] = ()
    evidence: tuple[tuple[str, str, int], ...] = ()
    patch: str = ""


def releases_page(listed: Sequence[Listed], at: Addresses) -> ReleasesPage:
    """Return the list of releases, in the order given."""
    return ReleasesPage(
        title="Releases",
        description="Each state of the graph that was published, with its files and what it changed.",
        trail=(Thing(at.local(""), "Home"), Thing("", "Releases")),
        rows=tuple(row_of(each, at) for each in listed),
    )


def row_of(listed: Listed, at: Addresses) -> Row:
    """Return what the list says of one release."""
    entry, before = listed.entry, listed.before
    href = at.local(listed.page)
    return Row(
        Thing(href, entry.version),
        f"{entry.at:%-d %B %Y, %H:%M} UTC",
        listed.served,
        Thing(f"{href}/diff/{before}", f"changes since {before}") if before else None,
    )


def release_page(releases: Releases, entry: Entry, at: Addresses) -> ReleasePage:
    """Return the page of one release."""
    path = releases.folder / entry.version
    base = f"release/{entry.version}"
    files = (
        File(Thing(at.local(f"{base}/files/{name}"), name), size_of(path / name), digest)
        for name, digest in read_sums(path).items()
    )
    return ReleasePage(
        title=f"Release {entry.version}",
        description="A state of the graph that does not change, and its files.",
        trail=(Thing(at.local(""), "Home"), Thing(at.local("releases"), "Releases"), Thing("", entry.version)),
        row=row_of(next(each for each in kept(releases) if each.entry == entry), at),
        files=tuple(files),
        site=Thing(at.local(f"{base}/as-of/"), "The pages and the endpoint as they were in this release"),
    )


def size_of(path: Path) -> str:
    """Return the size of a file as a reader reads it; nothing for one that is missing.

    >>> size_of(Path("no such file"))
    ''
    """
    if not path.is_file():
        return ""
    size = float(path.stat().st_size)
    unit = 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {UNITS[unit]}" if unit == 0 or size >= 100 else f"{size:.1f} {UNITS[unit]}"


def difference_page(found: Difference, at: Addresses) -> DifferencePage:
    """Return the page of what differs between two releases."""
    listed = {What.ADDED: "Added", What.WITHDRAWN: "Withdrawn", What.CHANGED: "Changed in what is said of them"}
    return DifferencePage(
        title=f"From release {found.old} to {found.new}",
        description="What was added, withdrawn and reworded from one release to another.",
        trail=(
            Thing(at.local(""), "Home"),
            Thing(at.local("releases"), "Releases"),
            Thing(at.local(f"release/{found.new}"), found.new),
            Thing("", f"since {found.old}"),
        ),
        graphs=tuple((Thing(at.href(g.graph), at.path(g.graph) or g.graph), g.added, g.deleted) for g in found.graphs),
        reworded=tuple(Reworded(_thing(c, at), pieces(c.old, c.new)) for c in found.of(What.REWORDED)[:MOST]),
        groups=tuple(
            Group(what.value, label, len(changes), tuple(_thing(change, at) for change in changes[:MOST]))
            for what, label in listed.items()
            if (changes := found.of(what))
        ),
        evidence=tuple((kind, what.value, number) for kind, what, number in found.evidence),
        patch=f"{at.local(f'release/{found.new}/diff/{found.old}')}?format=patch",
    )


def pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return two wordings as one, cut where words were deleted and inserted.

    >>> pieces("Strengthen the cooperation", "Strengthen cooperation now")
    (('', 'Strengthen'), ('del', 'the'), ('', 'cooperation'), ('ins', 'now'))
    """
    before, after = old.split(), new.split()
    found: list[tuple[str, str]] = []
    for what, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("", " ".join(before[i:j])))
            continue
        found += [("del", " ".join(before[i:j]))] * (j > i)
        found += [("ins", " ".join(after[k:m]))] * (m > k)
    return tuple(found)


def _thing(change: Change, at: Addresses) -> Thing:
    thing = Thing(at.href(change.iri), change.name or at.path(change.iri) or change.iri, note=change.kind)
    return thing if change.what is What.REWORDED else replace(thing, excerpt=excerpt(change.new or change.old))
