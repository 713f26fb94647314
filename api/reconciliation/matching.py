"""One query of a reconciliation batch against the catalogue: candidates with scores from 0 to 100, the best first.

A name or identifier that is exactly a thing's scores 100 and is a match when it is the only one; citations are read as
the resolver reads them; other names are compared by their words, wordings of outcomes by the words they share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from api.reconciliation.catalogue import Catalogue, Entity, plain, type_entry
from ontology.citations import CitationError, Known, candidates, read_citation
from ontology.identifiers import rebased

if TYPE_CHECKING:
    from api.names import Names

LIMIT, MOST = 5, 50
"""Candidates of one query: by default, at most."""

EXACT, CITED, LEAST = 100.0, 98.0, 30.0
"""Scores: of the very name or identifier, of a citation; below the last nothing is offered."""

OTHER_TYPE = 0.7
"""What is left of a score where a type is not had that should be."""

COMPARED = 60
"""Entities that are compared closely."""

Facts = Mapping[tuple[str, str], frozenset[str]]
"""(IRI, property id) to the values that the graph has, in plain form: the evidence of `properties`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a batch."""

    query: str
    types: tuple[str, ...] = ()
    limit: int = LIMIT
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Property ids with the values given, ids or words."""
    strict: str = "any"
    """Whether one of several types must be had ("any"), all of them ("all"), or rather than none ("should")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity with its score."""

    entity: Entity
    score: float
    agreeing: tuple[tuple[str, bool], ...] = ()
    """For each property asked: whether the graph has the value."""


def shortlist(asked: Asked, catalogue: Catalogue, known: Known, names: Names) -> list[Candidate]:
    """Return the candidates of a query by name alone, the best first, at most COMPARED."""
    words = plain(asked.query)
    scores: dict[str, float] = {}
    for iri in _cited(asked.query, known, names):
        if iri in catalogue.entities:
            scores[iri] = CITED
    for iri in (*catalogue.by_name.get(words, ()), asked.query.strip()):
        if iri in catalogue.entities:
            scores[iri] = EXACT
    sought = [near for word in words.split() for near in catalogue.spelt_like(word)]
    for iri in _sharing(sought, catalogue):
        score = _likeness(words, sought, catalogue.entities[iri], catalogue)
        if score >= LEAST:
            scores.setdefault(iri, score)
    kept = [
        Candidate(catalogue.entities[iri], _fitting(catalogue.entities[iri], score, asked))
        for iri, score in scores.items()
        if _is_wanted(catalogue.entities[iri], asked)
    ]
    return sorted(kept, key=_rank)[:COMPARED]


def _rank(candidate: Candidate) -> tuple[float, str]:
    return -candidate.score, candidate.entity.iri


def _is_wanted(entity: Entity, asked: Asked) -> bool:
    if not asked.types or asked.strict == "should":
        return True
    held = set(asked.types) & set(entity.types)
    return held == set(asked.types) if asked.strict == "all" else bool(held)


def _fitting(entity: Entity, score: float, asked: Asked) -> float:
    """Return the score, lowered for an entity of none of the types that should rather be had."""
    is_other = asked.types and asked.strict == "should" and not set(asked.types) & set(entity.types)
    return round(score * OTHER_TYPE, 1) if is_other else score


def _cited(query: str, known: Known, names: Names) -> list[str]:
    try:
        return [rebased(iri, names.base) for iri in candidates(read_citation(query), known)]
    except CitationError:
        return []


def _sharing(sought: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Return the entities that share words with the query, those that share the weightiest first."""
    shared: dict[str, float] = {}
    for word in set(sought):
        for iri in catalogue.by_word.get(word, ()):
            shared[iri] = shared.get(iri, 0.0) + catalogue.weight(word)
    return sorted(shared, key=lambda iri: (-shared[iri], iri))[:COMPARED]


def _likeness(words: str, sought: Sequence[str], entity: Entity, catalogue: Catalogue) -> float:
    """Compare by the nearest name; a wording by the share of the query's words that stand in it, in order."""
    best = max((_shared(sought, name.split(), catalogue) for name in entity.names), default=0.0) * 95
    if entity.text and len(sought) >= 3:
        best = max(best, _contained(words, entity.text) * 97)
    return round(best, 1)


def _shared(sought: Sequence[str], held: Sequence[str], catalogue: Catalogue) -> float:
    """Compare two names by the words that they share, each with its weight; order does not count.

    All words of the query in a longer name are worth as much as a name of which little is missing.
    """
    both = sum(map(catalogue.weight, set(sought) & set(held)))
    one, two = (sum(map(catalogue.weight, set(words))) for words in (sought, held))
    return max(2 * both / (one + two), 0.85 * both / one if one else 0.0) if both else 0.0


def _contained(words: str, text: str) -> float:
    if words in text:
        return 0.6 + 0.4 * len(words) / len(text)
    sought, held = words.split(), text.split()
    blocks = SequenceMatcher(None, sought, held, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(sought), len(held) * 0.6)


def judged(candidates_: Sequence[Candidate], asked: Asked, facts: Facts) -> list[Candidate]:
    """Return the candidates with the evidence of the properties weighed in, cut to the limit."""
    weighed = [_weighed(each, asked, facts) for each in candidates_]
    return sorted(weighed, key=_rank)[: asked.limit]


def _weighed(candidate: Candidate, asked: Asked, facts: Facts) -> Candidate:
    if not asked.properties:
        return candidate
    agreeing = []
    for id_, values in asked.properties:
        held = facts.get((candidate.entity.iri, id_), frozenset())
        agreeing.append((id_, any(plain(value) in held or value in held for value in values)))
    share = sum(agrees for _, agrees in agreeing) / len(agreeing)
    # without a name in the query the properties are all there is to go by
    score = candidate.score * (0.7 + 0.3 * share) if asked.query else 100 * share
    return Candidate(candidate.entity, round(score, 1), tuple(agreeing))


def written(found: Sequence[Candidate]) -> list[dict[str, object]]:
    """Return candidates as the protocol writes them; at most one is a match."""
    certain = [each for each in found if each.score >= CITED]
    return [
        {
            "id": each.entity.iri,
            "name": each.entity.label,
            "score": each.score,
            "match": len(certain) == 1 and each is certain[0],
            "description": each.entity.description,
            "type": [type_entry(id_) for id_ in each.entity.types],
            "features": [
                {"id": "name", "value": each.score},
                *({"id": f"property:{id_}", "value": agrees} for id_, agrees in each.agreeing),
            ],
        }
        for each in found
    ]
