"""`/openapi.json`: what FastAPI knows of the JSON API, and the plain routes, described by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from api import sparql_described
from api.citations import describing as citations
from api.validation.described import operations

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI
    from starlette.requests import Request


def routes(app: FastAPI, examples: Callable[[], Awaitable[dict[str, Any]]]) -> list[BaseRoute]:
    """Return the route of the OpenAPI document of `app`; `examples` tells the paths of the example queries."""

    async def openapi(_request: Request) -> JSONResponse:
        described = document(app)
        return JSONResponse(described | {"paths": described["paths"] | await examples()})

    return [Route("/openapi.json", openapi)]


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document: the app's own paths, `/sparql`, `/validate`, `/cite` and `/verify`."""
    described: dict[str, Any] = app.openapi()
    paths = described.setdefault("paths", {})
    paths.setdefault("/sparql", sparql_described.operations())
    paths.setdefault("/validate", operations())
    paths.update(citations.operations())
    return described
