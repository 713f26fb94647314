"""Facts that no document states: the topics of outcomes, their likeness, and what became of them in a declaration.

In: the outcomes of all documents and the reference data. Out: the triples of one named graph for each method; every
link is there with the statement that gives its method, version, score and shared terms. The methods count words and
nothing else: docs/inference.md tells how, and how often they are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.extraction import StatedOutcome, order
from ingest.inferring.consequences import consequences
from ingest.inferring.links import Link, Method, publish_link
from ingest.inferring.reflected import REFLECTED, find_reflected
from ingest.inferring.related import RELATED, find_related
from ingest.inferring.scheme import Scheme
from ingest.inferring.topics import TOPICS, find_topics, names_of
from ingest.quads import Triple
from ontology.identifiers import graph_inferred
from ontology.rules import METHOD as RULES

METHODS = (TOPICS, RELATED, REFLECTED)
"""What is inferred beyond what follows from the vocabulary."""


def find_links(outcomes: Sequence[StatedOutcome], reference: Iterable[Triple]) -> dict[Method, tuple[Link, ...]]:
    """Return the links of each method, in an order that depends on the outcomes alone."""
    scheme = Scheme.of(reference)
    concerned = tuple(find_topics(outcomes, scheme))
    topics = names_of(concerned, scheme)
    related, reflected = find_related(outcomes, topics), find_reflected(outcomes, topics)
    return {TOPICS: concerned, RELATED: tuple(related), REFLECTED: tuple(reflected)}


def infer(outcomes: Sequence[StatedOutcome], reference: Iterable[Triple]) -> dict[str, tuple[Triple, ...]]:
    """Return the sorted triples of each method, by the IRI of its graph; a method that finds nothing has no graph.

    What the rules of the vocabulary add to the links is there too, for the graph of the rules.
    """
    found = find_links(outcomes, reference)
    graphs = {
        method.graph: {t for link in links for t in publish_link(method, link)} for method, links in found.items()
    }
    graphs[graph_inferred(RULES)] = set(consequences(triple for triples in graphs.values() for triple in triples))
    return {name: tuple(sorted(triples, key=order)) for name, triples in graphs.items() if triples}
