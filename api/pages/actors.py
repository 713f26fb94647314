"""Who acts: the bodies, States and persons that recommendations name or ask to act, that speak, that took part.

One question gives the table; every count of it leads to the list that it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.headings import CLASSES
from api.pages.model import Page, Thing
from api.records.collections import COLLECTIONS
from api.records.collections.shared import BODIES, classes
from api.records.naming import code_of
from ontology import terms
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.addresses import Addresses
    from api.names import Names
    from api.site import Site

ACTORS = (*BODIES, terms.State, terms.Person, terms.Programme)

COLUMNS = {
    "named": ("Named in recommendations", "recommendations", "mentions"),
    "asked": ("Asked to act by recommendations", "recommendations", "addressee"),
    "speaks": ("Paragraphs in which it speaks", "paragraphs", "speaker"),
    "attends": ("Meetings attended", "", ""),
}
"""What is counted: the head of the column, and the list and its filter that a count leads to."""

QUERY = f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?actor ?what (COUNT(DISTINCT ?it) AS ?n) WHERE {{
  {{ ?it a cc:Recommendation ; cc:mentions ?actor BIND("named" AS ?what) }}
  UNION {{ ?it a cc:Recommendation ; cc:addressee ?actor BIND("asked" AS ?what) }}
  UNION {{ ?it cc:speaker ?actor ; cc:partOf ?above BIND("speaks" AS ?what) }}
  UNION {{ ?taking cc:agent ?actor ; cc:event ?it BIND("attends" AS ?what) }}
  {classes(ACTORS, "actor")}
}} GROUP BY ?actor ?what ORDER BY ?actor ?what"""


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor: its name, what it is, and the counts with their lists."""

    actor: Thing
    kind: str
    counts: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class ActorsPage(Page):
    """All actors, those that are named or speak most first."""

    heads: tuple[str, ...] = ()
    rows: tuple[ActorRow, ...] = ()
    sparql: str = ""
    sparql_href: str = ""


async def actors_page(site: Site, at: Addresses) -> ActorsPage:
    """Return the page of all actors."""
    names = await site.names()
    counts: dict[str, dict[str, int]] = {}
    for row in await site.engine.select(QUERY):
        if "actor" in row:
            counts.setdefault(row["actor"].value, {})[row["what"].value] = int(row["n"].value)
    weight = {iri: sum(n for what, n in each.items() if what != "attends") for iri, each in counts.items()}
    return ActorsPage(
        title="Actors",
        description="Bodies, States and persons that recommendations name or ask to act, that speak, that took part.",
        section="actors",
        trail=(Thing(at.local(""), "Home"), Thing("", "Actors")),
        heads=tuple(head for head, _, _ in COLUMNS.values()),
        rows=tuple(
            _row(iri, counts[iri], names, at) for iri in sorted(counts, key=lambda i: (-weight[i], names.label(i)))
        ),
        sparql=QUERY,
        sparql_href=f"{at.local('query')}?{urlencode({'query': QUERY})}",
    )


def _row(iri: str, counts: Mapping[str, int], names: Names, at: Addresses) -> ActorRow:
    label, short, type_ = names.label(iri), names.short(iri), names.type(iri) or ""
    return ActorRow(
        Thing(at.href(iri), label, short if short != label else ""),
        CLASSES.get(type_) or names.label(type_),
        tuple(_count(iri, what, counts.get(what, 0), names, at) for what in COLUMNS),
    )


def _count(iri: str, what: str, count: int, names: Names, at: Addresses) -> Thing:
    _, name, filter_ = COLUMNS[what]
    if not count or not name:
        return Thing(at.href(iri) if count else "", str(count))
    each = COLLECTIONS[name].filter(filter_)
    code = code_of(iri, each, names) if each else iri
    return Thing(f"{at.local(name)}?{urlencode({filter_: code}, safe='/')}", str(count))
