"""Which recommendations are like each other in content, in other documents as in their own.

In: outcomes of all documents. Out: links with cc:relatedTo, one for each two recommendations: from the one whose IRI
comes first, for the relation is symmetric.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ingest.extraction import StatedOutcome
from ingest.inferring.index import Index
from ingest.inferring.links import Link, Method
from ontology import terms
from ontology.identifiers import Kind

RELATED = Method("related", "1", terms.relatedTo, 0.28)
_MOST = 10
"""How many recommendations one is related to for its own part: copies of a text shall not make the graph explode."""


def find_related(
    outcomes: Iterable[StatedOutcome], topics: Mapping[str, Collection[str]], floor: float = RELATED.threshold
) -> Iterator[Link]:
    """Yield the links between recommendations from a score of `floor` on.

    `topics` gives the names of the topics of each outcome.
    """
    found = {outcome.iri: outcome for outcome in outcomes if outcome.kind == Kind.RECOMMENDATION}
    index = Index({iri: outcome.text for iri, outcome in found.items()}, topics)
    links: dict[tuple[str, str], Link] = {}
    for iri in sorted(found):
        strongest = sorted(index.matches(iri, floor), key=lambda match: (-match.score, match.key))[:_MOST]
        for match in strongest:
            one, other = sorted((iri, match.key))
            links.setdefault((one, other), Link(found[one], other, match.score, match.shared))
    yield from (links[pair] for pair in sorted(links))
