"""From a built graph to a release, the whole way on one screen; and back to an earlier one.

A release is written beside the others, flushed to the disk, renamed to its version, and comes to be served by the
last step, one line more in the log. Whatever ends a publisher before that step, what is served stays what it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from releases.bill import copy_bill
from releases.checking import check_quads
from releases.description import Describing
from releases.doctor import of_release
from releases.dumps import write_dumps
from releases.durable import digest, flush, flush_below, link
from releases.errors import Damaged, NotARelease, Refused
from releases.facts import Facts, read_facts
from releases.folder import BILL, CURRENT, DESCRIPTION, DRAFT, LOG, N_QUADS, SUMS, TOMBSTONES, Releases, is_release
from releases.locking import locked
from releases.log import Action, Entry, moment, write_log
from releases.sums import write_sums
from releases.tombstones import (
    carried,
    compare,
    excused,
    read_table,
    refuse,
    tombstone,
    write_tombstones,
)

Ready = Callable[[Path], None]
"""What makes a release ready to be served: it gets the folder of the release and writes below `serving/`."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did."""

    path: Path
    """The folder of the release."""
    entry: Entry
    withdrawn: int = 0
    """URIs of which tombstones were made."""
    unchanged: bool = False
    """The release was there and served already."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published, when, and what the editor answers for."""

    graph: Path
    """A TriG file."""
    at: datetime
    moved: Path | None = None
    """The table of moved and withdrawn URIs."""
    withdraw: str | None = None
    """Why URIs that the graph no longer has are withdrawn; None: they are not."""
    bill: Path | None = None
    """The bill of materials of the code, in CycloneDX."""
    validate: bool = True
    """Check the graph against the shapes; what `build` made has been checked."""


def publish(folder: Path, wish: Wish, ready: Ready | None = None, wait: float = 0) -> Published:
    """Make a release in a folder of releases and let it be served: all of it or nothing.

    Raises ReleaseError (InUse, Refused …), OSError.
    """
    with locked(folder, wait):
        releases = Releases(folder)
        sweep(folder)
        log = releases.log
        at = _not_before(log, wish.at)
        draft = folder / f"{DRAFT}{os.getpid()}"
        try:
            facts, withdrawn = _make(draft, releases, wish)
            path = _settle(draft, folder / facts.version, ready)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        if log and log[-1].version == facts.version:
            return Published(path, log[-1], unchanged=True)
        return Published(path, _serve(folder, log, path, at, Action.PUBLISH), withdrawn)


def rollback(folder: Path, version: str | None, at: datetime, wait: float = 0) -> Published:
    """Let an earlier release be served again: the given one, or the one published before that which is served.

    Raises NotARelease when there is no such release, Damaged when it is not what was published, InUse, OSError.
    """
    with locked(folder, wait):
        releases = Releases(folder)
        log, served = releases.log, releases.current().version
        if version is None:
            newest = [entry.version for entry in releases.newest_first()]
            version = next(iter(newest[newest.index(served) + 1 :]), "")
            if not version:
                raise NotARelease(f"{folder}: before {served} no release was published, so there is none to go back to")
        path = releases.path(version)
        if path.name == served:
            return Published(path, log[-1], unchanged=True)
        if wrong := next(of_release(path, releases.entry(path.name)), None):
            raise Damaged(f"{path}: {wrong}; `crimecongress doctor {folder} --repair` mends what can be mended")
        return Published(path, _serve(folder, log, path, _not_before(log, at), Action.ROLLBACK))


def sweep(folder: Path) -> None:
    """Remove what publishers that were killed left behind. To be called under the lock."""
    for draft in folder.glob(f"{DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)
    for beside in folder.glob(".*.tmp"):
        beside.unlink(missing_ok=True)


def _not_before(log: tuple[Entry, ...], at: datetime) -> datetime:
    at = moment(at)
    if log and at < log[-1].at:
        raise Refused(f"found the date {at.isoformat()}, expected none before the last one, {log[-1].at.isoformat()}")
    return at


def _make(draft: Path, releases: Releases, wish: Wish) -> tuple[Facts, int]:
    """Write all that a release publishes into a draft; return what it says of itself and how much was withdrawn."""
    draft.mkdir()
    if wish.bill is not None:
        copy_bill(wish.bill, draft / BILL)
    sizes = write_dumps(wish.graph, draft, lambda quads: _validate(wish.graph, quads) if wish.validate else None)
    facts = read_facts(draft / N_QUADS)
    withdrawn = _answer_for(draft, facts, releases, wish)
    prior = next((e.version for e in releases.log[::-1] if e.version != facts.version), None)
    Describing(facts, draft, sizes, prior).write(draft / DESCRIPTION)
    write_sums(draft)
    return facts, withdrawn


def _validate(graph: Path, quads: Path) -> None:
    """Raise Refused where a graph, whose sorted quads are given, breaks a shape."""
    report = check_quads(quads, quads.parent)
    if not report.conforms:
        first = report.violations[0]
        raise Refused(f"{graph}: violations: {len(report.violations)} (first: {first.focus}: {first.message})")


def _answer_for(draft: Path, facts: Facts, releases: Releases, wish: Wish) -> int:
    """Write the tombstones of a release; return the number of new ones. Raises Refused."""
    table = read_table(wish.moved)
    known, so_far = excused(table), []
    dropped, redefined = {}, {}
    for version in _priors(releases):
        prior = releases.folder / version
        so_far += read_table(prior / TOMBSTONES)
        lost = compare(prior / N_QUADS, draft / N_QUADS, facts.base, f"{facts.base}release/{version}")
        dropped.update({each.iri: each for each in lost[0] if each.iri not in known})
        redefined.update({each.iri: each for each in lost[1] if each.iri not in known})
    kept, back = carried([triple for triple in so_far if triple not in table], draft / N_QUADS)
    redefined.update({each.iri: each for each in back if each.iri not in known})
    for iri in excused(kept):
        dropped.pop(iri, None)
    refuse([*dropped.values()], [*redefined.values()], wish.withdraw)
    new = [triple for lost_ in dropped.values() for triple in tombstone(lost_, wish.withdraw or "")]
    write_tombstones(draft / TOMBSTONES, [*table, *kept, *new])
    return len(dropped)


def _priors(releases: Releases) -> list[str]:
    """Return the releases whose URIs must last: the one that is served, and the newest if that is another."""
    versions = [releases.log[-1].version, releases.newest_first()[0].version] if releases.log else []
    return list(dict.fromkeys(versions))


def _settle(draft: Path, path: Path, ready: Ready | None) -> Path:
    """Give a complete draft its name, unless the same release is there already.

    Raises Refused for another release of that name.
    """
    if path.exists():
        there, here = (digest(each / N_QUADS) if is_release(each) else "" for each in (path, draft))
        if there != here:
            raise Refused(f"{path}: is there with other content; `crimecongress doctor {path.parent}` examines it")
        return path
    if ready is not None:
        ready(draft)
    flush_below(draft)
    draft.rename(path)
    flush(path.parent)
    return path


def _serve(folder: Path, log: tuple[Entry, ...], path: Path, at: datetime, action: Action) -> Entry:
    """Let a release be served from now on: the log is what counts, the link is for people."""
    entry = Entry(at, path.name, action, digest(path / SUMS))
    write_log(folder / LOG, [*log, entry])
    link(folder / CURRENT, path.name)
    return entry
