"""Sentences of the kind that reports of preparatory meetings are made of, in which every name's place is known.

Words are drawn so that a few are common and most are rare, as in real texts. The same random source gives the same
sentences.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bench.reference import Entity, Reference

Item = TypeVar("Item")

_VERBS = (
    "consider promote explore examine facilitate develop foster enhance focus ensure strengthen undertake respond "
    "integrate support include recognize invest improve gather discuss pursue raise increase implement share adopt "
    "establish encourage provide review prevent address expand monitor evaluate align harmonize protect train"
)
_ADJECTIVES = (
    "effective national international comprehensive regional technical evidence-based judicial local restorative "
    "transparent social economic multilateral legislative specialized accessible mutual digital inclusive "
    "gender-sensitive independent sustainable long-term private transnational alternative preventive community-based "
    "vulnerable coordinated rural urban voluntary confidential cross-border indigenous maritime forensic"
)
_NOUNS = (
    "cooperation measures capacity crime prevention justice assistance programmes victims policies information data "
    "institutions offenders training education strategies investigation prosecution legislation rehabilitation youth "
    "corruption technology research children women prisons sentencing police evidence communities authorities victims "
    "trafficking migrants firearms terrorism cybercrime wildlife laundering proceeds reintegration probation courts "
    "witnesses mediation stigma recidivism accountability ombudsmen treaties statistics indicators partnerships "
    "universities teachers municipalities extradition confiscation counterfeiting fisheries antiquities "
    "whistle-blowers neighbourhoods detention parole surveillance encryption ransomware laboratories curricula"
)
VERBS, ADJECTIVES, NOUNS = (tuple(words.split()) for words in (_VERBS, _ADJECTIVES, _NOUNS))
"""In the order in which they are common."""
SPEECH = ("noted", "stressed", "emphasized", "highlighted", "recalled", "underlined", "stated", "observed")
SPEAKERS = (
    ("The Meeting", "TheMeeting"),
    ("Participants", "Participants"),
    ("Some participants", "SomeParticipants"),
    ("A number of participants", "ANumberOfParticipants"),
    ("Many participants", "ManyParticipants"),
    ("One representative", "OneParticipant"),
    ("Other participants", "OtherParticipants"),
)
LINKS = ("in line with the", "as called for in the", "taking into account the", "under the", "with the support of the")
KINDS = ("instrument",) * 6 + ("body",) * 5 + ("sdg-target",) * 2 + ("resolution", "programme", "sdg-goal", "state")
"""Which kinds of things texts name, as often as they do."""


@dataclass(slots=True)
class Wording:
    """A text as it grows, with the places of what it names."""

    text: str = ""
    names: list[tuple[int, int, Entity]] = field(default_factory=list)
    speakers: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Start and end of who speaks, the kind of speaker, the verb of speech."""
    topics: list[Entity] = field(default_factory=list)

    def add(self, words: str) -> Wording:
        """Write on."""
        self.text += words
        return self

    def name(self, entity: Entity) -> Wording:
        """Write a name."""
        start = len(self.text)
        self.names.append((start, start + len(entity.label), entity))
        return self.add(entity.label)


def few(rng: random.Random, among: Sequence[Item]) -> Item:
    """Draw one, the first ones most often: the square of a uniform number places it."""
    return among[int(len(among) * rng.random() ** 2)]


class Writer:
    """Writes the sentences of one graph."""

    def __init__(self, rng: random.Random, reference: Reference) -> None:
        self._rng, self._entities = rng, reference.entities

    def recommendation(self) -> tuple[Wording, list[str]]:
        """Write what a lettered item asks for; return it with its main verbs, the leading one first."""
        rng, made = self._rng, Wording()
        verbs = [few(rng, VERBS)]
        made.add(f"{verbs[0].capitalize()} {self._phrase(made)} to {few(rng, VERBS)} {self._phrase(made)}")
        if rng.random() < 0.4:
            made.add(f" {few(rng, LINKS)} ").name(self.entity())
        made.add(f", including {self._phrase(made)} and {self._phrase(made)}")
        if rng.random() < 0.3:
            verbs.append(few(rng, VERBS))
            made.add(f"; and {verbs[-1]} {self._phrase(made)} for {self._phrase(made)}")
        return made.add("."), verbs

    def deliberation(self) -> Wording:
        """Write what was said on a subject, in two to four sentences."""
        made = Wording()
        for number in range(self._rng.randint(2, 4)):
            self._said(made.add(" " if number else ""))
        return made

    def paragraph(self) -> Wording:
        """Write a paragraph in which nobody is quoted."""
        made = Wording("In that regard, the ").name(self.entity())
        return made.add(f" called for {self._phrase(made)} and {self._phrase(made)}.")

    def entity(self) -> Entity:
        """Draw something to name."""
        return few(self._rng, self._entities[self._rng.choice(KINDS)])

    def _said(self, made: Wording) -> None:
        rng = self._rng
        (speaker, kind), verb = few(rng, SPEAKERS), few(rng, SPEECH)
        start = len(made.text)
        made.speakers.append((start, start + len(speaker), kind, verb))
        made.add(f"{speaker} {verb} that {self._phrase(made)} should {few(rng, VERBS)} {self._phrase(made)}")
        if rng.random() < 0.5:
            made.add(f" {few(rng, LINKS)} ").name(self.entity())
        made.add(f", with regard to {self._phrase(made)} for {self._phrase(made)}.")

    def _phrase(self, made: Wording) -> str:
        """Return a noun phrase; one in four is a topic of the scheme."""
        rng = self._rng
        if rng.random() < 0.25:
            topic = few(rng, self._entities["topic"])
            made.topics.append(topic)
            return topic.label.lower()
        return f"{few(rng, ADJECTIVES)} {few(rng, NOUNS)}"
