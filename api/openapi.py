"""`/openapi.json`: what FastAPI knows of the JSON API, and the plain routes `/sparql` and `/validate`, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from api import results
from api.citations import describing as citations
from api.problem_kinds import KINDS
from api.problems import MEDIA_TYPE
from api.validation.described import operations

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI
    from starlette.requests import Request

EXAMPLE = """PREFIX cc: <https://w3id.org/crimecongress/ontology#>
SELECT ?recommendation ?text WHERE { ?recommendation a cc:Recommendation ; cc:text ?text } LIMIT 10"""


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
    paths.setdefault("/sparql", {"get": _operation("get"), "post": _operation("post")})
    paths.setdefault("/validate", operations())
    paths.update(citations.operations())
    return described


def _operation(method: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"sparql_{method}",
        "tags": ["SPARQL"],
        "summary": "Answer a SPARQL 1.1 query",
        "description": "SPARQL 1.1 Protocol, query side. Without a query, GET answers the service description.",
        "parameters": [
            _parameter(name, text) for name, text in PARAMETERS.items() if method == "get" or name != "query"
        ],
        "responses": _responses(),
    }
    if method == "post":
        operation["requestBody"] = {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}, "example": EXAMPLE},
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}},
                    "example": {"query": EXAMPLE},
                },
            },
        }
    return operation


PARAMETERS = {
    "query": "The query. Exactly one.",
    "default-graph-uri": "A graph of the default graph; may be repeated; wins over FROM.",
    "named-graph-uri": "A named graph of the dataset; may be repeated; wins over FROM NAMED.",
    "format": "The format of the answer, by short name or media type; wins over Accept.",
    "explain": "1: instead of the answer, how the query was understood.",
}


def _parameter(name: str, description: str) -> dict[str, Any]:
    repeated = name.endswith("-graph-uri")
    kind: dict[str, Any] = (
        {"type": "array", "items": {"type": "string", "format": "uri"}} if repeated else {"type": "string"}
    )
    parameter: dict[str, Any] = {"name": name, "in": "query", "description": description, "schema": kind}
    return parameter | ({"example": EXAMPLE} if name == "query" else {})


def _responses() -> dict[str, Any]:
    types = dict.fromkeys(f.media_type for f in results.FORMATS)
    answers: dict[str, Any] = {
        "200": {
            "description": "The complete answer.",
            "content": {t: {"schema": {"type": "object" if "json" in t else "string"}} for t in types},
        }
    }
    answers["304"] = {"description": "The answer that the client holds (If-None-Match) is still right."}
    problem = {"schema": {"type": "object"}}
    for kind in KINDS.values():
        if kind.status not in (404, 500):
            answers.setdefault(str(kind.status), {"description": kind.title, "content": {MEDIA_TYPE: problem}})
    return answers
