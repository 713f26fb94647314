"""Every IRI of the graph as an address: negotiated or by suffix, information resources here, things by way of a 303.

A request path is turned into the IRI it stands for, described (`api.description`), and sent in the format that the
suffix names or the Accept header prefers. Documents, paragraphs and recommendations are information: they answer 200
with Content-Location. Congresses, bodies and places are not: they answer 303 to a document about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api import negotiation, representations
from api.addresses import Addresses
from api.conditional import answer, holds, kept_headers, not_modified
from api.description import Description, describe
from api.links import Link, header
from api.pages.model import MissingPage, Thing
from api.pages.rendering import render
from api.pages.resource import identify
from api.problems import MEDIA_TYPE, Problem, respond
from api.resources.asked import BY_SUFFIX, Asked, read_asked
from api.resources.bodies import body_of
from api.resources.linking import links_of, neighbours
from api.resources.nearest import nearest
from api.resources.profiles import profile_links
from ontology.files import ontology_file
from ontology.identifiers import OUTCOME_KINDS, Kind

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.site import Site

WORDS = (
    *("document", "recommendation", "agreement", "commitment", "congress", "instrument", "body", "place", "person"),
    *("programme", "topic", "topics", "extraction", "release", "graph", "ontology", "sdg", "query"),
)
"""The first segments of the paths that stand for IRIs."""

INFORMATION = OUTCOME_KINDS | {
    Kind.DOCUMENT,
    Kind.PART,
    Kind.MENTION,
    Kind.ATTRIBUTION,
    Kind.STATEMENT,
    Kind.QUERY,
    Kind.TOPIC_SCHEME,
    Kind.RELEASE,
    Kind.GRAPH_STATED,
    Kind.GRAPH_CURATED,
    Kind.GRAPH_INFERRED,
    Kind.GRAPH_VOCABULARY,
    Kind.GRAPH_CATALOGUE,
    Kind.ONTOLOGY,
}
"""What is information and can be sent; the rest are things, of which only a document can be sent."""

VARY = "Accept, Accept-Profile"


class Resources:
    """Answers requests for IRIs of the graph."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes: each first word alone and with what follows it."""
        bare = [Route(f"/{word}.{suffix}", self.answer) for word in WORDS for suffix in BY_SUFFIX]
        bare.append(Route("/context/v1.jsonld", self.context))
        return bare + [Route(f"/{word}{rest}", self.answer) for word in WORDS for rest in ("", "/{rest:path}")]

    async def answer(self, request: Request) -> Response:
        """Answer GET or HEAD."""
        at = self._site.addresses(request)
        try:
            return await self._answer(request, at, read_asked(request, at))
        except Problem as problem:
            offered = (MEDIA_TYPE, "application/json", "text/html")
            as_page = negotiation.choose(request.headers.get("accept"), offered) == offered.index("text/html")
            if problem.kind == "not-found" and as_page:
                return await self._missing(at, problem)
            return respond(problem, request.headers.get("accept"), at.prefix)

    async def _answer(self, request: Request, at: Addresses, asked: Asked) -> Response:
        site = self._site
        if asked.iri in site.moved.targets:
            return self._moved(at, asked)
        headers = self._headers(at, asked)
        gone = asked.iri in site.moved.tombstones
        if not gone and holds(request, headers["ETag"]):
            return not_modified(headers)
        description = site.moved.tombstones.get(asked.iri) or await self.described(asked.iri)
        links = [*links_of(asked.iri, asked.path, at, site), *await neighbours(asked.iri, at, site)]
        headers["Link"] = header([*links, *self._own_links(at, asked)])
        if self._is_thing(at, asked) and not asked.by_suffix:
            location = at.local(f"{asked.path}.{asked.form.names[0]}") + _query(asked)
            return RedirectResponse(location, 303, {"Vary": VARY, "Link": headers["Link"]})
        if not asked.by_suffix:
            headers["Content-Location"] = at.local(f"{asked.path}.{asked.form.names[0]}")
        body = await self.body(at, asked, description, links)
        return answer(request, body, asked.form.content_type, headers, 410 if gone else 200)

    def _is_thing(self, at: Addresses, asked: Asked) -> bool:
        found = identify(asked.iri, at.base)
        return asked.iri.startswith(at.base) and (found is None or found.kind not in INFORMATION)

    def _own_links(self, at: Addresses, asked: Asked) -> Sequence[Link]:
        """Return the links that only this representation has: its profile, and what a document of data describes."""
        if asked.form is representations.HTML:
            return ()
        return (Link(asked.iri, "describes"), *profile_links(asked.profile, asked.path, at))

    async def body(self, at: Addresses, asked: Asked, description: Description, links: Sequence[Link]) -> bytes:
        """Return what is sent of a described resource."""
        return await body_of(self._site, at, asked, description, links)

    async def described(self, iri: str) -> Description:
        """Describe the IRI.

        Raises Problem not-found, with the nearest identifiers, when the graph says nothing of it.
        """
        site = self._site
        try:
            description = await describe(site.engine, iri)
        except ValueError as error:
            raise Problem("not-found", f"this is not an IRI: {iri}") from error
        if description is None:
            near = await nearest(site.engine, await site.names(), iri)
            raise Problem("not-found", f"the graph has no {iri}", {"nearest": near})
        return description

    def _headers(self, at: Addresses, asked: Asked) -> dict[str, str]:
        where = (at.prefix, at.origin, urlencode(asked.pairs)) if asked.form is representations.HTML else (at.origin,)
        etag = self._site.etag(asked.iri, asked.form.names[0], asked.profile.token, *where)
        return kept_headers(self._site, etag, VARY)

    async def context(self, request: Request) -> Response:
        """Answer the JSON-LD context of all JSON."""
        headers = kept_headers(self._site, self._site.etag("context/v1.jsonld"))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        body = ontology_file("context.jsonld").read_bytes()
        return answer(request, body, representations.JSON_LD.content_type, headers)

    def _moved(self, at: Addresses, asked: Asked) -> Response:
        target = at.href(self._site.moved.targets[asked.iri])
        return RedirectResponse(target + (f".{asked.form.names[0]}" if asked.by_suffix else "") + _query(asked), 301)

    async def _missing(self, at: Addresses, problem: Problem) -> Response:
        """Return the page of an address that has nothing, with links to the nearest that have."""
        names = await self._site.names()
        nearest_iris: list[str] = problem.extras.get("nearest", [])
        things = tuple(Thing(at.href(iri), names.label(iri), note=iri) for iri in nearest_iris)
        page = MissingPage(
            title="Not found",
            description=f"{problem.detail[:1].upper()}{problem.detail[1:]}.",
            hides_search=True,
            nearest=things,
        )
        headers = {"Cache-Control": "no-store", "Vary": VARY}
        return Response(render("missing.html", page, self._site, at), 404, headers, "text/html")


def _query(asked: Asked) -> str:
    return f"?{urlencode(asked.pairs)}" if asked.pairs else ""
