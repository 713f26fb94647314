"""Which of overlapping candidates stand: the longest right entity, and in it only what its words name too.

In: all that the matchers make of one wording. Out: the candidates that stand, in order; what they refer to, where the
wording alone does not say, is the matter of `ingest.resolving`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.spans import PLACES, Candidate
from ontology import identifiers

_UNITED_NATIONS = identifiers.body("UN")

_ORGANS = frozenset(("body", "network", "office"))
_NAMED = frozenset(("instrument", "instrument-group", "congress", "sdg-goal", "sdg-target"))


def settle(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose among overlapping candidates: the longest right entity, and in it only what its words name too.

    Of two with the same span the more certain stays; of two that cross, the longer. One inside another stays where
    its words name its own entity: "Doha Declaration" in "Global Programme for the Implementation of the Doha
    Declaration", but not "Council of Europe" in "Council of Europe Convention on Cybercrime".
    """
    kept: list[Candidate] = []
    ordered = sorted(candidates, key=_rank)
    for candidate in (c for c in ordered if c.rule != "unknown"):
        if all(_agrees(text, other, candidate) for other in kept):
            kept.append(candidate)
    for unknown in (c for c in ordered if c.rule == "unknown"):
        kept = _with_unknown(text, kept, unknown)
    return sorted(kept, key=lambda c: (c.start, -c.end))


def _with_unknown(text: str, kept: list[Candidate], unknown: Candidate) -> list[Candidate]:
    """Add a name that the reference data do not have, unless what they do have explains its words.

    "Optional Protocol to the Convention on the Rights of the Child" stands beside the Convention in it;
    "Nordic Convention on Cybercrime" stands instead of "Convention on Cybercrime", of which it is no mention; "Regional
    Centre for Peace in Latin America and the Caribbean" stands instead of the region.
    """
    lent = [candidate for candidate in kept if _lends_its_name(text, unknown, candidate)]
    kept = [candidate for candidate in kept if candidate not in lent]
    unknown = replace(unknown, end=max([unknown.end, *(place.end for place in lent)]))
    inside = [candidate for candidate in kept if candidate.overlaps(unknown)]
    if all(unknown.encloses(c) and _is_spoken_of(text, unknown, c) for c in inside):
        return [*kept, unknown]
    if len(inside) == 1 and _is_modified(text, unknown, inside[0]):
        return [*(candidate for candidate in kept if candidate is not inside[0]), unknown]
    return kept


def _is_spoken_of(text: str, unknown: Candidate, known: Candidate) -> bool:
    """Tell whether a name speaks of what it has in it: "… to the Convention", "Security Council Working Group"."""
    begins = known.start == unknown.start and known.kind in _ORGANS and unknown.kind == "body"
    parent = begins and re.match(r"\s[A-Z]", text[known.end : unknown.end]) is not None
    spoken_of = unknown.kind == "office" or _REFERENCE.search(text[unknown.start : known.start]) is not None
    return parent or spoken_of


_FIELD = re.compile(r"\s(?:on|of|for|against)\s.*\sin\s(?:the\s)?$")
"""Regional Centre "for Peace, Disarmament and Development in" Latin America and the Caribbean"""
_IN = re.compile(r"\sin\s(?:the\s)?$")
_SHORT = re.compile(r"\s\((?:the\s)?[“\"]?[A-Z][A-Za-z-]*[A-Z][A-Za-z]*[”\"]?\)")
"""United Nations Integrated Peacebuilding Office in Guinea-Bissau "(UNIOGBIS)"."""


def _lends_its_name(text: str, unknown: Candidate, place: Candidate) -> bool:
    """Tell whether a State or region ends the name of a body: its field stands before it in the name."""
    ends = unknown.start < place.start < unknown.end <= place.end
    if not ends or place.kind not in {"state", "region"} or unknown.kind != "body":
        return False
    before = text[unknown.start : place.start]
    return _FIELD.search(before) is not None or (
        _IN.search(before) is not None and _SHORT.match(text, place.end) is not None
    )


_MODIFIER = re.compile(r"(?:[A-Z][\w’-]*\s)+")


def _is_modified(text: str, unknown: Candidate, known: Candidate) -> bool:
    """Tell whether capitalized words before a known name make another name of it."""
    before = text[unknown.start : known.start]
    in_sentence = re.search(r"[\w,]\s$", text[: unknown.start]) is not None
    return in_sentence and known.kind == "instrument" and _MODIFIER.fullmatch(before) is not None


def _rank(candidate: Candidate) -> tuple[int, int, int, str]:
    """Order by length, the longest first; then by certainty."""
    certainty = 0 if candidate.is_settled else 1 if candidate.entities else 2 if candidate.head else 3
    return candidate.start - candidate.end, certainty, candidate.start, candidate.rule


def _agrees(text: str, longer: Candidate, candidate: Candidate) -> bool:
    """Tell whether a candidate can stand beside one that is at least as long."""
    if not longer.overlaps(candidate):
        return True
    return longer.encloses(candidate) and _names_itself(text, longer, candidate)


def _names_itself(text: str, outer: Candidate, inner: Candidate) -> bool:
    """Tell whether words inside a longer name still name their own entity."""
    if inner.kind in PLACES or _UNITED_NATIONS in inner.entities:
        return False
    if set(inner.entities) & set(outer.entities):
        return False
    if outer.kind in {"provision", "office"}:
        return inner.kind != "office"
    if outer.kind in {"resolution", "decision"}:
        return inner.kind in _ORGANS
    if outer.kind == "meeting" or inner.kind == "congress":
        return inner.kind == "congress" and outer.kind != "congress"
    return _is_referred_to(text, outer, inner)


_REFERENCE = re.compile(r"\b(?:the|and|of)\s$")


def _is_referred_to(text: str, outer: Candidate, inner: Candidate) -> bool:
    """Tell whether the longer name speaks of the inner entity, as with "the" before it or a hyphen after it.

    "… of the Doha Declaration", "… of the Human Rights Committee", "FATF-style regional bodies"; also a body that
    a programme's name begins with: "UNODC Global Programme on Cybercrime".
    """
    if inner.kind not in _NAMED | _ORGANS or outer.kind in PLACES | {"document", "person", "congress"}:
        return False
    if _REFERENCE.search(text[outer.start : inner.start]):
        return True
    begins = inner.start == outer.start and inner.kind in _ORGANS
    return begins and (text[inner.end : inner.end + 1] == "-" or outer.kind == "programme")
