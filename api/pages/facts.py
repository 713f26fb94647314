"""The statements about one thing as a page shows them: grouped by property, each value with its evidence.

The properties that a page shows in another way (its title, its text, what it is part of) are left out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from api.addresses import Addresses
from api.names import Names
from api.pages.headings import PROPERTIES
from api.pages.model import Evidence, Fact, Value
from api.pages.reading import Facts, day, evidence_of, level_of
from ontology import terms

SHOWN_ELSEWHERE = frozenset(
    {
        terms.RDF + "type",
        terms.SKOS + "prefLabel",
        terms.RDFS + "label",
        terms.text,
        terms.title,
        terms.citation,
        terms.order,
        terms.number,
        terms.letter,
        terms.enumerator,
        terms.level,
        terms.inDocument,
        terms.partOf,
        terms.within,
        terms.next,
        terms.statedIn,
        terms.mentions,
        terms.cites,
        terms.under,
        terms.hasPart,
        terms.symbol,
        terms.DCTERMS + "title",
        terms.DCTERMS + "hasPart",
        terms.SKOS + "hiddenLabel",
        terms.SKOS + "inScheme",
        terms.ambiguousLabel,
        terms.relatedTo,
        *(terms.SH + name for name in ("select", "construct", "ask", "describe", "prefixes")),
        terms.RDFS + "isDefinedBy",
    }
)
"""Properties that a page shows in its heading, its wording or its lists, or that only programs need."""

FIRST = (
    terms.underTheme,
    terms.underAgendaItem,
    terms.underWorkshop,
    terms.madeAt,
    terms.negotiationStatus,
    terms.addressee,
    terms.leadingVerb,
    terms.operativeVerb,
    terms.concerns,
    terms.reflectedIn,
    terms.heldStart,
    terms.heldEnd,
    terms.plannedStart,
    terms.plannedEnd,
    terms.place,
    terms.hasTheme,
    terms.abbreviation,
    terms.SKOS + "altLabel",
    terms.adoptedBy,
    terms.adoptedIn,
    terms.adopted,
    terms.inForce,
)
"""The properties that come first, in this order; the rest follow by name."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is needed to word a statement: names, addresses and the description that holds the evidence."""

    names: Names
    at: Addresses
    facts: Facts


def facts_of(iri: str, wording: Wording, hidden: Iterable[str] = SHOWN_ELSEWHERE) -> tuple[Fact, ...]:
    """Return the statements about an IRI that a page shows."""
    hidden = frozenset(hidden)
    properties = [p for p in wording.facts.by_subject.get(iri, {}) if p not in hidden]
    return tuple(fact(iri, each, wording) for each in sorted(properties, key=lambda p: _rank(p, wording)))


def fact(iri: str, property_: str, wording: Wording) -> Fact:
    """Return one property with its values; a value known in two ways keeps the best evidence: stated, then curated."""
    known: dict[NamedNode | Literal, list[str]] = {}
    for value, graph in wording.facts.by_subject[iri][property_]:
        known.setdefault(value, []).append(graph)
    values = [_value(iri, property_, value, _best(graphs, wording.at.base), wording) for value, graphs in known.items()]
    return Fact(
        property_label(property_, wording.names),
        tuple(values),
        wording.at.href(property_),
        wording.names.definition(property_),
    )


def property_label(property_: str, names: Names) -> str:
    """Return what a page calls a property: its label with a capital letter."""
    if property_ in PROPERTIES:
        return PROPERTIES[property_]
    label = names.label(property_)
    if property_ not in names.known:
        name = property_.rpartition("#")[2].rpartition("/")[2]
        label = "".join(f" {c.lower()}" if c.isupper() else c for c in name)
    return label[:1].upper() + label[1:]


def _rank(property_: str, wording: Wording) -> tuple[int, str]:
    if property_ == terms.DCTERMS + "source":
        return (len(FIRST) + 1, "")
    return (FIRST.index(property_) if property_ in FIRST else len(FIRST), property_label(property_, wording.names))


def _best(graphs: list[str], base: str) -> str:
    order = ("stated", "curated", "inferred", "")
    return min(graphs, key=lambda graph: (order.index(level_of(graph, base)), graph))


def _value(iri: str, property_: str, value: NamedNode | Literal, graph: str, wording: Wording) -> Value:
    facts = wording.facts
    spans = evidence_for(iri, property_, value, facts)
    source = facts.text(iri, terms.DCTERMS + "source")
    evidence = evidence_of(graph, wording.at.base, source, next(filter(None, (_score(s, facts) for s in spans)), ""))
    if spans:
        evidence = Evidence(evidence.level, evidence.label, evidence.title, wording.at.href(spans[0]))
    quotes = tuple(dict.fromkeys(filter(None, (facts.text(span, terms.exact) for span in spans))))
    note = ", ".join(dict.fromkeys(word for span in spans for word in facts.all(span, terms.sharedTerm)))
    if isinstance(value, NamedNode):
        names = wording.names
        label, short = names.label(value.value), names.short(value.value)
        title = short if short != label else ""
        return Value(label, wording.at.href(value.value), title, "", note, quotes, evidence)
    return Value(literal_text(value), "", "", _language(value), note, quotes, evidence)


def literal_text(value: Literal) -> str:
    """Write a literal for people: dates in words, the rest as it is."""
    is_date = value.datatype.value in (terms.XSD + "date", terms.XSD + "gYearMonth", terms.XSD + "gYear")
    return day(value.value) if is_date else value.value


def _language(value: Literal) -> str:
    return value.language if value.language and value.language != "en" else ""


def _score(span: str, facts: Facts) -> str:
    return facts.text(span, terms.score)


def evidence_for(iri: str, property_: str, value: NamedNode | Literal, facts: Facts) -> list[str]:
    """Return the spans of the description that are evidence for one statement, in order.

    A Statement says which fact it is for; a Mention is evidence that its container names what it refers to, an
    Attribution that its container has this speaker.
    """
    found = []
    for span in facts.subjects():
        if facts.text(span, terms.subject) == iri and facts.text(span, terms.predicate) == property_:
            if value.value in facts.all(span, terms.object) + facts.all(span, terms.objectValue):
                found.append(span)
        elif property_ in (terms.mentions, terms.cites) and facts.text(span, terms.refersTo) == value.value:
            found.append(span)
        elif property_ in (terms.speakerKind, terms.speaker) and facts.text(span, property_) == value.value:
            found.extend([span] if span != iri else [])
    return found
