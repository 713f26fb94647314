"""`/healthz` (the process answers) and `/readyz` (queries are answered, and on which release)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from api.engine.errors import Unavailable

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, _settings: Settings) -> list[BaseRoute]:
    """Return the two routes."""

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def readyz(_request: Request) -> JSONResponse:
        try:
            pool = engine.pool
        except Unavailable:
            pool = None
        if pool is None or not pool.healthy:
            return JSONResponse({"status": "loading"}, 503, {"Cache-Control": "no-store", "Retry-After": "1"})
        body = {"status": "ready", "release": pool.info.iri, "triples": pool.info.triples, "workers": pool.counts}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
