"""The shapes made to look only at the things that they are told to look at: for a graph that is checked in pieces.

A piece of a graph holds more than is to be checked in it: of what its things refer to, at least the class. So that this
is not checked as well, each target of a shape (SHACL, section 2.1.3) is replaced by one that names the things one by
one: `<urn:crimecongress:piece> <…type:CLASS> <THING>` for the things of a class, `<…subject:PROPERTY>` and
`<…object:PROPERTY>` for what has a property or is the object of one. Such a statement has the piece as its subject, so
that no shape sees it but by its target. The results are those of the shapes as they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

import pyoxigraph
import shifty
from pyoxigraph import NamedNode, Triple

from ontology.terms import CC, RDFS, SH
from shapes.data import ontology_triples
from shapes.engines import run_shifty
from shapes.reports import Report
from shapes.sources import shapes_triples

PIECE: Final = "urn:crimecongress:piece"
TYPE, SUBJECT, OBJECT = (f"{PIECE}:{kind}:" for kind in ("type", "subject", "object"))
"""How the predicates begin that name the things to look at."""
TARGETS: Final = MappingProxyType(
    {f"{SH}targetClass": TYPE, f"{SH}targetSubjectsOf": SUBJECT, f"{SH}targetObjectsOf": OBJECT}
)
TIES: Final = tuple(CC + name for name in ("inContainer", "inDocument", "next", "partOf", "statedIn"))
"""Properties along which queries of shapes go further than one step: what they tie together is checked together."""
LOOKED_BACK: Final = tuple(CC + name for name in ("hasTheme", "subject"))
"""Properties of which shapes look from the object at the subject, and no further."""


@dataclass(frozen=True)
class PieceShapes:
    """The shapes for pieces of a graph whose classes stand below each other as the ontology and these triples say."""

    hierarchy: tuple[Triple, ...] = ()

    @cached_property
    def looked_at(self) -> frozenset[str]:
        """The predicates that name things to look at."""
        return frozenset(t.object.value for t in self._shapes() if t.predicate.value == f"{SH}targetObjectsOf")  # type: ignore[union-attr]

    def check(self, ntriples: bytes) -> Report:
        """Validate a piece: N-Triples of its things, of what shapes ask for around them, and of what to look at."""
        return run_shifty(self._validator, ntriples + self._shared)

    @cached_property
    def _validator(self) -> shifty.PreparedValidator:
        return shifty.PreparedValidator(_ntriples(self._shapes()))

    @cached_property
    def _shared(self) -> bytes:
        return _ntriples(dict.fromkeys((*ontology_triples(), *self.hierarchy)))

    def _shapes(self) -> Iterator[Triple]:
        """Yield the shapes with their targets replaced."""
        below = _below((*ontology_triples(), *self.hierarchy))
        for triple in shapes_triples():
            kind = TARGETS.get(triple.predicate.value)
            if kind is None:
                yield triple
                continue
            name = triple.object.value  # type: ignore[union-attr]
            for each in below[name] | {name} if kind == TYPE else {name}:
                yield Triple(triple.subject, NamedNode(f"{SH}targetObjectsOf"), NamedNode(kind + each))


def _ntriples(triples: Iterable[Triple]) -> bytes:
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""


def _below(triples: Iterable[Triple]) -> Mapping[str, frozenset[str]]:
    """Return of each class all classes below it."""
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == f"{RDFS}subClassOf" and isinstance(triple.object, NamedNode):
            direct[triple.object.value].add(triple.subject.value)  # type: ignore[union-attr]
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for name in list(direct):
        reached, waiting = set[str](), [name]
        while waiting:
            new = direct.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        found[name] = frozenset(reached)
    return found
