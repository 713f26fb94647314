"""The documents that a report names: what they are, and the titles that its list of documents gives them.

In: a ReadReport. Out: facts about other documents. "A/CONF.234/RPM.3/L.2 and Add.1–4" names five of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.document import Part, PartKind
from ingest.facts.dates import find_periods
from ingest.facts.evidence import Evidence, Fact, ReadReport, of_mention, typed
from ingest.quads import Literal, day, english
from ingest.spans import Mention
from ontology import identifiers, terms
from ontology.identifiers import IdentifierError, Kind, document, parse

_ADDENDA = re.compile(r"(?:,|\s+and)\s+(?P<name>Add|Corr)\.(?P<first>\d+)(?:\s*(?:–|-|—|to|and)\s*(?P<last>\d+))?")
""" "… and Add.1–4" behind a symbol."""


def read_own(read: ReadReport) -> Iterator[Fact]:
    """Yield what the document says of itself (symbol, title, session, dates), where its first lines print it."""
    metadata = read.report.source.metadata
    against = {found.field for found in metadata.contradictions}
    values = {"title": metadata.title, "symbol": metadata.symbol, "session": metadata.session}
    predicates = {"title": terms.DCTERMS + "title", "symbol": terms.symbol, "session": terms.session}
    for name, value in values.items():
        if value and name in metadata.stated - against and (at := _printed(read, value)):
            yield Fact(read.document, predicates[name], Literal(value), at)
    days = {"distributed": metadata.distributed, "adopted": metadata.adopted}
    for name, when in days.items():
        if when and name in metadata.stated - against and (at := _dated(read, when)):
            yield Fact(read.document, identifiers.term(name), day(when), at)


def _front(read: ReadReport) -> Iterator[Part]:
    """Yield the first lines of a document, and the headings, of which one may be its title."""
    return read.parts(PartKind.FRONT, PartKind.SECTION)


def _printed(read: ReadReport, words: str) -> Evidence | None:
    found = ((part, part.text.find(words)) for part in _front(read))
    return next((Evidence(part.id, at, at + len(words), "own-front") for part, at in found if at >= 0), None)


def _dated(read: ReadReport, when: date) -> Evidence | None:
    found = ((part, period) for part in _front(read) for period in find_periods(part.text))
    return next(
        (Evidence(part.id, p.start, p.end, "own-front") for part, p in found if p.first == p.last == when), None
    )


def read_documents(read: ReadReport) -> Iterator[Fact]:
    """Yield class, symbol and name of each document cited, its addenda, and the titles in the list of documents."""
    seen: set[str] = set()
    for mention in read.reading.mentions:
        if _symbol(mention.entity):
            for iri, evidence in _named(read, mention):
                if iri not in seen:
                    seen.add(iri)
                    yield from _introduced(iri, evidence)
                if iri != mention.entity:
                    yield Fact(read.iri(mention.part), terms.cites, iri, evidence)
    yield from _listed(read)


def _symbol(iri: str) -> str | None:
    """Return the symbol of a document's IRI, None for anything else."""
    try:
        found = parse(iri)
    except IdentifierError:
        return None
    return found.symbol if found.kind is Kind.DOCUMENT else None


def _named(read: ReadReport, mention: Mention) -> Iterator[tuple[str, Evidence]]:
    """Yield the documents that a mention names: itself and the addenda that follow its symbol."""
    yield mention.entity, of_mention(mention, "symbol")
    text = read.report.part(mention.part).text
    symbol = str(_symbol(mention.entity))
    at = text.find(symbol, mention.start)
    found = _ADDENDA.match(text, at + len(symbol)) if at >= 0 else None
    if found:
        for number in range(int(found["first"]), int(found["last"] or found["first"]) + 1):
            span = Evidence(mention.part, mention.start, found.end(), "addenda")
            yield document(f"{symbol}/{found['name']}.{number}"), span


def _introduced(iri: str, evidence: Evidence) -> Iterator[Fact]:
    symbol = str(_symbol(iri))
    class_ = terms.ResolutionDocument if "/RES/" in f"/{symbol}" else terms.Document
    yield typed(iri, class_, evidence)
    yield Fact(iri, terms.symbol, Literal(symbol), evidence)
    yield Fact(iri, terms.SKOS + "prefLabel", english(symbol), evidence)


def _listed(read: ReadReport) -> Iterator[Fact]:
    """Read the rows "symbol, title" of a list of documents."""
    for section in read.parts(PartKind.SECTION):
        if "documents" in section.text.lower():
            for entry in read.report.children(section.id):
                yield from _title(read, entry)


def _title(read: ReadReport, entry: Part) -> Iterator[Fact]:
    cited = [m for m in read.mentions(entry.id) if m.start == 0 and _symbol(m.entity)]
    if not cited:
        return
    documents = list(_named(read, cited[0]))
    start = max(evidence.end for _, evidence in documents)
    span = _stripped(entry.text, start)
    if span[0] < span[1]:
        title = Literal(entry.text[slice(*span)])
        for iri, _ in documents:
            yield Fact(iri, terms.DCTERMS + "title", title, Evidence(entry.id, *span, "list-of-documents"))


def _stripped(text: str, start: int) -> tuple[int, int]:
    """Return where text[start:] stands without white space at its ends."""
    rest = text[start:]
    return start + len(rest) - len(rest.lstrip()), len(text.rstrip())
