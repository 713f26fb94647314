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

from api import rdf, results
from api.conditional import answer, holds, kept_headers, not_modified
from api.problems import Problem, respond
from api.site import Site
from ontology.files import ontology_file
from ontology.terms import PREFIXES
from shapes import SHAPES, shapes_graph

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.results import Format
    from api.settings import Settings


FORMATS = (results.TURTLE, results.JSON_LD, results.N_TRIPLES, results.RDF_XML)
"""Those that have an address of their own."""


class Written:
    """Answers requests for one Turtle text that travels with the code."""

    def __init__(self, site: Site, path: str, turtle: bytes) -> None:
        self._site = site
        self._path = path
        self._turtle = turtle
        self._digest = hashlib.sha256(turtle).hexdigest()

    def routes(self) -> list[BaseRoute]:
        """Return the routes: negotiated, and one for each suffix."""
        suffixes = [f"{self._path}.{form.names[0]}" for form in FORMATS]
        return [Route(path, self.respond) for path in (self._path, *suffixes)]

    async def respond(self, request: Request) -> Response:
        """Answer GET or HEAD."""
        suffix = request.url.path.rpartition("/")[2].partition(".")[2]
        try:
            form, content_type = rdf.choose(request.headers, suffix or None)
        except Problem as problem:
            return respond(problem, request.headers.get("accept"), self._site.addresses(request).prefix)
        headers = kept_headers(self._site, self._site.etag(self._path, form.names[0], self._digest))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        return answer(request, written(self._turtle, form), content_type, headers)


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
    texts = {"/shapes": shapes_graph(), "/ontology/alignments": ontology_file("alignments.ttl").read_bytes()}
    return [route for path, turtle in texts.items() for route in Written(site, path, turtle).routes()]
