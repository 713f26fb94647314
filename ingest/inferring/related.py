"""Which recommendations are like each other in content, in other documents as in their own.

In: outcomes of all documents. Out: links with cc:relatedTo, one for each two recommendations: from the one whose IRI
comes first, for the relation is symmetric.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.extraction import StatedOutcome
from ingest.inferring.index import Index
from ingest.inferring.links import Link, Method
from ontology import terms
from ontology.identifiers import Kind

RELATED = Method("related", "1", terms.relatedTo, 0.2)


def find_related(outcomes: Iterable[StatedOutcome], floor: float = RELATED.threshold) -> Iterator[Link]:
    """Yield the links between recommendations from a score of `floor` on."""
    found = {outcome.iri: outcome for outcome in outcomes if outcome.kind == Kind.RECOMMENDATION}
    index = Index({iri: outcome.text for iri, outcome in found.items()})
    for iri in sorted(found):
        for match in index.matches(iri, floor):
            if iri < match.key:
                yield Link(found[iri], match.key, match.score, match.shared)
