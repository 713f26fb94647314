"""Documents at fixed addresses that programs look for: OpenSearch, robots, site map, llms.txt, security.txt, feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from api.pages.rendering import SITE_NAME
from api.problems import Problem
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.site import Site

PER_FILE = 40_000
"""Addresses in one file of the site map (the protocol allows 50,000)."""

ADDRESSES = f"""PREFIX cc: <{ONTOLOGY}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?iri WHERE {{
  {{ ?iri cc:statedIn ?part }} UNION {{ ?iri cc:symbol ?symbol }} UNION {{ ?iri cc:number ?number ; cc:partOf ?above }}
  UNION {{ ?iri skos:prefLabel ?label }}
}} ORDER BY ?iri"""

CLOSED = (
    *("sparql", "query?", "search", "reconcile", "verify", "validate"),
    *("timemap/", "release/*/as-of", "release/*/diff"),
)
"""Where a crawler would find no end, or all there is once more."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def opensearch(at: Addresses) -> str:
    """Return the OpenSearch description, by which a browser offers the search."""
    return (
        f'{XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>Crime congresses</ShortName>\n<Description>{escape(SITE_NAME)}</Description>\n"
        f'<Url type="text/html" template="{escape(at.url("search"))}?q={{searchTerms}}"/>\n'
        f'<Image type="image/svg+xml" width="16" height="16">{escape(at.url("static/icon.svg"))}</Image>\n'
        "<InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n"
    )


def robots(at: Addresses) -> str:
    """Return robots.txt: everything may be read but the endless spaces of queries and searches, and the past."""
    closed = "".join(f"Disallow: {at.local(path)}\n" for path in CLOSED)
    return f"User-agent: *\n{closed}Allow: /\n\nSitemap: {at.url('sitemap.xml')}\n"


async def sitemap(site: Site, at: Addresses, part: int | None) -> str:
    """Return the site map: an index when one file cannot hold all addresses, else the addresses.

    Raises Problem (404) for a part that there is not.
    """
    rows = await site.engine.select(ADDRESSES)
    paths = [path for row in rows if (path := at.path(row["iri"].value)) is not None]
    parts = -(-len(paths) // PER_FILE)
    if part is None and parts > 1:
        files = [escape(at.url(f"sitemap-{number}.xml")) for number in range(1, parts + 1)]
        entries = "".join(f"<sitemap><loc>{address}</loc></sitemap>\n" for address in files)
        return f'{XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>\n'
    first = ((part or 1) - 1) * PER_FILE
    if not 0 <= first < max(len(paths), 1):
        raise Problem("not-found", f"the site map has {parts} parts")
    dated = f"<lastmod>{site.engine.release.modified[:10]}</lastmod>"
    chosen = [escape(at.url(path)) for path in paths[first : first + PER_FILE]]
    entries = "".join(f"<url><loc>{address}</loc>{dated}</url>\n" for address in chosen)
    return f'{XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'


def llms(site: Site, at: Addresses) -> str:
    """Return llms.txt: what a language model should know before it reads on (llmstxt.org)."""
    release = site.engine.release
    return f"""# {SITE_NAME}

> A knowledge graph of the recommendations, agreements and commitments of the United Nations congresses on crime
> prevention and criminal justice and of their preparatory meetings. Each statement carries the words that prove it.

Release {release.version}, {release.triples:,} triples. Cite a recommendation by document, paragraph and letter and by
its address: "A/CONF.234/RPM.3/1, para. 28 (e)", {release.base}recommendation/A/CONF.234/RPM.3/1/28/e
Most recommendations of preparatory meetings were not negotiated: `cc:negotiationStatus` says so. Statements are
stated (in the words of a document), curated (by an editor) or inferred (by a method, with a score): the named graph
tells which.

## Data

- [JSON API]({at.url("reference")}): lists with filters, facets and paging; [OpenAPI]({at.url("openapi.json")})
- [SPARQL endpoint]({at.url("sparql")}): SPARQL 1.1, the union of the named graphs is the default graph
- [Example queries]({at.url("query")}): each tested against the release
- [Ontology]({at.url("ontology")}): classes and properties with definitions; [Turtle]({at.url("ontology.ttl")})
- [VoID]({at.url("void")}) and [DCAT]({at.url("catalog")}): what the data set holds, counted
- [Whole graph]({at.url("data/crimecongress.trig")}): TriG

## Tools

- [Citation resolver]({at.url("cite")}): `?q=A/CONF.234/RPM.3/1, para. 28 (e)`
- [Verify a quotation]({at.url("verify")}): is it still what the document says?
- [Check your RDF]({at.url("validate")}): POST it; the answer is a SHACL validation report against the shapes.
- [Reconciliation]({at.url("reconcile")}): Reconciliation Service API 0.2

## Optional

- [Coverage]({at.url("coverage")}): recommendations by Goal, instrument, topic and agenda item
- [Congresses]({at.url("congresses")}): since 1955
"""


def security(at: Addresses) -> str:
    """Return security.txt (RFC 9116): where to report, valid for half a year from today."""
    expires = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    here = at.url(".well-known/security.txt")
    return f"Contact: {at.url('status')}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {here}\n"


def feed(site: Site, at: Addresses) -> str:
    """Return the releases as an Atom feed (RFC 4287)."""
    release = site.engine.release
    updated = release.modified_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    title = escape(f"Release {release.version}")
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">\n<title>{escape(SITE_NAME)}: releases</title>\n'
        f"<id>{escape(release.base)}releases</id>\n<updated>{updated}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(at.url("feed.atom"))}"/>\n'
        f"<author><name>The crimecongress project</name></author>\n"
        f"<entry>\n<title>{title}</title>\n<id>{escape(release.iri)}</id>\n<updated>{updated}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{escape(at.url("data"))}"/>\n'
        f"<summary>{release.triples:,} triples in {len(release.graphs)} named graphs</summary>\n</entry>\n</feed>\n"
    )
