"""The scheme of topics as names: what each topic is called, and what its definition says.

In: the triples of the reference data. Out: Topics with the stems of their names and definitions, and the inverted
index by which a text finds the few topics that it could concern.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.inferring.words import Word, words_of
from ingest.quads import RDF_TYPE, Literal, Triple
from ontology import terms

_NAMES = tuple(terms.SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel"))
_DEFINITION = terms.SKOS + "definition"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it is named and defined in English."""

    iri: str
    label: str
    """Its preferred name."""
    names: tuple[tuple[Word, ...], ...]
    definition: frozenset[str]
    """Stems of the definition."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """All topics, and how much each stem tells them apart."""

    topics: tuple[Topic, ...]
    weights: Mapping[str, float]
    """Inverse document frequency of a stem, a topic being a document."""
    by_stem: Mapping[str, tuple[int, ...]]
    """Places of the topics whose names have the stem."""

    @classmethod
    def of(cls, reference: Iterable[Triple]) -> Scheme:
        """Take the scheme from the triples of the reference data."""
        topics = tuple(_topics(reference))
        counts = Counter(stem for topic in topics for stem in _stems(topic))
        weights = {stem: math.log(1 + len(topics) / count) for stem, count in counts.items()}
        by_stem: dict[str, list[int]] = defaultdict(list)
        for place, topic in enumerate(topics):
            for stem in sorted({word.stem for name in topic.names for word in name}):
                by_stem[stem].append(place)
        return cls(topics, weights, {stem: tuple(places) for stem, places in by_stem.items()})


def _topics(reference: Iterable[Triple]) -> Iterator[Topic]:
    known: set[str] = set()
    labels: dict[str, str] = {}
    names: dict[str, set[str]] = defaultdict(set)
    definitions: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in reference:
        if predicate == RDF_TYPE and value == terms.Topic:
            known.add(subject)
        elif isinstance(value, Literal) and value.language == "en":
            if predicate in _NAMES:
                names[subject].add(value.value)
                if predicate == _NAMES[0]:
                    labels[subject] = value.value
            elif predicate == _DEFINITION:
                definitions[subject].update(word.stem for word in words_of(value.value))
    for iri in sorted(known):
        sequences = tuple(words for name in sorted(names[iri]) if (words := words_of(name)))
        yield Topic(iri, labels[iri], sequences, frozenset(definitions[iri]))


def _stems(topic: Topic) -> set[str]:
    return {word.stem for name in topic.names for word in name} | topic.definition
