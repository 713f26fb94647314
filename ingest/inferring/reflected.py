"""What became of a recommendation: the paragraphs of a declaration in whose wording it is found again.

In: the outcomes of all documents, and which meeting prepares for which congress. Out: links with cc:reflectedIn, from
what a preparatory meeting recommends to what the declaration of its congress undertakes. Each congress is compared on
its own, so that other documents do not change its links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ingest.extraction import StatedOutcome
from ingest.inferring.index import Index
from ingest.inferring.links import Link, Method
from ontology import terms
from ontology.identifiers import Kind

REFLECTED = Method("reflected", "1", terms.reflectedIn, 0.2)


def find_reflected(
    outcomes: Iterable[StatedOutcome],
    events: Mapping[str, str],
    prepares: Mapping[str, str],
    floor: float = REFLECTED.threshold,
) -> Iterator[Link]:
    """Yield the links of recommendations to commitments from a score of `floor` on.

    `events` gives the meeting or congress that made each outcome, `prepares` the congress of each meeting.
    """
    congresses: dict[str, dict[str, StatedOutcome]] = defaultdict(dict)
    for outcome in outcomes:
        event = events.get(outcome.iri, "")
        if outcome.kind == Kind.COMMITMENT and event:
            congresses[event][outcome.iri] = outcome
        elif outcome.kind == Kind.RECOMMENDATION and event in prepares:
            congresses[prepares[event]][outcome.iri] = outcome
    for _, found in sorted(congresses.items()):
        yield from _within(found, floor)


def _within(found: Mapping[str, StatedOutcome], floor: float) -> Iterator[Link]:
    if len({outcome.kind for outcome in found.values()}) < 2:
        return
    index = Index({iri: outcome.text for iri, outcome in found.items()})
    for iri, outcome in sorted(found.items()):
        if outcome.kind == Kind.RECOMMENDATION:
            for match in index.matches(iri, floor):
                if found[match.key].kind == Kind.COMMITMENT:
                    yield Link(outcome, match.key, match.score, match.shared)
