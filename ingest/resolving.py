"""What stands and what it refers to: overlapping candidates settled, doubtful names and anaphora resolved.

In: the candidates of each part, in document order. Out: mentions and unresolved spans. Which of two overlapping
candidates stands is decided by the wording alone (`settle`); an ambiguous name or an anaphor by what the document
named before (`Memory`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ingest.document import Part
from ingest.memory import Answer, Memory, Named
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
    "Nordic Convention on Cybercrime" stands instead of "Convention on Cybercrime", of which it is no mention.
    """
    inside = [candidate for candidate in kept if candidate.overlaps(unknown)]
    if all(unknown.encloses(c) and _REFERENCE.search(text[unknown.start : c.start]) for c in inside):
        return [*kept, unknown]
    if len(inside) == 1 and _is_modified(text, unknown, inside[0]):
        return [*(candidate for candidate in kept if candidate is not inside[0]), unknown]
    return kept


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


def resolve(candidate: Candidate, part: Part, memory: Memory) -> Answer:
    """Find what a settled, doubtful or anaphoric candidate refers to, from what the document named before."""
    if candidate.is_settled:
        return Answer(candidate.entities[0], candidate.kind)
    if candidate.head is not None:
        return _pointed_back(candidate, part, memory)
    if candidate.is_doubtful:
        return _doubtful(candidate, part, memory)
    return Answer(reason=candidate.reason or "no entity is known")


# -- anaphora ----------------------------------------------------------------------------------------------------

_PLURAL = frozenset(("treaties", "conventions", "instruments", "protocols"))

_OWN_BODY = {"A": ("Assembly", "GA"), "A/HRC": ("Council", "HRC"), "E": ("Council", "ECOSOC"), "S": ("Council", "SC")}
"""By the beginning of a symbol: the noun by which a body's documents call it, and its code."""

_AGENDA_2030 = identifiers.instrument("2030-AGENDA")


def _pointed_back(candidate: Candidate, part: Part, memory: Memory) -> Answer:
    """Resolve an anaphor; a common noun that nothing stands before is no mention at all."""
    head, kinds = str(candidate.head), candidate.antecedents
    if kinds[0] == "sdg-goal":
        answer = _goals(candidate, part, memory)
    elif kinds[0] == "office":
        answer = memory.nearest(part, lambda n: n.mention.entity in candidate.entities)
    elif candidate.entities:
        answer = Answer(candidate.entities[0], kinds[0])
    elif head in _PLURAL:
        answer = _several(part, memory)
    elif head == "Protocols":
        answer = _protocols(part, memory)
    elif kinds[0] in {"resolution", "congress", "workshop"}:
        answer = _of_kind(candidate, part, memory)
    else:
        answer = _by_head(candidate, part, memory)
    if answer == Answer() and not head.islower():
        return Answer(reason="nothing that is named before it is called so")
    return answer


def _of_kind(candidate: Candidate, part: Part, memory: Memory) -> Answer:
    """Resolve "the same resolution", "the Congress", "the workshop" by the kind of what was named before."""
    series = f"{identifiers.BASE}congress"
    within = {part.id} if candidate.kind == "workshop" else None

    def test(named: Named) -> bool:
        mention = named.mention
        near = within is None or mention.part in within
        return near and mention.kind in candidate.antecedents and mention.entity != series

    answer = memory.nearest(part, test)
    if answer == Answer() and candidate.head in {"resolution", "decision"}:
        return Answer(reason=f"no {candidate.head} is named before it")
    return answer


def _by_head(candidate: Candidate, part: Part, memory: Memory) -> Answer:
    """Resolve "the Institute" by a name that has the noun as its head; a body's own document means itself."""
    head = str(candidate.head)
    noun, code = _OWN_BODY.get(memory.setting.organ, ("", ""))
    if head == noun:
        return Answer(identifiers.body(code), "body")

    def test(named: Named) -> bool:
        return named.mention.kind in candidate.antecedents and memory.has_head(named.mention.entity, head)

    return memory.nearest(part, test)


def _goals(candidate: Candidate, part: Part, memory: Memory) -> Answer:
    """Resolve "its Goals": those of the 2030 Agenda unless other Goals were named last."""

    def test(named: Named) -> bool:
        mention = named.mention
        agenda = mention.entity == _AGENDA_2030
        return agenda or mention.kind == "sdg-goal" or memory.has_head(mention.entity, "Goals")

    last = next(memory.back(part, test), None)
    if last is None:
        return Answer()
    others = last.mention.kind != "sdg-goal" and last.mention.entity != _AGENDA_2030
    return Answer(last.mention.entity, last.mention.kind) if others else Answer(candidate.entities[0], "sdg-goal")


def _protocols(part: Part, memory: Memory) -> Answer:
    """Resolve "its Protocols" to the group that is named after the instrument just before."""
    last = next(memory.back(part, lambda n: n.mention.kind == "instrument"), None)
    if last is None:
        return Answer()
    groups = memory.entities_with_head("Protocols", "instrument-group")
    owned = [group for group in groups if last.mention.entity in memory.owners(group)]
    return Answer(owned[0], "instrument-group") if owned else Answer()


def _several(part: Part, memory: Memory) -> Answer:
    """Leave "those treaties" open unless the part names one group or instrument before it."""
    kinds = ("instrument", "instrument-group")
    found = list(memory.back(part, lambda n: n.mention.part == part.id and n.mention.kind in kinds))
    if len({named.mention.entity for named in found}) > 1:
        return Answer(reason=f"it stands for the {len(found)} instruments and groups named before it together")
    return Answer(found[0].mention.entity, found[0].mention.kind) if found else Answer()


# -- names that several things share -----------------------------------------------------------------------------

_FIELD = re.compile(r"\b(?:crime|criminal|drugs?|narcotic|psychotropic|offenders)\b", re.IGNORECASE)


def _doubtful(candidate: Candidate, part: Part, memory: Memory) -> Answer:
    """Choose by whose it is, by what the document names in full, and last by the field that the document is of."""
    owned = {entity: memory.owners(entity) for entity in candidate.entities}
    if any(owned.values()) and candidate.kind in {"office", "instrument-group"}:
        return _of_owner(candidate, part, memory, owned)
    named = [entity for entity in candidate.entities if entity in memory.certain]
    likely = [entity for entity in candidate.entities if _is_of_the_field(entity, memory)]
    for choice in (named, likely):
        if len(choice) == 1:
            return Answer(choice[0], candidate.kind)
    return Answer(reason="the name has several meanings and the document does not say which")


def _of_owner(candidate: Candidate, part: Part, memory: Memory, owned: Mapping[str, frozenset[str]]) -> Answer:
    """Resolve "Executive Director" and "Protocols thereto" by the body or instrument that was named last."""
    kinds = {"body", "network"} if candidate.kind == "office" else {"instrument"}
    all_owners = frozenset().union(*owned.values())
    is_office = candidate.kind == "office"
    last = next(
        memory.back(part, lambda n: n.mention.kind in kinds and (n.mention.entity in all_owners or not is_office)), None
    )
    if last is not None:
        for entity, owners in owned.items():
            if last.mention.entity in owners:
                return Answer(entity, candidate.kind)
    return Answer(reason="whose it is, the text before does not say")


def _is_of_the_field(entity: str, memory: Memory) -> bool:
    return memory.setting.is_of_the_field and any(_FIELD.search(label) for label in memory.labels(entity))
