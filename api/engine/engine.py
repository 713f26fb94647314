"""`Engine`: the one door to the graph for the protocol, the pages and the JSON API.

It reads a query (`sandbox`), looks for a kept answer, gives the query to the pool, and hands back an `Answer` whose
bytes come as they are made. It holds the current release and changes to another one without dropping a query.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from api import results, sandbox
from api.engine.answers import Answer, Query
from api.engine.binding import Term, bind
from api.engine.cache import AnswerCache
from api.engine.errors import BadQuery, Busy, ClientBusy, Unavailable, WorkerLost
from api.engine.exchange import Exchange
from api.engine.federation import Allowed, Expanded, expand
from api.engine.handle import RELOADING
from api.engine.holding import Charge
from api.engine.nursery import Nursery
from api.engine.pool import Pool
from api.engine.release import ReleaseInfo
from api.engine.worker import Request

if TYPE_CHECKING:
    import httpx

    from api.engine.remote import RemotePool
    from api.settings import Settings

log = logging.getLogger("crimecongress")
AGAIN = 2.0
"""Seconds between attempts to load a release again after its processes were lost."""


class Engine:
    """Queries over one release at a time, evaluated in killable processes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._pool: Pool | RemotePool | None = None
        self._clients: Counter[str] = Counter()
        self._swapping = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._path: Path = settings.graph
        self._allowed = Allowed(
            settings.services, settings.service_seconds, settings.service_mb << 20, settings.service_private
        )
        self._client: httpx.AsyncClient | None = None
        self._trouble = ""
        """Why the release could not be loaded again the last time."""
        self.cache = AnswerCache(settings.share(settings.cache_mb << 20))

    async def start(self) -> None:
        """Load the release and fork the workers.

        Raises ReleaseUnreadable.
        """
        if self._allowed.endpoints:
            import httpx  # only a service that may call others needs a client

            self._client = httpx.AsyncClient(timeout=self._allowed.seconds, trust_env=False)
        self._pool = await self._load()

    async def stop(self) -> None:
        """Let running queries end, for `shutdown_seconds` at most, then end every process."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.drain(self._settings.shutdown_seconds)
        if self._client is not None:
            await self._client.aclose()
        await asyncio.gather(*self._tasks)

    async def swap(self, path: Path | None = None) -> ReleaseInfo:
        """Change to the release at `path` (by default: what is now at the old path), all at once.

        New queries go to the new release as soon as it is loaded, running ones end on the old one. Raises
        ReleaseUnreadable, and then the old release stays.
        """
        async with self._swapping:
            before, self._path = self._path, path or self._path
            try:
                fresh = await self._load()
            except BaseException:
                self._path = before
                raise
            old, self._pool, self._trouble = self._pool, fresh, ""
            if old is not None:
                self.in_background(old.drain(self._limits.seconds))
        return fresh.info

    async def _load(self) -> Pool | RemotePool:
        if self._settings.engine is not None:
            from api.engine.remote import RemotePool  # a service with an engine of its own needs no client

            return await RemotePool.start(self._settings.engine, self._limits, self._settings.base)
        charge = Charge(
            path=str(self._path),
            base=self._settings.base,
            memory_limit_mb=self._settings.memory_store_mb,
            cache=str(self._settings.cache),
            limits=self._limits,
        )
        pool = Pool(await Nursery.start(charge), self._limits, self._settings.share(self._settings.workers), self._lost)
        pool.replenish()
        return pool

    def _lost(self, pool: Pool) -> None:
        """See to a pool whose parent process has died: load the release again, until it succeeds."""
        if pool is self._pool:
            self.in_background(self._heal(pool))

    async def _heal(self, lost: Pool) -> None:
        while self._pool is lost:
            try:
                await self.swap()
            except (Unavailable, OSError) as error:
                self._trouble = str(error)
                log.error("the release cannot be loaded again: %s", error)
                await asyncio.sleep(AGAIN)

    async def examine(self) -> str:
        """Return why queries may find no worker, or no remote server; nothing where all is well.

        What was served from files that are gone is loaded again in the background.
        """
        pool = self._pool
        if pool is None:
            return "the service is starting or stopping"
        if not isinstance(pool, Pool):
            return await pool.probe()
        gone = next((name for name in pool.info.files if not Path(name).exists()), "")
        if gone:
            pool.give_up()
        if pool.healthy:
            return ""
        return self._trouble or (f"{gone} is gone; {RELOADING}" if gone else RELOADING)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something that ends at the latest when the engine stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work in the background failed", exc_info=error)

    @property
    def pool(self) -> Pool | RemotePool:
        """The workers over the current release.

        Raises Unavailable before `start` and after `stop`.
        """
        if self._pool is None:
            raise Unavailable("the service is starting or stopping")
        return self._pool

    @property
    def source(self) -> Path:
        """What was given to be served: a file, a folder of releases, a store."""
        return self._path

    @property
    def release(self) -> ReleaseInfo:
        """The release that new queries are answered on."""
        return self.pool.info

    def key(self, query: Query, media_type: str) -> str:
        """Return what identifies the answer's bytes: 32 hexadecimal digits over release, query, dataset, format."""
        digest, dataset = sandbox.read(query.text).digest, (query.default_graphs, query.named_graphs)
        parts = f"{self.release.digest} {digest} {query.base} {media_type} {dataset}"
        return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()

    async def answer(self, query: Query, media_type: str, key: str = "", begun: Exchange | None = None) -> Answer:
        """Answer a query in a format; `key` is that of `key`, where it is known already, `begun` what `begin` returned.

        Returns when the first bytes are there, so that everything that fails before them is an exception: BadQuery,
        sandbox.Refused, ClientBusy, LimitExceeded, Unavailable. Past that, `Answer.chunks` raises.
        """
        pool = self.pool
        key = key or self.key(query, media_type)
        kept = self.cache.get(key)
        if kept is not None:
            return Answer(pool.info, media_type, kept, None)
        exchange = begun or await self._run(pool, query, media_type)
        try:
            await exchange.started()
        except BaseException:
            exchange.cancel()
            raise
        answer = Answer(pool.info, media_type, None, exchange)
        answer.keep(self.cache, key)
        return answer

    def begin(self, query: Query, media_type: str) -> Exchange | None:
        """Begin a client's query without waiting for anything; None where only `answer` can, or can say why not.

        Raises sandbox.Refused.
        """
        pool, client = self.pool, query.client or ""
        reading = sandbox.read(query.text)
        if not isinstance(pool, Pool) or reading.services or self._is_full(client):
            return None
        try:
            exchange = pool.begin(self._request(query, media_type, Expanded(reading.text, ())), self._limits.seconds)
        except (Busy, WorkerLost):
            return None
        self._clients[client] += 1
        exchange.after = partial(self._leave, client)
        return exchange

    async def _run(self, pool: Pool | RemotePool, query: Query, media_type: str) -> Exchange:
        """Start the query, counted in its client's share until it ends."""
        client = query.client
        if client is None:
            return await self._run_uncounted(pool, query, media_type)
        if self._is_full(client):
            raise ClientBusy(f"{self._clients[client]} queries of this client are under way")
        self._clients[client] += 1
        try:
            exchange = await self._run_uncounted(pool, query, media_type)
        except BaseException:
            self._leave(client)
            raise
        exchange.after = partial(self._leave, client)
        return exchange

    async def _run_uncounted(self, pool: Pool | RemotePool, query: Query, media_type: str) -> Exchange:
        reading = sandbox.read(query.text)
        expanded = Expanded(reading.text, ())
        if reading.services:
            expanded = await expand(reading, self._allowed, self._client)
        return await pool.run(self._request(query, media_type, expanded), query.seconds or self._limits.seconds)

    def _is_full(self, client: str) -> bool:
        return self._clients[client] >= self._limits.concurrent_per_client

    def _leave(self, client: str) -> None:
        self._clients[client] -= 1
        if not self._clients[client]:
            del self._clients[client]

    def _request(self, query: Query, media_type: str, expanded: Expanded) -> Request:
        reading = sandbox.read(query.text)
        return Request(
            text=expanded.text,
            searches=expanded.searches,
            prefixes=tuple(reading.prefixes.items()) if expanded.searches else (),
            media_type=media_type,
            base=query.base or self.release.base,
            gives_graph=reading.form is not None and reading.form.gives_graph,
            describes=reading.form is results.Form.DESCRIBE,
            has_dataset=reading.has_dataset,
            default_graphs=query.default_graphs,
            named_graphs=query.named_graphs,
            most_rows=self._limits.rows,
            most_bytes=self._limits.bytes,
            cpu_seconds=self._limits.cpu_seconds,
        )

    async def select(self, sparql: str, **bindings: Term) -> list[dict[str, Term]]:
        """Return the solutions of a SELECT of our own; variables named in `bindings` stand for those terms."""
        body = await self._whole(bind(sparql, bindings), results.JSON.media_type)
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            raise BadQuery("an ASK was given where a SELECT was expected")
        names = [variable.value for variable in found.variables]
        return [{n: term for n, term in zip(names, row, strict=True) if term is not None} for row in found]

    async def ask(self, sparql: str, **bindings: Term) -> bool:
        """Return the truth value of an ASK of our own."""
        return await self._whole(bind(sparql, bindings), results.CSV.media_type) == b"true\n"

    async def construct(self, sparql: str, **bindings: Term) -> bytes:
        """Return the triples of a CONSTRUCT or DESCRIBE of our own as N-Triples."""
        return await self._whole(bind(sparql, bindings), results.N_TRIPLES.media_type)

    async def _whole(self, sparql: str, media_type: str) -> bytes:
        answer = await self.answer(Query(sparql), media_type)
        return answer.body if answer.body is not None else b"".join([chunk async for chunk in answer.chunks()])
