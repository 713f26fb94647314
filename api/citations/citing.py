"""`/cite`: one citation leads to its address (303), a choice (300) or the nearest (404); POST answers a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from api import negotiation
from api.citations.resolving import Outcome, Resolution, described, read_known, resolve
from api.pages.model import Page, Thing
from api.pages.rendering import render
from api.problems import Problem
from api.requests import content_type, from_json, read_body

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.addresses import Addresses
    from api.site import Site
    from ontology.citations import Known

BATCH = 500
"""Citations of one request."""

MOST_BYTES = 500_000

STATUS = {Outcome.SEVERAL: 300, Outcome.UNKNOWN: 404, Outcome.UNREADABLE: 400}


@dataclass(frozen=True, slots=True)
class CitePage(Page):
    """The form, and what a citation may mean."""

    q: str = ""
    heading: str = ""
    detail: str = ""
    choices: tuple[Thing, ...] = ()


@dataclass
class Resolver:
    """What the graph knows of works, read once a release, and the resolving with it."""

    site: Site
    _known: tuple[str, Known] | None = field(default=None)

    async def known(self) -> Known:
        """Return the symbols and names of the release that is served now."""
        digest = self.site.engine.release.digest
        if self._known is None or self._known[0] != digest:
            self._known = digest, await read_known(self.site.engine, await self.site.names())
        return self._known[1]

    async def resolve(self, citations: list[str]) -> list[Resolution]:
        """Resolve citations."""
        return await resolve(self.site.engine, await self.site.names(), await self.known(), citations)


class CitePages:
    """The resolver as it is served."""

    def __init__(self, site: Site) -> None:
        self._site, self._resolver = site, Resolver(site)

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [Route("/cite", self.one, methods=["GET"]), Route("/cite", self.batch, methods=["POST"])]

    async def one(self, request: Request) -> Response:
        """Answer one citation, or without one the form."""
        at = self._site.addresses(request)
        words = request.query_params.get("q", "").strip()
        if not words:
            return self._page(at, CitePage(title="Find a citation", heading="Find a citation"), 200)
        (found,) = await self._resolver.resolve([words])
        names = await self._site.names()
        href = {iri: at.href(iri) for iri in found.iris}
        if found.outcome is Outcome.FOUND:
            return RedirectResponse(href[found.iris[0]], 303, {"Vary": "Accept"})
        status = STATUS[found.outcome]
        if negotiation.choose(request.headers.get("accept"), ("application/json", "text/html")) == 1:
            choices = tuple(Thing(at.href(iri), names.label(iri), note=iri) for iri in found.iris)
            headings = {300: "Which of these?", 404: "Nothing of that name", 400: "This is no citation"}
            page = CitePage(
                title=headings[status], q=words, heading=headings[status], detail=found.reason, choices=choices
            )
            return self._page(at, page, status)
        if found.outcome is Outcome.SEVERAL:
            return JSONResponse(described(found, names, href), status, {"Vary": "Accept"})
        kind = "not-found" if found.outcome is Outcome.UNKNOWN else "bad-request"
        raise Problem(kind, found.reason, {"q": words, "nearest": list(found.iris)})

    def _page(self, at: Addresses, page: CitePage, status: int) -> Response:
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        return Response(render("cite.html", page, self._site, at), status, headers, "text/html")

    async def batch(self, request: Request) -> Response:
        """Answer a list: a JSON array of strings, or lines of plain text."""
        at = self._site.addresses(request)
        citations = await read_list(request)
        names = await self._site.names()
        found = await self._resolver.resolve(citations)
        body = [
            described(each, names, {iri: at.url(at.path(iri) or "") if at.path(iri) else iri for iri in each.iris})
            for each in found
        ]
        return JSONResponse(body, headers={"Cache-Control": "no-store"})


async def read_list(request: Request) -> list[str]:
    """Read a list of citations from a body.

    Raises Problem: 400, 413 or 415.
    """
    essence, _ = content_type(request.headers.get("content-type", ""))
    body = await read_body(request.receive, MOST_BYTES)
    try:
        text = body.decode("utf-8-sig")
        items = from_json(text) if essence == "application/json" else text.splitlines()
    except ValueError as error:
        raise Problem("bad-request", f"the body cannot be read: {error}") from error
    if essence not in ("application/json", "text/plain"):
        raise Problem("unsupported-media-type", "send a JSON array of strings, or text/plain with one citation a line")
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Problem("bad-request", "expected a JSON array of strings")
    citations = [item for item in items if item.strip()]
    if len(citations) > BATCH:
        raise Problem("content-too-large", f"{len(citations)} citations; one request may have {BATCH}")
    return citations
