"""A remote SPARQL 1.1 server in the place of the worker processes: the same limits, formats and errors before it.

In come the same requests as to `pool.Pool`, out go the same exchanges. The dataset is always named in the request (all
graphs of the release where the client chose none), because servers differ in what their default graph is. What the
server cannot write, or is known to write wrongly (TSV, HTML, JSON-LD), is made here from what it can.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pyoxigraph as ox

from api import results
from api.engine.contents import by_asking
from api.engine.convert import convert, source
from api.engine.errors import (
    AnswerTooLarge,
    Busy,
    DeadlineExceeded,
    EngineError,
    ReleaseUnreadable,
    UpstreamFailed,
)
from api.engine.exchange import Exchange, Figures
from api.engine.limits import MEBIBYTE, Limits
from api.engine.release import ReleaseInfo, survey
from api.engine.remote_failures import cut_short, refusal
from api.engine.remote_texts import RemoteTexts
from api.engine.rows import counter
from api.engine.worker import Request
from api.sandbox import tokens

LARGEST_CONVERTED = 32 * MEBIBYTE
"""An answer that is to be converted is held whole; past this size it is refused."""
PROBE, PROBE_PATIENCE = 1.0, 5.0
"""Seconds between two looks whether the server answers, and for which one waits for it."""
TRUTH = "application/sparql-results+json"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class RemotePool:
    """Queries evaluated by one remote server."""

    def __init__(self, endpoint: str, limits: Limits, info: ReleaseInfo, client: httpx.AsyncClient) -> None:
        self._endpoint, self._limits, self.info = endpoint, limits, info
        self._client = client
        self._free = asyncio.Semaphore(limits.concurrent)
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._texts = RemoteTexts(partial(_ask, endpoint))
        self._probed, self._trouble = float("-inf"), ""
        self.kills = 0

    @classmethod
    async def start(cls, endpoint: str, limits: Limits, base: str | None) -> RemotePool:
        """Ask the server what it holds.

        Raises ReleaseUnreadable when it does not answer.
        """
        try:
            info = await asyncio.to_thread(_survey, endpoint, base)
        except (httpx.HTTPError, SyntaxError, ValueError) as error:
            raise ReleaseUnreadable(f"{endpoint}: {error}") from error
        timeout = httpx.Timeout(limits.seconds, connect=5.0)
        return cls(endpoint, limits, info, httpx.AsyncClient(timeout=timeout, trust_env=False))

    @property
    def healthy(self) -> bool:
        """Whether queries can be sent."""
        return not self._client.is_closed

    async def probe(self) -> str:
        """Return why the server answers no query; nothing where it does. Asked once in `PROBE` seconds at most."""
        now = asyncio.get_running_loop().time()
        if now - self._probed >= PROBE:
            self._probed = now
            self._trouble = await self._ask_anything()
        return self._trouble

    async def _ask_anything(self) -> str:
        anything, timeout = {"query": "ASK { ?s ?p ?o }"}, httpx.Timeout(PROBE_PATIENCE)
        try:
            got = await self._client.post(self._endpoint, data=anything, headers=accept(TRUTH), timeout=timeout)
        except httpx.HTTPError as error:
            return f"the engine does not answer: {type(error).__name__}"
        return "" if got.status_code == 200 else f"the engine answers with status {got.status_code}"

    @property
    def counts(self) -> dict[str, int]:
        """How many queries run and wait."""
        return {"busy": len(self._tasks), "idle": 0, "waiting": self._waiting}

    async def run(self, request: Request, seconds: float) -> Exchange:
        """Start a query.

        Raises Busy when too many are under way, and what `RemoteTexts.expand` does for a query with text searches.
        """
        if request.searches:
            request = await self._texts.expand(request)
        await self._place()
        task: asyncio.Task[None]
        room = asyncio.Event()
        room.set()

        def cancel() -> None:
            task.cancel()

        exchange = Exchange(cancel, lambda paused: room.clear() if paused else room.set())
        task = asyncio.get_running_loop().create_task(self._answer(request, seconds, exchange, room))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return exchange

    async def _place(self) -> None:
        if self._free.locked() and self._waiting >= self._limits.queue:
            raise Busy(f"{self._limits.concurrent} queries are running and {self._waiting} are waiting")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.queue_seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Busy(f"no place was free within {self._limits.queue_seconds:g} seconds") from None
        finally:
            self._waiting -= 1

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._free.release()

    async def _answer(self, request: Request, seconds: float, exchange: Exchange, room: asyncio.Event) -> None:
        """Pass the server's answer on; however it ends, the exchange ends."""
        try:
            async with asyncio.timeout(seconds):
                exchange.finish(await self._pass_on(request, exchange, room))
        except TimeoutError:
            self.kills += 1
            exchange.finish(DeadlineExceeded(f"the query did not end within {seconds:g} seconds"))
        except asyncio.CancelledError:
            self.kills += 1
            exchange.finish(EngineError("the query was abandoned"))
        except EngineError as error:
            exchange.finish(error)
        except httpx.HTTPError as error:
            exchange.finish(UpstreamFailed(f"the engine failed: {error or type(error).__name__}"))

    async def _pass_on(self, request: Request, exchange: Exchange, room: asyncio.Event) -> Figures:
        wanted = source(request.media_type, gives_graph=request.gives_graph)
        async with self._client.stream("POST", self._endpoint, data=self._form(request), headers=accept(wanted)) as got:
            if got.status_code != 200:
                await got.aread()
                raise refusal(got)
            if (why := cut_short(got.headers)) is not None:
                raise why
            if wanted != request.media_type:
                return await self._converted(request, got, exchange)
            return await self._streamed(request, got, exchange, room)

    async def _streamed(
        self, request: Request, got: httpx.Response, exchange: Exchange, room: asyncio.Event
    ) -> Figures:
        count = counter(request.media_type) or (lambda _data: 0)
        rows = size = 0
        async for chunk in got.aiter_bytes(32 * 1024):
            rows, size = rows + count(chunk), size + len(chunk)
            check(rows, size, request)
            exchange.put(chunk)
            await room.wait()
        return Figures(rows, size)

    async def _converted(self, request: Request, got: httpx.Response, exchange: Exchange) -> Figures:
        body = bytearray()
        async for chunk in got.aiter_bytes():
            body += chunk
            if len(body) > LARGEST_CONVERTED:
                raise AnswerTooLarge(f"the answer is larger than {LARGEST_CONVERTED} bytes in this format")
        try:
            graph, prefixes = request.gives_graph, dict(self.info.prefixes)
            answer, rows = await asyncio.to_thread(
                convert, bytes(body), request.media_type, prefixes, gives_graph=graph
            )
        except (SyntaxError, ValueError) as error:
            raise UpstreamFailed(f"the engine's answer cannot be read: {error}") from error
        check(rows, len(answer), request)
        exchange.put(answer)
        return Figures(rows, len(answer))

    def _form(self, request: Request) -> dict[str, Any]:
        """Return the query and its dataset as the protocol's form: some servers take no direct POST."""
        first = next(iter(tokens(request.text)), None)
        has_base = first is not None and first.text.upper() == "BASE"  # Virtuoso takes no second one
        form: dict[str, Any] = {"query": request.text if has_base else f"BASE <{request.base}> {request.text}"}
        if request.default_graphs is not None or request.named_graphs is not None:
            form["default-graph-uri"] = list(request.default_graphs or ())
            form["named-graph-uri"] = list(request.named_graphs or ())
        elif not request.has_dataset:
            every = [graph.name for graph in self.info.graphs]
            form |= {"default-graph-uri": every, "named-graph-uri": every}
        return form

    async def drain(self, seconds: float) -> None:
        """Let running queries end, for so long at most."""
        tasks = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        self._texts.close()
        await self._client.aclose()


def accept(media_type: str) -> dict[str, str]:
    """Return the headers of a request for one media type."""
    return FORM | {"Accept": media_type}


def check(rows: int, size: int, request: Request) -> None:
    """Raise AnswerTooLarge past the limits."""
    if request.most_rows and rows > request.most_rows:
        raise AnswerTooLarge(f"the answer has more than {request.most_rows} rows")
    if request.most_bytes and size > request.most_bytes:
        raise AnswerTooLarge(f"the answer is larger than {request.most_bytes} bytes")


def _survey(endpoint: str, base: str | None) -> ReleaseInfo:
    """Ask the server what it holds: the state that a release has, named by its content and counted.

    What states no release has no checksum, so that each start of ours counts as a new state.
    """
    with httpx.Client(timeout=60, trust_env=False) as client:
        ask = asking(client, endpoint)
        state = hashlib.sha256(f"{endpoint} {time.time_ns()}".encode()).hexdigest()
        info = survey(by_asking(ask), state, datetime.now(UTC), base=base, in_memory=False, union=True)
    if info.version == state[:12]:
        return info
    held = f"{info.iri} {info.triples} {info.graphs}"
    return replace(info, digest=hashlib.sha256(held.encode()).hexdigest())


def _ask(endpoint: str, query: str) -> Any:
    """Return the solutions of a SELECT over all named graphs of the server."""
    with httpx.Client(timeout=60, trust_env=False) as client:
        return asking(client, endpoint)(query)


def asking(client: httpx.Client, endpoint: str) -> Callable[[str], Any]:
    """Return a function that answers a SELECT over all named graphs of the server."""

    def send(query: str, **dataset: list[str]) -> Any:
        form: dict[str, Any] = {"query": query, **dataset}
        answer = client.post(endpoint, data=form, headers={"Accept": results.JSON.media_type})
        answer.raise_for_status()
        return ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)

    graphs = [row["g"].value for row in send("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")]
    return lambda query: send(query, **{"default-graph-uri": graphs, "named-graph-uri": graphs})
