"""The properties that a client may give as evidence or ask for, by type, and the values that the graph has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from api.reconciliation.catalogue import plain
from ontology import terms

if TYPE_CHECKING:
    from api.description import Asker, Term
    from api.names import Names

OUTCOME = (
    ("text", "Text", terms.text),
    ("citation", "Citation", terms.citation),
    ("madeAt", "Made at", terms.madeAt),
    ("underAgendaItem", "Under agenda item", terms.underAgendaItem),
    ("underWorkshop", "Under workshop", terms.underWorkshop),
    ("mentions", "Names", terms.mentions),
    ("concerns", "Concerns topic", terms.concerns),
    ("leadingVerb", "Leading verb", terms.leadingVerb),
    ("negotiationStatus", "Negotiation status", terms.negotiationStatus),
    ("inDocument", "In document", terms.inDocument),
)
NAMED = (
    ("altLabel", "Other names", terms.SKOS + "altLabel"),
    ("abbreviation", "Abbreviation", terms.abbreviation),
    ("source", "Source", terms.DCTERMS + "source"),
)

PROPERTIES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Recommendation": OUTCOME,
    "Outcome": OUTCOME,
    "Instrument": (
        *NAMED,
        ("adopted", "Adopted", terms.adopted),
        ("inForce", "In force", terms.inForce),
        ("adoptedBy", "Adopted by", terms.adoptedBy),
        ("adoptedIn", "Adopted in", terms.adoptedIn),
        ("supplements", "Supplements", terms.supplements),
    ),
    "Body": (*NAMED, ("parentBody", "Parent body", terms.parentBody)),
    "State": (*NAMED, ("isoAlpha3", "ISO 3166-1 alpha-3", terms.isoAlpha3), ("m49", "M49", terms.m49)),
    "Place": (*NAMED, ("locatedIn", "Located in", terms.locatedIn), ("inRegion", "In region", terms.inRegion)),
    "Target": (("notation", "Code", terms.SKOS + "notation"), ("broader", "Goal", terms.SKOS + "broader")),
    "Topic": (
        ("broader", "Broader topic", terms.SKOS + "broader"),
        ("exactMatch", "The same as", terms.SKOS + "exactMatch"),
    ),
    "Document": (
        ("symbol", "Symbol", terms.symbol),
        ("documentTitle", "Title", terms.DCTERMS + "title"),
        ("distributed", "Distributed", terms.distributed),
        ("reportOf", "Report of", terms.reportOf),
    ),
    "Event": (
        ("ordinal", "Number", terms.ordinal),
        ("heldStart", "Held from", terms.heldStart),
        ("heldEnd", "Held until", terms.heldEnd),
        ("place", "Place", terms.place),
        ("preparesFor", "Prepares for", terms.preparesFor),
    ),
    "Person": NAMED,
    "Programme": NAMED,
}

BY_ID = {id_: (name, iri) for properties in PROPERTIES.values() for id_, name, iri in properties}
"""Every property by its id."""


@dataclass(frozen=True, slots=True)
class Values:
    """What the graph has for one property: the terms of each entity, and the forms in which they are compared."""

    terms: Mapping[str, tuple[Term, ...]]
    compared: Mapping[str, frozenset[str]]


async def read_values(asker: Asker, names: Names, id_: str) -> Values:
    """Read all values of one property.

    Raises KeyError for a property that there is not.
    """
    rows = await asker.select(
        f"SELECT DISTINCT ?iri ?value WHERE {{ ?iri {NamedNode(BY_ID[id_][1])} ?value }} ORDER BY ?iri ?value"
    )
    found: dict[str, list[Term]] = {}
    for row in rows:
        found.setdefault(row["iri"].value, []).append(row["value"])
    compared = {iri: frozenset(f for value in values for f in _forms(value, names)) for iri, values in found.items()}
    return Values({iri: tuple(values) for iri, values in found.items()}, compared)


def _forms(value: Term, names: Names) -> set[str]:
    """Return the ways in which somebody may write a value: the id, the label, the short name."""
    if isinstance(value, NamedNode):
        return {
            value.value,
            plain(names.label(value.value)),
            plain(names.short(value.value)),
            plain(value.value.rpartition("/")[2]),
        }
    return {value.value, plain(value.value)}


def cell(value: Term, names: Names) -> dict[str, object]:
    """Return a value as a cell of a data extension: a thing, a number, a date or a text."""
    if isinstance(value, NamedNode):
        return {"id": value.value, "name": names.label(value.value)}
    if isinstance(value, Literal):
        datatype = value.datatype.value
        if datatype == terms.XSD + "integer":
            return {"int": int(value.value)}
        if datatype in (terms.XSD + "decimal", terms.XSD + "double"):
            return {"float": float(value.value)}
        if datatype == terms.XSD + "date":
            return {"date": f"{value.value}T00:00:00+00:00"}
    return {"str": value.value}
