"""The list of all URIs that were ever minted: one a line, in the order of their characters; lines are only added.

In: a built graph, the list so far, the table of moved and withdrawn URIs. Out: the list with what is new, and the URIs
that nobody answers for: on the list, no longer in the graph, and not in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ontology.identifiers import BASE, ONTOLOGY
from releases.durable import write
from releases.tombstones import excused, minted, read_table


@dataclass(frozen=True, slots=True)
class Listed:
    """What listing the URIs of a graph found."""

    added: int
    """URIs that were not on the list yet."""
    vanished: tuple[str, ...]
    """URIs of the list that are neither in the graph nor in the table."""


def keep(listing: Path, graph: Path, moved: Path | None, base: str = BASE) -> Listed:
    """Add the URIs of a graph to the list and compare the two; a list without news is not written again.

    Raises OSError, ReleaseError for a table that is no Turtle, SyntaxError for a graph that is no RDF.
    """
    known, now = read(listing), set(of_graph(graph, base))
    if not now <= known:
        write(listing, (f"{uri}\n".encode() for uri in sorted(known | now)))
    return Listed(len(now - known), tuple(sorted(known - now - excused(read_table(moved)))))


def read(listing: Path) -> set[str]:
    """Return the URIs of a list; none where there is no file yet."""
    return set(listing.read_text(encoding="utf-8").splitlines()) if listing.is_file() else set()


def of_graph(graph: Path, base: str = BASE) -> Iterator[str]:
    """Yield, once or more, each URI that a graph gives a meaning to and that must last."""
    begins = base.encode(), ONTOLOGY.encode()
    for quad in ox.parse(path=graph):
        uri = str(getattr(quad.subject, "value", ""))
        if any(minted(uri.encode(), begin) for begin in begins):
            yield uri
