"""The census of a graph while it is written: how much it holds, by class, by property, by what it links to.

In: the triples of one named graph after another, in the order in which they are written. Out: the counts that VoID
states. A triple counts once, in however many graphs it stands, so a subject is counted when nothing more can be said of
it: a document's own parts when the next document begins, all others at the end. Memory grows with the others only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ingest.quads import RDF_TYPE, Term, Triple
from ontology import void
from ontology.identifiers import BASE

Said = set[tuple[str, Term]]
"""What is said of one subject: properties and objects."""
_NOBODY = re.compile(r"(?!)")


@dataclass(slots=True)
class Tally:
    """Counts of the subjects seen so far."""

    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    bearers: Counter[str] = field(default_factory=Counter)
    """Property to the number of its subjects."""
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)

    def copy(self) -> Tally:
        """Return a tally that goes on from here."""
        return replace(
            self,
            classes=self.classes.copy(),
            properties=self.properties.copy(),
            bearers=self.bearers.copy(),
            pairs=self.pairs.copy(),
            links=self.links.copy(),
        )

    def count(self, said: Said) -> None:
        """Count one subject with all that is said of it."""
        uses = Counter(predicate for predicate, _ in said)
        self.triples += len(said)
        self.subjects += 1
        self.properties.update(uses)
        self.bearers.update(uses.keys())
        for class_ in {value for predicate, value in said if predicate == RDF_TYPE and isinstance(value, str)}:
            self.classes[class_] += 1
            for predicate, number in uses.items():
                self.pairs[class_, predicate] += number

    def link(self, subject: str, said: Said) -> None:
        """Count what leads from a subject of ours to things of others; the classes of things are no links."""
        if subject.startswith(BASE):
            self.links.update(
                (predicate, void.origin(value))
                for predicate, value in said
                if isinstance(value, str) and predicate != RDF_TYPE and not value.startswith((BASE, "_:"))
            )


class Census:
    """Counts the graphs of one file."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._lasting: dict[str, Said] = defaultdict(set)
        self._passing: dict[str, Said] = defaultdict(set)
        self._own = _NOBODY

    def begin(self, own: re.Pattern[str]) -> None:
        """Begin another document: of the subjects of the one before that are its own, nothing more is said."""
        for subject, said in self._passing.items():
            self._tally.count(said)
            self._tally.link(subject, said)
        self._passing.clear()
        self._own = own

    def add(self, triples: Iterable[Triple]) -> None:
        """Take the triples of a graph, or of a part of it."""
        for subject, predicate, value in triples:
            passes = subject not in self._lasting and self._own.match(subject)
            (self._passing if passes else self._lasting)[subject].add((predicate, value))

    def counts(self, catalogue: Iterable[Triple]) -> void.Counts:
        """Return the counts of all that was added, and of the catalogue; what that leads to are no links."""
        self.begin(_NOBODY)
        tally = self._tally.copy()
        listed: dict[str, Said] = defaultdict(set)
        for subject, predicate, value in catalogue:
            listed[subject].add((predicate, value))
        for subject in {**self._lasting, **listed}:
            said = self._lasting.get(subject, set())
            tally.link(subject, said)
            tally.count(said | listed.get(subject, set()))
        return void.Counts(
            triples=tally.triples,
            subjects=tally.subjects,
            classes=tally.classes,
            properties=_together(tally.properties, tally.bearers),
            pairs=tally.pairs,
            links=tally.links,
        )


def _together(triples: Mapping[str, int], subjects: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (number, subjects[name]) for name, number in triples.items()}
