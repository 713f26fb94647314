"""What this server says about one resource: its statements and the evidence for them, whatever the format.

A description holds every quad whose subject is the IRI and every quad of the evidence about it: the spans
(mentions, attributions, statements) that stand in it or are about it. DESCRIBE, Turtle, JSON-LD, JSON and the page
all take it from here, so that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.identifiers import ONTOLOGY, ONTOLOGY_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Term = NamedNode | Literal | BlankNode
"""A term of an answer."""

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


WHOLE_ONTOLOGY = f"""SELECT ?s ?p ?o ?g WHERE {{
  {{ BIND(<{ONTOLOGY_IRI}> AS ?g) GRAPH <{ONTOLOGY_IRI}> {{ ?s ?p ?o }} }}
  UNION
  {{ VALUES ?s {{ <{ONTOLOGY_IRI}> }} GRAPH ?g {{ ?s ?p ?o }} }}
}}"""


class Asker(Protocol):
    """What the pages and records need of the engine: the rows of a SELECT."""

    async def select(self, sparql: str) -> list[dict[str, Term]]:
        """Return the rows of a SELECT query over the union of the named graphs."""
        ...


@dataclass(frozen=True, slots=True)
class Description:
    """The quads that describe one resource, in a fixed order: its own first, then the evidence's."""

    iri: str
    quads: tuple[Quad, ...]

    def triples(self) -> tuple[Triple, ...]:
        """Return the description without the graph names, each triple once, in order."""
        return tuple(dict.fromkeys(quad.triple for quad in self.quads))

    def own(self) -> tuple[Quad, ...]:
        """Return the quads whose subject is the resource itself."""
        return tuple(quad for quad in self.quads if quad.subject == NamedNode(self.iri))

    def evidence(self) -> tuple[Quad, ...]:
        """Return the quads whose subject is a span about the resource."""
        return tuple(quad for quad in self.quads if quad.subject != NamedNode(self.iri))


def describing_query(iri: str) -> str:
    """Write the SELECT whose rows (?s ?p ?o ?g) are the description of an IRI.

    Raises ValueError when the text is not an IRI, so that nothing but an IRI enters the query.
    """
    node = NamedNode(iri)
    return f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?s ?p ?o ?g WHERE {{
  {{ VALUES ?s {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} }}
  UNION
  {{ ?s cc:inContainer|cc:subject {node} . GRAPH ?g {{ ?s ?p ?o }} }}
}}"""


def construct_query(iri: str) -> str:
    """Write the description as a CONSTRUCT that a reader can run: the query behind a page.

    Raises ValueError when the text is not an IRI.
    """
    node = NamedNode(iri)
    return f"""PREFIX cc: <{ONTOLOGY}>

CONSTRUCT {{ ?s ?p ?o }}
WHERE {{
  {{ VALUES ?s {{ {node} }} ?s ?p ?o }}
  UNION
  {{ ?s cc:inContainer|cc:subject {node} ; ?p ?o }}
}}"""


async def describe(engine: Asker, iri: str) -> Description | None:
    """Return the description of an IRI, or None when the graph says nothing with it as subject.

    The ontology is described by all its terms, for these have no addresses of their own: they are fragments of its.
    """
    rows = await engine.select(WHOLE_ONTOLOGY if iri == ONTOLOGY_IRI else describing_query(iri))
    description = Description(iri, in_order(iri, rows))
    return description if description.own() else None


def in_order(iri: str, rows: Iterable[Mapping[str, Term]]) -> tuple[Quad, ...]:
    """Return rows (?s ?p ?o ?g) as quads: the resource's own first, each subject's type first, then by IRI."""
    quads = {Quad(row["s"], row["p"], row["o"], row["g"]) for row in rows}  # type: ignore[arg-type]
    return tuple(sorted(quads, key=lambda quad: _sort_key(iri, quad)))


def _sort_key(iri: str, quad: Quad) -> tuple[bool, str, bool, str, str, str]:
    predicate = quad.predicate.value
    own = quad.subject == NamedNode(iri)
    return not own, str(quad.subject), predicate != RDF_TYPE, predicate, str(quad.object), str(quad.graph_name)
