"""The MCP server: over HTTP, stateless and in JSON, mounted in the service; over stdio by `python -m api.mcp`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Mount

from api.mcp.tools import Tools
from api.pages.rendering import SITE_NAME

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.site import Site

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

INSTRUCTIONS = """A knowledge graph of the recommendations, agreements and commitments of the United Nations congresses
on crime prevention and criminal justice. Cite by citation and address: "A/CONF.234/RPM.3/1, para. 28 (e)", and its IRI.
Recommendations of preparatory meetings were mostly not negotiated: do not call them adopted. Statements are stated in
the words of a document, curated by an editor, or inferred by a method with a score: say which when it matters. To count
or join, learn the schema or take an example query, validate your SPARQL, then run it."""

PROMPT = """Answer the question from the graph, and from nothing else: {question}

Search or query first. Quote the wording exactly and give for each claim the citation and the address. Say which of your
statements are inferred, with their score. If the graph does not answer the question, say so."""


def server_of(site: Site) -> MCPServer:
    """Return the server: the tools, the resources and one prompt."""
    server = MCPServer("crimecongress", title=SITE_NAME, instructions=INSTRUCTIONS, log_level="WARNING")
    tools = Tools(site)
    for tool in (
        *(tools.search, tools.get, tools.get_recommendation, tools.find_recommendations, tools.cite),
        *(tools.verify, tools.describe_schema, tools.list_example_queries, tools.validate_sparql, tools.run_sparql),
    ):
        server.tool(annotations=READ_ONLY, structured_output=True)(tool)
    _add_resources(server, tools)
    server.prompt(name="answer-with-citations", title="Answer from the graph, with citations")(_prompt)
    return server


def _prompt(question: str) -> str:
    """Ask for an answer that rests on the graph alone and cites it."""
    return PROMPT.format(question=question)


def _add_resources(server: MCPServer, tools: Tools) -> None:
    """Add what a client may read: the schema, the example queries, each recommendation."""

    @server.resource("kg://schema", mime_type="application/json")
    async def schema() -> dict[str, Any]:
        """Classes, properties and prefixes of the graph, with counts."""
        return await tools.describe_schema()

    @server.resource("kg://examples", mime_type="application/json")
    async def examples() -> dict[str, Any]:
        """Example SPARQL queries."""
        return await tools.list_example_queries()

    @server.resource("kg://recommendation/{citation}", mime_type="application/json")
    async def recommendation(citation: str) -> dict[str, Any]:
        """One recommendation by its citation."""
        return await tools.get_recommendation(citation)


class _Served(Mount):
    """The mounted server and its sessions."""

    methods = ("POST",)
    """Without sessions there is nothing to tell a client that did not ask: a stream of such messages, which GET would
    open, is refused as the transport allows (MCP, Streamable HTTP, "Listening for Messages from the Server")."""

    def __init__(self, path: str, server: MCPServer) -> None:
        # the service answers on any host; what a browser of another site may do is read, as from every address here
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        app = server.streamable_http_app(
            streamable_http_path="/", stateless_http=True, json_response=True, transport_security=security
        )
        super().__init__(path, app)
        self.server = server

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match also the bare path: a client that posts to `/mcp` is answered there, not sent to `/mcp/`."""
        if scope["path"].removeprefix(scope.get("root_path", "")) != self.path:
            return super().matches(scope)
        match, child = super().matches({**scope, "path": scope["path"] + "/"})
        return match, {**child, "path": scope["path"] + "/"}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises HTTPException (405) for another method than POST."""
        if scope["method"] not in self.methods:
            raise HTTPException(405)
        await super().handle(scope, receive, send)


def mounted(site: Site) -> list[BaseRoute]:
    """Return the routes of the server over HTTP."""
    return [_Served("/mcp", server_of(site))]


@asynccontextmanager
async def sessions(routes: Sequence[BaseRoute]) -> AsyncIterator[None]:
    """Keep the sessions of a mounted server running."""
    served = next(route for route in routes if isinstance(route, _Served))
    async with served.server.session_manager.run():
        yield
