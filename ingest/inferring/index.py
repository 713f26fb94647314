"""An inverted index over wordings: TF-IDF vectors of words and pairs of words, compared by their cosine.

In: texts by key. Out: for a text, the others that are most like it. Only texts that share a term are ever compared,
and terms that stand in a large part of the texts start no comparison: the cost grows with the texts, not with their
pairs.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ingest.inferring.words import words_of


@dataclass(frozen=True, slots=True)
class Match:
    """Another text, how like it is, and why."""

    key: str
    score: float
    """Cosine, from 0 to 1."""
    shared: tuple[str, ...]
    """Terms of both, the strongest first, as the first text prints them."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as weighted terms, of length 1."""

    weights: Mapping[str, float]
    printed: Mapping[str, str]
    """How the text prints each term."""


_NEAR = 3
"""Two words that count make a pair when they stand less than so many words apart."""
_COMMON = 0.2
"""A term that stands in a larger part of the texts starts no comparison."""
_SHOWN = 8
"""How many shared terms are shown at most."""


class Index:
    """The texts of one comparison."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        counted = {key: _terms(text) for key, text in sorted(texts.items())}
        frequency = Counter(term for terms, _ in counted.values() for term in terms)
        self._idf = {term: math.log(1 + len(counted) / count) for term, count in frequency.items()}
        self._vectors = {key: self._vector(*terms) for key, terms in counted.items()}
        self._postings: dict[str, list[str]] = defaultdict(list)
        often = max(2, _COMMON * len(counted))
        for key, vector in self._vectors.items():
            for term in vector.weights:
                if frequency[term] <= often:
                    self._postings[term].append(key)

    def _vector(self, counts: Mapping[str, int], printed: Mapping[str, str]) -> Vector:
        raw = {term: (1 + math.log(count)) * self._idf[term] for term, count in sorted(counts.items())}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return Vector({term: weight / length for term, weight in raw.items()}, printed)

    def matches(self, key: str, floor: float) -> Iterator[Match]:
        """Yield the other texts that are like one, from a score of `floor` on, in the order of their keys."""
        own = self._vectors[key]
        others = {other for term in own.weights for other in self._postings.get(term, ())} - {key}
        for other in sorted(others):
            found = self._vectors[other].weights
            parts = {term: weight * found[term] for term, weight in own.weights.items() if term in found}
            score = min(1.0, sum(parts.values()))
            if score >= floor:
                strongest = sorted(parts, key=lambda term: (-parts[term], term))[:_SHOWN]
                yield Match(other, score, tuple(own.printed[term] for term in strongest))


def _terms(text: str) -> tuple[Counter[str], dict[str, str]]:
    """Count the stems of a text and the pairs of neighbours, and tell how each is printed first."""
    words = words_of(text)
    counts: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for word in words:
        counts[word.stem] += 1
        printed.setdefault(word.stem, word.text)
    for one, two in pairwise(words):
        if two.place - one.place < _NEAR:
            term = f"{one.stem} {two.stem}"
            counts[term] += 1
            printed.setdefault(term, f"{one.text} {two.text}")
    return counts, printed
