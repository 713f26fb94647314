"""The first page: how much the graph holds, one search box, and the ways in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.model import Page, Thing
from api.pages.rendering import SITE_NAME
from api.pages.wording import amount
from ontology import terms
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

PREFIX = f"PREFIX cc: <{ONTOLOGY}>\nPREFIX rdfs: <{terms.RDFS}>\n"

COUNTS = (
    PREFIX
    + """SELECT ?what (COUNT(DISTINCT ?it) AS ?n) WHERE {
  { ?it a cc:Recommendation BIND("recommendations" AS ?what) }
  UNION { ?it a cc:Commitment BIND("commitments" AS ?what) }
  UNION { ?part cc:inDocument ?it ; cc:partOf ?it BIND("documents" AS ?what) }
  UNION { ?it cc:number ?number ; a/rdfs:subClassOf* cc:Paragraph BIND("paragraphs" AS ?what) }
  UNION { ?it a cc:Mention BIND("mentions" AS ?what) }
  UNION { ?mention a cc:Mention ; cc:mentionKind "instrument" ; cc:refersTo ?it BIND("instruments" AS ?what) }
} GROUP BY ?what"""
)

AGENDA = (
    PREFIX
    + """SELECT ?item (COUNT(DISTINCT ?outcome) AS ?n) WHERE {
  ?outcome a cc:Recommendation ; cc:underAgendaItem|cc:underTheme ?item .
} GROUP BY ?item ORDER BY ?item"""
)

NAMED = (
    PREFIX
    + """SELECT ?entity (COUNT(DISTINCT ?part) AS ?n) WHERE {
  ?mention cc:mentionKind "instrument" ; cc:refersTo ?entity ; cc:inContainer ?part .
} GROUP BY ?entity ORDER BY DESC(?n) ?entity LIMIT 8"""
)

FIGURES = (
    ("recommendations", "recommendation", "recommendations", "recommendations"),
    ("commitments", "commitment", "commitments", "recommendations?kind=commitment"),
    ("documents", "document read", "documents read", "documents?read=yes"),
    ("paragraphs", "numbered paragraph", "numbered paragraphs", "paragraphs"),
    ("mentions", "name recognised in the text", "names recognised in the text", "mentions"),
    ("instruments", "instrument named", "instruments named", "instruments"),
)
"""What is counted, how the page says it of one and of several, where the list is."""


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """The first page."""

    figures: tuple[Thing, ...] = ()
    agenda: tuple[Thing, ...] = ()
    named: tuple[Thing, ...] = ()
    examples: tuple[Thing, ...] = ()


async def home_page(site: Site, at: Addresses) -> HomePage:
    """Return the first page."""
    names = await site.names()
    counts, agenda, named = await asyncio.gather(*map(site.engine.select, (COUNTS, AGENDA, NAMED)))
    numbers = {row["what"].value: int(row["n"].value) for row in counts if "what" in row}
    return HomePage(
        title=SITE_NAME,
        description="What the United Nations crime congresses recommend, each statement with the words that prove it.",
        hides_search=True,
        schema_org=_dataset(site, at),
        figures=tuple(
            _figure(numbers.get(key, 0), words, path, at)
            for key, *words, path in FIGURES
            if key in numbers or key != "commitments"  # which only declarations have
        ),
        agenda=tuple(_entry(row, "item", "recommendation", names, at) for row in agenda if "item" in row),
        named=tuple(_entry(row, "entity", "place", names, at) for row in named if "entity" in row),
        examples=_examples(at),
    )


def _figure(count: int, words: Sequence[str], path: str, at: Addresses) -> Thing:
    return Thing(at.local(path), words[0] if count == 1 else words[1], note=f"{count:,}")


def _entry(row: Mapping[str, Term], variable: str, counted: str, names: Names, at: Addresses) -> Thing:
    iri, count = row[variable].value, int(row["n"].value)
    short, label = names.short(iri), names.label(iri)
    return Thing(at.href(iri), label, short if short != label else "", note=amount(count, counted))


def _examples(at: Addresses) -> tuple[Thing, ...]:
    asked = ("A/CONF.234/RPM.3/1, para. 28 (e)", "restorative justice", "Nelson Mandela Rules", "target 16.a")
    return tuple(Thing(at.local("search") + f"?q={each.replace(' ', '+').replace(',', '%2C')}", each) for each in asked)


def _dataset(site: Site, at: Addresses) -> dict[str, object]:
    """Describe the data set and the site to search engines (schema.org)."""
    release, dump = site.engine.release, at.url("data/crimecongress.trig")
    data: dict[str, object] = {
        "@type": "Dataset",
        "@id": release.iri,
        "name": "Recommendations of the United Nations crime congresses",
        "description": "Recommendations, agreements and commitments with the words that prove each statement.",
        "url": release.base,
        "version": release.version,
        "dateModified": release.modified[:10],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "keywords": ["crime prevention", "criminal justice", "United Nations", "linked data", "SPARQL"],
        "distribution": [{"@type": "DataDownload", "encodingFormat": "application/trig", "contentUrl": dump}],
    }
    search = {"@type": "EntryPoint", "urlTemplate": at.url("search?q={q}")}
    website = {
        "@type": "WebSite",
        "name": SITE_NAME,
        "url": at.url(""),
        "potentialAction": {"@type": "SearchAction", "target": search, "query-input": "required name=q"},
    }
    return {"@context": "https://schema.org", "@graph": [data, website]}
