"""A link that a method inferred, and how it is published: the fact, and the statement that is its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extraction import StatedOutcome
from ingest.quads import RDF_TYPE, Literal, Triple, decimal
from ontology import identifiers, terms


@dataclass(frozen=True, slots=True)
class Method:
    """A way of inferring: what it infers, in which version, and from which score on it is published."""

    name: str
    """Of the method and of its graph."""
    version: str
    """To be raised whenever the same texts can give other links or scores."""
    predicate: str
    threshold: float

    @property
    def graph(self) -> str:
        """The named graph of the links."""
        return identifiers.graph_inferred(self.name)


@dataclass(frozen=True, slots=True)
class Link:
    """That an outcome stands in a relation to something."""

    outcome: StatedOutcome
    object: str
    """IRI of the topic or outcome."""
    score: float
    """From 0 to 1."""
    shared: tuple[str, ...]
    """The terms for whose sake: the strongest first."""


def publish_link(method: Method, link: Link) -> Iterator[Triple]:
    """Yield the triples of one link."""
    subject, predicate = link.outcome.iri, method.predicate
    iri = identifiers.statement(subject, predicate, link.object, link.outcome.part)
    yield Triple(subject, predicate, link.object)
    yield Triple(iri, RDF_TYPE, terms.Statement)
    yield Triple(iri, terms.subject, subject)
    yield Triple(iri, terms.predicate, predicate)
    yield Triple(iri, terms.object, link.object)
    yield Triple(iri, terms.method, Literal(method.name))
    yield Triple(iri, terms.methodVersion, Literal(method.version))
    yield Triple(iri, terms.score, decimal(link.score))
    for term in link.shared:
        yield Triple(iri, terms.sharedTerm, Literal(term))
