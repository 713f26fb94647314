"""What somebody may have meant by an address that has nothing: the nearest identifiers that the graph has.

Looks upwards to the nearest ancestor that exists (paragraph, document, congress), then at what stands in it and at the
names of the same kind, and offers those written most alike.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.description import Asker
    from api.names import Names

LIKE = 0.6
"""Least likeness (0 to 1) of an identifier that is offered."""

NEAR = 3
"""How far a number or a letter may be from the one asked for."""

LONGEST = 300
"""Characters of an address beyond which nothing is looked for."""


async def nearest(engine: Asker, names: Names, iri: str, limit: int = 5) -> list[str]:
    """Return at most `limit` IRIs of the graph that are written like the given one, the nearest first."""
    if len(iri) > LONGEST:
        return []
    candidates = {known for known in names.known if _first_word(known, names) == _first_word(iri, names)}
    above: list[str] = []
    for ancestor in ancestors(iri, names.base):
        below = await _standing_in(engine, ancestor)
        if below or ancestor in names.known:
            candidates |= {ancestor, *below}
            above = [ancestor]
            break
    return _alike(iri, candidates, limit) or above


def ancestors(iri: str, base: str) -> Iterator[str]:
    """Yield the addresses above an IRI, the nearest first; those of an outcome lead to the paragraph it stands in.

    >>> list(ancestors("https://e.org/document/A/1/para/3", "https://e.org/"))
    ['https://e.org/document/A/1/para', 'https://e.org/document/A/1', 'https://e.org/document/A']
    """
    segments = iri.removeprefix(base).split("/")
    for length in range(len(segments) - 1, 1, -1):
        above = "/".join(segments[:length])
        yield base + above
        if segments[0] in ("recommendation", "agreement", "commitment"):
            yield f"{base}document/{'/'.join(segments[1:length])}"


async def _standing_in(engine: Asker, iri: str) -> set[str]:
    """Return what the graph says is a part of an IRI or stands in its document, at most some thousand."""
    node = NamedNode(iri)
    rows = await engine.select(
        f"PREFIX cc: <{ONTOLOGY}> SELECT DISTINCT ?s WHERE {{"
        f" ?s cc:partOf|cc:inDocument|cc:onAgendaOf|cc:preparesFor|cc:provisionOf {node} }} LIMIT 2000"
    )
    return {row["s"].value for row in rows}


def _alike(iri: str, candidates: set[str], limit: int) -> list[str]:
    wanted = iri.lower().split("/")
    scored = [(_likeness(wanted, candidate.lower().split("/")), candidate) for candidate in candidates]
    offered = sorted((-shared, -like, candidate) for (shared, like), candidate in scored if like >= LIKE)
    return [candidate for _, _, candidate in offered[:limit]]


def _likeness(wanted: list[str], candidate: list[str]) -> tuple[int, float]:
    """Count the leading segments in common, and compare the first that differs (0 to 1)."""
    shared = next((i for i, (a, b) in enumerate(zip(wanted, candidate, strict=False)) if a != b), None)
    if shared is None:
        return min(len(wanted), len(candidate)), 1.0
    return shared, _segment_likeness(wanted[shared], candidate[shared])


def _segment_likeness(a: str, b: str) -> float:
    """Compare two segments: numbers and single letters by their distance, names by their characters."""
    distance = None
    if a.isdecimal() and b.isdecimal() and len(a) + len(b) < LONGEST:
        distance = abs(int(a) - int(b))
    elif len(a) == len(b) == 1:
        distance = abs(ord(a) - ord(b))
    if distance is not None:
        return 1 - distance / 10 if distance <= NEAR else 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _first_word(iri: str, names: Names) -> str:
    return iri.removeprefix(names.base).partition("/")[0]
