"""An inverted index over wordings: TF-IDF vectors of words, pairs of words and topics, and their products.

In: texts and topics by key. Out: for a text, the others that are most like it. Only texts that share a term are ever
compared, and terms that stand in a large part of the texts start no comparison: the cost grows with the texts, not
with their pairs.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ingest.inferring.words import words_of


@dataclass(frozen=True, slots=True)
class Match:
    """Another text, how like it is, and why."""

    key: str
    score: float
    """Product of the vectors, from 0 to 1."""
    shared: tuple[str, ...]
    """Terms of both, the strongest first, as the first text prints them."""


_NEAR = 3
"""Two words that count make a pair when they stand less than so many words apart."""
_COMMON = 0.2
"""A term that stands in a larger part of the texts starts no comparison, …"""
_MOST = 50
"""… nor one that stands in more texts than this, however many there are."""
_STARTING = 12
"""How many of its strongest terms a text is compared for."""
_TOPIC = 2.0
"""Weight of a topic beside that of a word: it stands for what several words say together."""
_PAIR = 0.5
"""Weight of a pair of words: its words count already."""
_SLOPE = 0.5
"""How much of its own length divides a vector; the rest is the mean length."""
_SHOWN = 8
"""How many shared terms are shown at most."""


class Index:
    """The texts of one comparison."""

    def __init__(self, texts: Mapping[str, str], topics: Mapping[str, Collection[str]]) -> None:
        """Index texts by key, and what topics they have, by the same key and under their names."""
        counted = {key: _terms(text, topics.get(key, ())) for key, text in sorted(texts.items())}
        frequency = Counter(term for terms, _ in counted.values() for term in terms)
        idf = {term: math.log(1 + len(counted) / count) for term, count in frequency.items()}
        raw = {key: _weigh(counts, idf) for key, (counts, _) in counted.items()}
        self._printed = {key: printed for key, (_, printed) in counted.items()}
        self._vectors = _pivoted(raw)
        self._postings: dict[str, list[str]] = defaultdict(list)
        often = min(_MOST, max(2, _COMMON * len(counted)))
        for key, vector in self._vectors.items():
            for term in vector:
                if frequency[term] <= often:
                    self._postings[term].append(key)

    def matches(self, key: str, floor: float) -> Iterator[Match]:
        """Yield the other texts that are like one, from a score of `floor` on, in the order of their keys."""
        own = self._vectors[key]
        rare = sorted((term for term in own if term in self._postings), key=lambda term: (-own[term], term))
        others = {other for term in rare[:_STARTING] for other in self._postings[term]} - {key}
        for other in sorted(others):
            found = self._vectors[other]
            parts = {term: weight * found[term] for term, weight in own.items() if term in found}
            score = min(1.0, math.fsum(parts.values()))
            if score >= floor:
                strongest = sorted(parts, key=lambda term: (-parts[term], term))[:_SHOWN]
                yield Match(other, score, tuple(self._printed[key][term] for term in strongest))


def _weigh(counts: Mapping[str, int], idf: Mapping[str, float]) -> dict[str, float]:
    return {term: (1 + math.log(count)) * idf[term] * _kind(term) for term, count in sorted(counts.items())}


def _kind(term: str) -> float:
    if term.startswith("="):
        return _TOPIC
    return _PAIR if " " in term else 1.0


def _pivoted(raw: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Divide each vector by a length between its own and the mean: a long text says more than one thing.

    The pivot is that of Singhal, Buckley and Mitra, Pivoted Document Length Normalization (SIGIR 1996).
    """
    lengths = {key: math.sqrt(math.fsum(weight * weight for weight in vector.values())) for key, vector in raw.items()}
    mean = math.fsum(lengths.values()) / len(lengths) if lengths else 0.0
    divisors = {key: (_SLOPE * length + (1 - _SLOPE) * mean) or 1.0 for key, length in lengths.items()}
    return {key: {term: weight / divisors[key] for term, weight in vector.items()} for key, vector in raw.items()}


def _terms(text: str, topics: Collection[str]) -> tuple[Counter[str], dict[str, str]]:
    """Count the stems of a text, the pairs of neighbours and its topics, and tell how each is printed first."""
    words = [word for word in words_of(text) if word.weighty]
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
    for topic in topics:
        counts[f"={topic}"] += 1
        printed[f"={topic}"] = topic
    return counts, printed
