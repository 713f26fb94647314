"""The page of one thing of the graph: what surrounds it is asked for, then worded for the template.

Few questions, in two rounds asked at once: first the text, its surroundings and which properties link here, then the
first things that link here by each. The next step is `api.pages.rendering`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.description import Description, Term, describing_query, in_order
from api.pages import questions
from api.pages.reading import Facts
from api.site import Site
from ontology import terms
from ontology.identifiers import OUTCOME_KINDS, Identifier, IdentifierError, Kind, parse

Row = dict[str, Term]

LISTED = 25
"""How many things that link here a page shows by one property; the rest are a link away."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing and all that its page needs to know, as read from the graph."""

    iri: str
    found: Identifier | None
    """Taken apart; None for an IRI of others (a Sustainable Development Goal)."""
    facts: Facts
    """The description, and that of the part that states an outcome."""
    part: str | None
    """The part whose wording the page shows."""
    around: Sequence[Row] = ()
    sequence: Sequence[Row] = ()
    counts: Mapping[str, int] = ()  # type: ignore[assignment]
    incoming: Sequence[Row] = ()
    scores: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """By property and what is linked by it, the score of the inference and the graph that holds it."""


async def read_subject(site: Site, description: Description) -> Subject:
    """Ask for all that the page of a described thing needs."""
    iri, base = description.iri, site.engine.release.base
    found = identify(iri, base)
    facts = Facts.of(description.quads)
    part = _part(iri, found, facts)
    document = facts.text(iri, terms.inDocument) or (iri if found and found.kind is Kind.DOCUMENT else "")
    is_outcome = found is not None and found.kind in OUTCOME_KINDS
    stated, around, sequence, links, mentions, scored = await asyncio.gather(
        _rows(site, describing_query(part) if part and part != iri else None),
        _rows(site, questions.around(part) if part else None),
        _rows(site, questions.sequence(document) if document and (is_outcome or document == iri) else None),
        _rows(site, questions.links_to(iri)),
        _rows(site, questions.mention_counts(iri)),
        _rows(site, questions.scores(iri)),
    )
    if part and stated:
        facts = Facts.of((*description.quads, *in_order(part, stated)))
    counts = {row["p"].value: int(row["n"].value) for row in (*links, *mentions)}
    asked = [p for p in counts if p not in ("outcomes", "parts") and not (found and _is_listed_apart(found, p))]
    incoming = await _rows(site, questions.first_links(iri, asked, LISTED) if asked else None)
    scores = {(row["p"].value, row["iri"].value): (row["score"].value, row["graph"].value) for row in scored}
    return Subject(iri, found, facts, part, around, sequence, counts, incoming, scores)


def identify(iri: str, base: str) -> Identifier | None:
    """Take an IRI apart; None for one of others."""
    try:
        return parse(iri, base)
    except IdentifierError:
        return None


def _part(iri: str, found: Identifier | None, facts: Facts) -> str | None:
    """Return the part whose wording a page shows: itself, or the one that states an outcome, or that holds a span."""
    if found is None:
        return None
    if found.kind is Kind.PART:
        return iri
    return facts.text(iri, terms.statedIn, terms.inContainer) or None


def _is_listed_apart(found: Identifier, property_: str) -> bool:
    """Whether what links here by a property is shown by other means: parts of a part, outcomes of a document."""
    return found.kind in (Kind.PART, Kind.DOCUMENT) and property_ in (terms.partOf, terms.statedIn)


async def _rows(site: Site, query: str | None) -> list[Row]:
    return await site.engine.select(query) if query else []


def in_reading_order(row: Row) -> int:
    """Return where a part stands in its document, -1 for what is no part."""
    return int(row["order"].value) if "order" in row else -1


def word(row: Row, name: str) -> str:
    """Return the value of a variable as text, "" where it is unbound."""
    return row[name].value if name in row else ""
