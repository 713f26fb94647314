"""Is a folder of releases what was published? Every file against its checksum, the counts, what serving needs.

The log vouches for the SHA256SUMS of each release, these for all its files; the rest is compared with the dump.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ontology.terms import VOID
from releases import literals
from releases.durable import digest
from releases.errors import Damaged
from releases.folder import CURRENT, DESCRIPTION, DRAFT, LOG, N_QUADS, SUMS, VERSION, Releases, is_release
from releases.locking import in_use
from releases.log import Entry
from releases.sums import files, read_sums

Serving = Callable[[Path], Iterable[str]]
"""What says in which way that which serving a release needs does not agree with its graph."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was published."""

    where: str
    """The version of the release; empty for the folder itself."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def examine(folder: Path, serving: Serving = lambda _: ()) -> Iterator[Finding]:
    """Yield all that is wrong with a folder of releases; nothing where it is sound."""
    releases = Releases(folder)
    try:
        entries = releases.newest_first()
    except Damaged as error:
        yield Finding("", str(error))
        return
    if not entries:
        yield Finding("", f"{folder / LOG}: found no release")
        return
    yield from _folder(releases, entries)
    for entry in entries:
        for what in (*of_release(folder / entry.version, entry), *_of_serving(folder / entry.version, serving)):
            yield Finding(entry.version, what)


def _folder(releases: Releases, entries: Iterable[Entry]) -> Iterator[Finding]:
    folder, known = releases.folder, {entry.version for entry in entries}
    link, served = folder / CURRENT, releases.current().version
    if not link.is_symlink() or link.readlink() != Path(served):
        yield Finding("", f"the link {CURRENT} does not lead to {served}, the release to serve")
    for path in sorted(folder.iterdir()):
        if path.name.startswith(DRAFT) and not in_use(folder):
            yield Finding("", f"{path.name} was left behind by a publisher that was ended")
        if VERSION.fullmatch(path.name) and not path.is_symlink() and is_release(path) and path.name not in known:
            yield Finding("", f"{path.name} is a release that the log does not know; it was never served")


def of_release(path: Path, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with the files of one release."""
    if not path.is_dir():
        yield "the release is missing"
        return
    if not is_release(path) or digest(path / SUMS) != entry.sums:
        yield f"{SUMS} is not what was published"
    try:
        sums = read_sums(path)
    except Damaged as error:
        yield str(error)
        return
    there = {name: digest(path / name) for name in files(path)}
    for name in sorted(sums.keys() - there.keys()):
        yield f"{name} is missing"
    for name in sorted(there.keys() - sums.keys()):
        yield f"{name} is no file of the release"
    for name in sorted(sums.keys() & there.keys()):
        if sums[name] != there[name]:
            yield f"{name} is not what was published"
    if {N_QUADS, DESCRIPTION} <= there.keys():
        yield from _counts(path)


def _counts(path: Path) -> Iterator[str]:
    """Yield the graphs whose quads are not as many as the description says."""
    try:
        said = dict(_said(path / DESCRIPTION))
    except (SyntaxError, ValueError) as error:
        yield f"{DESCRIPTION} cannot be read: {error}"
        return
    found = _found(path / N_QUADS)
    for name in sorted(said.keys() | found.keys()):
        if "/release/" not in name and said.get(name, 0) != found.get(name, 0):
            yield f"{name} has {found.get(name, 0)} triples, the description says {said.get(name, 0)}"


def _said(path: Path) -> Iterator[tuple[str, int]]:
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == f"{VOID}triples" and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, int(literals.text(str(quad.object).encode()))


def _found(path: Path) -> Mapping[str, int]:
    with path.open("rb") as lines:
        counts = Counter(line[:-3].rpartition(b" ")[2] for line in lines)
    return {name.decode(errors="replace").strip("<>"): number for name, number in counts.items()}


def _of_serving(path: Path, serving: Serving) -> Iterator[str]:
    if path.is_dir():
        yield from serving(path)
