"""What is the same for all documents: the names, the reference data, the vocabulary, its rules and its shapes.

In: the folder of reference data. Out: a Context, which adds to a document's triples what the rules of the vocabulary
infer from them and checks them against the shapes. Both cost what the document costs, not what the corpus does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from ingest.extraction import Problem, order
from ingest.gazetteer import Gazetteer
from ingest.quads import Triple, of_oxigraph, read_turtle, to_oxigraph
from ingest.reference import load_reference
from ingest.trig import write_ntriples
from ontology.files import ontology_file
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

    @classmethod
    def load(cls, folder: Path) -> Context:
        """Load the reference data and the ontology.

        Raises ReferenceDataError when a file of the reference data cannot be used.
        """
        curated = load_reference(folder)
        ontology = tuple(t for t in read_turtle(ontology_file("congress.ttl")) if not _has_blank(t))
        return cls(Gazetteer.load(folder), curated, ontology, frozenset(_inferred([*curated, *ontology])))

    def infer(self, triples: Iterable[Triple]) -> tuple[Triple, ...]:
        """Return what the rules add to a document's triples, sorted."""
        found = _inferred([*self.curated, *self.ontology, *triples])
        return tuple(sorted(found - self.inferred, key=order))

    def validate(self, triples: Iterable[Triple], engine: str) -> tuple[Problem, ...]:
        """Return where triples, with the shared data around them, break a shape: violations and warnings."""
        from shapes import check  # the engines take a second to import

        report = check(write_ntriples([*self.curated, *self.ontology, *self.inferred, *triples]), engine=engine)
        return tuple(
            Problem(r.severity, r.focus, r.path or "", r.message) for r in report.results if r.severity != "Info"
        )


def _inferred(triples: Iterable[Triple]) -> set[Triple]:
    """Apply the rules of the vocabulary to triples; return what was not among them."""
    store = Store()
    store.bulk_extend(to_oxigraph(triple, _DATA) for triple in triples)
    return {of_oxigraph(quad) for quad in materialise(store)}


_DATA = NamedNode("urn:data")


def _has_blank(triple: Triple) -> bool:
    return triple.subject.startswith("_:") or (isinstance(triple.object, str) and triple.object.startswith("_:"))
