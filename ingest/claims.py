"""What documents say of things that others speak of too, and of which only one value can be true: dates, numbers.

In: the triples of a document. Out: its claims, and a ledger of those of all documents, so that a document that says
otherwise than one before it is refused, with the names of both, and the graph of all keeps to the shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode

from ingest.errors import CollisionError
from ingest.extracts import Claim
from ingest.quads import Triple
from ontology.identifiers import document
from ontology.terms import SH


@cache
def single() -> frozenset[str]:
    """Return the properties with values, not resources, of which every shape that speaks of them allows one."""
    from shapes.sources import shapes_triples  # with the engines beside it, which take their time to import

    triples = shapes_triples()
    paths = {t.subject: t.object.value for t in triples if t.predicate == _PATH and isinstance(t.object, NamedNode)}
    valued = {paths.get(t.subject) for t in triples if t.predicate == _DATATYPE}
    once = {t.subject for t in triples if t.predicate == _MOST and t.object == _ONE}
    several = {path for shape, path in paths.items() if shape not in once}
    return frozenset(path for path in valued - several if path is not None)


_PATH, _DATATYPE, _MOST = (NamedNode(f"{SH}{name}") for name in ("path", "datatype", "maxCount"))
_ONE = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def claims_of(symbol: str, triples: Iterable[Triple]) -> Iterator[Claim]:
    """Yield the claims of a document about what other documents may speak of, too."""
    own = document(symbol).partition("/document/")[2]
    for subject, predicate, value in triples:
        if predicate in single() and own not in subject and not isinstance(value, str):
            yield Claim(subject, predicate, value.value)


@dataclass(slots=True)
class Claims:
    """The claims of all documents so far, each with the name of the first that made it."""

    _made: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def take(self, name: str, claims: Iterable[Claim]) -> None:
        """Take up the claims of a document, all or none. Raises CollisionError where another says otherwise."""
        new = {}
        for subject, predicate, value in claims:
            first, known = self._made.get((subject, predicate), (name, value))
            if known != value:
                found = f"{predicate} of {subject} as {value}"
                raise CollisionError(name, "", found, f"{known} as in {first}: decide, and correct the other")
            new[subject, predicate] = first, value
        self._made.update(new)
