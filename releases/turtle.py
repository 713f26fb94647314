"""Statements as Turtle: ordered, with the prefixes in order, so that the same statements are always the same bytes."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ontology.terms import CG, PREFIXES, SDGO

SPDX = "http://spdx.org/rdf/terms#"
SPACES = {name: space for name, space in {**PREFIXES, "spdx": SPDX}.items() if space not in (CG, SDGO)}
"""Not our own base: what stands below it has slashes, which a prefixed name would have to escape."""


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Return statements as Turtle, ordered by subject, predicate and object."""
    ordered = sorted(dict.fromkeys(triples), key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    text = " ".join(str(triple) for triple in ordered)
    used = {name: space for name, space in SPACES.items() if f"<{space}" in text}
    # pyoxigraph writes the prefixes in an order of its own, another one at each run
    lines = (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").splitlines(keepends=True)
    return b"".join((*sorted(lines[: len(used)]), *lines[len(used) :]))
