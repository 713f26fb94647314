"""Search: an address or a citation leads straight there; words find texts and names, ranked, in any inflection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyoxigraph import Literal

from api.pages.model import Page, Thing
from api.pages.resource import identify
from api.pages.wording import excerpt
from ontology.identifiers import BASE, OUTCOME_KINDS, Kind

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

MOST = 200
"""Hits that are looked at."""

SHOWN = 20
"""Hits of one kind that a page shows."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one kind."""

    id: str
    label: str
    things: tuple[Thing, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage(Page):
    """What a search found."""

    q: str = ""
    groups: tuple[Hits, ...] = ()
    total: int = 0
    note: str = ""


def search_query(words: str) -> str:
    """Write the full-text search: ?resource ?score ?property ?snippet, the best first."""
    return f"""PREFIX text: <{BASE}text#>
SELECT ?resource ?score ?property ?snippet WHERE {{
  SERVICE <{BASE}text> {{
    ?resource text:query {Literal(words)} ; text:score ?score ; text:property ?property ; text:snippet ?snippet ;
      text:limit {MOST} .
  }}
}} ORDER BY DESC(?score) ?resource"""


async def search_page(
    site: Site, at: Addresses, words: str, exact: Sequence[str] = (), *, label: str = "By this name", note: str = ""
) -> SearchPage:
    """Return what the words find; what has them as its very name, or may be cited by them, stands first."""
    rows = await site.engine.select(search_query(words)) if words.strip() else []
    names = await site.names()
    named = tuple(Thing(at.href(iri), names.label(iri), note=names.short(iri)) for iri in exact)
    groups = (*([Hits("exact", label, named)] if named else ()), *_grouped(rows, names, at, words))
    return SearchPage(
        title=f"Search: {excerpt(words, 60)}" if words else "Search",
        description="Search recommendations, paragraphs, instruments, bodies and the rest.",
        trail=(Thing(at.local(""), "Home"), Thing("", "Search")),
        hides_search=True,
        q=words,
        groups=groups,
        total=sum(len(group.things) for group in groups),
        note=note,
    )


GROUPS = (
    ("outcomes", "Recommendations and other outcomes"),
    ("names", "Instruments, bodies, events, topics"),
    ("paragraphs", "Paragraphs and headings"),
    ("terms", "Terms of the ontology"),
)


def _grouped(rows: Sequence[Mapping[str, Term]], names: Names, at: Addresses, words: str) -> tuple[Hits, ...]:
    """Group hits by what they are; a text that an outcome repeats is shown with the outcome alone."""
    found: dict[str, dict[str, Thing]] = {}
    outcomes = {_place(row["resource"].value) for row in rows if _group(row["resource"].value, names) == "outcomes"}
    for row in rows:
        iri = row["resource"].value
        group = _group(iri, names)
        if group == "paragraphs" and iri in outcomes:
            continue
        found.setdefault(group, {}).setdefault(iri, _hit(row, names, at))
    query = urlencode({"q": words})
    lists = {"outcomes": "recommendations", "paragraphs": "paragraphs"}
    more = {key: f"{at.local(path)}?{query}" for key, path in lists.items()}
    return tuple(
        Hits(key, label, tuple(found[key].values())[:SHOWN], more.get(key, "") if len(found[key]) > SHOWN else "")
        for key, label in GROUPS
        if key in found
    )


def _group(iri: str, names: Names) -> str:
    found = identify(iri, names.base)
    if found is None:
        return "names"
    if found.kind in OUTCOME_KINDS:
        return "outcomes"
    if found.kind is Kind.PART:
        return "paragraphs"
    return "terms" if found.kind in (Kind.TERM, Kind.ONTOLOGY, Kind.QUERY) else "names"


def _place(outcome: str) -> str:
    """Return the part that an outcome's address says it stands in."""
    for kind in OUTCOME_KINDS:
        if f"/{kind}/" in outcome:
            head, _, path = outcome.replace(f"/{kind}/", "/document/", 1).rpartition("/")
            symbol, _, number = head.rpartition("/")
            return f"{symbol}/para/{number}/{path}"
    return outcome


def _hit(row: Mapping[str, Term], names: Names, at: Addresses) -> Thing:
    iri = row["resource"].value
    label = names.label(iri)
    snippet = row["snippet"].value if "snippet" in row else ""
    note = names.label(types) if (types := names.type(iri)) else ""
    return Thing(at.href(iri), label, note=note, excerpt=snippet if snippet != label else "")
