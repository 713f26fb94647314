"""The schema.org description of a page's subject, and the meta tags that reference managers and previews read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.citing import AUTHOR, Work
from api.pages.model import Thing
from api.pages.reading import Facts
from api.pages.wording import excerpt
from ontology import terms
from ontology.identifiers import Identifier, Kind

SCHEMA = "https://schema.org"

TYPES = {
    Kind.DOCUMENT: "Report",
    Kind.PART: "CreativeWork",
    Kind.RECOMMENDATION: "CreativeWork",
    Kind.AGREEMENT: "CreativeWork",
    Kind.COMMITMENT: "CreativeWork",
    Kind.CONGRESS: "Event",
    Kind.MEETING: "Event",
    Kind.SITTING: "Event",
    Kind.WORKSHOP: "Event",
    Kind.INSTRUMENT: "Legislation",
    Kind.PROVISION: "Legislation",
    Kind.BODY: "Organization",
    Kind.PLACE: "Place",
    Kind.PERSON: "Person",
    Kind.PROGRAMME: "Organization",
    Kind.TOPIC: "DefinedTerm",
    Kind.TOPIC_SCHEME: "DefinedTermSet",
    Kind.RELEASE: "Dataset",
}
"""What each kind of thing is to schema.org; the rest are things."""


def type_of(found: Identifier | None) -> str:
    """Return the schema.org type of what an IRI identifies; IRIs of others that have a page here are defined terms."""
    return TYPES.get(found.kind, "Thing") if found else "DefinedTerm"


def described(
    iri: str,
    found: Identifier | None,
    name: str,
    facts: Facts,
    mentioned: Sequence[Mapping[str, object]],
    license_: str,
) -> dict[str, object]:
    """Return the JSON-LD block of a resource's page."""
    body: dict[str, object] = {"@context": SCHEMA, "@type": type_of(found), "@id": iri, "url": iri, "name": name}
    optional = {
        "text": facts.text(iri, terms.text),
        "identifier": facts.text(iri, terms.citation, terms.symbol, terms.abbreviation),
        "datePublished": facts.text(iri, terms.distributed, terms.DCTERMS + "issued"),
        "startDate": facts.text(iri, terms.heldStart, terms.plannedStart),
        "endDate": facts.text(iri, terms.heldEnd, terms.plannedEnd),
        "position": facts.text(iri, terms.order),
        "license": license_ if type_of(found) in ("CreativeWork", "Report", "Dataset") else "",
    }
    body |= {key: value for key, value in optional.items() if value}
    if document := facts.text(iri, terms.inDocument):
        body["isPartOf"] = {"@type": "Report", "@id": document}
    return body | ({"mentions": list(mentioned)} if mentioned else {})


def breadcrumb(trail: Sequence[Thing], origin: str) -> dict[str, object]:
    """Return the trail of a page as a schema.org BreadcrumbList."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.label}
            | ({"item": origin + step.href} if step.href else {})
            for place, step in enumerate(trail, 1)
        ],
    }


def meta(title: str, description: str, iri: str, work: Work | None, site_name: str) -> tuple[tuple[str, str], ...]:
    """Return Open Graph and, for what can be cited, the citation tags that Zotero and Scholar read."""
    tags = [
        ("og:type", "article" if work else "website"),
        ("og:title", title),
        ("og:description", excerpt(description, 200)),
        ("og:url", iri),
        ("og:site_name", site_name),
        ("og:locale", "en_GB"),
    ]
    if work:
        tags += [
            ("citation_title", work.title if not work.locator else f"{work.title}, {work.locator}"),
            ("citation_author", AUTHOR),
            ("citation_technical_report_number", work.symbol),
            ("citation_technical_report_institution", AUTHOR),
            ("citation_public_url", work.iri),
            ("citation_language", "en"),
            ("citation_publication_date", work.issued.replace("-", "/")),
        ]
    return tuple((key, value) for key, value in tags if value)
