"""What is the same for all documents: the names, the reference data, the vocabulary, its rules and its shapes.

In: the folder of reference data. Out: a Context, which adds to a document's triples what the rules of the vocabulary
infer from them and checks them against the shapes. Both cost what the document costs, not what the corpus does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Store

from ingest.extracts import Problem, StatedOutcome, order
from ingest.gazetteer import Gazetteer
from ingest.graph import CLASSES
from ingest.quads import RDF_TYPE, Triple, of_oxigraph, read_turtle, to_oxigraph
from ingest.reference import load_reference
from ingest.trig import write_ntriples
from ontology import terms
from ontology.files import ontology_file
from ontology.identifiers import Kind
from ontology.rules import materialise


@dataclass(frozen=True, slots=True)
class Context:
    """The shared data, loaded once in each process."""

    gazetteer: Gazetteer
    curated: tuple[Triple, ...]
    ontology: tuple[Triple, ...]
    """Without the axioms that need blank nodes: lists and restrictions stay in congress.ttl."""
    inferred: frozenset[Triple]
    """What the rules add to the reference data alone."""
    by_subject: Mapping[str, list[Triple]] = field(repr=False)
    by_object: Mapping[str, list[Triple]] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Context:
        """Load the reference data and the ontology.

        Raises ReferenceDataError when a file of the reference data cannot be used.
        """
        curated = load_reference(folder)
        ontology = tuple(t for t in read_turtle(ontology_file("congress.ttl")) if not _has_blank(t))
        inferred = frozenset(_inferred([*curated, *ontology]))
        shared = (*curated, *ontology, *inferred)
        by_subject, by_object = _by(shared, 0), _by(shared, 2)
        return cls(Gazetteer.load(folder), curated, ontology, inferred, by_subject, by_object)

    def infer(self, triples: Iterable[Triple]) -> tuple[Triple, ...]:
        """Return what the rules add to a document's triples, sorted."""
        found = _inferred([*self.curated, *self.ontology, *triples])
        return tuple(sorted(found - self.inferred, key=order))

    def validate(self, triples: Iterable[Triple], engine: str) -> tuple[Problem, ...]:
        """Return where a document's triples, with what they speak of around them, break a shape.

        What the shapes find in shared data that the document says nothing of is not the document's.
        """
        own = tuple(triples)
        subjects = {triple.subject for triple in own}
        problems = _problems((*self.around(own), *own), engine)
        return tuple(problem for problem in problems if problem.focus in subjects)

    def validate_shared(self, engine: str) -> tuple[Problem, ...]:
        """Return where the shared data itself breaks a shape."""
        return _problems((*self.curated, *self.ontology, *self.inferred), engine)

    def around(self, own: Iterable[Triple]) -> Iterator[Triple]:
        """Yield the shared data that a document's triples speak of, and what those speak of, and so on.

        For the things that the document itself says something of, also what shared data says with them as object:
        shapes look both ways. The rest of the shared data cannot change what the shapes find in the document.
        """
        own = tuple(own)
        waiting = {term for triple in own for term in (triple.subject, triple.object) if isinstance(term, str)}
        for subject in sorted({triple.subject for triple in own} & self.by_object.keys()):
            waiting |= {triple.subject for triple in self.by_object[subject]}
        seen: set[str] = set()
        while waiting:
            seen |= waiting
            found = [triple for iri in waiting for triple in self.by_subject.get(iri, ())]
            yield from found
            waiting = {triple.object for triple in found if isinstance(triple.object, str)} - seen

    def validate_links(
        self, links: Iterable[Triple], outcomes: Iterable[StatedOutcome], engine: str
    ) -> tuple[Problem, ...]:
        """Return where what methods inferred over all documents breaks a shape.

        Only the classes of the outcomes and their parts stand for the documents, so what these lack does not count.
        """
        inferred = list(links)
        statements = {triple.subject for triple in inferred if triple.predicate == terms.method}
        stubs = [Triple(outcome.iri, RDF_TYPE, CLASSES[Kind(outcome.kind)]) for outcome in outcomes]
        stubs += [Triple(outcome.part, RDF_TYPE, terms.DocumentPart) for outcome in outcomes]
        problems = _problems((*self.around([*inferred, *stubs]), *inferred, *stubs), engine) if inferred else ()
        return tuple(problem for problem in problems if problem.focus in statements or problem.path in _LINKS)


_LINKS = ("cc:concerns", "cc:relatedTo", "cc:reflectedIn")


def _by(triples: Iterable[Triple], place: int) -> dict[str, list[Triple]]:
    """Group triples by their subject (0) or, if it is an IRI, their object (2)."""
    groups: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        term = triple[place]
        if isinstance(term, str):
            groups[term].append(triple)
    return dict(groups)


def _problems(triples: Iterable[Triple], engine: str) -> tuple[Problem, ...]:
    """Return the violations and warnings that the shapes find in triples."""
    from shapes import check  # the engines take their time to import

    results = check(write_ntriples(triples), engine=engine).results
    return tuple(Problem(r.severity, r.focus, r.path or "", r.message) for r in results if r.severity != "Info")


def _inferred(triples: Iterable[Triple]) -> set[Triple]:
    """Apply the rules of the vocabulary to triples; return what was not among them."""
    store = Store()
    store.bulk_extend(to_oxigraph(triple, _DATA) for triple in triples)
    return {of_oxigraph(quad) for quad in materialise(store)}


_DATA = NamedNode("urn:data")


def _has_blank(triple: Triple) -> bool:
    return triple.subject.startswith("_:") or (isinstance(triple.object, str) and triple.object.startswith("_:"))
