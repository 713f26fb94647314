"""Text search over a remote server: its texts are indexed here, and a search is replaced by its solutions.

The server is asked after that. The index is made when the first search comes: all texts are read, counted by the
server as a check, for some servers cut long answers off without a word. It holds as long as the service runs.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pyoxigraph as ox

from api.engine.errors import UpstreamFailed
from api.engine.searching import expanded
from api.engine.text import SEARCHED, TextIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.engine.worker import Request

TEXTS = "SELECT DISTINCT ?s ?o {{ ?s <{}> ?o . FILTER(isIRI(?s) && isLiteral(?o)) }}"
MOST = 1_000_000
"""Texts of one property that are indexed in memory."""


class RemoteTexts:
    """The texts of one server."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self._ask = ask
        self._thread = ThreadPoolExecutor(1, "texts")  # a connection to SQLite belongs to the thread that made it
        self._index: asyncio.Future[TextIndex] | None = None

    async def expand(self, request: Request) -> Request:
        """Return a request whose searches are replaced by their solutions.

        Raises BadQuery for a search that is not one, UpstreamFailed when the texts cannot be had.
        """
        index = await self._ready()
        text = await asyncio.get_running_loop().run_in_executor(
            self._thread, expanded, request.text, request.searches, dict(request.prefixes), index.find
        )
        return request._replace(text=text, searches=())

    async def _ready(self) -> TextIndex:
        """Return the index; whoever comes first has it made, and the next one again if that failed."""
        if self._index is None or (self._index.done() and self._index.exception() is not None):
            self._index = asyncio.ensure_future(
                asyncio.get_running_loop().run_in_executor(self._thread, read_texts, self._ask)
            )
        return await asyncio.shield(self._index)

    def close(self) -> None:
        """Let the index go."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def read_texts(ask: Callable[[str], Any]) -> TextIndex:
    """Read what is searched and index it.

    Raises UpstreamFailed when the server does not give all of it.
    """
    store = ox.Store()
    for name in SEARCHED:
        found = _texts(ask, TEXTS.format(name))
        store.bulk_extend(ox.Quad(row["s"], ox.NamedNode(name), row["o"]) for row in found)
    return TextIndex.build(store)


def _texts(ask: Callable[[str], Any], query: str) -> list[Any]:
    try:
        (counted,) = ask(f"SELECT (COUNT(*) AS ?n) {{ {{ {query} }} }}")
        expected = int(counted["n"].value)
        found = list(ask(query)) if expected <= MOST else []
    except (httpx.HTTPError, SyntaxError, ValueError) as error:
        raise UpstreamFailed(f"the engine's texts cannot be read: {error}") from error
    if len(found) != expected:
        raise UpstreamFailed(f"the engine gives {len(found)} of {expected} texts: too few to search them")
    return found
