"""IRIs that once answered: moved ones and withdrawn ones, from a small table in Turtle.

An IRI that was published never means anything else: a moved one is redirected (301), a withdrawn one is answered with
what remains to be said of it (410 and its tombstone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from api.description import Description
from ontology.files import folder

SAME_AS = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
DEPRECATED = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
COMMENT = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")


@dataclass(frozen=True, slots=True)
class Moved:
    """The table: where each moved IRI is now, and the tombstone of each withdrawn one."""

    targets: Mapping[str, str]
    tombstones: Mapping[str, Description]

    def also(self, other: Moved) -> Moved:
        """Return both tables as one; this one wins where they differ."""
        return Moved({**other.targets, **self.targets}, {**other.tombstones, **self.tombstones})


def moved_file() -> Path:
    """Return where the table lies: beside the folder of the graph, in a checkout and in an installed copy."""
    return folder("graph").parent / "moved.ttl"


def read_moved(path: Path) -> Moved:
    """Read the table; an absent file is an empty table.

    Raises SyntaxError, naming line and column, when the file is not Turtle.
    """
    quads = list(parse(path=path, format=RdfFormat.TURTLE)) if path.is_file() else []
    gone = [quad.subject for quad in quads if quad.predicate == DEPRECATED]
    return Moved(
        {_value(quad.subject): _value(quad.object) for quad in quads if quad.predicate == SAME_AS},
        {_value(subject): _tombstone(_value(subject), quads) for subject in gone},
    )


def _tombstone(iri: str, quads: list[Quad]) -> Description:
    own = [quad for quad in quads if _value(quad.subject) == iri]
    ordered = sorted(own, key=lambda quad: (quad.predicate.value, str(quad.object)))
    return Description(iri, tuple(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in ordered))


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
