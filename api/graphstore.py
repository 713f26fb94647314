"""`/graphs`: the reading side of the SPARQL 1.1 Graph Store HTTP Protocol, over the same engine and limits.

`?default` is the union of all graphs, `?graph=<IRI>` one of them; without either, the list of graphs. The path names a
graph directly: `/graphs/curated` is the content of `<base>graph/curated`, `/graphs/ontology` that of `<base>ontology`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from api.addresses import Addresses
from api.engine import Engine, Query
from api.engine.errors import EngineError
from api.problems import Problem, engine_problem, respond
from api.protocol import Protocol, notes
from api.requests import Asked, absolute, fields, parse
from api.watch import ClientWatch
from ontology.identifiers import ONTOLOGY_IRI

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.settings import Settings

METHODS = ("GET", "HEAD", "OPTIONS")
WRITES = ("PUT", "POST", "DELETE", "PATCH")
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class GraphStore:
    """The endpoint."""

    methods = METHODS

    def __init__(self, engine: Engine, protocol: Protocol) -> None:
        self._engine, self._protocol = engine, protocol

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = fields(scope)
        async with ClientWatch(receive, self._protocol.ticker):
            try:
                await self._answer(scope, headers, receive, send)
            except Problem as problem:
                await respond(problem, headers.get("accept"), scope.get("root_path", ""))(scope, receive, send)

    async def _answer(self, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method in WRITES:
            raise Problem("update-refused", f"{method} would change a graph; this service is read-only")
        if method not in METHODS:
            raise Problem("method-not-allowed", f"{method} is not answered here", headers={"Allow": ", ".join(METHODS)})
        parameters = dict(parse(scope["query_string"]))
        if direct := scope["path_params"].get("name"):
            parameters = {**parameters, "graph": self._named(direct)}
            parameters.pop("default", None)
        if not parameters.keys() & {"graph", "default"}:
            await self._list()(scope, receive, send)
            return
        query = Query(EVERYTHING, *self._dataset(parameters), client=(scope.get("client") or ("",))[0])
        query_id = self._protocol.query_id()
        notes(scope).update(query_id=query_id, outcome="broken")  # until the answer is known to be whole
        try:
            asked = Asked(query, parameters.get("format"), explain=False)
            await self._protocol.evaluate(asked, query_id, scope, headers, send)
        except EngineError as error:
            raise engine_problem(error) from error

    def _named(self, path: str) -> str:
        """Return the IRI of the graph that a path below `/graphs/` names; the ontology is a graph under its own IRI."""
        base = self._engine.release.base
        return base + path if base + path == ONTOLOGY_IRI else Addresses(base).iri(f"graph/{path}")

    def _dataset(self, parameters: dict[str, str]) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """Return the dataset whose default graph is what was asked for.

        Raises Problem: 400 for two graphs at once or a relative IRI, 404 for a graph that the release does not have.
        """
        if "graph" not in parameters:
            return None, None
        if "default" in parameters:
            raise Problem("bad-request", "both default and graph were given")
        name = absolute("graph", (parameters["graph"],))
        if name[0] not in {graph.name for graph in self._engine.release.graphs}:
            raise Problem("not-found", f"the release has no graph {name[0]}")
        return name, ()

    def _list(self) -> JSONResponse:
        release = self._engine.release
        graphs = [{"graph": graph.name, "triples": graph.triples} for graph in release.graphs]
        return JSONResponse({"release": release.iri, "default": release.triples, "graphs": graphs})


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes."""
    store = GraphStore(engine, Protocol(engine, settings))
    return [Route("/graphs", store), Route("/graphs/{name:path}", store)]
