"""What the shapes say may stand as the value of a property: members of some classes, or one of a few literals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from shapes.sources import shapes_triples

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASSES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?property ?value WHERE { ?shape sh:path ?property ; (sh:or/rdf:rest*/rdf:first)?/sh:class ?value
  FILTER(isIRI(?property)) } ORDER BY ?property ?value"""
LITERALS = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?property ?value WHERE { ?shape sh:path ?property ; sh:in/rdf:rest*/rdf:first ?value
  FILTER(isIRI(?property) && isLiteral(?value)) } ORDER BY ?property ?value"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What may be the value of one property."""

    classes: tuple[str, ...] = ()
    """IRIs of the classes of which a value is a member."""
    literals: tuple[str, ...] = ()
    """The literals that there may be, as SPARQL writes them."""


@cache
def expected_values() -> Mapping[str, Expected]:
    """Return what may be the value of each property of which the shapes say it, by the property's IRI."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in shapes_triples())
    classes, literals = _by_property(store, CLASSES), _by_property(store, LITERALS)
    return MappingProxyType(
        {
            name: Expected(tuple(term.value for term in classes.get(name, ())), tuple(map(str, literals.get(name, ()))))
            for name in sorted(classes.keys() | literals.keys())
        }
    )


def _by_property(store: ox.Store, query: str) -> dict[str, list[ox.NamedNode | ox.Literal]]:
    found: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    for row in solutions:
        found.setdefault(row["property"].value, []).append(row["value"])
    return found
