"""Sorted N-Quads read by subject: one after another, two files side by side, or one subject by bisection.

Nothing is held but the lines of one subject, so that releases of any size can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby, takewhile
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from ontology.identifiers import ONTOLOGY
from ontology.terms import RDF

TYPE = f"<{RDF}type>".encode()
OURS = f"<{ONTOLOGY}".encode()
INFERRED = b"/graph/inferred/"


def by_subject(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield each subject as N-Quads write it, "<…>", with its lines."""
    for subject, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        yield subject, list(group)


def side_by_side(old: Path, new: Path) -> Iterator[tuple[bytes, list[bytes], list[bytes]]]:
    """Yield each subject of two files with its lines in the first and in the second."""
    with old.open("rb") as before, new.open("rb") as after:
        first = ((subject, 0, lines) for subject, lines in by_subject(before))
        second = ((subject, 1, lines) for subject, lines in by_subject(after))
        for subject, group in groupby(merge(first, second, key=itemgetter(0, 1)), key=itemgetter(0)):
            sides = {side: lines for _, side, lines in group}
            yield subject, sides.get(0, []), sides.get(1, [])


def lines_of(path: Path, iri: str) -> list[bytes]:
    """Return the lines of one subject, found by bisection; none where the file has none."""
    prefix = f"<{iri}> ".encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            if _line_from(file, middle) < prefix:
                low = middle + 1
            else:
                high = middle
        found = _line_from(file, low)
        return list(takewhile(lambda line: line.startswith(prefix), chain([found], file))) if found != END else []


END = b"\xff"
"""Stands for the end of a file: after every line."""


def _line_from(file: BinaryIO, place: int) -> bytes:
    """Return the first line that begins at a place or after it."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline() or END


def values(lines: Sequence[bytes], predicate: bytes, *, inferred: bool = True) -> list[bytes]:
    """Return the objects of a predicate ("<…>"), each once, as N-Quads write them; without those that were inferred."""
    found = (line[:-3].split(b" ", 2)[1:] for line in lines)
    objects = (rest.rpartition(b" ") for name, rest in found if name == predicate)
    return list(dict.fromkeys(o for o, _, graph in objects if inferred or INFERRED not in graph))


def classes(lines: Sequence[bytes]) -> frozenset[bytes]:
    """Return the classes of our vocabulary that a subject is said, not inferred, to be of."""
    return frozenset(value for value in values(lines, TYPE, inferred=False) if value.startswith(OURS))
