"""`/metrics` in the Prometheus text format: off without a token, and without the package of the extra `metrics`."""

from __future__ import annotations

import hmac
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from api.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.engine import Engine
    from api.settings import Settings

SECONDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 30.0)


class Metrics:
    """Counters of one application, in a registry of its own; several processes add theirs up, whichever is asked."""

    def __init__(self, engine: Engine, *, together: bool = False) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # an optional package

        self._engine, self._together = engine, together
        self.registry = CollectorRegistry()
        named: dict[str, Any] = {"namespace": "crimecongress", "registry": self.registry}
        self._requests = Counter("requests", "Requests answered.", ["route", "status"], **named)
        self._queries = Histogram(
            "query_seconds", "Queries by form and outcome.", ["form", "outcome"], buckets=SECONDS, **named
        )
        self._rows = Counter("rows", "Rows sent.", **named)
        added: dict[str, Any] = {**named, "multiprocess_mode": "livesum"}
        self._workers = Gauge("workers", "Workers and waiting queries.", ["state"], **added)
        self._kills = Gauge("killed_workers", "Workers killed since this release was loaded.", **added)
        self._cache = Gauge("answer_cache", "The cache of answers.", ["figure"], **added)
        self._triples = Gauge("triples", "Triples of the release.", ["release"], **named, multiprocess_mode="livemax")

    def observe(self, fields: dict[str, Any]) -> None:
        """Count one request, from the members of its log line."""
        self._requests.labels(fields["route"], fields["status"]).inc()
        if "form" in fields:
            self._queries.labels(fields["form"], fields["outcome"]).observe(fields["ms"] / 1000)
            self._rows.inc(fields.get("rows") or 0)
        if self._together:  # whoever is asked for the metrics cannot look into the other processes
            self._look()

    def text(self) -> bytes:
        """Return the metrics as they are now."""
        from prometheus_client import CollectorRegistry, generate_latest, multiprocess

        self._look()
        if not self._together:
            return generate_latest(self.registry)
        added = CollectorRegistry()
        multiprocess.MultiProcessCollector(added)  # type: ignore[no-untyped-call]
        return generate_latest(added)

    def _look(self) -> None:
        """Note what is under way."""
        pool = self._engine.pool
        for state, number in pool.counts.items():
            self._workers.labels(state).set(number)
        self._kills.set(pool.kills)
        cache = self._engine.cache
        for figure, value in (("bytes", cache.bytes), ("hits", cache.hits), ("misses", cache.misses)):
            self._cache.labels(figure).set(value)
        if not self._together:
            self._triples.clear()
        self._triples.labels(pool.info.version).set(pool.info.triples)


def make(engine: Engine, settings: Settings) -> Metrics | None:
    """Return the metrics if the settings ask for them and the package is there."""
    if not settings.metrics_token or find_spec("prometheus_client") is None:
        return None
    return Metrics(engine, together=settings.processes > 1)


def routes(metrics: Metrics | None, settings: Settings) -> list[BaseRoute]:
    """Return the route of the metrics, if there are any."""
    if metrics is None:
        return []

    async def answer(request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), str(settings.metrics_token).encode()):
            raise Problem("not-found", "Not Found")
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/metrics", answer)]
