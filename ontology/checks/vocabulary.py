"""What the checks look at: the ontology as an index of triples, and the places where its terms are used.

In: Turtle of the ontology, quads of data, Turtle of shapes, texts of queries. Out: a Vocabulary that each check of the
package asks in a few words. Nothing is fetched and nothing is changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ontology import terms
from ontology.files import folder, ontology_file
from ontology.identifiers import BASE, ONTOLOGY, ONTOLOGY_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

CLASS: Final = terms.OWL + "Class"
PROPERTY_TYPES: Final = (
    terms.OWL + "ObjectProperty",
    terms.OWL + "DatatypeProperty",
    terms.OWL + "AnnotationProperty",
    terms.RDF + "Property",
)
INFERRED: Final = f"{BASE}graph/inferred/"
"""Where the names of graphs begin that hold what follows: no evidence of how a term is used."""


class UnreadableError(ValueError):
    """A file that is not the RDF it should be; the message has the file and the line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in the ontology, or to explain."""

    code: str
    """Of the check: P… as in the OOPS! catalogue, FOOPS!'s names for FAIR tests, ours for the rest."""
    severity: str
    """"critical", "important" or "minor", as the OOPS! catalogue ranks its pitfalls."""
    term: str
    """IRI of the term, or of the ontology."""
    message: str


class Index:
    """Triples by subject and predicate, and by predicate and object; IRIs are strings, blank nodes begin with "_:"."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self._objects: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in sorted(triples, key=str):
            subject = name(triple.subject)
            self._objects[subject][triple.predicate.value].append(triple.object)
            self._subjects[triple.predicate.value, name(triple.object)].append(subject)

    def __iter__(self) -> Iterator[tuple[str, str, Node]]:
        """Yield (subject, predicate, object) in the order of the subjects."""
        for subject, predicates in self._objects.items():
            yield from ((subject, predicate, each) for predicate, found in predicates.items() for each in found)

    def nodes(self, subject: str, predicate: str) -> list[Node]:
        """Return the objects as terms of RDF."""
        return self._objects.get(subject, {}).get(predicate, [])

    def all(self, subject: str, *predicates: str) -> list[str]:
        """Return the objects of one or several predicates, as IRIs or the texts of literals."""
        return [name(node) for predicate in predicates for node in self.nodes(subject, predicate)]

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """Return the subjects of statements with that predicate and object."""
        return self._subjects.get((predicate, object_), [])

    def predicates(self, subject: str) -> frozenset[str]:
        """Return the predicates said of a subject."""
        return frozenset(self._objects.get(subject, ()))

    def above(self, start: str, predicate: str) -> frozenset[str]:
        """Return what one or more steps of a predicate lead to; the start only where there is a cycle."""
        found: set[str] = set()
        waiting = self.all(start, predicate)
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += self.all(each, predicate)
        return frozenset(found)


def name(node: Node) -> str:
    """Return the IRI, "_:" and the name of a blank node, or the text of a literal."""
    return str(node) if isinstance(node, ox.BlankNode | ox.Triple) else node.value


@dataclass(frozen=True)
class Vocabulary:
    """An ontology with what uses it."""

    index: Index
    data: tuple[ox.Quad, ...] = ()
    """Published statements, reference data and example queries; not what is inferred, not the ontology itself."""
    shapes: Index = field(default_factory=lambda: Index(()))
    queries: tuple[tuple[str, str], ...] = ()
    """(file name, text) of the example queries."""
    namespace: str = ONTOLOGY
    iri: str = ONTOLOGY_IRI

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Our classes, by IRI."""
        return self._ours(CLASS)

    @cached_property
    def object_properties(self) -> tuple[str, ...]:
        """Our properties that link things."""
        return self._ours(terms.OWL + "ObjectProperty")

    @cached_property
    def properties(self) -> tuple[str, ...]:
        """Our properties of any sort."""
        return self._ours(*PROPERTY_TYPES)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """All that is defined in our namespace, by IRI."""
        return tuple(sorted({s for s, _, _ in self.index if s.startswith(self.namespace) and self.local(s)}))

    def local(self, iri: str) -> str:
        """Return the name of one of our terms without the namespace."""
        return iri.removeprefix(self.namespace)

    def labels(self, iri: str) -> list[str]:
        """Return the labels of a term in English, or without a language."""
        nodes = [*self.index.nodes(iri, terms.RDFS + "label"), *self.index.nodes(iri, terms.SKOS + "prefLabel")]
        return [node.value for node in nodes if isinstance(node, ox.Literal) and node.language in (None, "en")]

    def definitions(self, iri: str) -> list[str]:
        """Return the definitions of a term, in any language."""
        return self.index.all(iri, terms.SKOS + "definition", terms.RDFS + "comment")

    def _ours(self, *types: str) -> tuple[str, ...]:
        found = {subject for each in types for subject in self.index.subjects(terms.RDF + "type", each)}
        return tuple(sorted(each for each in found if each.startswith(self.namespace)))


def read_vocabulary() -> Vocabulary:
    """Return the ontology of this copy, with the published graph, reference data, shapes and queries beside it.

    Raises OSError when a file cannot be read, UnreadableError when it is not the RDF it should be.
    """
    return Vocabulary(
        Index(_parsed(ontology_file("congress.ttl"))),
        tuple(_published()),
        Index(quad for path in _turtles(Path(__file__).parents[2] / "shapes") for quad in _parsed(path)),
        tuple((path.name, path.read_text(encoding="utf-8")) for path in _turtles(folder("queries"))),
    )


def _published() -> Iterator[ox.Quad]:
    for path in sorted(folder("graph").glob("*.trig")):
        yield from filter(_is_use, _parsed(path, ox.RdfFormat.TRIG))
    for path in (*_turtles(folder("reference")), *_turtles(folder("queries"))):
        yield from _parsed(path)


def _is_use(quad: ox.Quad) -> bool:
    graph = quad.graph_name
    return not (isinstance(graph, ox.NamedNode) and graph.value.startswith((INFERRED, ONTOLOGY_IRI)))


def _turtles(place: Path) -> list[Path]:
    return sorted(place.glob("*.ttl"))


def _parsed(path: Path, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=str(path), format=form, rename_blank_nodes=True)
    except SyntaxError as error:
        raise UnreadableError(f"{path}: {error}") from error
