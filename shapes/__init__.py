"""What a well-made graph looks like: SHACL shapes, one family a file, and `check`, which says where a graph differs.

In: RDF text or a file. Out: a Report of frozen Results, the same whichever engine found them. The shapes are the files
`*.ttl` of this package; shifty is the fast engine, pySHACL the reference that the tests compare it with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapes.data import DataError, from_file, from_text
from shapes.reports import Report, Result
from shapes.sources import FAMILIES, SHAPES, shapes_file, shapes_graph

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FAMILIES", "SHAPES", "DataError", "Report", "Result", "check", "check_file", "shapes_file", "shapes_graph"]


def check(data: str | bytes, engine: str = "shifty") -> Report:
    """Validate RDF given as N-Triples, Turtle or TriG, of which the union of the graphs is one data graph.

    What the data refers to must be in it, with its class; the classes of the ontology are added. Engines: "shifty",
    "pyshacl". Raises DataError for text that is not RDF and KeyError for another engine.
    """
    return _run(from_text(data), engine)


def check_file(path: Path, engine: str = "shifty") -> Report:
    """Validate a file: .trig, .nq, .ttl, .nt, .rdf, .jsonld or one of these with .gz.

    Raises OSError when it cannot be read, DataError when it is not what its name says.
    """
    return _run(from_file(path), engine)


def _run(ntriples: bytes, engine: str) -> Report:
    # The engines take a third of a second to import: only those who validate pay for it.
    from shapes.engines import ENGINES

    return ENGINES[engine](ntriples)
