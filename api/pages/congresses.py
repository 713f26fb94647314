"""All congresses since 1955: a line of years, a map, and the table that holds the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.atlas import Dot, timeline, world
from api.pages.model import Page, Thing
from api.pages.reading import days
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from markupsafe import Markup

    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

CONGRESSES = f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?congress ?number (MIN(?begins) AS ?start) (MAX(?ends) AS ?end) (MIN(?there) AS ?city)
  (COUNT(DISTINCT ?outcome) AS ?n)
WHERE {{
  ?congress a cc:Congress ; cc:ordinal ?number .
  OPTIONAL {{ ?congress cc:heldStart ?held }}
  OPTIONAL {{ ?congress cc:plannedStart ?planned }}
  BIND(COALESCE(?held, ?planned) AS ?begins)
  OPTIONAL {{ ?congress cc:heldEnd ?heldLast }}
  OPTIONAL {{ ?congress cc:plannedEnd ?plannedLast }}
  BIND(COALESCE(?heldLast, ?plannedLast) AS ?ends)
  OPTIONAL {{ ?congress cc:place ?there . ?there a cc:City }}
  OPTIONAL {{ ?outcome cc:madeAt/cc:preparesFor? ?congress }}
}} GROUP BY ?congress ?number ORDER BY ?number"""

MEETINGS = f"""PREFIX cc: <{ONTOLOGY}>
SELECT DISTINCT ?meeting ?congress WHERE {{ ?meeting cc:preparesFor ?congress }} ORDER BY ?meeting"""


@dataclass(frozen=True, slots=True)
class CongressRow:
    """One line of the table."""

    number: int
    congress: Thing
    place: Thing | None
    dates: str
    meetings: tuple[Thing, ...]
    outcomes: int


@dataclass(frozen=True, slots=True)
class CongressesPage(Page):
    """The congresses."""

    timeline: Markup | str = ""
    map: Markup | str = ""
    rows: tuple[CongressRow, ...] = ()


async def congresses_page(site: Site, at: Addresses) -> CongressesPage:
    """Return the page of all congresses."""
    names = await site.names()
    rows = await site.engine.select(CONGRESSES)
    meetings: dict[str, list[Thing]] = {}
    for row in await site.engine.select(MEETINGS):
        iri = row["meeting"].value
        thing = Thing(at.href(iri), _meeting(iri.rpartition("/")[2]), names.label(iri))
        meetings.setdefault(row["congress"].value, []).append(thing)
    dots = [dot for row in rows if (dot := _dot(row, names, at)) is not None]
    return CongressesPage(
        title="Congresses",
        description="The United Nations congresses on crime prevention and criminal justice since 1955.",
        section="congresses",
        trail=(Thing(at.local(""), "Home"), Thing("", "Congresses")),
        timeline=timeline(dots),
        map=world(dots, at.local("static/land.svg")),
        rows=tuple(_row(row, meetings, names, at) for row in rows),
    )


def _meeting(code: str) -> str:
    """Return what the table calls a meeting: its code, or the city that it is named after.

    >>> _meeting("RPM.3"), _meeting("addis-ababa")
    ('RPM.3', 'Addis Ababa')
    """
    return code.replace("-", " ").title() if code.islower() else code


def _dot(row: Mapping[str, Term], names: Names, at: Addresses) -> Dot | None:
    if "start" not in row or "city" not in row:
        return None
    iri, city = row["congress"].value, row["city"].value
    year = int(row["start"].value[:4])
    code = city.rpartition("/")[2]
    return Dot(at.href(iri), int(row["number"].value), year, names.label(city), code, names.label(iri))


def _row(row: Mapping[str, Term], meetings: Mapping[str, list[Thing]], names: Names, at: Addresses) -> CongressRow:
    iri = row["congress"].value
    city = row["city"].value if "city" in row else ""
    start, end = (row[name].value if name in row else "" for name in ("start", "end"))
    return CongressRow(
        int(row["number"].value),
        Thing(at.href(iri), names.label(iri)),
        Thing(at.href(city), names.label(city)) if city else None,
        days(start, end) if start else "",
        tuple(meetings.get(iri, ())),
        int(row["n"].value),
    )
