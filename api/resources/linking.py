"""The links of one resource: its other formats, its citation, its licence, its collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from api import representations
from api.addresses import SDG
from api.links import CONTEXT_RELATION, Link
from api.pages import schema_org
from api.pages.resource import identify
from api.results import Format
from ontology.identifiers import ONTOLOGY, OUTCOME_KINDS, Kind

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.site import Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Under which the data is published; the graph's catalogue says the same."""

LINKSET = Format("application/linkset+json", ("linkset",), False)
"""The set of all links of a resource (RFC 9264)."""

COLLECTIONS = {
    Kind.DOCUMENT: "documents",
    Kind.CONGRESS: "congresses",
    Kind.MEETING: "meetings",
    Kind.INSTRUMENT: "instruments",
    Kind.BODY: "bodies",
    Kind.PLACE: "states",
    Kind.TOPIC: "topics",
    Kind.PART: "paragraphs",
    Kind.MENTION: "mentions",
    Kind.QUERY: "query",
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
    collection = "targets" if iri.startswith(SDG) else COLLECTIONS.get(found.kind) if found else None
    if collection:
        links.append(Link(at.url(collection), "collection"))
    links.append(Link(at.url(f"{path}.{LINKSET.names[0]}"), "linkset", LINKSET.media_type))
    links.append(Link(at.url("context/v1.jsonld"), CONTEXT_RELATION, representations.JSON_LD.media_type))
    return links


async def neighbours(iri: str, at: Addresses, site: Site) -> list[Link]:
    """Return the links to what comes before and after a part or an outcome, and to what holds it."""
    found = identify(iri, site.engine.release.base)
    if found is None or found.kind not in (*OUTCOME_KINDS, Kind.PART):
        return []
    rows = await site.engine.select(_beside(iri, is_outcome=found.kind in OUTCOME_KINDS))
    nearest: dict[str, str] = {}
    for row in rows:
        nearest.setdefault(row["rel"].value, row["iri"].value)
    return [Link(at.url(at.path(target) or ""), rel) for rel, target in nearest.items()]


def _beside(iri: str, *, is_outcome: bool) -> str:
    node = NamedNode(iri)
    if not is_outcome:
        return f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?rel ?iri WHERE {{
  {{ {node} cc:next ?iri BIND("next" AS ?rel) }} UNION {{ ?iri cc:next {node} BIND("prev" AS ?rel) }}
  UNION {{ {node} cc:partOf ?iri BIND("up" AS ?rel) }}
}} ORDER BY ?rel"""
    return f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?rel ?iri WHERE {{
  {{ {node} cc:inDocument ?iri BIND("up" AS ?rel) }}
  UNION {{
    {node} cc:statedIn/cc:order ?place ; cc:inDocument/^cc:inDocument ?iri .
    ?iri cc:statedIn/cc:order ?order FILTER(?order != ?place)
    BIND(IF(?order > ?place, "next", "prev") AS ?rel)
  }}
}} ORDER BY ?rel ABS(?order - ?place)"""
