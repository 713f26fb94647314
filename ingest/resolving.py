"""What each mention refers to: doubtful names and anaphora, resolved by what the document named before.

In: the settled candidates of a part, in document order, and the Memory of what came before. Out: an Answer, the entity
or the reason why the text does not decide it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.document import Part
from ingest.memory import Answer, Memory, Named
from ingest.spans import Candidate
from ontology import identifiers


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
    elif kinds[0] == "office" and candidate.entities:
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
    if _DEFINITION.search(part.text[: candidate.start]) and part.text[candidate.end : candidate.end + 1] in _CLOSING:
        memory.define(part, head, candidate.start, candidate.antecedents)
    if head in memory.defined and not part.text.startswith(("that", "That"), candidate.start):
        return memory.defined[head]
    noun, code = _OWN_BODY.get(memory.setting.organ, ("", ""))
    if head == noun:
        return Answer(identifiers.body(code), "body")

    def test(named: Named) -> bool:
        near = head != "Organization" or named.mention.part == part.id
        return near and named.mention.kind in candidate.antecedents and memory.is_called(named.mention, head)

    answer = memory.nearest(part, test)
    if answer == Answer() and head == "Organization" and memory.setting.organ in _OWN_BODY:
        return Answer(_UNITED_NATIONS, "body")
    return answer


_UNITED_NATIONS = identifiers.body("UN")
"""What "the Organization" is in documents of its own organs, unless another is named beside it."""

_DEFINITION = re.compile(r"\((?:hereinafter\s(?:referred\sto\sas\s)?)?[“\"]?$")
_CLOSING = frozenset('”")')
"""(“the Convention”)"""


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
