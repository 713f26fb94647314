"""What became of a recommendation: the paragraphs of a declaration in whose wording it is found again.

In: the outcomes of all documents. Out: links with cc:reflectedIn, from what a preparatory meeting recommends to what
the declaration of its congress undertakes. Each congress is compared on its own, so that documents of another one do
not change its links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from ingest.extraction import StatedOutcome
from ingest.inferring.index import Index
from ingest.inferring.links import Link, Method
from ontology import terms
from ontology.identifiers import Kind, parse

REFLECTED = Method("reflected", "1", terms.reflectedIn, 0.29)
_MOST = 10
"""In how many commitments a recommendation is reflected at most."""


def find_reflected(
    outcomes: Iterable[StatedOutcome], topics: Mapping[str, Collection[str]], floor: float = REFLECTED.threshold
) -> Iterator[Link]:
    """Yield the links of recommendations to commitments from a score of `floor` on.

    `topics` gives the names of the topics of each outcome.
    """
    congresses: dict[str, dict[str, StatedOutcome]] = defaultdict(dict)
    for outcome in outcomes:
        if outcome.event and outcome.kind in {Kind.RECOMMENDATION, Kind.COMMITMENT}:
            congresses[_congress_of(outcome.event)][outcome.iri] = outcome
    for _, found in sorted(congresses.items()):
        if {outcome.kind for outcome in found.values()} == {Kind.RECOMMENDATION, Kind.COMMITMENT}:
            yield from _within(found, topics, floor)


def _congress_of(event: str) -> str:
    """Return the congress that a meeting prepares for, which its IRI names, or the congress itself."""
    return parse(event).owner or event


def _within(found: Mapping[str, StatedOutcome], topics: Mapping[str, Collection[str]], floor: float) -> Iterator[Link]:
    index = Index({iri: outcome.text for iri, outcome in found.items()}, topics)
    for iri, outcome in sorted(found.items()):
        if outcome.kind == Kind.RECOMMENDATION:
            matches = (match for match in index.matches(iri, floor) if found[match.key].kind == Kind.COMMITMENT)
            for match in sorted(matches, key=lambda match: (-match.score, match.key))[:_MOST]:
                yield Link(outcome, match.key, match.score, match.shared)
