"""The ontology for readers: every term with its definition, example and relations, each at its own anchor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.description import describe
from api.pages.model import Page, Thing
from api.pages.reading import Facts
from ontology import terms
from ontology.identifiers import ONTOLOGY, ONTOLOGY_IRI

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.addresses import Addresses
    from api.links import Link
    from api.site import Site

VS_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
KINDS = (
    ("classes", "Classes", (terms.OWL + "Class",)),
    ("object-properties", "Properties that link things", (terms.OWL + "ObjectProperty",)),
    ("data-properties", "Properties with a text, number or date", (terms.OWL + "DatatypeProperty",)),
    ("annotation-properties", "Annotations", (terms.OWL + "AnnotationProperty",)),
    ("concepts", "Concepts", (terms.SKOS + "Concept",)),
)
"""The parts of the page: the classes whose members each lists."""

RELATIONS = (
    (terms.RDFS + "subClassOf", "Narrower than"),
    (terms.RDFS + "subPropertyOf", "Narrower than"),
    (terms.RDFS + "domain", "Of"),
    (terms.RDFS + "range", "Value"),
    (terms.OWL + "inverseOf", "Inverse of"),
    (terms.SKOS + "inScheme", "In"),
    (terms.SKOS + "broader", "Narrower than"),
)


@dataclass(frozen=True, slots=True)
class TermView:
    """One term."""

    id: str
    iri: str
    label: str
    definition: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    relations: tuple[tuple[str, tuple[Thing, ...]], ...]
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms of one sort."""

    id: str
    label: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class OntologyPage(Page):
    """The ontology."""

    heading: str = ""
    lede: str = ""
    version: str = ""
    version_iri: str = ""
    license: str = ""
    groups: tuple[TermGroup, ...] = ()
    formats: tuple[Thing, ...] = ()


async def ontology_page(site: Site, at: Addresses, links: Sequence[Link]) -> OntologyPage:
    """Return the page of the ontology."""
    description = await describe(site.engine, ONTOLOGY_IRI)
    facts = Facts.of(description.quads if description else ())
    groups = tuple(
        TermGroup(id_, label, tuple(_view(iri, facts, at) for iri in _members(facts, classes)))
        for id_, label, classes in KINDS
    )
    title = facts.text(ONTOLOGY_IRI, terms.RDFS + "label") or "Ontology"
    return OntologyPage(
        title=title,
        description=facts.text(ONTOLOGY_IRI, terms.DCTERMS + "abstract"),
        trail=(Thing(at.local(""), "Home"), Thing("", "Ontology")),
        links=tuple(links),
        heading=title,
        lede=facts.text(ONTOLOGY_IRI, terms.DCTERMS + "description"),
        version=facts.text(ONTOLOGY_IRI, terms.OWL + "versionInfo"),
        version_iri=facts.text(ONTOLOGY_IRI, terms.OWL + "versionIRI"),
        license=facts.text(ONTOLOGY_IRI, terms.DCTERMS + "license"),
        groups=tuple(group for group in groups if group.terms),
        formats=tuple(
            Thing(at.local(f"ontology.{s}"), n)
            for s, n in (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))
        ),
    )


def _members(facts: Facts, classes: Sequence[str]) -> list[str]:
    """Return the terms of some classes by their names; concepts are of classes of their own, so any may match."""
    found = {
        iri
        for iri in facts.subjects()
        if iri.startswith(ONTOLOGY) and (set(facts.all(iri, terms.RDF + "type")) & set(classes))
    }
    return sorted(found, key=lambda iri: iri.lower())


def _view(iri: str, facts: Facts, at: Addresses) -> TermView:
    relations: dict[str, list[Thing]] = {}
    for property_, label in RELATIONS:
        for value in facts.all(iri, property_):
            if value.startswith("http"):
                relations.setdefault(label, []).append(_link(value, facts, at))
    return TermView(
        iri.removeprefix(ONTOLOGY),
        iri,
        facts.text(iri, terms.RDFS + "label", terms.SKOS + "prefLabel"),
        facts.text(iri, terms.SKOS + "definition", terms.RDFS + "comment"),
        tuple(facts.all(iri, terms.SKOS + "example")),
        tuple(facts.all(iri, terms.SKOS + "scopeNote")),
        tuple((label, tuple(things)) for label, things in relations.items()),
        facts.text(iri, VS_STATUS),
        facts.text(iri, terms.DCTERMS + "source"),
    )


def _link(iri: str, facts: Facts, at: Addresses) -> Thing:
    if iri.startswith(ONTOLOGY):
        name = iri.removeprefix(ONTOLOGY)
        return Thing(f"#{name}", facts.text(iri, terms.RDFS + "label", terms.SKOS + "prefLabel") or name)
    prefix = next(((p, ns) for p, ns in terms.PREFIXES.items() if iri.startswith(ns)), None)
    return Thing(at.href(iri), f"{prefix[0]}:{iri.removeprefix(prefix[1])}" if prefix else iri)
