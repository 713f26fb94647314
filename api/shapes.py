"""The SHACL shapes as the service gives them out: as they are written in Turtle, or in another format of RDF.

Their IRI does not move with the base of the graph; `/shapes` is where a server of its own has them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from starlette.routing import Route

from api import rdf, results
from api.conditional import answer, holds, kept_headers, not_modified
from api.problems import Problem, respond
from api.site import Site
from ontology.terms import PREFIXES
from shapes import SHAPES, shapes_graph
from shapes.sources import shapes_triples

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.results import Format
    from api.settings import Settings


FORMATS = (results.TURTLE, results.JSON_LD, results.N_TRIPLES, results.RDF_XML)
"""Those that have an address of their own."""


class Shapes:
    """Answers requests for the shapes."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Return the routes: negotiated, and one for each suffix."""
        suffixes = [f"/shapes.{form.names[0]}" for form in FORMATS]
        return [Route(path, self.shapes) for path in ("/shapes", *suffixes)]

    async def shapes(self, request: Request) -> Response:
        """Answer GET or HEAD."""
        suffix = request.url.path.rpartition("/")[2].partition(".")[2]
        try:
            form, content_type = rdf.choose(request.headers, suffix or None)
        except Problem as problem:
            return respond(problem, request.headers.get("accept"), self._site.addresses(request).prefix)
        headers = kept_headers(self._site, self._site.etag("shapes", form.names[0], _digest()))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        return answer(request, written(form), content_type, headers)


@cache
def written(form: Format) -> bytes:
    """Return the shapes in a format; Turtle is as their authors wrote it, comments and order included."""
    if form == results.TURTLE:
        return shapes_graph()
    triples = rdf.grouped(sorted(shapes_triples(), key=str))
    return rdf.serialize(triples, form, {**PREFIXES, "ccs": SHAPES})


@cache
def _digest() -> str:
    return hashlib.sha256(shapes_graph()).hexdigest()


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of the shapes."""
    return Shapes(Site(engine, settings.max_age)).routes()
