"""What congresses and their preparatory meetings recommend, agree and undertake."""

from __future__ import annotations

from api.records.collections.shared import AS_IT_READS, BY_DOCUMENT, MENTIONS, NAMED, OF_DOCUMENT, OUTCOME_TEXT
from api.records.shape import Collection, Facet, Filter, Order, Takes
from ontology import terms
from ontology.identifiers import Kind

RECOMMENDATIONS = Collection(
    "recommendations",
    "recommendation",
    "What congresses and their preparatory meetings recommend, agree and undertake.",
    "recommendation",
    "?item cc:statedIn ?place ; cc:inDocument ?document . ?place cc:order ?order .",
    (
        *(terms.citation, terms.text, terms.statedIn, terms.inDocument, terms.madeAt, terms.underAgendaItem),
        *(terms.underWorkshop, terms.underTheme, terms.negotiationStatus, terms.leadingVerb, terms.operativeVerb),
        *(terms.addressee, terms.mentions, terms.cites, terms.concerns, terms.relatedTo, terms.reflectedIn),
        *(terms.restates, terms.aknLocator),
    ),
    (
        Filter(
            "kind",
            "The kind of outcome; without it, recommendations.",
            "VALUES ?kind { {value} } ?item a ?kind .",
            Takes.CHOICE,
            choices={
                "recommendation": "cc:Recommendation",
                "agreement": "cc:Agreement",
                "commitment": "cc:Commitment",
                "any": "cc:Recommendation cc:Agreement cc:Commitment",
            },
            default="recommendation",
            example="recommendation",
        ),
        OF_DOCUMENT,
        Filter(
            "congress",
            "Only those made at this congress or at a meeting that prepares for it.",
            "?item cc:madeAt/cc:preparesFor? {value} .",
            kinds=(Kind.CONGRESS,),
            example="14",
        ),
        Filter(
            "meeting",
            "Only those made at this meeting.",
            "?item cc:madeAt {value} .",
            kinds=(Kind.MEETING, Kind.CONGRESS),
            example="RPM.3",
        ),
        Filter(
            "agenda_item",
            "Only those under this item of the agenda.",
            "?item cc:underAgendaItem {value} .",
            kinds=(Kind.AGENDA_ITEM,),
            example="5",
        ),
        Filter(
            "workshop",
            "Only those under this workshop.",
            "?item cc:underWorkshop {value} .",
            kinds=(Kind.WORKSHOP,),
            example="3",
        ),
        Filter(
            "theme",
            "Only those under this main theme, by the congress that has it.",
            "?item cc:underTheme {value} .",
            kinds=(Kind.THEME,),
            example="14/theme",
        ),
        *MENTIONS,
        Filter(
            "topic",
            "Only those concerned with this topic.",
            "?item cc:concerns {value} .",
            kinds=(Kind.TOPIC,),
            graded=True,
            example="juvenile-justice",
        ),
        Filter(
            "addressee",
            "Only those that ask this body, State or congress to act.",
            "?item cc:addressee {value} .",
            kinds=(Kind.BODY, Kind.PLACE, Kind.CONGRESS, Kind.PROGRAMME),
            graded=True,
            example="UNODC",
        ),
        Filter(
            "verb",
            "Only those whose main verbs include this one.",
            "?item cc:operativeVerb {value} .",
            Takes.WORD,
            example="promote",
        ),
        OUTCOME_TEXT,
    ),
    (
        BY_DOCUMENT,
        Facet("meeting", "?item cc:madeAt ?value ."),
        Facet("agenda_item", "?item cc:underAgendaItem ?value ."),
        Facet("workshop", "?item cc:underWorkshop ?value ."),
        *NAMED,
        Facet("topic", "?item cc:concerns ?value ."),
        Facet("verb", "?item cc:operativeVerb ?value ."),
    ),
    {
        "document": AS_IT_READS,
        "verb": Order("?item cc:leadingVerb ?verb .", ("?verb", "STR(?document)", "?order"), (False, False, True)),
    },
    "A/CONF.234/RPM.3/1/28/e",
)
