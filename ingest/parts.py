"""What a document consists of, as triples: its parts in order, their exact wording, numbers and places.

In: a parsed Report. Out: the triples of its structure; `ingest.graph` adds what the parts state.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.document import Part, PartKind, Report
from ingest.quads import RDF_TYPE, Literal, Triple, english, integer
from ontology import terms
from ontology.identifiers import akn, citation, document, part

_CLASSES = {
    PartKind.FRONT: terms.FrontMatter,
    PartKind.CONTENTS: terms.Contents,
    PartKind.SECTION: terms.Section,
    PartKind.PARAGRAPH: terms.Paragraph,
    PartKind.ITEM: terms.Item,
    PartKind.SUBITEM: terms.SubItem,
    PartKind.FOOTNOTE: terms.Footnote,
    PartKind.ENTRY: terms.ListEntry,
    PartKind.PREAMBLE: terms.PreambularParagraph,
}

_GENRES = {
    "meeting-report": terms.MeetingReport,
    "resolution": terms.ResolutionDocument,
    "convention": terms.ConventionDocument,
    "report": terms.Report,
}

_ANEW = frozenset({PartKind.ITEM, PartKind.SUBITEM, PartKind.ENTRY})
"""Kinds whose numbering begins anew in each part that they stand in."""

_DELIBERATIONS = ("summary of deliberations", "summary of discussion", "deliberations")


def parts_of(report: Report) -> Iterator[Triple]:
    """Yield the document, its parts, and which part follows which."""
    symbol = report.source.metadata.symbol
    iri = document(symbol)
    yield Triple(iri, RDF_TYPE, _GENRES.get(report.genre, terms.Document))
    yield Triple(iri, terms.SKOS + "prefLabel", english(symbol))
    preambles = frozenset(_scope(each) for each in report.parts if each.kind is PartKind.PREAMBLE)
    for each in report.parts:
        yield from _part(report, symbol, each, preambles)
    yield from _sequence(report, symbol)


def _part(report: Report, symbol: str, each: Part, preambles: frozenset[str]) -> Iterator[Triple]:
    iri = part(symbol, each.id)
    yield Triple(iri, RDF_TYPE, _class(report, each, preambles))
    yield Triple(iri, terms.inDocument, document(symbol))
    yield Triple(iri, terms.partOf, part(symbol, each.parent) if each.parent else document(symbol))
    yield Triple(iri, terms.order, integer(each.order))
    yield Triple(iri, terms.text, Literal(each.text))
    yield Triple(iri, terms.citation, Literal(citation(iri)))
    yield Triple(iri, terms.RDFS + "label", english(citation(iri)))
    yield Triple(iri, terms.aknLocator, Literal(akn(iri)))
    yield from _numbers(iri, each)


def _numbers(iri: str, each: Part) -> Iterator[Triple]:
    if each.number is not None:
        yield Triple(iri, terms.number, integer(each.number))
    if each.letter:
        yield Triple(iri, terms.letter, Literal(each.letter))
    if each.enumerator:
        yield Triple(iri, terms.enumerator, Literal(each.enumerator))
    if each.kind is PartKind.SECTION:
        yield Triple(iri, terms.title, Literal(each.text))
        yield Triple(iri, terms.level, integer(each.level))


def _class(report: Report, each: Part, preambles: frozenset[str]) -> str:
    """Return the class of a part; `preambles` are the scopes that a preamble opens, in a document of any genre.

    Below the preamble of a resolution of the Security Council, of one to which a convention is annexed, or of one that
    a report prints in full, the paragraphs are operative too.
    """
    if each.kind is PartKind.PARAGRAPH and is_deliberation(report, each):
        return terms.Deliberation
    resolves = _scope(each) in preambles and not each.id.startswith("annex")
    if each.kind is PartKind.PARAGRAPH and (resolves or report.genre == "resolution"):
        return terms.OperativeParagraph
    return _CLASSES[each.kind]


def _scope(each: Part) -> str:
    """Return what the ids begin with of all paragraphs that are counted together: "", "draft-resolution/I/"."""
    return each.id.rpartition("preamble/" if each.kind is PartKind.PREAMBLE else "para/")[0]


def is_deliberation(report: Report, each: Part) -> bool:
    """Tell whether a paragraph stands under the heading "Summary of deliberations"."""
    parent = report.part(each.parent) if each.parent else None
    return parent is not None and parent.kind is PartKind.SECTION and parent.text.lower().rstrip(".:") in _DELIBERATIONS


def _sequence(report: Report, symbol: str) -> Iterator[Triple]:
    """Yield cc:next: paragraph after paragraph through the document, item after item within its paragraph.

    Paragraphs without a number stand in no numbering, and one that begins anew follows nothing.
    """
    last: dict[tuple[PartKind, str | None], Part] = {}
    for each in report.parts:
        if each.kind is PartKind.PARAGRAPH and each.number is None:
            continue
        series = (each.kind, each.parent if each.kind in _ANEW else _scope(each))
        before = last.get(series)
        if before and (each.number is None or before.number is None or each.number == before.number + 1):
            yield Triple(part(symbol, before.id), terms.next, part(symbol, each.id))
        last[series] = each
