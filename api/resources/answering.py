"""Every IRI of the graph as an address: negotiated or by suffix, information resources here, things by way of a 303.

A request path is turned into the IRI it stands for, described (`api.description`), and sent in the format that the
suffix names or the Accept header prefers. Documents, paragraphs and recommendations are information: they answer 200
with Content-Location. Congresses, bodies and places are not: they answer 303 to a document about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api import citing, negotiation, representations
from api.addresses import Addresses, canonical_path
from api.conditional import answer, holds, kept_headers, not_modified
from api.description import Description, describe
from api.links import header
from api.pages.browsing import list_page
from api.pages.model import MissingPage, Thing
from api.pages.rendering import render, stamp
from api.pages.resource import identify
from api.pages.resource_page import resource_page
from api.pages.vocabulary import ontology_page
from api.problems import MEDIA_TYPE, Problem, respond
from api.records.collections import COLLECTIONS
from api.resources.linking import links_of
from api.resources.nearest import nearest
from ontology.files import ontology_file
from ontology.identifiers import ONTOLOGY_IRI, OUTCOME_KINDS, Kind, rebased, topic_scheme

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.results import Format
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
    Kind.GRAPH_CATALOGUE,
    Kind.ONTOLOGY,
}
"""What is information and can be sent; the rest are things, of which only a document can be sent."""

ONTOLOGY_PATH = re.compile(r"ontology(?:/[0-9]+\.[0-9]+\.[0-9]+)?")

LONGEST = 1_000
"""Characters of a path beyond which nothing is looked up."""

BY_SUFFIX = representations.BY_SUFFIX | {form.names[0]: form for form in citing.STYLES}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for."""

    iri: str
    path: str
    """Below our root, without the suffix, escaped."""
    form: Format
    by_suffix: bool
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """The parameters, which only the list of topics has."""


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
            asked = await self._asked(request, at)
            return await self._answer(request, at, asked)
        except Problem as problem:
            if problem.kind == "not-found" and self._prefers_page(request):
                return await self._missing(at, problem)
            return respond(problem, request.headers.get("accept"), at.prefix)

    def _prefers_page(self, request: Request) -> bool:
        offered = (MEDIA_TYPE, "application/json", "text/html")
        return negotiation.choose(request.headers.get("accept"), offered) == offered.index("text/html")

    async def _missing(self, at: Addresses, problem: Problem) -> Response:
        """Return the page of an address that has nothing, with links to the nearest that have."""
        names = await self._site.names()
        nearest_iris: list[str] = problem.extras.get("nearest", [])
        things = tuple(Thing(at.href(iri), names.label(iri), note=iri) for iri in nearest_iris)
        page = MissingPage(title="Not found", description=problem.detail, hides_search=True, nearest=things)
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        return Response(render("missing.html", page, self._site, at), 404, headers, "text/html")

    async def _asked(self, request: Request, at: Addresses) -> Asked:
        """Read path and Accept header.

        Raises Problem: not-found for what cannot be an address of ours, not-acceptable when no format fits.
        """
        path = canonical_path(request.path_params.get("rest", ""))
        word = request.url.path.removeprefix(at.prefix).strip("/").partition("/")[0]
        stem, suffix = split_suffix("/".join(filter(None, (word, path))))
        if len(stem) > LONGEST or not stem.isprintable():
            raise Problem("not-found", "an address here is shorter and printable")
        # a version of the ontology answers as the ontology does: there is one, and its versionIRI says which
        iri = ONTOLOGY_IRI if ONTOLOGY_PATH.fullmatch(stem) else at.iri(stem)
        form = BY_SUFFIX[suffix] if suffix else self._negotiated(request)
        return Asked(iri, at.path(iri) or stem, form, bool(suffix), request.query_params.multi_items())

    def _negotiated(self, request: Request) -> Format:
        offered = [media_type for form in representations.FORMATS for media_type in (form.media_type, *form.aliases)]
        forms = [form for form in representations.FORMATS for _ in (form.media_type, *form.aliases)]
        place = negotiation.choose(request.headers.get("accept"), offered)
        if place is None:
            types = [form.media_type for form in representations.FORMATS]
            raise Problem("not-acceptable", f"offered: {', '.join(types)}", {"offered": types}, {"Vary": "Accept"})
        return forms[place]

    async def _answer(self, request: Request, at: Addresses, asked: Asked) -> Response:
        site = self._site
        if asked.iri in site.moved.targets:
            return self._moved(at, asked)
        headers = self._headers(at, asked)
        if asked.iri not in site.moved.tombstones and holds(request, headers["ETag"]):
            return not_modified(headers)
        description = site.moved.tombstones.get(asked.iri) or await self._described(asked)
        found = identify(asked.iri, site.engine.release.base)
        is_thing = asked.iri.startswith(at.base) and (found is None or found.kind not in INFORMATION)
        if is_thing and not asked.by_suffix:
            location = at.local(f"{asked.path}.{asked.form.names[0]}")
            return RedirectResponse(location, 303, {"Vary": "Accept", "Link": headers["Link"]})
        if not asked.by_suffix:
            headers["Content-Location"] = at.local(f"{asked.path}.{asked.form.names[0]}")
        status = 410 if asked.iri in site.moved.tombstones else 200
        body = await self._body(at, asked, description)
        return answer(request, body, asked.form.content_type, headers, status)

    async def context(self, request: Request) -> Response:
        """Answer the JSON-LD context of all JSON."""
        headers = kept_headers(self._site, self._site.etag("context/v1.jsonld"))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        body = ontology_file("context.jsonld").read_bytes()
        return answer(request, body, representations.JSON_LD.content_type, headers)

    async def _described(self, asked: Asked) -> Description:
        """Describe the IRI.

        Raises Problem not-found, with the nearest identifiers, when the graph says nothing of it.
        """
        site = self._site
        try:
            description = await describe(site.engine, asked.iri)
        except ValueError as error:
            raise Problem("not-found", f"this is not an IRI: {asked.iri}") from error
        if description is None:
            near = await nearest(site.engine, await site.names(), asked.iri)
            raise Problem("not-found", f"the graph has no {asked.iri}", {"nearest": near})
        return description

    async def _body(self, at: Addresses, asked: Asked, description: Description) -> bytes:
        site = self._site
        if asked.form is representations.HTML and asked.iri == ONTOLOGY_IRI:
            page = await ontology_page(site, at, links_of(asked.iri, asked.path, at, site))
            return render("ontology.html", page, site, at)
        if asked.form is representations.HTML and asked.iri == rebased(topic_scheme(), at.base):
            topics = await list_page(site, at, COLLECTIONS["topics"], asked.pairs)
            return render("list.html", topics, site, at)
        if asked.form is representations.HTML:
            return await resource_page(site, at, description, links_of(asked.iri, asked.path, at, site))
        if asked.form in citing.STYLES:
            work = citing.work_of(asked.iri, await site.names())
            if work is None:
                raise Problem("not-found", f"{asked.iri} stands in no document, so there is no citation of it")
            return citing.STYLES[asked.form](work).encode()
        return representations.represent(description, asked.form, site.context, site.prefixes)

    def _headers(self, at: Addresses, asked: Asked) -> dict[str, str]:
        links = links_of(asked.iri, asked.path, at, self._site)
        extra = (at.prefix, at.origin, stamp(), urlencode(asked.pairs)) if asked.form is representations.HTML else ()
        etag = self._site.etag(asked.iri, asked.form.names[0], *extra)
        return kept_headers(self._site, etag) | {"Link": header(links)}

    def _moved(self, at: Addresses, asked: Asked) -> Response:
        target = at.href(self._site.moved.targets[asked.iri])
        return RedirectResponse(target + (f".{asked.form.names[0]}" if asked.by_suffix else ""), 301)


def split_suffix(path: str) -> tuple[str, str]:
    """Split the name of a format from the end of a path.

    >>> split_suffix("document/A/CONF.234/RPM.3/1.ttl"), split_suffix("document/A/CONF.234/PM.1")
    (('document/A/CONF.234/RPM.3/1', 'ttl'), ('document/A/CONF.234/PM.1', ''))
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in BY_SUFFIX else (path, "")
