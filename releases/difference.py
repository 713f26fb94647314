"""What differs between two releases: quad by quad as RDF Patch, and for a reader.

Both are read from the sorted N-Quads, side by side: what is held in memory is what differs, never a release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from ontology.terms import CC, RDFS, SKOS
from releases import literals
from releases.errors import Damaged
from releases.folder import N_QUADS
from releases.subjects import TYPE, classes, side_by_side, values

RDF_PATCH = "application/rdf-patch"
OUTCOMES = ("Recommendation", "Agreement", "Commitment")
TEXT, ORDER, TITLE = (f"<{CC}{name}>".encode() for name in ("text", "order", "title"))
NAMES = tuple(f"<{name}>".encode() for name in (f"{CC}citation", f"{SKOS}prefLabel", f"{RDFS}label"))


class What(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    REWORDED = "reworded"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing."""

    what: What
    iri: str
    kind: str
    """The local name of its class: "Recommendation"."""
    name: str
    """Its citation or label; empty where it has none."""
    old: str
    """Its wording before; empty where it had none."""
    new: str


@dataclass(frozen=True, slots=True)
class GraphChange:
    """How many quads of one graph were added and deleted."""

    graph: str
    added: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two releases."""

    old: str
    new: str
    graphs: tuple[GraphChange, ...]
    changes: tuple[Change, ...]
    """Of outcomes, then of parts of documents, then of other things, each by IRI; evidence is only counted."""
    evidence: tuple[tuple[str, What, int], ...]
    """Mentions, attributions and statements: class, what became of them, how many."""

    def of(self, what: What) -> tuple[Change, ...]:
        """Return the changes of one sort."""
        return tuple(change for change in self.changes if change.what is what)


SPANS = ("Mention", "Attribution", "Statement", "Unresolved")


def rows(old: Path, new: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield each line that only one of two sorted files has, b"D" before those of the first, b"A" of the second."""
    with old.open("rb") as before, new.open("rb") as after:
        both = merge(((line, b"D") for line in before), ((line, b"A") for line in after))
        for line, group in groupby(both, key=itemgetter(0)):
            sides = [side for _, side in group]
            if len(sides) == 1:
                yield sides[0], line


def patch(old: Path, new: Path, base: str) -> Iterator[bytes]:
    """Yield the RDF Patch that makes one release of another; both are folders.

    H rows name the state that it makes and the one that it starts from; between TX and TC stand D and A rows.
    """
    yield f"H id <{base}release/{new.name}> .\nH prev <{base}release/{old.name}> .\nTX .\n".encode()
    for side, line in rows(_quads(old), _quads(new)):
        yield side + b" " + line
    yield b"TC .\n"


def compare(old: Path, new: Path) -> Difference:
    """Return what differs between two releases, given by their folders. Raises Damaged where one has no N-Quads."""
    found: list[tuple[int, Change]] = []
    evidence: Counter[tuple[str, What]] = Counter()
    for subject, before, after in side_by_side(_quads(old), _quads(new)):
        if before != after and (change := _change(subject, before, after)):
            if change.kind in SPANS:
                evidence[change.kind, change.what] += 1
            else:
                found.append((_rank(before or after, change.kind), change))
    ordered = sorted(found, key=lambda each: (each[0], each[1].kind, each[1].iri))
    counted = tuple((kind, what, number) for (kind, what), number in sorted(evidence.items()))
    return Difference(old.name, new.name, _by_graph(old, new), tuple(change for _, change in ordered), counted)


def _quads(release: Path) -> Path:
    path = release / N_QUADS
    if not path.is_file():
        raise Damaged(f"{path}: is missing, expected the quads of the release")
    return path


def _by_graph(old: Path, new: Path) -> tuple[GraphChange, ...]:
    counts: Counter[tuple[bytes, bytes]] = Counter()
    for side, line in rows(_quads(old), _quads(new)):
        counts[line[:-3].rpartition(b" ")[2], side] += 1
    names = sorted({name for name, _ in counts})
    return tuple(GraphChange(literals.iri(name), counts[name, b"A"], counts[name, b"D"]) for name in names)


def _change(subject: bytes, before: list[bytes], after: list[bytes]) -> Change | None:
    """Return what became of a thing; None for what no reader looks for: releases, graphs, what is only inferred."""
    lines = after or before
    kinds = sorted(classes(lines)) or sorted(values(lines, TYPE, inferred=False))
    if not kinds or b"/release/" in subject or b"/graph/" in subject:
        return None
    old, new = _text(before), _text(after)
    what = What.WITHDRAWN if not after else What.ADDED if not before else What.CHANGED
    if what is What.CHANGED:
        if old != new:
            what = What.REWORDED
        elif _stated(before) == _stated(after):
            return None
    name = next((literals.text(found[0]) for each in NAMES if (found := values(lines, each))), "")
    kind = literals.iri(kinds[0]).replace("#", "/").rpartition("/")[2]
    return Change(what, literals.iri(subject), kind, name, old, new)


def _text(lines: list[bytes]) -> str:
    found = values(lines, TEXT) or values(lines, TITLE)
    return literals.text(found[0]) if found else ""


def _stated(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if b"/graph/inferred/" not in line]


def _rank(lines: list[bytes], kind: str) -> int:
    """Order the changes: outcomes, parts of documents, all else."""
    return 0 if kind in OUTCOMES else 1 if values(lines, ORDER) else 2
