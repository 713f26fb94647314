"""What the pages of documents and events show beyond what all pages do: contents, agenda, attendance, sittings."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from api.pages.headings import part_heading
from api.pages.model import Thing
from api.pages.reading import day
from api.pages.resource import identify
from ontology import terms
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

Row = Mapping[str, "Term"]

PREFIX = f"PREFIX cc: <{ONTOLOGY}>\n"


@dataclass(frozen=True, slots=True)
class DocumentProfile:
    """What a document holds."""

    read: str
    """The address of its text, "" when the graph has only its symbol."""
    figures: tuple[Thing, ...]
    contents: tuple[Thing, ...]
    """`note` is the depth of the heading, 1 to 4."""
    cites: tuple[Thing, ...]
    names: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item of an agenda, the workshop discussed together with it, and the recommendations under it."""

    mark: str
    item: Thing
    workshop: Thing | None
    recommendations: Thing | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Those who took part in one capacity."""

    capacity: str
    agents: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What is known of an event beyond its facts."""

    figures: tuple[Thing, ...]
    agenda: tuple[AgendaRow, ...]
    attendance: tuple[Attendance, ...]
    sittings: tuple[tuple[Thing, str, Thing | None], ...]


async def document_profile(site: Site, at: Addresses, iri: str, symbol: str) -> DocumentProfile:
    """Ask what a document holds: headings, counts, what it cites and names."""
    node = NamedNode(iri)
    questions = (_contents(node), _counts(node), _cited(node), _instruments(node))
    contents, counts, cites, named = await asyncio.gather(*map(site.engine.select, questions))
    names = await site.names()
    read = at.local(f"read/{symbol}") if contents else ""
    return DocumentProfile(
        read,
        _figures(counts, at, f"document={symbol}"),
        tuple(_heading(row, iri, read, at) for row in contents),
        tuple(_counted(row, names, at) for row in cites),
        tuple(_counted(row, names, at) for row in named),
    )


async def event_profile(site: Site, at: Addresses, iri: str) -> EventProfile:
    """Ask for the agenda, the attendance and the sittings of an event."""
    node = NamedNode(iri)
    agenda, attendance, sittings, counts = await asyncio.gather(
        *map(site.engine.select, (_agenda(node), _attendance(node), _sittings(node), _made(node)))
    )
    names = await site.names()
    code = iri.removeprefix(names.base).removeprefix("congress/")
    name = "meeting" if "/meeting/" in iri else "congress"
    return EventProfile(
        _figures(counts, at, f"{name}={code}"),
        tuple(_agenda_row(row, names, at) for row in agenda),
        _attended(attendance, names, at),
        tuple(_sitting(row, names, at) for row in sittings),
    )


FIGURES = (
    ("recommendations", "recommendations", "recommendations?"),
    ("agreements", "agreements", "recommendations?kind=agreement&"),
    ("commitments", "commitments", "recommendations?kind=commitment&"),
    ("paragraphs", "paragraphs and items", "paragraphs?"),
    ("mentions", "names recognised", "mentions?"),
)


def _figures(rows: Sequence[Row], at: Addresses, narrowed: str) -> tuple[Thing, ...]:
    numbers = {row["what"].value: int(row["n"].value) for row in rows if "what" in row}
    return tuple(
        Thing(at.local(path + narrowed), label, note=f"{numbers[key]:,}")
        for key, label, path in FIGURES
        if numbers.get(key)
    )


def _counts(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?what (COUNT(DISTINCT ?it) AS ?n) WHERE {{
  {{ ?it cc:inDocument {node} ; a cc:Recommendation BIND("recommendations" AS ?what) }}
  UNION {{ ?it cc:inDocument {node} ; a cc:Agreement BIND("agreements" AS ?what) }}
  UNION {{ ?it cc:inDocument {node} ; a cc:Commitment BIND("commitments" AS ?what) }}
  UNION {{ ?part cc:inDocument {node} . ?it cc:inContainer ?part ; a cc:Mention BIND("mentions" AS ?what) }}
}} GROUP BY ?what"""


def _contents(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?part ?title ?level ?mark WHERE {{
  ?part cc:inDocument {node} ; cc:title ?title ; cc:order ?order ; cc:level ?level .
  OPTIONAL {{ ?part cc:enumerator ?mark }}
}} ORDER BY ?order"""


def _cited(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?it (COUNT(DISTINCT ?part) AS ?n) WHERE {{
  ?part cc:inDocument {node} ; cc:partOf ?above ; cc:cites ?it .
}} GROUP BY ?it ORDER BY ?it"""


def _instruments(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?it (COUNT(DISTINCT ?part) AS ?n) WHERE {{
  ?part cc:inDocument {node} .
  ?mention cc:inContainer ?part ; cc:mentionKind "instrument" ; cc:refersTo ?it .
}} GROUP BY ?it ORDER BY DESC(?n) ?it LIMIT 12"""


def _made(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?what (COUNT(DISTINCT ?it) AS ?n) WHERE {{
  ?it cc:madeAt/cc:preparesFor? {node} ; a ?class .
  VALUES (?class ?what) {{
    (cc:Recommendation "recommendations") (cc:Agreement "agreements") (cc:Commitment "commitments")
  }}
}} GROUP BY ?what"""


def _agenda(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?item ?mark ?title ?workshop (COUNT(DISTINCT ?outcome) AS ?n) WHERE {{
  ?item cc:onAgendaOf {node} ; a cc:AgendaItem ; cc:enumerator ?mark ; cc:title ?title .
  OPTIONAL {{ ?item cc:discussedTogetherWith ?workshop . ?workshop a cc:Workshop }}
  OPTIONAL {{ ?outcome cc:underAgendaItem ?item ; a cc:Recommendation }}
}} GROUP BY ?item ?mark ?title ?workshop ORDER BY ?item"""


def _attendance(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?capacity ?agent ?role ?state WHERE {{
  ?taking cc:event {node} ; cc:capacity ?capacity .
  OPTIONAL {{ ?taking cc:agent ?agent }}
  OPTIONAL {{ ?taking cc:role ?role }}
  OPTIONAL {{ ?taking cc:represents ?state }}
}} ORDER BY ?capacity ?agent"""


def _sittings(node: NamedNode) -> str:
    return f"""{PREFIX}SELECT ?sitting ?number ?held ?chair WHERE {{
  ?sitting cc:sittingOf {node} ; cc:ordinal ?number .
  OPTIONAL {{ ?sitting cc:heldStart ?held }} OPTIONAL {{ ?sitting cc:chairedBy ?chair }}
}} ORDER BY ?number"""


def _heading(row: Row, document: str, read: str, at: Addresses) -> Thing:
    iri = row["part"].value
    mark = row["mark"].value if "mark" in row else ""
    fragment = iri.removeprefix(document).strip("/").replace("/", "-")
    title = row["title"].value
    found = identify(iri, at.base)
    return Thing(
        f"{read}#{fragment}",
        f"{mark}. {title}" if mark else title,
        part_heading(found) if found else "",
        note=row["level"].value,
    )


def _counted(row: Row, names: Names, at: Addresses) -> Thing:
    iri, count = row["it"].value, row["n"].value
    title = names.known[iri].title if iri in names.known else ""
    note = f"{count} place{'s' if count != '1' else ''}"
    return Thing(at.href(iri), names.short(iri), names.label(iri), note=f"{title} · {note}" if title else note)


def _agenda_row(row: Row, names: Names, at: Addresses) -> AgendaRow:
    item, count = row["item"].value, row["n"].value
    path = item.removeprefix(names.base).removeprefix("congress/")
    listed = Thing(at.local(f"recommendations?agenda_item={path}"), count) if count != "0" else None
    workshop = _thing(row["workshop"].value, names, at) if "workshop" in row else None
    return AgendaRow(row["mark"].value, Thing(at.href(item), row["title"].value), workshop, listed)


def _attended(rows: Sequence[Row], names: Names, at: Addresses) -> tuple[Attendance, ...]:
    by_capacity: dict[str, list[Thing]] = {}
    for row in rows:
        if "agent" not in row:
            continue
        agent = row["agent"].value
        details = [names.label(row[name].value) for name in ("role", "state") if name in row]
        by_capacity.setdefault(row["capacity"].value, []).append(
            Thing(at.href(agent), names.label(agent), note=", ".join(details))
        )
    # officers first, then States, then observers: the order in which reports give them
    order = {terms.Officer: 0, terms.StateRepresented: 1}
    ranked = sorted(by_capacity, key=lambda capacity: (order.get(capacity, 2), capacity))
    return tuple(
        Attendance(names.label(each), tuple(sorted(by_capacity[each], key=lambda t: t.label))) for each in ranked
    )


def _sitting(row: Row, names: Names, at: Addresses) -> tuple[Thing, str, Thing | None]:
    held = day(row["held"].value) if "held" in row else ""
    chair = _thing(row["chair"].value, names, at) if "chair" in row else None
    return Thing(at.href(row["sitting"].value), row["number"].value), held, chair


def _thing(iri: str, names: Names, at: Addresses) -> Thing:
    return Thing(at.href(iri), names.label(iri), names.short(iri))
