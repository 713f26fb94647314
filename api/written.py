"""The shapes and the alignments as the service gives them out: as written in Turtle, or in another format of RDF.

They are not in the graph, and their IRIs do not move with its base; `/shapes` and `/ontology/alignments` are where a
server of its own has them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.routing import Route

from api import negotiation, rdf, results
from api.conditional import answer, holds, kept_headers, not_modified
from api.pages.rendering import render
from api.pages.shapes import shapes_page
from api.problems import Problem, respond
from api.site import Site
from ontology.files import ontology_file
from ontology.terms import PREFIXES
from shapes import SHAPES, shapes_graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.pages.model import Page
    from api.results import Format
    from api.settings import Settings


FORMATS = (results.TURTLE, results.JSON_LD, results.N_TRIPLES, results.RDF_XML)
"""Those that have an address of their own."""


class Written:
    """Answers requests for one Turtle text that travels with the code."""

    def __init__(self, site: Site, path: str, turtle: bytes, page: Callable[[], Page] | None = None) -> None:
        self._site = site
        self._page = page
        self._path = path
        self._turtle = turtle
        self._digest = hashlib.sha256(turtle).hexdigest()

    def routes(self) -> list[BaseRoute]:
        """Return the routes: negotiated, and one for each suffix."""
        suffixes = [f"{self._path}.{form.names[0]}" for form in FORMATS]
        suffixes += [f"{self._path}.html"] if self._page is not None else []
        return [Route(path, self.respond) for path in (self._path, *suffixes)]

    async def respond(self, request: Request) -> Response:
        """Answer GET or HEAD."""
        suffix = request.url.path.rpartition("/")[2].partition(".")[2]
        if self._page is not None and (suffix == "html" or (not suffix and prefers_page(request))):
            return self._as_page(request, self._page())
        try:
            form, content_type = rdf.choose(request.headers, suffix or None)
        except Problem as problem:
            return respond(problem, request.headers.get("accept"), self._site.addresses(request).prefix)
        headers = kept_headers(self._site, self._site.etag(self._path, form.names[0], self._digest))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        return answer(request, written(self._turtle, form), content_type, headers)

    def _as_page(self, request: Request, page: Page) -> Response:
        headers = kept_headers(self._site, self._site.etag(self._path, "html", self._digest))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        body = render("shapes.html", page, self._site, self._site.addresses(request))
        return answer(request, body, "text/html; charset=utf-8", headers)


def prefers_page(request: Request) -> bool:
    """Whether a page is asked for rather than RDF, which is the answer where nothing is asked for."""
    offers = [*(form.media_type for form in rdf.FORMATS), "text/html", "application/xhtml+xml"]
    return (negotiation.choose(request.headers.get("accept"), offers) or 0) >= len(rdf.FORMATS)


@cache
def written(turtle: bytes, form: Format) -> bytes:
    """Return a Turtle text in a format; in Turtle it is as its authors wrote it, comments and order included."""
    if form == results.TURTLE:
        return turtle
    triples = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    return rdf.serialize(rdf.grouped(sorted(triples, key=str)), form, {**PREFIXES, "ccs": SHAPES})


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of the shapes and of the alignments."""
    site = Site(engine, settings.max_age)
    shapes = Written(site, "/shapes", shapes_graph(), shapes_page)
    alignments = Written(site, "/ontology/alignments", ontology_file("alignments.ttl").read_bytes())
    return [*shapes.routes(), *alignments.routes()]
