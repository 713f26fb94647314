"""Property paths as people write them: the SHACL path [ sh:inversePath cc:next ] is ^cc:next (SHACL, section 2.3.1)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.terms import PREFIXES, RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Term = NamedNode | BlankNode | Literal

_SUFFIXES = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


class Index:
    """Triples by subject and predicate, read only."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
        self._subjects: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
        for triple in triples:
            assert not isinstance(triple.subject, Triple)
            assert not isinstance(triple.object, Triple)
            self._objects[str(triple.subject), triple.predicate.value].append(triple.object)
            self._subjects[triple.predicate.value, str(triple.object)].append(triple.subject)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """Return the objects of a subject and predicate."""
        return self._objects.get((str(subject), predicate), [])

    def value(self, subject: Term, predicate: str) -> Term | None:
        """Return the one object, or the first, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: str, object_: str) -> list[Term]:
        """Return the subjects that have an IRI as a predicate's object."""
        return self._subjects.get((predicate, f"<{object_}>"), [])

    def items(self, head: Term) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        while (first := self.value(head, RDF + "first")) is not None:
            yield first
            rest = self.value(head, RDF + "rest")
            if rest is None:
                return
            head = rest


def render_path(index: Index, path: Term) -> str:
    """Write a path as SPARQL would, with the project's prefixes; what is no path comes out as "[]"."""
    if isinstance(path, NamedNode):
        return abbreviated(path.value)
    if inverse := index.value(path, SH + "inversePath"):
        return "^" + render_path(index, inverse)
    if alternatives := index.value(path, SH + "alternativePath"):
        return "(" + "|".join(render_path(index, each) for each in index.items(alternatives)) + ")"
    for name, suffix in _SUFFIXES.items():
        if inner := index.value(path, SH + name):
            return render_path(index, inner) + suffix
    return "/".join(render_path(index, each) for each in index.items(path)) or "[]"


def abbreviated(iri: str) -> str:
    """Write an IRI with the prefix that the project uses for it, or in full in angle brackets.

    >>> abbreviated("https://w3id.org/crimecongress/ontology#text")
    'cc:text'
    >>> abbreviated("https://example.org/a")
    '<https://example.org/a>'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"
