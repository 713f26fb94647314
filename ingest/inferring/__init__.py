"""Facts that no document states: the topics of outcomes, their likeness, and what became of them in a declaration.

In: the outcomes of all documents, which event made each, and the reference data. Out: the triples of one named graph
for each method; every link is there with the statement that gives its method, version, score and shared terms. The
methods count words and nothing else: docs/inference.md tells how, and how often they are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ingest.extraction import StatedOutcome, order
from ingest.inferring.links import Link, Method, publish_link
from ingest.inferring.reflected import REFLECTED, find_reflected
from ingest.inferring.related import RELATED, find_related
from ingest.inferring.scheme import Scheme
from ingest.inferring.topics import TOPICS, find_topics
from ingest.quads import Triple
from ontology import terms

METHODS = (TOPICS, RELATED, REFLECTED)
"""What is inferred beyond what follows from the vocabulary."""


def infer(
    outcomes: Sequence[StatedOutcome], events: Mapping[str, str], reference: Iterable[Triple]
) -> dict[str, tuple[Triple, ...]]:
    """Return the sorted triples of each method, by the IRI of its graph; a method that finds nothing has no graph.

    `events` gives the meeting or congress at which each outcome was made, where it is known.
    """
    known = tuple(reference)
    prepares = {t.subject: t.object for t in known if t.predicate == terms.preparesFor and isinstance(t.object, str)}
    links: tuple[tuple[Method, Iterable[Link]], ...] = (
        (TOPICS, find_topics(outcomes, Scheme.of(known))),
        (RELATED, find_related(outcomes)),
        (REFLECTED, find_reflected(outcomes, events, prepares)),
    )
    graphs = {method.graph: _triples(method, found) for method, found in links}
    return {name: triples for name, triples in graphs.items() if triples}


def _triples(method: Method, links: Iterable[Link]) -> tuple[Triple, ...]:
    return tuple(sorted({triple for link in links for triple in publish_link(method, link)}, key=order))
