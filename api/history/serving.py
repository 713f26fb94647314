"""The addresses of releases: `/releases`, `/release/<version>` with its files, the difference of two, the feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api import negotiation
from api.conditional import answer, holds, not_modified
from api.history import stream
from api.history.feed import MEDIA_TYPE as ATOM
from api.history.feed import feed
from api.history.files import FOREVER, send_file
from api.history.listing import Listing
from api.history.resource import ReleaseResources
from api.history.showing import difference_page
from api.pages.rendering import render
from api.problems import Problem
from releases.difference import RDF_PATCH, Difference, compare, patch
from releases.errors import NotARelease

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from api.site import Site
    from releases.folder import Releases
    from releases.log import Entry

HTML = "text/html; charset=utf-8"
FORMATS = {"html": HTML, "patch": RDF_PATCH, "json": "application/json"}
"""In which the difference of two releases is sent, by the name of the parameter `format`."""
KEPT = 16
"""Differences that are kept: two releases never differ otherwise than they did."""


class History:
    """The pages and files of the releases in one folder."""

    def __init__(self, site: Site, releases: Releases) -> None:
        self._site, self._releases = site, releases
        self._compared = lru_cache(KEPT)(compare)

    def routes(self) -> Iterator[Route]:
        """Yield the routes, those of the deeper paths first."""
        yield Route("/releases", Listing(self._site, self._releases).answer)
        yield Route("/feed.atom", self.feed)
        yield Route("/changes", self.changes)
        yield Route("/release/{version}/changes", self.changed)
        yield Route("/release/{version}/files/{name:path}", self.file)
        yield Route("/release/{version}/diff/{old}", self.difference)
        resources = ReleaseResources(self._site, self._releases)
        yield Route("/release/{rest:path}", resources.answer)

    async def feed(self, request: Request) -> Response:
        """Answer the feed."""
        body = feed(self._releases, self._site.addresses(request)).encode()
        return answer(request, body, ATOM, {"Cache-Control": "public, max-age=300"})

    async def changes(self, request: Request) -> Response:
        """Answer the event stream: which pages it has."""
        return stream.view(self._releases, request, self._site.addresses(request))

    async def changed(self, request: Request) -> Response:
        """Answer what one release changed, as members of the event stream."""
        entry = self._entry(request.path_params["version"])
        return stream.page(self._releases, entry, request, self._site.addresses(request))

    async def file(self, request: Request) -> Response:
        """Answer one file of a release."""
        return send_file(request, self._path(request.path_params["version"]), request.path_params["name"])

    async def difference(self, request: Request) -> Response:
        """Answer what differs between two releases: as a page, as JSON, or as an RDF Patch."""
        new, old = (self._path(request.path_params[name]) for name in ("version", "old"))
        content_type = _format(request)
        at = self._site.addresses(request)
        etag = self._site.etag("diff", old.name, new.name, content_type, at.origin, at.prefix)
        # the page says what is served now; the data never changes
        headers = {"ETag": etag, "Vary": "Accept", "Cache-Control": "public, max-age=300"}
        if content_type != HTML:
            headers["Cache-Control"] = FOREVER
        if holds(request, etag):
            return not_modified(headers)
        if content_type == RDF_PATCH:
            return StreamingResponse(patch(old, new, at.base), headers=headers, media_type=RDF_PATCH)
        found: Difference = await run_in_threadpool(self._compared, old, new)
        if content_type == HTML:
            return answer(request, render("difference.html", difference_page(found, at), self._site, at), HTML, headers)
        body = json.dumps(asdict(found), ensure_ascii=False).encode()
        return answer(request, body, content_type, headers)

    def _path(self, version: str) -> Path:
        return self._releases.folder / self._entry(version).version

    def _entry(self, version: str) -> Entry:
        try:
            return self._releases.exact(version)
        except NotARelease as error:
            raise Problem("not-found", f"there is no release {version[:80]!r}; /releases lists them") from error


def _format(request: Request) -> str:
    """Return the media type that a request asks for. Raises Problem not-acceptable."""
    name, offered = request.query_params.get("format"), [each.partition(";")[0] for each in FORMATS.values()]
    place = [*FORMATS].index(name) if name in FORMATS else None
    if name is None:
        place = negotiation.choose(request.headers.get("accept"), offered)
    if place is None:
        raise Problem("not-acceptable", f"offered: {', '.join(offered)}", {"offered": offered}, {"Vary": "Accept"})
    return [*FORMATS.values()][place]
