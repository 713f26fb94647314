"""What a meeting recommends and agrees, and what a declaration undertakes.

In: a ReadReport. Out: Outcomes, each the wording of one item or paragraph, and the facts about them. An item is a
recommendation because its paragraph says that recommendations follow, not because of where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Part, PartKind
from ingest.facts.agenda import dealt_with
from ingest.facts.evidence import Evidence, Fact, ReadReport, of_match, of_part
from ingest.quads import Literal
from ingest.verbs import leading_verbs
from ontology import terms
from ontology.identifiers import Kind, outcome


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recommendation, agreement or commitment."""

    kind: Kind
    iri: str
    part: str
    """Id of the item or paragraph that states it."""
    end: int
    """Its wording is text[:end] of that part."""
    chapeau: Evidence
    """The words that make it one: "The following recommendations … were identified:"."""


_RECOMMENDATIONS = re.compile(
    r"""
    \brecommendations?\b[^:]*\b(?:were|was)\b[^:]*\b(?:identified|made|adopted|formulated|proposed|agreed)\b[^:]*:\s*$
  | \b(?:made|adopted|identified|formulated|agreed\ (?:up)?on)\ the\ following\b[^:]*\brecommendations?\b[^:]*:\s*$
  | \brecommend(?:ed|s)(?:\ that)?:\s*$
    """,
    re.VERBOSE,
)
""" "The following recommendations, which …, were identified:", "made the following recommendations:"."""

_AGREEMENTS = re.compile(r"\bagreed(?:\s+that|\s+(?:up)?on the following|\s+as follows)?:\s*$")
""" "the Meeting agreed that:"."""

_NOT_NEGOTIATED = re.compile(r"\b(?:which|that)\s+(?:were|had)\s+not(?:\s+been)?\s+negotiated(?:\s+by\s+[^,:]+)?")
_WE = re.compile(r"We\b")
_ASSEMBLED = re.compile(r"\b[Aa]ssembled (?:at|for) (?:the )?")


def find_outcomes(read: ReadReport, cuts: Sequence[tuple[str, int]] = ()) -> tuple[Outcome, ...]:
    """Return the outcomes of a document, in document order.

    Recommendations and agreements are the items of a paragraph that announces them; commitments are the paragraphs
    of an annexed declaration. `cuts` are places (part, position) where somebody's own view begins in an item: the
    wording agreed on ends before it.
    """
    ends = dict(reversed(cuts))
    found = (*_announced(read, ends), *_commitments(read))
    order = {part.id: part.order for part in read.report.parts}
    return tuple(sorted(found, key=lambda outcome: order[outcome.part]))


def _announced(read: ReadReport, ends: dict[str, int]) -> Iterator[Outcome]:
    if read.event is None:
        return
    for paragraph in read.parts(PartKind.PARAGRAPH):
        if kind := announces(paragraph.text):
            chapeau = of_part(paragraph, "chapeau")
            for item in _listed(read, paragraph):
                end = len(item.text[: ends.get(item.id)].rstrip())
                yield Outcome(kind, _iri(read, kind, item), item.id, end, chapeau)


def _listed(read: ReadReport, paragraph: Part) -> Sequence[Part]:
    """Return the items that a paragraph announces: with letters (a), or else with numerals (i)."""
    below = read.report.children(paragraph.id)
    items = [part for part in below if part.kind is PartKind.ITEM]
    return items or [part for part in below if part.kind is PartKind.SUBITEM]


def announces(text: str) -> Kind | None:
    """Return what the words of a paragraph say that its items are: recommendations, agreements or neither."""
    patterns = ((_RECOMMENDATIONS, Kind.RECOMMENDATION), (_AGREEMENTS, Kind.AGREEMENT))
    return next((kind for pattern, kind in patterns if pattern.search(text)), None)


def _commitments(read: ReadReport) -> Iterator[Outcome]:
    """Yield the numbered paragraphs of an annexed declaration in which those assembled speak as "we".

    It may be annexed to a resolution, or to one that the report of a congress prints in full.
    """
    if read.report.genre not in {"resolution", "meeting-report"}:
        return
    for title in read.parts(PartKind.SECTION):
        scope = f"{title.id.removeprefix('section/')}/"
        declares = title.id.startswith("section/annex") and "Declaration" in title.text
        own = [part for part in read.report.parts if part.id.startswith(scope)] if declares else []
        if any(_WE.match(part.text) for part in own):
            for part in own:
                if part.kind is PartKind.PARAGRAPH and part.number is not None:
                    iri = _iri(read, Kind.COMMITMENT, part)
                    yield Outcome(Kind.COMMITMENT, iri, part.id, len(part.text), of_part(title, "declaration"))


def _iri(read: ReadReport, kind: Kind, part: Part) -> str:
    """Mint an outcome's IRI by the path of its part: "para/28/e" is 28/e, "annex/para/5" is annex/5."""
    return outcome(kind, read.symbol, re.sub(r"(^|/)para/", r"\1", part.id))


def read_outcomes(read: ReadReport, outcomes: Sequence[Outcome]) -> Iterator[Fact]:
    """Yield under what each outcome was made, its negotiation status and its verbs."""
    for found in outcomes:
        part = read.report.part(found.part)
        if made_at := occasion(read, found):
            yield Fact(found.iri, terms.madeAt, made_at, found.chapeau)
        yield from _status(read, found)
        yield from _verbs(part, found)
        if found.kind is Kind.RECOMMENDATION:
            for section, heading in dealt_with(read, part):
                evidence = Evidence(section.id, *heading.name, "heading")
                yield Fact(found.iri, _UNDER[heading.kind], heading.iri, evidence)


_UNDER = {"item": terms.underAgendaItem, "workshop": terms.underWorkshop, "theme": terms.underTheme}


def occasion(read: ReadReport, found: Outcome) -> str | None:
    """Return the event at which an outcome was made: a meeting's own at it, a declaration's where it was adopted."""
    if found.kind is not Kind.COMMITMENT:
        return read.event
    return _assembled_at(read, found)


def _assembled_at(read: ReadReport, found: Outcome) -> str | None:
    """Read "Assembled at the Fourteenth United Nations Congress …", in what stands before the first commitment."""
    end = read.report.part(found.part).order
    for part in read.report.parts:
        if part.id.startswith(("annex", "section/annex")) and part.order < end:
            assembled = _ASSEMBLED.search(part.text)
            named = read.mentions(part.id, "congress", start=assembled.end()) if assembled else ()
            if named:
                return named[0].entity
    return read.congress


def _status(read: ReadReport, found: Outcome) -> Iterator[Fact]:
    """Read "which were not negotiated by the participants"; an agreement is agreed by its own words."""
    if found.kind is Kind.AGREEMENT:
        yield Fact(found.iri, terms.negotiationStatus, terms.Agreed, found.chapeau)
        return
    chapeau = read.report.part(found.chapeau.part)
    if match := _NOT_NEGOTIATED.search(chapeau.text):
        evidence = of_match(chapeau, match, "not-negotiated")
        yield Fact(found.iri, terms.negotiationStatus, terms.NotNegotiated, evidence)


def _verbs(part: Part, found: Outcome) -> Iterator[Fact]:
    """Yield the main imperatives; the first is the leading verb."""
    for index, verb in enumerate(leading_verbs(part.text[: found.end])):
        evidence = Evidence(part.id, verb.start, verb.end, "verb")
        if index == 0:
            yield Fact(found.iri, terms.leadingVerb, Literal(verb.lemma), evidence)
        yield Fact(found.iri, terms.operativeVerb, Literal(verb.lemma), evidence)
