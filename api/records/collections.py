"""The collections of the JSON API: recommendations, documents, paragraphs, instruments and the rest."""

from __future__ import annotations

from api.records.shape import Collection, Facet, Filter, Order, Takes
from ontology import terms
from ontology.identifiers import Kind

INSTRUMENTS = (
    *(terms.Treaty, terms.Protocol, terms.DeclarationInstrument, terms.StandardsAndNorms, terms.ResolutionInstrument),
    *(terms.GeneralComment, terms.PolicyFramework, terms.InstrumentGroup),
)
BODIES = (terms.Body, terms.Office, terms.Network)
DOCUMENTS = (
    *(terms.Document, terms.Report, terms.MeetingReport, terms.ResolutionDocument, terms.ConventionDocument),
    terms.DeclarationDocument,
)
PARAGRAPHS = (
    *(terms.Paragraph, terms.Deliberation, terms.PreambularParagraph, terms.OperativeParagraph),
    *(terms.Item, terms.SubItem, terms.Footnote, terms.ListEntry),
)
LABELS = (terms.SKOS + "prefLabel", terms.SKOS + "altLabel", terms.abbreviation)
SOURCE = terms.DCTERMS + "source"

BY_NAME = Order("?item skos:prefLabel ?name FILTER(LANG(?name) = 'en')", ("LCASE(STR(?name))",), (False,))


def classes(iris: tuple[str, ...], variable: str = "item") -> str:
    """Return a pattern: a variable is of one of some classes.

    >>> classes(("https://e.org/A",))
    'VALUES ?class_item { <https://e.org/A> } ?item a ?class_item .'
    """
    return f"VALUES ?class_{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }} ?{variable} a ?class_{variable} ."


def mentioned(name: str, what: str, iris: tuple[str, ...], kinds: tuple[Kind, ...], example: str) -> Filter:
    """Return the filter on what a text names, for one sort of thing."""
    description = f"Only those whose words name this {what}: code, name or IRI."
    return Filter(
        name, description, "?item cc:mentions {value} .", kinds=kinds, classes=iris, graded=True, example=example
    )


def text_filter(variable: str, pattern: str) -> Filter:
    """Return the filter on words of a text or a name."""
    description = 'Words that must all occur, in any order; "in quotation marks" as they stand. Case is ignored.'
    return Filter("q", description, pattern + " FILTER({value})", Takes.TEXT, example="youth", choices={"": variable})


OF_DOCUMENT = Filter(
    "document",
    "Only those of this document, by symbol.",
    "?item cc:inDocument {value} .",
    kinds=(Kind.DOCUMENT,),
    example="A/CONF.234/RPM.3/1",
)
BY_DOCUMENT = Facet("document", "?item cc:inDocument ?value .")
AS_IT_READS = Order("", ("STR(?document)", "?order"), (False, True))

NAMED = (
    Facet("instrument", f"?item cc:mentions ?value . {classes(INSTRUMENTS, 'value')}"),
    Facet("target", "?item cc:mentions ?value . VALUES ?class_value { sdgo:Goal sdgo:Target } ?value a ?class_value ."),
    Facet("body", f"?item cc:mentions ?value . {classes(BODIES, 'value')}"),
)
"""How often which things are named."""

MENTIONS = (
    Filter(
        "mentions",
        "Only those whose words name this thing, whatever it is: code, name or IRI.",
        "?item cc:mentions {value} .",
        kinds=(
            Kind.INSTRUMENT,
            Kind.BODY,
            Kind.PROGRAMME,
            Kind.PLACE,
            Kind.DOCUMENT,
            Kind.CONGRESS,
            Kind.MEETING,
            Kind.PERSON,
        ),
        graded=True,
        example="UNODC",
    ),
    mentioned("instrument", "instrument", INSTRUMENTS, (Kind.INSTRUMENT,), "2030-AGENDA"),
    mentioned("target", "Sustainable Development Goal or target", (), (), "16.a"),
    mentioned("body", "body", BODIES, (Kind.BODY,), "UNODC"),
    mentioned("state", "State", (terms.State,), (Kind.PLACE,), "JPN"),
)

OUTCOME_TEXT = text_filter("?text", "?item cc:text ?text .")

RECOMMENDATIONS = Collection(
    "recommendations",
    "recommendation",
    "What congresses and their preparatory meetings recommend; by “kind”, also what they agree and undertake.",
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

DOCUMENT_LIST = Collection(
    "documents",
    "document",
    "Documents by their symbols: those that were read and those that they cite.",
    "document",
    f"?item cc:symbol ?symbol . {classes(DOCUMENTS)}",
    (
        *(terms.symbol, terms.DCTERMS + "title", terms.DCTERMS + "language", terms.distributed, terms.session),
        *(terms.reportOf, terms.textOf, terms.sourceDigest, SOURCE),
    ),
    (
        Filter(
            "read",
            "yes: only documents whose text is in the graph; no: only documents that are cited.",
            "FILTER {value} { ?part cc:inDocument ?item }",
            Takes.CHOICE,
            choices={"yes": "EXISTS", "no": "NOT EXISTS"},
            example="yes",
        ),
        Filter(
            "cited_by",
            "Only those that this document cites.",
            "?citing cc:inDocument {value} ; cc:cites ?item .",
            kinds=(Kind.DOCUMENT,),
            example="A/CONF.234/RPM.3/1",
        ),
        text_filter("?named", "?item cc:symbol|dcterms:title ?named ."),
    ),
    (Facet("type", "?item a ?value . FILTER(STRSTARTS(STR(?value), STR(cc:)))"),),
    {"symbol": Order("", ("?symbol",), (False,))},
    "A/CONF.234/RPM.3/1",
)

PARAGRAPH_LIST = Collection(
    "paragraphs",
    "paragraph",
    "Numbered paragraphs, lettered items, footnotes and list entries, with their exact wording.",
    "document",
    f"?item cc:inDocument ?document ; cc:order ?order . {classes(PARAGRAPHS)}",
    (
        *(terms.citation, terms.number, terms.letter, terms.text, terms.order, terms.partOf, terms.inDocument),
        *(terms.speakerKind, terms.speaker, terms.mentions, terms.cites, terms.aknLocator),
    ),
    (
        OF_DOCUMENT,
        Filter(
            "number",
            "Only the paragraph with this number.",
            "?item cc:number ?number . FILTER(STR(?number) = {value})",
            Takes.WORD,
            example="28",
        ),
        Filter(
            "speaker",
            "Only those in which this body, State or official is said to have spoken.",
            "?item cc:speaker {value} .",
            kinds=(Kind.BODY, Kind.PLACE, Kind.MEETING, Kind.PERSON),
            example="UNAFEI",
        ),
        *MENTIONS,
        OUTCOME_TEXT,
    ),
    (
        BY_DOCUMENT,
        Facet("speaker_kind", "?item cc:speakerKind ?value ."),
        *NAMED,
    ),
    {"document": AS_IT_READS},
    "A/CONF.234/RPM.3/1/para/31",
)


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

COLLECTIONS = {
    each.name: each
    for each in (
        RECOMMENDATIONS,
        DOCUMENT_LIST,
        PARAGRAPH_LIST,
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
            *("targets", "target", "sdg", (terms.SDGO + "Goal", terms.SDGO + "Target")),
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
        Collection(
            "mentions",
            "mention",
            "Places of a text that name something: a span of characters of a paragraph, item, heading or footnote.",
            "document",
            "?item a cc:Mention ; cc:inContainer ?container ; cc:start ?start ."
            " ?container cc:inDocument ?document ; cc:order ?order .",
            (
                terms.exact,
                terms.start,
                terms.end,
                terms.inContainer,
                terms.refersTo,
                terms.mentionKind,
                terms.surfaceKind,
                terms.rule,
            ),
            (
                Filter(
                    "document",
                    "Only those in this document, by symbol.",
                    "?container cc:inDocument {value} .",
                    kinds=(Kind.DOCUMENT,),
                    example="A/CONF.234/RPM.3/1",
                ),
                Filter(
                    "entity",
                    "Only those that name this thing.",
                    "?item cc:refersTo {value} .",
                    kinds=MENTIONS[0].kinds,
                    example="UNTOC",
                ),
                Filter(
                    "kind",
                    "Only those of this kind: instrument, body, state …",
                    "?item cc:mentionKind {value} .",
                    Takes.WORD,
                    example="instrument",
                ),
                Filter(
                    "surface",
                    "Only those with a full, short or anaphoric name.",
                    "?item cc:surfaceKind {value} .",
                    Takes.WORD,
                    example="short",
                ),
                text_filter("?exact", "?item cc:exact ?exact ."),
            ),
            (
                Facet("kind", "?item cc:mentionKind ?value ."),
                Facet("surface", "?item cc:surfaceKind ?value ."),
                Facet("entity", "?item cc:refersTo ?value ."),
            ),
            {"document": Order("", ("STR(?document)", "?order", "?start"), (False, True, True))},
            "A/CONF.234/RPM.3/1/para/31/mention/418-515",
        ),
    )
}
"""Every collection by its name, in the order of the documentation."""
