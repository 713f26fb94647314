"""Abbreviations that a document itself defines: "the Economic Community of West African States (ECOWAS)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.document import Part
from ingest.spans import Candidate, Surface

_DEFINED = re.compile(r"\s\((?:the\s)?[“\"]?(?P<short>[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)*)[”\"]?\)")
_KINDS = frozenset(("body", "network", "programme", "instrument", "instrument-group"))
"""What documents give abbreviations to, and then call by them."""
_FEWEST_CAPITALS = 3


@dataclass(slots=True)
class _Defined:
    """The abbreviations so far, each with the candidate that it stands for."""

    names: dict[str, Candidate] = field(default_factory=dict)

    def learn(self, text: str, candidate: Candidate) -> None:
        """Take up what stands in brackets after a name, if its letters are those of the name's words."""
        found = _DEFINED.match(text, candidate.end)
        known = candidate.is_settled or candidate.rule == "unknown"
        if found and known and candidate.kind in _KINDS and _abbreviates(found["short"], text[slice(*candidate.span)]):
            self.names.setdefault(found["short"], candidate)

    def uses(self, text: str) -> Iterator[tuple[int, int, Candidate]]:
        """Yield where a text uses one, with what it stands for."""
        if self.names:
            names = "|".join(sorted(map(re.escape, self.names), key=len, reverse=True))
            for found in re.finditer(rf"(?<![\w/-])(?:{names})(?![\w/]|-[A-Z])", text):
                yield *found.span(), self.names[found[0]]


def with_abbreviations(parts: Sequence[Part], found: Mapping[str, Sequence[Candidate]]) -> dict[str, list[Candidate]]:
    """Add the uses of abbreviations to what was found in each part, from the one that defines them on.

    Forms: "Economic Community of West African States (ECOWAS)" and then "ECOWAS"; a name that the reference data do
    not have leaves its abbreviation open too. What is a name of the reference data by itself is left as it is.
    """
    defined = _Defined()
    result: dict[str, list[Candidate]] = {}
    for part in parts:
        candidates = list(found[part.id])
        for candidate in sorted(candidates, key=lambda each: each.start):
            defined.learn(part.text, candidate)
        for start, end, meant in defined.uses(part.text):
            use = Candidate(start, end, meant.kind, _rule(meant), meant.entities, Surface.SHORT, reason=meant.reason)
            if not any(use.overlaps(other) for other in candidates):
                candidates.append(use)
        result[part.id] = sorted(candidates, key=lambda each: (each.start, -each.end))
    return result


def _rule(meant: Candidate) -> str:
    return "unknown" if meant.rule == "unknown" else "abbreviations"


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether most capitals of an abbreviation begin words of a name, in its order.

    >>> _abbreviates("ECOWAS", "Economic Community of West African States")
    True
    >>> _abbreviates("CRP", "World Trade Organization")
    False
    """
    capitals = [sign for sign in short if sign.isupper()]
    words = re.findall(r"[^\W\d_]+", name.upper())
    place = matched = 0
    for sign in capitals:
        found = next((index for index in range(place, len(words)) if words[index].startswith(sign)), None)
        if found is not None:
            place, matched = found + 1, matched + 1
    return len(capitals) >= _FEWEST_CAPITALS and matched * 5 >= len(capitals) * 3
