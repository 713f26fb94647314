"""The pages that are not about one thing of the graph: their addresses, and what each answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api.citations.citing import Resolver
from api.citations.resolving import Outcome, is_pointed
from api.conditional import answer, holds, kept_headers, not_modified
from api.pages import (
    about,
    actors,
    browsing,
    congresses,
    coverage,
    editing,
    home,
    machines,
    querying,
    reader,
    searching,
)
from api.pages.rendering import HERE, render
from api.pages.static_files import Assets
from api.problems import Problem
from api.records.collections import COLLECTIONS
from api.requests import decoded, read_body

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.addresses import Addresses
    from api.pages.model import Page
    from api.site import Site

Make = Callable[["Request", "Addresses"], Awaitable[tuple[str, "Page"]]]
"""What makes a page: its template and what the template lays out."""

Endpoint = Callable[["Request"], Awaitable[Response]]

OPENSEARCH = "application/opensearchdescription+xml"
TEXT = "text/plain; charset=utf-8"


LONGEST = 500
"""Characters of a search."""

MOST_BYTES = 1_000_000
"""Bytes of a text that is checked."""


@dataclass(frozen=True)
class Pages:
    """The pages of one service."""

    site: Site
    resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "resolver", Resolver(self.site))

    def routes(self) -> list[BaseRoute]:
        """Return the routes of all pages."""
        single = {
            "/": self.home,
            "/coverage": self.coverage,
            "/congresses": self.congresses,
            "/actors": self.actors,
            "/read/{symbol:path}": self.read,
            "/query": self.query,
            "/data": self.data,
            "/reference": self.reference,
            "/citing": self.citing,
        }
        # the congresses have a page of their own; /topics is the address of the scheme of topics (api.resources)
        lists = {f"/{name}": self.list for name in COLLECTIONS if name not in ("congresses", "topics")}
        pages = [Route(path, self.page(make)) for path, make in (single | lists).items()]
        return [
            *pages,
            Route("/search", self.search),
            Route("/status", self.status),
            *self.documents(),
            Mount("/static", Assets(directory=HERE / "static")),
        ]

    def documents(self) -> list[BaseRoute]:
        """Return the routes of the documents that programs look for."""
        return [
            Route("/opensearch.xml", self.document(OPENSEARCH, lambda _, at: machines.opensearch(at))),
            Route("/robots.txt", self.document(TEXT, lambda _, at: machines.robots(at))),
            Route(
                "/llms.txt", self.document("text/markdown; charset=utf-8", lambda _, at: machines.llms(self.site, at))
            ),
            Route("/feed.atom", self.document("application/atom+xml", lambda _, at: machines.feed(self.site, at))),
            Route("/.well-known/security.txt", self.document(TEXT, lambda _, at: machines.security(at))),
            Route("/completions.json", self.completions),
            Route("/check", self.check, methods=["POST"]),
            Route("/sitemap.xml", self.sitemap),
            Route("/sitemap-{part:int}.xml", self.sitemap),
        ]

    def document(self, media_type: str, write: Callable[[Request, Addresses], str]) -> Endpoint:
        """Return the endpoint of a document that is written whenever it is asked for."""

        async def endpoint(request: Request) -> Response:
            at = self.site.addresses(request)
            return Response(
                write(request, at), media_type=media_type, headers={"Cache-Control": "public, max-age=3600"}
            )

        return endpoint

    async def completions(self, request: Request) -> Response:
        """Answer what the editor may complete."""
        etag = self.site.etag("completions")
        headers = kept_headers(self.site, etag)
        if holds(request, etag):
            return not_modified(headers)
        body = json.dumps(await editing.completions(self.site), ensure_ascii=False, separators=(",", ":"))
        return answer(request, body.encode(), "application/json", headers)

    async def check(self, request: Request) -> Response:
        """Answer whether a text can be read as a query; it is not evaluated."""
        query = decoded(await read_body(request.receive, MOST_BYTES))
        return JSONResponse(editing.checked(query, self.site.engine.release), headers={"Cache-Control": "no-store"})

    async def sitemap(self, request: Request) -> Response:
        """Answer the site map, or one part of it."""
        at = self.site.addresses(request)
        etag = self.site.etag("sitemap", at.origin, at.prefix, request.url.path)
        headers = kept_headers(self.site, etag)
        if holds(request, etag):
            return not_modified(headers)
        body = await machines.sitemap(self.site, at, request.path_params.get("part"))
        return answer(request, body.encode(), "application/xml", headers)

    def page(self, make: Make) -> Endpoint:
        """Return the endpoint of a page: rendered unless the client holds it."""

        async def endpoint(request: Request) -> Response:
            at = self.site.addresses(request)
            etag = self.site.etag(at.origin, at.prefix, request.url.path, request.url.query)
            headers = kept_headers(self.site, etag)
            if holds(request, etag):
                return not_modified(headers)
            template, page = await make(request, at)
            return answer(request, render(template, page, self.site, at), "text/html; charset=utf-8", headers)

        return endpoint

    async def home(self, _request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the first page."""
        return "home.html", await home.home_page(self.site, at)

    async def actors(self, _request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the table of actors."""
        return "actors.html", await actors.actors_page(self.site, at)

    async def coverage(self, request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the heat map."""
        rows, columns = (request.query_params.get(name) for name in ("rows", "columns"))
        page = await coverage.coverage_page(self.site, at, rows or "target", columns or "agenda_item")
        return "coverage.html", page

    async def congresses(self, _request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the congresses."""
        return "congresses.html", await congresses.congresses_page(self.site, at)

    async def search(self, request: Request) -> Response:
        """Answer what a search finds; an address or a citation of one thing leads straight there."""
        words = request.query_params.get("q", "").strip()
        if len(words) > LONGEST:
            raise Problem("bad-request", f"a search has at most {LONGEST} characters; this has {len(words)}")
        named = (await self.resolver.resolve([words]))[0] if words else None
        if named and named.outcome is Outcome.FOUND and is_pointed(words):
            return RedirectResponse(self.site.addresses(request).href(named.iris[0]), 303)

        async def make(_request: Request, at: Addresses) -> tuple[str, Page]:
            if named is None or (named.outcome is Outcome.UNKNOWN and not is_pointed(words)):
                return "search.html", await searching.search_page(self.site, at, words)
            if named.outcome is Outcome.UNKNOWN:
                near = {"label": "Written most alike", "note": f"{named.reason[:1].upper()}{named.reason[1:]}."}
                return "search.html", await searching.search_page(self.site, at, words, named.iris, **near)
            label = "What this citation may mean" if is_pointed(words) else "By this name"
            return "search.html", await searching.search_page(self.site, at, words, named.iris, label=label)

        return await self.page(make)(request)

    async def query(self, request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the query page."""
        query, example = (request.query_params.get(name, "") for name in ("query", "example"))
        client = request.client.host if request.client else ""
        return "query.html", await querying.query_page(self.site, at, query, example, client)

    async def data(self, _request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the page of the data set."""
        return "data.html", about.data_page(self.site, at)

    async def reference(self, _request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the page of the JSON API."""
        return "reference.html", about.reference_page(at)

    async def citing(self, _request: Request, at: Addresses) -> tuple[str, Page]:
        """Return the page on how to cite."""
        return "citing.html", about.citing_page(at)

    async def status(self, request: Request) -> Response:
        """Answer whether the service answers: never from a cache."""
        at = self.site.addresses(request)
        body = render("status.html", about.status_page(self.site, at), self.site, at)
        return answer(request, body, "text/html; charset=utf-8", {"Cache-Control": "no-store"})

    async def read(self, request: Request, at: Addresses) -> tuple[str, Page]:
        """Return a document for reading."""
        chapter = request.query_params.get("chapter", "")
        marked = request.query_params.get("names") != "off"
        symbol = request.path_params["symbol"].strip("/")
        return "reader.html", await reader.reader_page(self.site, at, symbol, chapter, marked=marked)

    async def list(self, request: Request, at: Addresses) -> tuple[str, Page]:
        """Return a list with facets."""
        name = request.url.path.rstrip("/").rpartition("/")[2]
        if name not in COLLECTIONS:
            raise Problem("not-found", f"there is no list {name[:60]!r}")
        pairs = request.query_params.multi_items()
        return "list.html", await browsing.list_page(self.site, at, COLLECTIONS[name], pairs)
