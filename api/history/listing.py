"""`/releases`: what is kept, or the one state of a single graph, as a page, JSON and RDF (a DCAT data set series)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from api import rdf, representations
from api.conditional import answer, holds, kept_headers, not_modified
from api.history.listed import kept, only
from api.history.showing import releases_page
from api.pages.rendering import render
from ontology.terms import CC, DCAT, DCTERMS, PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from api.addresses import Addresses
    from api.history.listed import Listed
    from api.results import Format
    from api.site import Site
    from releases.folder import Releases

FORMATS = (representations.HTML, representations.JSON, *rdf.FORMATS)


class Listing:
    """Answers the list."""

    def __init__(self, site: Site, releases: Releases | None = None) -> None:
        self._site, self._releases = site, releases

    async def answer(self, request: Request) -> Response:
        """Answer one request. Raises Problem not-acceptable."""
        form, content_type = rdf.choose(request.headers, request.query_params.get("format"), FORMATS)
        at = self._site.addresses(request)
        length = len(self._releases.log) if self._releases else 1
        etag = self._site.etag("releases", content_type, at.origin, at.prefix, str(length))
        headers = kept_headers(self._site, etag) | {"Cache-Control": "public, max-age=60"}
        if holds(request, etag):
            return not_modified(headers)
        return answer(request, self._body(form, at), content_type, headers)

    def _body(self, form: Format, at: Addresses) -> bytes:
        listed = kept(self._releases) if self._releases else only(self._site.engine.release)
        if form == representations.HTML:
            return render("releases.html", releases_page(listed, at), self._site, at)
        if form == representations.JSON:
            return (json.dumps({"items": [_item(each, at) for each in listed]}, indent=2) + "\n").encode()
        return rdf.serialize(self._triples(listed, at), form, {name: PREFIXES[name] for name in USED})

    def _triples(self, listed: Sequence[Listed], at: Addresses) -> list[ox.Triple]:
        """Say what is listed; a release of a folder has a date of publishing, another the date of its file."""
        series, dated = f"{at.base}releases", f"{DCTERMS}{'issued' if self._releases else 'modified'}"
        graph = rdf.Graph()
        graph.a(series, f"{DCAT}DatasetSeries")
        graph.say(series, f"{DCTERMS}title", ox.Literal("Releases of the graph", language="en"))
        for each in listed:
            iri = _iri(each.entry.version, at)
            graph.a(iri, f"{CC}Release", f"{DCAT}Dataset")
            graph.say(iri, f"{DCAT}inSeries", series)
            graph.say(iri, f"{DCTERMS}identifier", each.entry.version)
            graph.say(iri, dated, ox.Literal(each.entry.at.isoformat(), datatype=ox.NamedNode(f"{XSD}dateTime")))
            if each.before:
                graph.say(iri, f"{DCAT}previousVersion", _iri(each.before, at))
            if each.served:
                graph.say(series, f"{DCAT}hasCurrentVersion", iri)
        return rdf.grouped(graph.triples)


USED = ("cc", "dcat", "dcterms", "xsd")
"""Prefixes of the vocabularies in which the list is stated."""


def _iri(version: str, at: Addresses) -> str:
    return f"{at.base}release/{version}"


def _item(listed: Listed, at: Addresses) -> dict[str, object]:
    """Return what JSON says of a release."""
    version, before = listed.entry.version, listed.before
    return {
        "id": _iri(version, at),
        "version": version,
        "at": listed.entry.at.isoformat(),
        "served": listed.served,
        "page": at.url(listed.page),
        "previous": before,
        "changes": at.url(f"release/{version}/diff/{before}") if before else None,
    }
