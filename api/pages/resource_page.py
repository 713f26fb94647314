"""From a description to the finished page of its class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api import citing
from api.addresses import SDG
from api.citing import work_of
from api.pages import schema_org
from api.pages.model import ResourcePage
from api.pages.presenting import Presenter
from api.pages.profiles import document_profile, event_profile
from api.pages.rendering import SITE_NAME, render
from api.pages.resource import Subject, read_subject
from api.pages.wording import excerpt
from ontology import terms
from ontology.identifiers import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.addresses import Addresses
    from api.description import Description
    from api.links import Link
    from api.site import Site

TEMPLATES = {
    Kind.RECOMMENDATION: "outcome.html",
    Kind.AGREEMENT: "outcome.html",
    Kind.COMMITMENT: "outcome.html",
    Kind.PART: "part.html",
    Kind.DOCUMENT: "document.html",
    Kind.CONGRESS: "event.html",
    Kind.MEETING: "event.html",
    Kind.INSTRUMENT: "instrument.html",
    Kind.BODY: "body.html",
    Kind.PLACE: "place.html",
    Kind.TOPIC: "topic.html",
    Kind.QUERY: "example.html",
}
"""The template of each kind that has its own; the rest share the generic one."""

SECTIONS = {
    Kind.RECOMMENDATION: "recommendations",
    Kind.AGREEMENT: "recommendations",
    Kind.COMMITMENT: "recommendations",
    Kind.DOCUMENT: "documents",
    Kind.PART: "documents",
    Kind.CONGRESS: "congresses",
    Kind.MEETING: "congresses",
    Kind.AGENDA_ITEM: "congresses",
    Kind.WORKSHOP: "congresses",
    Kind.INSTRUMENT: "instruments",
}
"""The entry of the navigation under which each kind of thing is found."""


async def resource_page(site: Site, at: Addresses, description: Description, links: Sequence[Link] = ()) -> bytes:
    """Return the page of a described thing."""
    subject = await read_subject(site, description)
    presenter = Presenter(subject, await site.names(), at)
    page = replace(page_of(subject, presenter, links), extra=await _extra(site, at, subject))
    return render(_template(subject), page, site, at)


def _template(subject: Subject) -> str:
    if subject.found is None:
        return "target.html" if subject.iri.startswith(SDG) else "resource.html"
    return TEMPLATES.get(subject.found.kind, "resource.html")


async def _extra(site: Site, at: Addresses, subject: Subject) -> dict[str, object]:
    """Return what the template of the kind lays out beyond what all do."""
    found, iri = subject.found, subject.iri
    if found is None:
        return {"word": "Goal" if iri.rpartition("/")[2].isdecimal() else "target"}
    if found.kind is Kind.DOCUMENT:
        return {"profile": await document_profile(site, at, iri, found.symbol or "")}
    if found.kind in (Kind.CONGRESS, Kind.MEETING):
        return {"profile": await event_profile(site, at, iri)}
    if found.kind is Kind.PART:
        fragment = (found.path or "").replace("/", "-")
        return {"read": at.local(f"read/{found.symbol}") + f"#{fragment}"}
    query = subject.facts.text(iri, *(terms.SH + form for form in ("select", "construct", "ask", "describe")))
    return {"code": found.code or "", "query": query}


def page_of(subject: Subject, presenter: Presenter, links: Sequence[Link]) -> ResourcePage:
    """Word a subject as a page."""
    work = work_of(subject.iri, presenter.names)
    trail = presenter.trail()
    title = work.citation if work else presenter.heading()
    text = subject.facts.text(subject.part, terms.text) if subject.part else ""
    description = excerpt(text or presenter.subheading() or title, 300)
    query, query_href = presenter.sparql()
    named = presenter.named()
    mentioned = [{"@type": "Thing", "name": value.text} for each in named for value in each.values]
    about = schema_org.described(subject.iri, subject.found, title, subject.facts, mentioned, "")
    return ResourcePage(
        title=title,
        description=description,
        section=SECTIONS.get(subject.found.kind, "") if subject.found else "",
        trail=trail,
        links=tuple(links),
        meta=schema_org.meta(title, description, subject.iri, work, SITE_NAME),
        schema_org={
            "@context": schema_org.SCHEMA,
            "@graph": [about, schema_org.breadcrumb(trail, presenter.at.origin)],
        },
        iri=subject.iri,
        heading=presenter.heading(),
        subheading=presenter.subheading(),
        chips=presenter.chips(),
        statuses=presenter.statuses(),
        wording=presenter.wording(),
        previous=presenter.turn("previous"),
        next=presenter.turn("next"),
        named=named,
        facts=presenter.facts(),
        groups=presenter.groups(),
        drawing=presenter.around(),
        sparql=query,
        sparql_href=query_href,
        citation=work.citation if work else "",
        reference=citing.text(work).strip() if work else "",
        citations=presenter.citations() if work else (),
        formats=presenter.formats(),
    )
