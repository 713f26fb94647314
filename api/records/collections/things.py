"""What has names: instruments, congresses, meetings, bodies, States, Goals and targets, topics."""

from __future__ import annotations

from api.records.collections.shared import (
    BODIES,
    BY_NAME,
    INSTRUMENTS,
    LABELS,
    SOURCE,
    TARGETS,
    classes,
    text_filter,
)
from api.records.shape import Collection, Facet, Filter, Order
from ontology import terms
from ontology.identifiers import Kind


def named(
    name: str,
    singular: str,
    word: str,
    iris: tuple[str, ...],
    fields: tuple[str, ...],
    example: str,
    description: str,
    *filters: Filter,
    order: Order = BY_NAME,
) -> Collection:
    """Return a collection of things that have names."""
    return Collection(
        name,
        singular,
        description,
        word,
        classes(iris),
        (*LABELS, *fields, SOURCE),
        (*filters, text_filter("?named", "?item skos:prefLabel|skos:altLabel|cc:abbreviation ?named .")),
        (
            Facet(
                "type",
                "?item a ?value . FILTER(STRSTARTS(STR(?value), STR(cc:)) || STRSTARTS(STR(?value), STR(sdgo:)))",
            ),
        ),
        {"name": BY_NAME} if order is BY_NAME else {"date": order, "name": BY_NAME},
        example,
    )


HELD = (terms.heldStart, terms.heldEnd, terms.plannedStart, terms.plannedEnd, terms.place)
MENTIONED_IN = Filter(
    "mentioned_in",
    "Only those that this document names.",
    "?naming cc:inDocument {value} ; cc:mentions ?item .",
    kinds=(Kind.DOCUMENT,),
    example="A/CONF.234/RPM.3/1",
)

THINGS = (
    named(
        *("instruments", "instrument", "instrument", INSTRUMENTS),
        (
            terms.adopted,
            terms.inForce,
            terms.adoptedBy,
            terms.adoptedAt,
            terms.adoptedIn,
            terms.supplements,
            terms.member,
        ),
        "UNTOC",
        "Treaties, protocols, declarations, standards and norms, and groups of them.",
        MENTIONED_IN,
    ),
    named(
        *("congresses", "congress", "congress", (terms.Congress,)),
        (terms.ordinal, *HELD, terms.hasTheme),
        "14",
        "The United Nations congresses on crime prevention, since 1955.",
        order=Order("?item cc:ordinal ?ordinal .", ("?ordinal",), (True,)),
    ),
    named(
        *("meetings", "meeting", "congress", (terms.PreparatoryMeeting,)),
        (terms.identifier, *HELD, terms.region, terms.preparesFor, terms.hostedBy),
        "14/meeting/RPM.3",
        "Meetings that prepare for a congress.",
        Filter(
            "congress",
            "Only those that prepare for this congress.",
            "?item cc:preparesFor {value} .",
            kinds=(Kind.CONGRESS,),
            example="14",
        ),
    ),
    named(
        "bodies",
        "body",
        "body",
        BODIES,
        (terms.parentBody,),
        "UNODC",
        "Organizations, organs, offices and networks.",
        MENTIONED_IN,
    ),
    named(
        *("states", "State", "place", (terms.State,)),
        (terms.isoAlpha3, terms.m49, terms.inRegion, terms.locatedIn),
        "CRI",
        "States, by ISO 3166-1 alpha-3 code.",
        Filter(
            "represented_at",
            "Only those represented at this meeting.",
            "?taking cc:agent ?item ; cc:event {value} ; cc:capacity cc:StateRepresented .",
            kinds=(Kind.MEETING, Kind.CONGRESS),
            example="RPM.3",
        ),
        MENTIONED_IN,
    ),
    named(
        *("targets", "target", "sdg", TARGETS),
        (terms.SKOS + "notation", terms.SKOS + "broader"),
        "16.a",
        "Sustainable Development Goals and targets, under the United Nations' own IRIs.",
        MENTIONED_IN,
    ),
    named(
        "topics",
        "topic",
        "topic",
        (terms.Topic,),
        (terms.SKOS + "definition", terms.SKOS + "broader", terms.SKOS + "exactMatch", terms.SKOS + "closeMatch"),
        "restorative-justice",
        "Topics of crime prevention and criminal justice.",
    ),
)
"""In the order of the documentation."""
