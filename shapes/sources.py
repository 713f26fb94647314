"""The shapes as they are written: one Turtle file a family, beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph

from ontology.identifiers import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FAMILIES", "SHAPES", "shapes_file", "shapes_graph"]

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "documents": "Documents and their parts",
        "outcomes": "Recommendations, agreements and commitments",
        "evidence": "Mentions, attributions and statements",
        "instruments": "Instruments, groups of them and their provisions",
        "events": "Events, participation, agents and places",
        "subjects": "Goals, targets and topics",
        "dataset": "The release and its description",
    }
)
"""The files of shapes by their name, and what each is about."""


def shapes_file(family: str) -> Path:
    """Return the Turtle file of a family. Raises KeyError for one that does not exist."""
    if family not in FAMILIES:
        raise KeyError(family)
    return Path(__file__).parent / f"{family}.ttl"


@cache
def shapes_graph() -> bytes:
    """Return all shapes as one Turtle text, each family after the other."""
    return b"\n".join(shapes_file(family).read_bytes() for family in FAMILIES)


@cache
def shapes_triples() -> frozenset[pyoxigraph.Triple]:
    """Return all shapes as triples."""
    return frozenset(quad.triple for quad in pyoxigraph.parse(input=shapes_graph(), format=pyoxigraph.RdfFormat.TURTLE))
