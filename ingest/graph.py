"""Facts to triples: all that one document states, each statement with its evidence, for one named graph.

In: a parsed and read report. Out: the triples of `graph/stated/<symbol>` and those that its .toml adds to the curated
graph. The next step, `ingest.build`, writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Metadata
from ingest.facts.evidence import Evidence, Fact, ReadReport
from ingest.facts.outcomes import Outcome
from ingest.quads import RDF_TYPE, Literal, Triple, day, english, integer
from ingest.spans import Mention, Unresolved
from ingest.speakers import AttributionSpan
from ontology import identifiers, terms

CLASSES = {
    identifiers.Kind.RECOMMENDATION: terms.Recommendation,
    identifiers.Kind.AGREEMENT: terms.Agreement,
    identifiers.Kind.COMMITMENT: terms.Commitment,
}
"""The class of each kind of outcome."""


def mentions(read: ReadReport) -> Iterator[Triple]:
    """Yield each mention as a resource, and from its container to what it names in one step."""
    for mention in read.reading.mentions:
        container = read.iri(mention.part)
        iri = identifiers.mention(container, mention.start, mention.end)
        yield Triple(iri, RDF_TYPE, terms.Mention)
        yield from _span(read, iri, Evidence(mention.part, mention.start, mention.end, mention.rule))
        yield Triple(iri, terms.mentionKind, Literal(mention.kind))
        yield Triple(iri, terms.refersTo, mention.entity)
        yield Triple(iri, terms.surfaceKind, Literal(mention.surface))
        yield Triple(container, _names(mention), mention.entity)


def unresolved(read: ReadReport) -> Iterator[Triple]:
    """Yield what is named but was not decided upon, with the reason."""
    for span in read.reading.unresolved:
        iri = identifiers.mention(read.iri(span.part), span.start, span.end)
        yield Triple(iri, RDF_TYPE, terms.Unresolved)
        yield from _span(read, iri, _evidence(span))
        yield Triple(iri, terms.mentionKind, Literal(span.kind))
        yield Triple(iri, terms.reason, Literal(span.reason))


def _evidence(span: Unresolved) -> Evidence:
    return Evidence(span.part, span.start, span.end, "unresolved")


def _names(mention: Mention) -> str:
    """Documents and resolutions are cited, other things are mentioned."""
    cited = mention.entity.startswith(identifiers.BASE + "document/")
    return terms.cites if cited else terms.mentions


def _span(read: ReadReport, iri: str, at: Evidence) -> Iterator[Triple]:
    yield Triple(iri, terms.inContainer, read.iri(at.part))
    yield Triple(iri, terms.start, integer(at.start))
    yield Triple(iri, terms.end, integer(at.end))
    yield Triple(iri, terms.exact, Literal(read.report.part(at.part).text[at.start : at.end]))
    yield Triple(iri, terms.rule, Literal(at.rule))


def attributions(read: ReadReport, found: Iterable[AttributionSpan]) -> Iterator[Triple]:
    """Yield who is said to have spoken, as resources and in one step from the container."""
    for each in found:
        container = read.iri(each.part)
        iri = identifiers.attribution(container, each.start, each.end)
        yield Triple(iri, RDF_TYPE, terms.Attribution)
        yield from _span(read, iri, Evidence(each.part, each.start, each.end, "speaker"))
        for verb in (each.verb, *each.joined):
            yield Triple(iri, terms.speechVerb, Literal(verb))
        for subject in (iri, container):
            yield Triple(subject, terms.speakerKind, identifiers.term(each.kind))
            if each.speaker:
                yield Triple(subject, terms.speaker, each.speaker)


def outcomes(read: ReadReport, found: Sequence[Outcome]) -> Iterator[Triple]:
    """Yield the outcomes with their wording, and what this wording names."""
    for each in found:
        part = read.report.part(each.part)
        yield Triple(each.iri, RDF_TYPE, CLASSES[each.kind])
        yield Triple(each.iri, terms.statedIn, read.iri(part.id))
        yield Triple(each.iri, terms.inDocument, read.document)
        yield Triple(each.iri, terms.text, Literal(part.text[: each.end]))
        yield Triple(each.iri, terms.citation, Literal(identifiers.citation(each.iri)))
        yield Triple(each.iri, terms.RDFS + "label", english(identifiers.citation(each.iri)))
        yield Triple(each.iri, terms.aknLocator, Literal(identifiers.akn(each.iri)))
        for mention in _mentioned(read, each):
            yield Triple(each.iri, _names(mention), mention.entity)


def _mentioned(read: ReadReport, each: Outcome) -> Iterator[Mention]:
    """Yield the mentions in an outcome's own wording and in the parts below its item."""
    yield from read.mentions(each.part, end=each.end)
    for child in read.report.children(each.part):
        yield from read.mentions(child.id)


def facts(read: ReadReport, found: Iterable[Fact]) -> Iterator[Triple]:
    """Yield each fact and, but for what class a thing is of, the statement that is its evidence.

    A fact that one part states twice has its first words there as evidence.
    """
    seen: set[str] = set()
    for fact in found:
        yield Triple(fact.subject, fact.predicate, fact.object)
        literal = isinstance(fact.object, Literal)
        lexical = fact.object.value if isinstance(fact.object, Literal) else fact.object
        container = read.iri(fact.evidence.part)
        iri = identifiers.statement(fact.subject, fact.predicate, lexical, container)
        if fact.predicate == RDF_TYPE or iri in seen:
            continue
        seen.add(iri)
        yield Triple(iri, RDF_TYPE, terms.Statement)
        yield from _span(read, iri, fact.evidence)
        yield Triple(iri, terms.subject, fact.subject)
        yield Triple(iri, terms.predicate, fact.predicate)
        yield Triple(iri, terms.objectValue if literal else terms.object, fact.object)


def described(metadata: Metadata, *, stated: bool) -> Iterator[Triple]:
    """Yield what is known of a document as a whole: from its own words, or from elsewhere.

    What the .toml says against the document's own words is not stated by them.
    """
    iri = identifiers.document(metadata.symbol)
    own = metadata.stated - {found.field for found in metadata.contradictions}
    for name, predicate, value in of_document(metadata):
        if (name in own) is stated:
            yield Triple(iri, predicate, value)


def of_document(metadata: Metadata) -> Iterator[tuple[str, str, Literal]]:
    """Yield (field, predicate, value) of what is known of a document."""
    values = (
        ("symbol", terms.symbol, Literal(metadata.symbol)),
        ("language", terms.DCTERMS + "language", Literal(metadata.language)),
        ("title", terms.DCTERMS + "title", metadata.title and Literal(metadata.title)),
        ("session", terms.session, metadata.session and Literal(metadata.session)),
        ("distributed", terms.distributed, metadata.distributed and day(metadata.distributed)),
        ("adopted", terms.adopted, metadata.adopted and day(metadata.adopted)),
        ("sha256", terms.sourceDigest, Literal(f"sha256:{metadata.sha256}")),
        ("origin", terms.DCTERMS + "source", metadata.origin and Literal(metadata.origin)),
    )
    return ((name, predicate, value) for name, predicate, value in values if isinstance(value, Literal))
