"""Documents, their paragraphs, and the places in which they name something."""

from __future__ import annotations

from api.records.collections.shared import (
    AS_IT_READS,
    BY_DOCUMENT,
    DOCUMENTS,
    MENTIONS,
    NAMED,
    OF_DOCUMENT,
    OUTCOME_TEXT,
    PARAGRAPHS,
    SOURCE,
    classes,
    text_filter,
)
from api.records.shape import Collection, Facet, Filter, Order, Takes
from ontology import terms
from ontology.identifiers import Kind

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

MENTION_LIST = Collection(
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
)
