"""What DESCRIBE gives: the statements about a resource, and the evidence for them.

SPARQL 1.1 leaves the form of the answer to the service (Query Language, section 16.4). Here the evidence, that is the
mentions, attributions and statements that stand in the resource or are about it, belongs to the description, so that
DESCRIBE at the endpoint and the documents at the resource's own address hold the same triples. A query that names a
dataset of its own gets only what that dataset says of the resource itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ontology.terms import inContainer, subject

ABOUT = (ox.NamedNode(inContainer), ox.NamedNode(subject))
"""The properties by which a piece of evidence says what it stands in and what it is about."""


def with_evidence(triples: Iterable[ox.Triple], store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the triples of a description, then those of the evidence about each resource described."""
    described: dict[ox.NamedNode, None] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            described[triple.subject] = None
        yield triple
    for span in evidence_about(described, store):
        if span not in described:
            yield from dict.fromkeys(quad.triple for quad in store.quads_for_pattern(span, None, None, None))


def evidence_about(resources: Iterable[ox.NamedNode], store: ox.Store) -> list[ox.NamedNode]:
    """Return the pieces of evidence about some resources, each once, in a fixed order."""
    spans = {
        quad.subject
        for resource in resources
        for property_ in ABOUT
        for quad in store.quads_for_pattern(None, property_, resource, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return sorted(spans, key=str)
