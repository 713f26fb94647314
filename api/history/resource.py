"""A release as a resource: its IRI answers with `release.ttl` in every format, or with a page that lists its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from api import representations
from api.description import Description
from api.history.showing import release_page
from api.pages.rendering import render
from api.resources.answering import Resources
from ontology.identifiers import graph_catalogue, rebased
from releases.errors import NotARelease
from releases.folder import DESCRIPTION, Releases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.addresses import Addresses
    from api.links import Link
    from api.resources.asked import Asked
    from api.site import Site


class ReleaseResources(Resources):
    """Answers the IRIs of releases that are kept here; of others what the graph says of them."""

    def __init__(self, site: Site, releases: Releases) -> None:
        super().__init__(site)
        self._releases = releases

    async def described(self, iri: str) -> Description:
        """Describe a release by its own file."""
        try:
            path = self._releases.folder / self._releases.exact(_version(iri)).version / DESCRIPTION
        except NotARelease:
            return await super().described(iri)
        graph = ox.NamedNode(rebased(graph_catalogue(), self._site.engine.release.base))
        quads = [
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        ]
        own = [quad for quad in quads if quad.subject.value == iri]  # type: ignore[union-attr]
        return Description(iri, (*own, *(quad for quad in quads if quad not in own)))

    async def body(self, at: Addresses, asked: Asked, description: Description, links: Sequence[Link]) -> bytes:
        """Return the page of a release that is kept here; data as for any resource."""
        if asked.form is representations.HTML:
            try:
                entry = self._releases.exact(_version(asked.iri))
            except NotARelease:
                return await super().body(at, asked, description, links)
            return render("release.html", release_page(self._releases, entry, at), self._site, at)
        return await super().body(at, asked, description, links)


def _version(iri: str) -> str:
    return iri.rpartition("release/")[2]
