"""What follows from the ontology: classes, super-properties, inverses and transitive closure, as statements.

In: a store with data and ontology. Out: the quads of `graph/inferred/owl-rules` that the store does not hold yet. The
rules are those of OWL 2 RL that our axioms call for; the tests compare their answer with a whole RL reasoner's. What
follows about the terms themselves (a superclass of a superclass) is left to property paths in queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples, Store

from ontology.identifiers import graph_inferred

if TYPE_CHECKING:
    from collections.abc import Iterator

METHOD: Final = "owl-rules"
"""Name of the method, and of the graph that its statements stand in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the names that OWL 2 RL gives it (OWL 2 Profiles, section 4.3)."""

    name: str
    standard: str
    construct: str


_PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

RULES: Final = (
    Rule(
        "subproperty",
        "prp-spo1",
        "CONSTRUCT { ?s ?super ?o } WHERE { ?p rdfs:subPropertyOf ?super . ?s ?p ?o }",
    ),
    Rule(
        "inverse",
        "prp-inv1, prp-inv2",
        """CONSTRUCT { ?o ?q ?s } WHERE { { ?p owl:inverseOf ?q } UNION { ?q owl:inverseOf ?p } ?s ?p ?o }""",
    ),
    Rule(
        "symmetric",
        "prp-symp",
        "CONSTRUCT { ?o ?p ?s } WHERE { ?p rdf:type owl:SymmetricProperty . ?s ?p ?o }",
    ),
    Rule(
        "transitive",
        "prp-trp",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?p rdf:type owl:TransitiveProperty . ?s ?p ?between . ?between ?p ?o }",
    ),
    Rule(
        "domain",
        "prp-dom",
        "CONSTRUCT { ?s rdf:type ?class } WHERE { ?p rdfs:domain ?class . ?s ?p ?o }",
    ),
    Rule(
        "range",
        "prp-rng",
        "CONSTRUCT { ?o rdf:type ?class } WHERE { ?p rdfs:range ?class . ?s ?p ?o FILTER(!isLiteral(?o)) }",
    ),
    Rule(
        "subclass",
        "cax-sco",
        "CONSTRUCT { ?s rdf:type ?super } WHERE { ?class rdfs:subClassOf ?super . ?s rdf:type ?class }",
    ),
)
"""In the order in which they feed each other, so that two rounds are mostly enough."""


def materialise(store: Store) -> tuple[Quad, ...]:
    """Return what follows from all the graphs of a store together, sorted; the store stays as it is."""
    work = Store()
    work.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    given = len(work)
    inferred: set[Quad] = set()
    while new := {quad for rule in RULES for quad in _apply(rule, work)}:
        inferred |= new
    assert len(work) == given + len(inferred)
    graph = NamedNode(graph_inferred(METHOD))
    return tuple(sorted((Quad(q.subject, q.predicate, q.object, graph) for q in inferred), key=str))


def _apply(rule: Rule, work: Store) -> Iterator[Quad]:
    """Add what a rule constructs to the working store, and yield what was new."""
    answer = work.query(_PREFIXES + rule.construct)
    assert isinstance(answer, QueryTriples)
    quads = {Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in answer}
    new = [quad for quad in quads if quad not in work]
    work.extend(new)
    yield from new
