"""What becomes of published URIs: a release that drops or redefines one is refused unless somebody answers for it.

In: the quads of the releases before and of the new one, the editor's table of moved and withdrawn URIs (`moved.ttl`),
the tombstones so far. Out: the new release's `tombstones.ttl`, which holds the table and every URI that was published
here and is no more, or `Refused`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pyoxigraph as ox

from ontology.identifiers import ONTOLOGY
from ontology.terms import CC, DCTERMS, OWL, RDFS, SKOS, XSD
from releases import literals
from releases.errors import Refused, ReleaseError
from releases.subjects import classes, lines_of, side_by_side, values
from releases.turtle import turtle

ALIKE = 0.4
"""Share of words in common, in order, below which a wording is another one: a correction leaves more."""
WORDS = 5
"""Words that a wording must have to be compared: headings of a word or two may well change."""
TEXT = f"<{CC}text>".encode()
NAMES = tuple(f"<{name}>".encode() for name in (f"{CC}citation", f"{SKOS}prefLabel", f"{RDFS}label"))
DEPRECATED, SAME_AS = ox.NamedNode(f"{OWL}deprecated"), ox.NamedNode(f"{OWL}sameAs")
COMMENT, TYPE, PART_OF = ox.NamedNode(f"{RDFS}comment"), ox.NamedNode(f"{DCTERMS}type"), f"{DCTERMS}isPartOf"
TRUE = ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean"))


@dataclass(frozen=True, slots=True)
class Lost:
    """A published URI that the new release no longer has, or no longer means."""

    iri: str
    classes: frozenset[bytes]
    name: bytes
    """Citation or label, as N-Quads write it; empty where it had none."""
    release: str
    """IRI of the release that had it."""


def read_table(path: Path | None) -> list[ox.Triple]:
    """Return the statements of a table of moved and withdrawn URIs; none where there is no file.

    Raises ReleaseError for what is no Turtle.
    """
    if path is None or not path.is_file():
        return []
    try:
        return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise ReleaseError(f"{path}: {error}; expected Turtle") from error


def excused(table: Iterable[ox.Triple]) -> set[str]:
    """Return the URIs that a table says are moved or withdrawn."""
    return {literals.iri(str(t.subject).encode()) for t in table if t.predicate in (DEPRECATED, SAME_AS)}


def minted(subject: bytes, base: bytes) -> bool:
    """Whether a subject is a URI of ours that must last: all but those of the releases, which are kept themselves."""
    return subject.startswith(base) and not subject.startswith(base + b"release/")


def compare(old: Path, new: Path, base: str, release: str) -> tuple[list[Lost], list[Lost]]:
    """Return the URIs of the release `release`, whose quads are `old`, that `new` drops, and those it redefines."""
    begins = f"<{base}".encode(), f"<{ONTOLOGY}".encode()
    dropped, redefined = [], []
    for subject, before, after in side_by_side(old, new):
        if not before or not any(minted(subject, each) for each in begins):
            continue
        if not after:
            dropped.append(_lost(subject, before, release))
        elif before != after and _redefined(before, after):
            redefined.append(_lost(subject, before, release))
    return dropped, redefined


def _lost(subject: bytes, lines: list[bytes], release: str) -> Lost:
    name = next((found[0] for predicate in NAMES if (found := values(lines, predicate))), b"")
    return Lost(literals.iri(subject), classes(lines), name, release)


def _redefined(before: list[bytes], after: list[bytes]) -> bool:
    """Whether a thing is of none of its classes any more, or is worded by other words."""
    was, now = classes(before), classes(after)
    if was and now and was.isdisjoint(now):
        return True
    old, new = (literals.text(found[0]).split() if (found := values(lines, TEXT)) else [] for lines in (before, after))
    if min(len(old), len(new)) < WORDS or old == new:
        return False
    return SequenceMatcher(a=old, b=new, autojunk=False).ratio() < ALIKE


def refuse(dropped: list[Lost], redefined: list[Lost], withdraw: str | None) -> None:
    """Raise Refused for URIs that nobody answers for."""
    if redefined:
        raise Refused(
            f"{_number(redefined)} another thing or wording than published: give what is new another URI, or say in "
            "the table of moved URIs what became of the old one"
        )
    if dropped and withdraw is None:
        raise Refused(
            f"{_number(dropped)} no longer in the graph: --withdraw REASON makes tombstones of them, the table of "
            "moved URIs says where one has moved"
        )


def _number(lost: list[Lost]) -> str:
    one = f"the published URI {lost[0].iri} is"
    return one if len(lost) == 1 else f"{len(lost)} published URIs (first: {lost[0].iri}) are"


def carried(table: list[ox.Triple], new: Path) -> tuple[list[ox.Triple], list[Lost]]:
    """Return the tombstones to carry on, and the URIs that come back as something else than they were.

    What comes back as what it was loses its tombstone.
    """
    kept, redefined = [], []
    was = {str(t.subject.value): str(t.object).encode() for t in table if t.predicate == TYPE}  # type: ignore[union-attr]
    for iri in sorted({str(t.subject.value) for t in table}):  # type: ignore[union-attr]
        own = [triple for triple in table if triple.subject == ox.NamedNode(iri)]
        alive = lines_of(new, iri)
        if not alive:
            kept += own
        elif iri in was and classes(alive) and was[iri] not in classes(alive):
            redefined.append(Lost(iri, frozenset({was[iri]}), b"", ""))
    return kept, redefined


def tombstone(lost: Lost, reason: str) -> Iterator[ox.Triple]:
    """Yield what remains to be said of a withdrawn URI: that it is, why, what it was, and which release last had it."""
    node = ox.NamedNode(lost.iri)
    yield ox.Triple(node, DEPRECATED, TRUE)
    yield ox.Triple(node, COMMENT, ox.Literal(reason, language="en"))
    yield ox.Triple(node, ox.NamedNode(PART_OF), ox.NamedNode(lost.release))
    for name in sorted(lost.classes):
        yield ox.Triple(node, TYPE, ox.NamedNode(literals.iri(name)))
    if lost.name:
        yield ox.Triple(node, ox.NamedNode(f"{RDFS}label"), ox.Literal(literals.text(lost.name)))


def write_tombstones(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Write a table, ordered by URI."""
    path.write_bytes(turtle(triples))
