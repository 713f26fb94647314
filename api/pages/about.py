"""The pages about the service itself: the data and its files, the JSON API, how to cite, whether it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.model import Page, Thing
from api.pages.reading import day, level_of
from api.records.collections import COLLECTIONS
from api.records.shape import Collection

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.site import Site


@dataclass(frozen=True, slots=True)
class GraphRow:
    """One named graph."""

    name: Thing
    level: str
    triples: int


@dataclass(frozen=True, slots=True)
class DataPage(Page):
    """The release and its files."""

    modified: str = ""
    graphs: tuple[GraphRow, ...] = ()
    files: tuple[Thing, ...] = ()
    documents: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One list of the JSON API, with its filters and an address to try for each."""

    name: str
    description: str
    href: str
    member: str
    filters: tuple[Thing, ...]
    facets: str
    orders: str


@dataclass(frozen=True, slots=True)
class ReferencePage(Page):
    """The JSON API."""

    operations: tuple[Operation, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class StatusPage(Page):
    """Whether the service answers."""

    modified: str = ""
    workers: tuple[tuple[str, int], ...] = ()


def data_page(site: Site, at: Addresses) -> DataPage:
    """Return the page of the data set."""
    release = site.engine.release
    files = (
        ("data/crimecongress.trig", "TriG, with the named graphs: the release itself"),
        ("graphs?default", "all statements without graphs, in the format that Accept asks for"),
    )
    described = (
        ("void", "VoID: what the data set holds, counted"),
        ("catalog", "DCAT 3: data set, files, services"),
        ("sparql", "Service description"),
    )
    return DataPage(
        title="Data and downloads",
        description="The graph as files, its named graphs, and what describes it to machines.",
        trail=(Thing(at.local(""), "Home"), Thing("", "Data")),
        modified=day(release.modified[:10]),
        graphs=tuple(
            GraphRow(Thing(at.href(g.name), at.path(g.name) or g.name), level_of(g.name, release.base), g.triples)
            for g in release.graphs
        ),
        files=tuple(Thing(at.local(path), f"/{path}", note=note) for path, note in files),
        documents=tuple(Thing(at.local(path), f"/{path}", note=note) for path, note in described),
    )


def reference_page(at: Addresses) -> ReferencePage:
    """Return the page of the JSON API, written from the same definitions as the API."""
    return ReferencePage(
        title="JSON API",
        description="Plain JSON and CSV of every list, with filters, facets and paging.",
        trail=(Thing(at.local(""), "Home"), Thing("", "JSON API")),
        operations=tuple(_operation(each, at) for each in COLLECTIONS.values()),
        example=at.url("api/v1/recommendations?agenda_item=5&facets=instrument"),
    )


def _operation(each: Collection, at: Addresses) -> Operation:
    base = f"api/v1/{each.name}"
    filters = tuple(
        Thing(f"{at.local(base)}?{urlencode({f.name: f.example})}", f.name, note=f.description, excerpt=f.example)
        for f in each.filters
    )
    facets, orders = ", ".join(f.name for f in each.facets), ", ".join(each.orders)
    return Operation(
        each.name, each.description, at.local(base), at.local(f"{base}/{each.example}"), filters, facets, orders
    )


def status_page(site: Site, at: Addresses) -> StatusPage:
    """Return the page that says whether the service answers, and on which release."""
    return StatusPage(
        title="Status",
        description="Whether the service answers, and on which release.",
        trail=(Thing(at.local(""), "Home"), Thing("", "Status")),
        modified=day(site.engine.release.modified[:10]),
        workers=tuple(sorted(site.engine.pool.counts.items())),
    )


def citing_page(at: Addresses) -> Page:
    """Return the page on how to cite."""
    return Page(
        title="How to cite",
        description="How to cite a recommendation, a paragraph, a document or the data set.",
        trail=(Thing(at.local(""), "Home"), Thing("", "How to cite")),
    )
