"""`/healthz` (the process answers) and `/readyz` (queries are answered, and on which release)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, _settings: Settings) -> list[BaseRoute]:
    """Return the two routes."""

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def readyz(_request: Request) -> JSONResponse:
        if reason := await engine.examine():
            headers = {"Cache-Control": "no-store", "Retry-After": "1"}
            return JSONResponse({"status": "loading", "reason": reason}, 503, headers)
        pool = engine.pool
        body = {"status": "ready", "release": pool.info.iri, "triples": pool.info.triples, "workers": pool.counts}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
