"""The links of one resource: its other formats, its citation, its licence, its collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import representations
from api.links import CONTEXT_RELATION, Link
from api.pages import schema_org
from api.pages.resource import identify
from ontology.identifiers import OUTCOME_KINDS, Kind

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.site import Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Under which the data is published; the graph's catalogue says the same."""

COLLECTIONS = {
    Kind.DOCUMENT: "documents",
    Kind.CONGRESS: "congresses",
    Kind.MEETING: "meetings",
    Kind.INSTRUMENT: "instruments",
    Kind.BODY: "bodies",
    Kind.PLACE: "states",
    Kind.TOPIC: "topics",
} | dict.fromkeys(OUTCOME_KINDS, "recommendations")
"""The path of the list that a thing of each kind is in."""


def links_of(iri: str, path: str, at: Addresses, site: Site) -> list[Link]:
    """Return the links of a resource, for the Link header and for the head of its page."""
    found = identify(iri, site.engine.release.base)
    links = [Link(iri, "canonical"), Link(iri, "cite-as")]
    links += [Link(at.url(f"{path}.{f.names[0]}"), "alternate", f.media_type) for f in representations.FORMATS]
    documents = (representations.TURTLE, representations.JSON_LD)
    links += [Link(at.url(f"{path}.{form.names[0]}"), "describedby", form.media_type) for form in documents]
    links += [
        Link("https://schema.org/AboutPage", "type"),
        Link(f"https://schema.org/{schema_org.type_of(found)}", "type"),
    ]
    links.append(Link(LICENCE, "license"))
    if found and found.kind in COLLECTIONS:
        links.append(Link(at.url(COLLECTIONS[found.kind]), "collection"))
    links.append(Link(at.url("context/v1.jsonld"), CONTEXT_RELATION, representations.JSON_LD.media_type))
    return links
