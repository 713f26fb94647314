"""Answers that are kept, bounded in bytes: the least recently used one goes first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from api.engine.exchange import Figures

LARGEST = 1 << 20
"""Bytes: a larger answer is not kept, so that one download does not push out a thousand pages."""
BESIDES = 400
"""Bytes that an answer takes beside its body: its key, its figures, its places in the map. Measured, for small answers
are many: without it, a mebibyte of them took eight."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A complete answer."""

    body: bytes
    figures: Figures

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        return len(self.body) + BESIDES


class AnswerCache:
    """A map from the key of a question (release, query, dataset, media type) to its answer."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: str) -> Kept | None:
        """Return the answer, or None."""
        kept = self._kept.get(key)
        if kept is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep a complete answer, if it is of a size to keep."""
        if len(kept.body) > LARGEST or kept.size > self._capacity or key in self._kept:
            return
        self._kept[key] = kept
        self.bytes += kept.size
        while self.bytes > self._capacity:
            _, oldest = self._kept.popitem(last=False)
            self.bytes -= oldest.size
