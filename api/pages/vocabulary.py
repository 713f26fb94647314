"""The page of the ontology: what `ontology.documentation` makes of the release's triples and the alignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.description import describe
from api.pages.model import Page, Thing
from ontology.documentation import alignments, read_documentation, render
from ontology.identifiers import ONTOLOGY_IRI

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.addresses import Addresses
    from api.links import Link
    from api.site import Site

FORMATS = (
    ("ontology.ttl", "Turtle"),
    ("ontology.jsonld", "JSON-LD"),
    ("ontology.rdf", "RDF/XML"),
    ("ontology.nt", "N-Triples"),
    ("context/v1.jsonld", "JSON-LD context"),
    ("shapes", "SHACL shapes"),
)
"""The other forms of the ontology and what belongs to it: paths below our root, and names."""


@dataclass(frozen=True, slots=True)
class OntologyPage(Page):
    """The ontology."""

    documentation: str = ""
    """Markup: safe as it is."""


async def ontology_page(site: Site, at: Addresses, links: Sequence[Link]) -> OntologyPage:
    """Return the page of the ontology."""
    description = await describe(site.engine, ONTOLOGY_IRI)
    read = read_documentation((*(quad.triple for quad in description.quads), *alignments()) if description else ())
    formats = [(at.local(path), name) for path, name in FORMATS]
    return OntologyPage(
        title=read.title,
        description=read.abstract,
        trail=(Thing(at.local(""), "Home"), Thing("", "Ontology")),
        links=tuple(links),
        documentation=render(read, formats, at.href),
    )
