"""A list, or one member of it, asked and put together: members, total, facets, links to the pages around it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from api.addresses import Addresses
from api.compacting import Object
from api.description import Term
from api.links import Link
from api.names import Names
from api.problems import Problem
from api.records import asking
from api.records.paging import Cursor
from api.records.reading import Wanted
from api.records.records import Statements, Writer, by_subject
from api.records.shape import Collection
from api.site import Site
from ontology import terms


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a collection."""

    items: list[Object]
    total: int
    facets: dict[str, list[Object]]
    sparql: str
    next: Cursor | None
    previous: Cursor | None


async def listing(site: Site, at: Addresses, collection: Collection, wanted: Wanted) -> Listing:
    """Return one page of a collection as the request wants it."""
    members, total = asking.members_query(collection, wanted), asking.total_query(collection, wanted)
    facets = asking.facets_query(collection, wanted) if wanted.facets else None
    rows, count, counted = await asyncio.gather(
        site.engine.select(members), site.engine.select(total), _optional(site, facets)
    )
    names = await site.names()
    page = _in_order(rows[: wanted.limit], wanted)
    iris = [row["item"].value for row in page]
    items = await records(site, at, names, iris, collection, wanted)
    more = len(rows) > wanted.limit
    return Listing(
        items,
        int(count[0]["n"].value),
        _facets(counted, wanted, names),
        members,
        *_around(page, wanted, more=more),
    )


async def member(site: Site, at: Addresses, collection: Collection, iri: str, include: Sequence[str]) -> Object:
    """Return the record of one thing, with its evidence when `include` says so.

    Raises Problem (404) when there is no such member, ValueError for what is not an IRI.
    """
    wanted = Wanted((), (), "", False, 1, include=tuple(include))
    is_member, found = await asyncio.gather(
        site.engine.select(asking.membership_query(collection, iri)),
        records(site, at, await site.names(), [iri], collection, wanted),
    )
    if not is_member or not found:
        raise Problem("not-found", f"the graph has no {iri}")
    return found[0]


async def records(
    site: Site, at: Addresses, names: Names, iris: Sequence[str], collection: Collection, wanted: Wanted
) -> list[Object]:
    """Return the records of some things, in their order; things of which nothing is said are left out."""
    if not iris:
        return []
    evidence_wanted = "evidence" in wanted.include
    rows, evidence = await asyncio.gather(
        site.engine.select(asking.records_query(iris, wanted.levels)),
        _optional(site, asking.evidence_query(iris, wanted.levels) if evidence_wanted else None),
    )
    found = by_subject(rows)
    writer = Writer(names, at, site.context, await _included(site, found, wanted), frozenset(wanted.include))
    check_keys(collection, writer, wanted)
    spans = _spans(evidence, writer) if evidence_wanted else {}
    fields = [p for p in collection.fields if not wanted.fields or writer.key(p) in wanted.fields]
    written = [(iri, writer.record(iri, found[iri], fields)) for iri in iris if iri in found]
    return [record | ({"evidence": spans.get(iri, [])} if evidence_wanted else {}) for iri, record in written]


def check_keys(collection: Collection, writer: Writer, wanted: Wanted) -> None:
    """Raise Problem (400) for a key in `fields` or `include` that records of the collection do not have."""
    known = [writer.key(property_) for property_ in collection.fields]
    for name, keys, extra in (("fields", wanted.fields, ()), ("include", wanted.include, ("evidence",))):
        if unknown := [key for key in keys if key not in (*known, *extra)]:
            raise Problem("bad-request", f"{name} are {', '.join((*known, *extra))}; found {unknown[0][:60]!r}")


async def _included(site: Site, found: Mapping[str, Statements], wanted: Wanted) -> Mapping[str, Statements]:
    """Ask for the statements of the linked things that are to be written out."""
    keys = set(wanted.include) - {"evidence"}
    if not keys:
        return {}
    key_of = Writer(await site.names(), Addresses(""), site.context).key
    linked = sorted(
        {
            value.value
            for statements in found.values()
            for property_, values in statements.items()
            for value in values
            if isinstance(value, NamedNode) and key_of(property_) in keys
        }
    )
    return by_subject(await site.engine.select(asking.records_query(linked))) if linked else {}


def _spans(rows: Sequence[Mapping[str, Term]], writer: Writer) -> dict[str, list[Object]]:
    """Return the evidence about each thing as records, by where it stands."""
    statements = by_subject(rows)
    about: dict[str, list[str]] = {}
    for row in rows:
        spans = about.setdefault(row["about"].value, [])
        spans.extend([] if row["s"].value in spans else [row["s"].value])
    return {
        iri: [
            writer.record(span, statements[span], [p for p in statements[span] if p != terms.RDF + "type"])
            for span in sorted(spans)
        ]
        for iri, spans in about.items()
    }


def _in_order(rows: Sequence[dict[str, Term]], wanted: Wanted) -> list[dict[str, Term]]:
    backwards = bool(wanted.cursor and wanted.cursor.backwards)
    return list(reversed(rows)) if backwards else list(rows)


def _around(page: Sequence[dict[str, Term]], wanted: Wanted, *, more: bool) -> tuple[Cursor | None, Cursor | None]:
    """Return the cursors of the next and the previous page."""
    if not page:
        return None, None
    backwards = bool(wanted.cursor and wanted.cursor.backwards)
    has_next = more or backwards
    has_previous = more if backwards else wanted.cursor is not None
    return (
        Cursor(_keys(page[-1])) if has_next else None,
        Cursor(_keys(page[0]), backwards=True) if has_previous else None,
    )


def _keys(row: Mapping[str, Term]) -> tuple[str, ...]:
    keys = sorted((name for name in row if name.startswith("key")), key=lambda name: int(name[3:]))
    return (*(row[name].value for name in keys), row["item"].value)


def _facets(rows: Sequence[Mapping[str, Term]], wanted: Wanted, names: Names) -> dict[str, list[Object]]:
    facets: dict[str, list[Object]] = {name: [] for name in wanted.facets}
    for row in rows:
        if "value" not in row:
            continue
        value, count = row["value"], int(row["n"].value)
        entry: Object = {"value": value.value, "count": count}
        entry |= (
            {"label": names.label(value.value), "short": names.short(value.value)}
            if isinstance(value, NamedNode)
            else {}
        )
        facets[row["facet"].value].append(entry)
    return facets


async def _optional(site: Site, query: str | None) -> list[dict[str, Term]]:
    return await site.engine.select(query) if query else []


def page_links(at: Addresses, path: str, pairs: Sequence[tuple[str, str]], found: Listing) -> list[Link]:
    """Return the links to the pages around this one (RFC 8288): self, first, next, prev."""
    kept = [(name, value) for name, value in pairs if name not in ("after", "before")]
    pages = (("self", pairs), ("first", kept))
    turns = (("next", "after", found.next), ("prev", "before", found.previous))
    links = [Link(_address(at, path, list(query)), rel) for rel, query in pages]
    return links + [Link(_address(at, path, [*kept, (name, str(c))]), rel) for rel, name, c in turns if c is not None]


def _address(at: Addresses, path: str, pairs: Sequence[tuple[str, str]]) -> str:
    query = urlencode(pairs)
    return at.url(path) + (f"?{query}" if query else "")
