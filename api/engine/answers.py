"""A query as a client asks it, and its answer: known whole, or under way.

`engine` takes the one and gives the other.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.engine.cache import LARGEST, AnswerCache, Kept

if TYPE_CHECKING:
    from api.engine.exchange import Exchange
    from api.engine.release import ReleaseInfo


@dataclass(frozen=True, slots=True)
class Query:
    """A query as a client asks it."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    """default-graph-uri of the protocol; None together with `named_graphs`: the query names its dataset."""
    named_graphs: tuple[str, ...] | None = None
    base: str = ""
    """What relative IRIs resolve against; empty: the release's base."""
    client: str | None = None
    """Whose share of concurrent queries this counts in; None: the service's own."""
    seconds: float | None = None
    """Wall clock, where it is to be shorter than the setting."""


class Answer:
    """An answer under way. Either `body` is all of it, or `chunks` must be read to its end."""

    __slots__ = ("_exchange", "_keep", "cached", "figures", "kept", "media_type", "release", "started")

    def __init__(self, release: ReleaseInfo, media_type: str, kept: Kept | None, exchange: Exchange | None) -> None:
        self.release, self.media_type = release, media_type
        self.kept, self._exchange = kept, exchange
        self.cached = exchange is None
        self._keep: tuple[AnswerCache, str] | None = None
        self.started = time.perf_counter()

    @property
    def body(self) -> bytes | None:
        """The whole answer where it is known already."""
        return self.kept.body if self.kept else None

    @property
    def rows(self) -> int | None:
        """Rows of a complete answer."""
        figures = self.kept.figures if self.kept else self._exchange and self._exchange.figures
        return figures.rows if figures else None

    @property
    def cpu(self) -> float:
        """Processor seconds that the answer took in its worker (0 when it was kept)."""
        figures = self._exchange.figures if self._exchange else None
        return figures.cpu if figures else 0.0

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the answer's bytes; raises EngineError where it breaks off."""
        if self.kept is not None:
            yield self.kept.body
            return
        assert self._exchange is not None
        copy: list[bytes] | None = []
        size = 0
        async for chunk in self._exchange.chunks():
            size += len(chunk)
            copy = None if copy is None or size > LARGEST else [*copy, chunk]
            yield chunk
        if copy is not None and self._keep is not None and self._exchange.figures is not None:
            cache, key = self._keep
            cache.put(key, Kept(b"".join(copy), self._exchange.figures))

    def close(self) -> None:
        """Stop the query if it still runs."""
        if self._exchange is not None:
            self._exchange.cancel()

    def keep(self, cache: AnswerCache, key: str) -> None:
        """Put the answer into the cache as soon as it is complete."""
        self._keep = (cache, key)
        whole = self._exchange.whole() if self._exchange is not None else None
        if whole is not None and self._exchange is not None and self._exchange.figures is not None:
            self.kept = Kept(whole, self._exchange.figures)
            cache.put(key, self.kept)
