"""What several collections share: sorts of classes, filters on what a text names, facets, orders."""

from __future__ import annotations

from api.records.shape import Facet, Filter, Order, Takes
from ontology import terms
from ontology.identifiers import Kind

INSTRUMENTS = (
    *(terms.Treaty, terms.Protocol, terms.DeclarationInstrument, terms.StandardsAndNorms, terms.ResolutionInstrument),
    *(terms.GeneralComment, terms.PolicyFramework, terms.InstrumentGroup),
)
BODIES = (terms.Body, terms.Office, terms.Network)
TARGETS = (terms.SDGO + "Goal", terms.SDGO + "Target")
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
    Facet("instrument", "?item cc:mentions ?value .", classes(INSTRUMENTS, "value")),
    Facet("target", "?item cc:mentions ?value .", classes(TARGETS, "value")),
    Facet("body", "?item cc:mentions ?value .", classes(BODIES, "value")),
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
