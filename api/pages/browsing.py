"""Lists with facets: what the JSON API lists, as a page with links that narrow and widen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.links import Link
from api.pages.model import Page, Thing
from api.pages.wording import excerpt
from api.records.answering import Listing, listing
from api.records.naming import code_of, resolve
from api.records.reading import read_wanted
from api.records.shape import Collection, Filter, Takes

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.compacting import Object
    from api.names import Names
    from api.site import Site

Pairs = list[tuple[str, str]]

FACET_LABELS = {
    "agenda_item": "Agenda item",
    "body": "Body named",
    "document": "Document",
    "entity": "Names",
    "instrument": "Instrument named",
    "kind": "Kind",
    "meeting": "Made at",
    "speaker_kind": "Who speaks",
    "surface": "Form of the name",
    "target": "Goal or target named",
    "topic": "Topic",
    "type": "Class",
    "verb": "Main verb",
    "workshop": "Workshop",
    "read": "Text",
}

CHOICES = {
    "recommendation": "Recommendations",
    "agreement": "Agreements",
    "commitment": "Commitments",
    "any": "All outcomes",
    "yes": "In the graph",
    "no": "Only cited",
}
"""What a page calls the values that a filter can choose from."""

SHOWN = 12
"""Values of a facet that a page shows."""


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet: its values with counts, each a link that narrows the list to it."""

    label: str
    values: tuple[Thing, ...]
    """`note` is the count; `title` is "chosen" for the value that is applied."""


@dataclass(frozen=True, slots=True)
class ListPage(Page):
    """A list with its filters."""

    heading: str = ""
    lede: str = ""
    things: tuple[Thing, ...] = ()
    total: int = 0
    facets: tuple[FacetView, ...] = ()
    applied: tuple[Thing, ...] = ()
    """Each filter in use, as a link that takes it away."""
    q: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """The filters that the search box hands on."""
    action: str = ""
    next: str = ""
    previous: str = ""
    sparql: str = ""
    sparql_href: str = ""
    formats: tuple[Thing, ...] = ()
    sorts: tuple[Thing, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)


async def list_page(site: Site, at: Addresses, collection: Collection, pairs: Pairs) -> ListPage:
    """Return one page of a collection for readers.

    Raises Problem (400) for a parameter that the collection does not have.
    """
    names = await site.names()
    asked = [(name, value) for name, value in pairs if value.strip() and name != "facets"]
    wanted = read_wanted(collection, [*asked, ("facets", "all")], names)
    found = await listing(site, at, collection, wanted)
    heading = CHOICES.get(dict(asked).get("kind", ""), collection.name.replace("_", " ").capitalize())
    query_href = at.local("query") + "?" + urlencode({"query": found.sparql})
    return ListPage(
        title=heading,
        description=collection.description,
        section=collection.name,
        trail=(Thing(at.local(""), "Home"), Thing("", heading)),
        links=tuple(_alternates(at, collection, asked)),
        heading=heading,
        lede=collection.description,
        things=tuple(_thing(item, at) for item in found.items),
        total=found.total,
        facets=(*_choices(at, collection, asked), *_facets(found, at, collection, asked, names)),
        applied=tuple(_applied(at, collection, asked, names)),
        q=dict(asked).get("q", ""),
        kept=tuple((name, value) for name, value in asked if name not in ("q", "after", "before")),
        action=at.local(collection.name),
        next=_turn(at, collection, asked, "after", found.next),
        previous=_turn(at, collection, asked, "before", found.previous),
        sparql=found.sparql,
        sparql_href=query_href,
        formats=tuple(_formats(at, collection, asked)),
        sorts=tuple(_sorts(at, collection, asked)),
    )


def _thing(item: Object, at: Addresses) -> Thing:
    """Return a member as an entry of the list."""
    iri = str(item["id"])
    label = next((str(item[key]) for key in ("citation", "prefLabel", "symbol", "exact") if item.get(key)), iri)
    text = next((str(item[key]) for key in ("text", "documentTitle") if item.get(key)), "")
    note = item.get("abbreviation") or item.get("heldStart") or item.get("type")
    shown = ", ".join(map(str, note)) if isinstance(note, list) else str(note or "")
    target = item.get("refersTo")
    names = f"names {target['label']}" if isinstance(target, dict) else ""
    return Thing(at.href(iri), label, note=names or (shown if not text else ""), excerpt=excerpt(text, 320))


def _facets(found: Listing, at: Addresses, collection: Collection, asked: Pairs, names: Names) -> list[FacetView]:
    views = []
    for name, entries in found.facets.items():
        values = [_facet_value(entry, at, collection, name, asked, names) for entry in entries[:SHOWN]]
        if len(values) > 1 or any(value.title for value in values):
            views.append(FacetView(FACET_LABELS.get(name, name.replace("_", " ").capitalize()), tuple(values)))
    return views


def _choices(at: Addresses, collection: Collection, asked: Pairs) -> list[FacetView]:
    """Return the filters that take one of a few words, each word a link."""
    views = []
    for each in (each for each in collection.filters if each.takes is Takes.CHOICE):
        current = dict(asked).get(each.name, each.default)
        rest = [pair for pair in asked if pair[0] != each.name]
        values = []
        for word in each.choices:
            pairs = rest if word == current else [*rest, (each.name, word)]
            # what holds unless something else is chosen cannot be taken away
            href = "" if word == current == each.default else _address(at, collection, pairs)
            values.append(Thing(href, CHOICES[word], short="chosen" if word == current else ""))
        views.append(FacetView(FACET_LABELS[each.name], tuple(values)))
    return views


def _facet_value(entry: Object, at: Addresses, collection: Collection, name: str, asked: Pairs, names: Names) -> Thing:
    value, each = str(entry["value"]), collection.filter(name)
    short = code_of(value, each, names) if each and "://" in value else value
    same = {(name, value), (name, short)}
    chosen = bool(same & set(asked))
    pairs = [pair for pair in asked if pair not in same] if chosen else [*asked, (name, short)]
    label = str(entry.get("short") or entry.get("label") or value)
    href = _address(at, collection, pairs) if each else ""
    title = str(entry.get("label", "")) if entry.get("label") != label else ""
    return Thing(href, excerpt(label, 60), title, "chosen" if chosen else "", str(entry["count"]))


def _applied(at: Addresses, collection: Collection, asked: Pairs, names: Names) -> list[Thing]:
    """Return the filters in use, each as the link to the list without it."""
    things = []
    for pair in asked:
        name, value = pair
        if (each := collection.filter(name)) is None:
            continue
        shown = CHOICES.get(value, value) if each.takes is Takes.CHOICE else _shown(each, value, names)
        rest = [other for other in asked if other != pair]
        label = FACET_LABELS.get(name, name.replace("_", " ").capitalize())
        things.append(Thing(_address(at, collection, rest), shown if shown.startswith(label) else f"{label}: {shown}"))
    return things


def _shown(each: Filter, value: str, names: Names) -> str:
    """Return how a filter in use is called: words as quoted, a thing by its short name, several as they are."""
    if each.takes is Takes.TEXT:
        return f"“{value}”"
    if each.takes is not Takes.THING:
        return value
    found = resolve(value, each, names) if "," not in value else []
    return names.short(found[0]) if len(found) == 1 else value


def _turn(at: Addresses, collection: Collection, asked: Pairs, name: str, cursor: object) -> str:
    kept = [pair for pair in asked if pair[0] not in ("after", "before")]
    return _address(at, collection, [*kept, (name, str(cursor))], keep=True) if cursor is not None else ""


def _sorts(at: Addresses, collection: Collection, asked: Pairs) -> list[Thing]:
    current = dict(asked).get("sort") or next(iter(collection.orders))
    rest = [pair for pair in asked if pair[0] != "sort"]
    things = []
    for name in collection.orders:
        for each, label in ((name, f"by {name}"), (f"-{name}", f"by {name}, backwards")):
            href = "" if each == current else _address(at, collection, [*rest, ("sort", each)])
            things.append(Thing(href, label))
    return things


def _address(at: Addresses, collection: Collection, pairs: Sequence[tuple[str, str]], *, keep: bool = False) -> str:
    """Return the address of the list with some parameters; a change of filters goes back to the first page."""
    kept = [pair for pair in pairs if keep or pair[0] not in ("after", "before")]
    return at.local(collection.name) + (f"?{urlencode(kept, safe='/')}" if kept else "")


def _formats(at: Addresses, collection: Collection, asked: Pairs) -> list[Thing]:
    base = at.local(f"api/v1/{collection.name}")
    kept = [pair for pair in asked if pair[0] not in ("after", "before")]
    return [
        Thing(f"{base}?{urlencode([*kept, ('format', name)])}", label, media_type)
        for name, label, media_type in (("json", "JSON", "application/json"), ("csv", "CSV", "text/csv"))
    ]


def _alternates(at: Addresses, collection: Collection, asked: Pairs) -> list[Link]:
    return [Link(thing.href, "alternate", thing.title) for thing in _formats(at, collection, asked)]
