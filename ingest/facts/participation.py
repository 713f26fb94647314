"""Who took part in a meeting: the States represented, the observers by kind, and the officers elected.

In: a ReadReport. Out: participations, persons and what they represent. A name counts only where the genre lists it,
behind the colon of "… were represented …:"; one inside the lead-in ("with the Economic and Social Council") does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Part, PartKind
from ingest.facts.evidence import Evidence, Fact, ReadReport, describe, of_mention, typed
from ingest.quads import english
from ingest.spans import Mention
from ontology import terms
from ontology.identifiers import parse, participation

_REPRESENTED = re.compile(r"\b(?:was|were) represented\b[^:.]*:|\battended\b[^:.]*:")

_CAPACITIES: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (re.compile(r"\bnon-governmental organi[sz]ations?\b"), terms.NGOObserver, ("body", "network", "office")),
    (re.compile(r"\bintergovernmental organi[sz]ations?\b"), terms.IGOObserver, ("body", "network", "office")),
    (re.compile(r"\binstitutes?\b"), terms.InstituteObserver, ("body", "network")),
    (
        re.compile(r"\b(?:entit(?:y|ies)|bodies|specialized agenc(?:y|ies)|Secretariat units?|programmes and funds)\b"),
        terms.UNEntityObserver,
        ("body", "office", "network", "programme"),
    ),
    (re.compile(r"\bStates?\b"), terms.StateRepresented, ("state",)),
)
"""What the lead-in of a list says, in the order of asking; the capacity; the kinds of names that are listed."""

_ELECTED = re.compile(r"\belected\b.*\bofficers?\b|\bofficers?\b.*\belected\b", re.DOTALL)
_OFFICER = re.compile(r"(?P<role>Chair|Vice-Chair|President|Vice-President|Rapporteur|Secretary)(?:person|man)?s?:")
_ROLES = {
    "Chair": terms.Chair,
    "President": terms.Chair,
    "Vice-Chair": terms.ViceChair,
    "Vice-President": terms.ViceChair,
    "Rapporteur": terms.Rapporteur,
    "Secretary": terms.SecretaryOfMeeting,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of those who were represented."""

    capacity: str
    """Concept of the vocabulary: cc:NGOObserver."""
    kinds: tuple[str, ...]
    """Kinds of mention that count in it."""
    start: int
    """Where the names begin in the text."""
    end: int


def read_participation(read: ReadReport) -> Iterator[Fact]:
    """Yield the participations that the attendance paragraphs and the list of officers state."""
    if read.event is None:
        return
    for part in read.parts(PartKind.PARAGRAPH):
        for listed in _lists(part.text):
            yield from _represented(read, read.event, part, listed)
        if _ELECTED.search(part.text):
            for entry in read.report.children(part.id):
                yield from _officers(read, read.event, entry)
    yield from _secretary(read, read.event)


def _lists(text: str) -> Iterator[Listed]:
    """Find "The following States … were represented at the Meeting: …", to the end of the sentence."""
    for match in _REPRESENTED.finditer(text):
        sentence = text.rfind(". ", 0, match.start()) + 1
        lead_in = text[sentence : match.end()]
        found = next(((concept, kinds) for pattern, concept, kinds in _CAPACITIES if pattern.search(lead_in)), None)
        if found:
            end = text.find(". ", match.end())
            yield Listed(*found, match.end(), len(text) if end < 0 else end)


def _represented(read: ReadReport, event: str, part: Part, listed: Listed) -> Iterator[Fact]:
    agents: dict[str, Mention] = {}
    for mention in read.mentions(part.id, *listed.kinds, start=listed.start, end=listed.end):
        agents.setdefault(mention.entity, mention)
    for agent, mention in agents.items():
        evidence = Evidence(part.id, mention.start, mention.end, "represented")
        yield from _participation(participation(event, str(parse(agent).code)), event, agent, listed.capacity, evidence)


def _participation(iri: str, event: str, agent: str, capacity: str, evidence: Evidence) -> Iterator[Fact]:
    yield typed(iri, terms.Participation, evidence)
    yield from describe(iri, evidence, {terms.event: event, terms.agent: agent, terms.capacity: capacity})


def _officers(read: ReadReport, event: str, entry: Part) -> Iterator[Fact]:
    """Read "Vice-Chairs: Alejandro Solano Ortiz (Costa Rica)": each person named behind the colon has the role."""
    officer = _OFFICER.match(entry.text)
    if officer is None:
        return
    for mention in read.mentions(entry.id, "person", start=officer.end()):
        state = _state_of(read, mention)
        end = state.end + len(")") if state else mention.end
        evidence = Evidence(entry.id, 0, end, "officer")
        iri = participation(event, str(parse(mention.entity).code))
        yield from _participation(iri, event, mention.entity, terms.Officer, evidence)
        yield Fact(iri, terms.role, _ROLES[officer["role"]], evidence)
        if state:
            yield Fact(iri, terms.represents, state.entity, of_mention(state, "officer"))


def _state_of(read: ReadReport, person: Mention) -> Mention | None:
    """Return the State in parentheses behind a person's name."""
    following = read.mentions(person.part, "state", start=person.end)
    text = read.report.part(person.part).text
    return following[0] if following and text[person.end : following[0].start] == " (" else None


def read_persons(read: ReadReport) -> Iterator[Fact]:
    """Yield each person named, as a person of that name; "Pía Greene" and "Pia Greene" are one with two spellings.

    The first spelling is the name; the others are recognized and not shown.
    """
    names: dict[str, str] = {}
    for mention in read.reading.mentions:
        if mention.kind != "person" or not mention.entity.startswith(_PERSONS):
            continue
        evidence = of_mention(mention, "person")
        if mention.entity not in names:
            names[mention.entity] = mention.exact
            yield typed(mention.entity, terms.Person, evidence)
            yield Fact(mention.entity, terms.SKOS + "prefLabel", english(mention.exact), evidence)
        elif names[mention.entity] != mention.exact:
            yield Fact(mention.entity, terms.SKOS + "hiddenLabel", english(mention.exact), evidence)


_PERSONS = terms.CG + "person/"


def _secretary(read: ReadReport, event: str) -> Iterator[Fact]:
    """Read "the Secretary of the Meeting", who is named by office only."""
    for mention in read.reading.mentions:
        if mention.entity == participation(event, "secretary"):
            evidence = of_mention(mention, "secretary")
            yield typed(mention.entity, terms.Participation, evidence)
            yield from describe(
                mention.entity,
                evidence,
                {terms.event: event, terms.capacity: terms.Officer, terms.role: terms.SecretaryOfMeeting},
            )
            return
