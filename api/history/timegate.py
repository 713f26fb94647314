"""Every resource's address as its own TimeGate: a layer around the app (RFC 7089, pattern 1.1).

With Accept-Datetime a resource answers 302 to its state of that moment; without, its answer names the TimeGate and the
TimeMap. `/timemap/<path>` lists the states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from api import negotiation
from api.history.asof import adding, addresses, dated, iri_of
from api.history.memento import LINK_FORMAT, Mementos, links, read_date, timemap
from api.history.states import states_page
from api.pages.rendering import render
from api.problems import Problem, respond
from api.requests import fields
from api.resources.asked import split_suffix

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.addresses import Addresses
    from api.engine import Engine
    from api.site import Site
    from releases.folder import Releases

VARY = "Accept-Datetime"


class Timegate:
    """The layer."""

    def __init__(self, app: ASGIApp, engine: Engine, mementos: Mementos) -> None:
        self._app, self._engine, self._mementos = app, engine, mementos

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = self._resource(scope)
        if found is None:
            await self._app(scope, receive, send)
            return
        path, iri, at = found
        date = dated(scope)
        try:
            moment = read_date(date) if date is not None else None
        except Problem as problem:
            await respond(problem, fields(scope).get("accept"), at.prefix)(scope, receive, send)
            return
        mementos = self._mementos.of(iri, path, at) if moment is not None else []
        if moment is not None and mementos:
            location = self._mementos.closest(mementos, moment).url
            headers = {"Vary": VARY, "Link": ", ".join(links(path, at))}
            await RedirectResponse(location, 302, headers)(scope, receive, send)
            return

        def has_been(status: int) -> bool:
            return status in (404, 410) and bool(self._mementos.of(iri, path, at))

        said = [("Vary", VARY), ("Link", ", ".join(links(path, at)))]
        await self._app(scope, receive, adding(send, said, has_been))

    def _resource(self, scope: Scope) -> tuple[str, str, Addresses] | None:
        """Return path, IRI and addresses of the resource that a request is for; None for all other requests."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return None
        path = scope["path"].removeprefix(scope.get("root_path", "")).strip("/")
        if path.startswith("release/"):  # these never change, and what is below is a state already
            return None
        at = addresses(scope, self._engine.release.base, scope.get("root_path", "").rstrip("/"))
        iri = iri_of(path, at)
        if iri is None:
            return None
        return (at.path(iri) or path) + path.removeprefix(split_suffix(path)[0]), iri, at


class TimeMaps:
    """`/timemap/<path>`: the states of a resource."""

    def __init__(self, site: Site, releases: Releases, mementos: Mementos) -> None:
        self._site, self._releases, self._mementos = site, releases, mementos

    async def answer(self, request: Request) -> Response:
        """Answer the list, or a page with it. Raises Problem not-found for what no release has."""
        path = request.path_params["path"].strip("/")
        at = self._site.addresses(request)
        iri = iri_of(path, at)
        written = (at.path(iri) or path) + path.removeprefix(split_suffix(path)[0]) if iri else path
        mementos = self._mementos.of(iri, written, at) if iri else []
        if not mementos:
            raise Problem("not-found", f"no release has {path[:200]!r}")
        headers = {"Cache-Control": "public, max-age=300", "Vary": "Accept"}
        if negotiation.choose(request.headers.get("accept"), (LINK_FORMAT, "text/html")) == 1 and iri is not None:
            label = (await self._site.names()).label(iri)
            page = states_page(self._releases, iri, label, written, mementos, at)
            return HTMLResponse(render("states.html", page, self._site, at), headers=headers)
        return PlainTextResponse(timemap(written, mementos, at), headers=headers, media_type=LINK_FORMAT)
