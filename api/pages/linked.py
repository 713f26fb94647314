"""What a thing is linked with: its parts, what links here by each property with the evidence, the drawing of both."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from api.addresses import Addresses
from api.names import Names
from api.pages import drawing
from api.pages.facts import property_label
from api.pages.headings import inverse_label
from api.pages.model import Evidence, Group, Thing
from api.pages.reading import evidence_of, level_of
from api.pages.resource import LISTED, Row, Subject, in_reading_order, word
from api.pages.wording import excerpt
from ontology import terms

UNDRAWN = frozenset(
    {terms.RDF + "type", terms.within, terms.under, terms.RDFS + "isDefinedBy", terms.negotiationStatus}
)
"""Properties whose values would crowd the drawing and say little."""


def thing(iri: str, names: Names, at: Addresses, text: str = "", evidence: Evidence | None = None) -> Thing:
    """Return the entry of an IRI in a list."""
    label, short = names.label(iri), names.short(iri)
    title = short if short != label else ""
    return Thing(at.href(iri), label, title, excerpt=excerpt(text), evidence=evidence)


def groups(subject: Subject, names: Names, at: Addresses) -> tuple[Group, ...]:
    """Return the parts of a part, then what links here, by property."""
    roles = {role: [row for row in subject.around if row["role"].value == role] for role in ("below", "states")}
    states = roles["states"] if subject.part == subject.iri else []
    below = sorted(roles["below"], key=in_reading_order)
    found = [
        Group("states", "States", len(states), tuple(_entry(row, "", subject, names, at) for row in states)),
        Group("below", "Parts", len(below), tuple(_entry(row, "", subject, names, at) for row in below)),
    ]
    by_property: dict[str, list[Row]] = {}
    for row in subject.incoming:
        by_property.setdefault(row["p"].value, []).append(row)
    for number, property_ in enumerate(sorted(by_property, key=lambda p: (p not in ("outcomes", "parts"), p))):
        rows = sorted(by_property[property_], key=lambda row: -_score(property_, row, subject))
        count = max(subject.counts.get(property_, 0), len(rows))
        things = tuple(_entry(row, property_, subject, names, at) for row in rows[:LISTED])
        more = _more(property_, subject.iri, at) if count > LISTED else ""
        found.append(Group(f"links-{number}", inverse_label(property_, names), count, things, more))
    return tuple(group for group in found if group.count)


def _score(property_: str, row: Row, subject: Subject) -> float:
    """Return how surely a link is inferred: the surest come first; 0 for one that is no inference."""
    return float(subject.scores.get((property_, row["iri"].value), ("0", ""))[0])


def _entry(row: Row, property_: str, subject: Subject, names: Names, at: Addresses) -> Thing:
    iri = row["iri"].value
    score, graph = subject.scores.get((property_, iri), ("", ""))
    evidence = evidence_of(graph, at.base, score=score) if graph else None
    return thing(iri, names, at, word(row, "title") or word(row, "text"), evidence)


def _more(property_: str, iri: str, at: Addresses) -> str:
    """Return the address of the whole list: the SPARQL query that gives it."""
    predicate = terms.mentions if property_ in ("outcomes", "parts") else property_
    query = f"SELECT DISTINCT ?resource WHERE {{ ?resource <{predicate}> <{iri}> }}"
    return f"{at.local('query')}?{urlencode({'query': query})}"


def around(subject: Subject, names: Names, at: Addresses) -> str:
    """Return the neighbourhood as SVG."""
    incoming = [
        drawing.Neighbour(
            names.short(row["iri"].value), at.href(row["iri"].value), inverse_label(row["p"].value, names)
        )
        for row in subject.incoming
    ]
    return drawing.neighbourhood(names.short(subject.iri), incoming, list(_outgoing(subject, names, at)))


def _outgoing(subject: Subject, names: Names, at: Addresses) -> Iterable[drawing.Neighbour]:
    seen = set()
    for property_, values in subject.facts.by_subject[subject.iri].items():
        for value, graph in values:
            if property_ in UNDRAWN or not _is_known(value, names, at) or value.value in seen:
                continue
            seen.add(value.value)
            label, inferred = property_label(property_, names), level_of(graph, at.base) == "inferred"
            yield drawing.Neighbour(names.short(value.value), at.href(value.value), label, inferred)


def _is_known(value: object, names: Names, at: Addresses) -> bool:
    iri = getattr(value, "value", "")
    return not hasattr(value, "datatype") and (iri in names.known or at.path(iri) is not None)
