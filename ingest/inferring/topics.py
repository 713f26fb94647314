"""Which topics an outcome concerns: those whose names, or enough of them, stand close together in its wording.

In: outcomes and the scheme of topics. Out: links with cc:concerns. The score is the weight of the name's words that
the text has within a few words of each other, as a share of the whole name, and to a lesser part the same for the
words of the definition. It depends on the text and the scheme alone, not on what else is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.extraction import StatedOutcome
from ingest.inferring.links import Link, Method
from ingest.inferring.scheme import Scheme, Topic
from ingest.inferring.words import Word, words_of
from ontology import terms

TOPICS = Method("topics", "1", terms.concerns, 0.72)

_NAME = 0.8
"""Share of the name in the score; the rest is the definition's."""
_SPREAD = 3
"""Words of the text in which a word of the name may stand, for each word of the name."""


def find_topics(outcomes: Iterable[StatedOutcome], scheme: Scheme, floor: float = TOPICS.threshold) -> Iterator[Link]:
    """Yield the topics of each outcome from a score of `floor` on."""
    for outcome in outcomes:
        words = words_of(outcome.text)
        stems = {word.stem for word in words}
        places = sorted({place for stem in stems for place in scheme.by_stem.get(stem, ())})
        for topic in (scheme.topics[place] for place in places):
            score, shared = _score(topic, words, stems, scheme)
            if score >= floor:
                yield Link(outcome, topic.iri, score, shared)


def names_of(links: Iterable[Link], scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Return the preferred names of the topics that each outcome was found to concern."""
    labels = {topic.iri: topic.label for topic in scheme.topics}
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        found[link.outcome.iri].append(labels[link.object])
    return {iri: tuple(sorted(names)) for iri, names in found.items()}


def _score(topic: Topic, words: Sequence[Word], stems: set[str], scheme: Scheme) -> tuple[float, tuple[str, ...]]:
    """Return how strongly a text names a topic, and the words that do."""
    weights = scheme.weights
    share, named = max(_cover(name, words, scheme) for name in topic.names)
    defined = topic.definition & stems
    total = sum(weights[stem] for stem in sorted(topic.definition))
    support = sum(weights[stem] for stem in sorted(defined)) / total if total else 0.0
    found = {word.stem: word.text for word in reversed(words) if word.stem in defined or word.stem in named}
    strongest = sorted(found, key=lambda stem: (stem not in named, -weights[stem], stem))
    return _NAME * share + (1 - _NAME) * support, tuple(found[stem] for stem in strongest)


def _cover(name: Sequence[Word], words: Sequence[Word], scheme: Scheme) -> tuple[float, tuple[str, ...]]:
    """Return the greatest share of a name that stands within one stretch of the text, and the stems there."""
    wanted = {word.stem for word in name}
    total = sum(scheme.weights[stem] for stem in sorted(wanted))
    hits = [word for word in words if word.stem in wanted]
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for start, first in enumerate(hits):
        near = sorted({word.stem for word in hits[start:] if word.place - first.place < _SPREAD * len(wanted)})
        best = max(best, (sum(scheme.weights[stem] for stem in near) / total, tuple(near)))
    return best
