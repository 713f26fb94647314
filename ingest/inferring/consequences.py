"""What the rules of the vocabulary add to links: the class of their evidence, and a symmetric link's other direction.

In: the triples of all methods. Out: those for the graph of the rules. What follows of the outcomes themselves stands
with their documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Store

from ingest.quads import RDF_TYPE, Triple, of_oxigraph, read_turtle, to_oxigraph
from ontology import terms
from ontology.files import ontology_file
from ontology.rules import materialise

_DATA = NamedNode("urn:data")
_AXIOMS = (terms.RDFS + "subClassOf", terms.OWL + "SymmetricProperty")


def consequences(links: Iterable[Triple]) -> Iterator[Triple]:
    """Yield what follows from links, without what the ontology says of its own terms."""
    given = [triple for triple in links if triple.predicate in {RDF_TYPE, terms.relatedTo}]
    subjects = {triple.subject for triple in given}
    axioms = (triple for triple in read_turtle(ontology_file("congress.ttl")) if {*triple[1:]} & {*_AXIOMS})
    store = Store()
    store.bulk_extend(to_oxigraph(triple, _DATA) for triple in (*given, *axioms) if _named(triple))
    for triple in map(of_oxigraph, materialise(store)):
        if triple.subject in subjects or triple.predicate == terms.relatedTo:
            yield triple


def _named(triple: Triple) -> bool:
    return not triple.subject.startswith("_:") and isinstance(triple.object, str) and not triple.object.startswith("_:")
