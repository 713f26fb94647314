"""The words of headings and lists: what a class, a part and a link seen from its other end are called."""

from __future__ import annotations

from api.names import Names
from ontology import terms
from ontology.identifiers import Identifier, Kind

KIND_LABELS = {
    Kind.RECOMMENDATION: "Recommendation",
    Kind.AGREEMENT: "Agreement",
    Kind.COMMITMENT: "Commitment",
    Kind.MENTION: "Mention",
    Kind.ATTRIBUTION: "Attribution",
    Kind.STATEMENT: "Statement",
}

PART_WORDS = {
    "para": "Paragraph",
    "preambular": "Preambular paragraph",
    "section": "Section",
    "footnote": "Footnote",
    "front": "Front matter, line",
    "contents": "Table of contents",
    "annex": "Annex",
}

INVERSES = {
    "outcomes": "Recommendations and other outcomes that name it",
    "parts": "Paragraphs that name it",
    terms.underAgendaItem: "Outcomes under this agenda item",
    terms.underWorkshop: "Outcomes under this workshop",
    terms.underTheme: "Outcomes under this theme",
    terms.madeAt: "Outcomes",
    terms.addressee: "Outcomes addressed to it",
    terms.concerns: "Concerned with this topic",
    terms.relatedTo: "Related",
    terms.reflectedIn: "Reflects",
    terms.restates: "Restated in",
    terms.cites: "Cited in",
    terms.speaker: "Paragraphs in which it speaks",
    terms.preparesFor: "Preparatory meetings",
    terms.onAgendaOf: "Agenda",
    terms.partOf: "Parts",
    terms.agent: "Took part in",
    terms.event: "Participants",
    terms.represents: "Represented by",
    terms.chairedBy: "Chaired",
    terms.sittingOf: "Sittings",
    terms.reportOf: "Reports",
    terms.hasTheme: "Theme of",
    terms.place: "Events held here",
    terms.locatedIn: "Places in it",
    terms.inRegion: "States and places in it",
    terms.region: "Events for this region",
    terms.hostedBy: "Hosted",
    terms.parentBody: "Bodies within it",
    terms.adoptedBy: "Adopted by it",
    terms.adoptedAt: "Adopted there",
    terms.adoptedIn: "Instruments adopted in it",
    terms.textOf: "Texts",
    terms.member: "In the group",
    terms.supplements: "Supplemented by",
    terms.provisionOf: "Provisions",
    terms.discussedTogetherWith: "Discussed together with",
    terms.statedIn: "States",
    terms.RDFS + "subClassOf": "Narrower classes",
    terms.SKOS + "broader": "Narrower",
    terms.VOID + "subset": "Data sets that it is part of",
}
"""What a list is called that holds the subjects of a property."""


CLASSES = {
    terms.SDGO + "Goal": "Sustainable Development Goal",
    terms.SDGO + "Target": "Target of a Sustainable Development Goal",
    terms.SKOS + "ConceptScheme": "Scheme of concepts",
    terms.VOID + "Dataset": "Data set",
    terms.SH + "SPARQLExecutable": "Example query",
    terms.OWL + "Class": "Class",
}
"""What a page calls the classes of other vocabularies; those not named here are not shown."""

PROPERTIES = {
    terms.SKOS + "altLabel": "Other names",
    terms.SKOS + "broader": "Narrower than",
    terms.SKOS + "closeMatch": "Close to",
    terms.SKOS + "definition": "Definition",
    terms.SKOS + "exactMatch": "The same concept as",
    terms.SKOS + "notation": "Code",
    terms.SKOS + "related": "Related to",
    terms.SKOS + "scopeNote": "Note",
    terms.DCTERMS + "description": "Description",
    terms.DCTERMS + "identifier": "Identifier",
    terms.DCTERMS + "issued": "Issued",
    terms.DCTERMS + "language": "Language",
    terms.DCTERMS + "license": "Licence",
    terms.DCTERMS + "modified": "Changed",
    terms.DCTERMS + "rights": "Rights",
    terms.DCTERMS + "source": "Source",
    terms.DCTERMS + "title": "Title",
    terms.RDFS + "comment": "About",
    terms.RDFS + "seeAlso": "See also",
    terms.OWL + "deprecated": "Withdrawn",
    terms.SCHEMA + "keywords": "Keywords",
    terms.SCHEMA + "sameAs": "The same elsewhere",
    terms.VOID + "subset": "Named graphs",
    terms.VOID + "triples": "Triples",
}
"""What a page calls the properties of other vocabularies."""


def inverse_label(property_: str, names: Names) -> str:
    """Return the heading of the list of what links to a thing by a property."""
    return INVERSES.get(property_) or f"Has it as “{names.label(property_)}”"


def part_heading(found: Identifier) -> str:
    """Return the heading of a part or an outcome: "Paragraph 40 (j) (i)", "Recommendation 28 (e)".

    >>> from ontology.identifiers import parse, part
    >>> part_heading(parse(part("A/CONF.234/RPM.3/1", "para/40/j/i")))
    'Paragraph 40 (j) (i)'
    >>> from ontology.identifiers import outcome
    >>> part_heading(parse(outcome("commitment", "A/RES/76/181", "annex/20")))
    'Commitment, annex, para. 20'
    """
    path = found.path or ""
    if found.kind is not Kind.PART:
        *annex, number = path.partition("annex/") if path.startswith("annex/") else (path,)
        place = ", annex, para." if annex else ""
        return f"{KIND_LABELS[found.kind]}{place} {_numbers(number.split('/'))}"
    word, _, rest = path.partition("/")
    if word == "annex" and rest:
        return f"Annex, {rest.split('/', maxsplit=1)[0]} {_numbers(rest.split('/')[1:])}".rstrip()
    if word == "section":
        return "Section " + rest.replace("-", " ")
    return f"{PART_WORDS.get(word, word.capitalize())} {_numbers(rest.split('/'))}".strip()


def _numbers(segments: list[str]) -> str:
    first, *rest = segments
    return " ".join([first.replace("-", " "), *(f"({each})" if len(each) <= 4 else each for each in rest)])


def heading(found: Identifier, names: Names, iri: str) -> str:
    """Return the heading of a page: the name of a thing, the number of a part."""
    if found.kind in (Kind.PART, Kind.RECOMMENDATION, Kind.AGREEMENT, Kind.COMMITMENT):
        return part_heading(found)
    if found.kind in (Kind.GRAPH_STATED, Kind.GRAPH_CURATED, Kind.GRAPH_INFERRED, Kind.GRAPH_CATALOGUE):
        return f"Named graph {iri.rpartition('/graph/')[2]}"
    return names.label(iri)
