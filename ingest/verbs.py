"""The main verbs of a recommendation: what its addressee is told to do, in the order of the text.

In: the wording of one item. Out: the spans of its main imperatives; the first is the leading verb. There is no
grammar here beyond what such sentences need: a clause begins with its imperative, or after an adjunct that a comma
closes; "and" carries another imperative on unless a subordinate verb stands between. Verbs are in `verbs.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class VerbSpan:
    """A main verb: text[start:end] == exact."""

    start: int
    end: int
    exact: str
    lemma: str
    """The base form, lower case: "consider"."""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    text: str

    @property
    def word(self) -> str:
        return self.text.lower()


_TOKEN = re.compile(r"[^\W_]+(?:['’\-–][^\W_]+)*|[^\w\s]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ADJUNCT = _words(
    "in for when with as where through by to while given bearing recognizing building taking on at within under if "
    "after before during following noting considering without having based"
)
"""Words with which a clause begins when its imperative comes later: "In order to ensure …, include"."""

_ADVERB = _words("also further thereby always only not better more then therefore so thus")

_SUBORDINATE = _words(
    "that which who whom whose can could may might must shall should will would how whether where when while"
)
"""Words after which a verb is no longer the recommendation's own: "that can operate", "how they might"."""

_PREPOSITION = _words("of in for on to with by from into at about against")

_COORDINATOR = frozenset(("and", "or"))


def leading_verbs(text: str) -> tuple[VerbSpan, ...]:
    """Find the main imperative verbs of a recommendation; the first is its leading verb.

    Forms: "Promote …"; "Fully implement, as applicable, …"; "Focus on …, emphasize … and strengthen …";
    "In order to ensure …, include …"; "…; for Member States that have not yet done so, consider …";
    "We undertake to …". Infinitives of purpose ("to foster") and verbs of subordinate clauses are not among them.
    Empty when the wording recommends by other means ("Enhanced efforts should be made").

    >>> [verb.lemma for verb in leading_verbs("Consistently gather and use statistics to develop and test strategies")]
    ['gather', 'use']
    """
    found = (token for clause in _clauses(text) for token in _main_verbs(clause))
    return tuple(VerbSpan(token.start, token.start + len(token.text), token.text, token.word) for token in found)


def _clauses(text: str) -> Iterator[list[_Token]]:
    """Cut a text at semicolons and sentence ends; a colon ends what imperatives can follow from."""
    clause: list[_Token] = []
    for match in _TOKEN.finditer(text):
        if match[0] in ".;:?!" and not _is_point_of_a_number(text, match.start()):
            yield clause
            if match[0] == ":":
                return
            clause = []
        else:
            clause.append(_Token(match.start(), match[0]))
    yield clause


def _is_point_of_a_number(text: str, position: int) -> bool:
    """Tell whether a point stands inside a number or symbol: "16.5", "16.a"."""
    return text[position + 1 : position + 2].isalnum()


def _main_verbs(clause: Sequence[_Token]) -> Iterator[_Token]:
    first = _first_verb(clause)
    if first is None:
        return
    yield clause[first]
    subordinate = False
    for index in range(first + 1, len(clause)):
        if _opens_subordinate(clause, index):
            subordinate = True
        elif clause[index - 1].word != "to" and _is_carried_on(clause, index, subordinate=subordinate):
            yield clause[index]
            subordinate = False


def _opens_subordinate(clause: Sequence[_Token], index: int) -> bool:
    """Tell whether what follows depends on another verb: after "that" or "can", or "to" with a verb behind it."""
    if clause[index].word == "to":
        return _is_verb(clause, _after_adverbs(clause, index + 1))
    return clause[index].word in _SUBORDINATE


def _first_verb(clause: Sequence[_Token]) -> int | None:
    """Return the place of the imperative that a clause begins with, or that follows its opening adjunct."""
    start = 0
    while start < len(clause) and (clause[start].word in _COORDINATOR or clause[start].text == ","):
        start += 1
    start = _after_adverbs(clause, start)
    if start < len(clause) and clause[start].word == "we":
        start = _after_adverbs(clause, start + 1)
    if _is_verb(clause, start):
        return start
    if start == len(clause) or clause[start].word not in _ADJUNCT:
        return None
    commas = (index for index in range(start, len(clause)) if clause[index].text == ",")
    places = (_after_adverbs(clause, index + 1) for index in commas)
    return next((place for place in places if _is_verb(clause, place) and _has_object(clause, place)), None)


def _is_carried_on(clause: Sequence[_Token], index: int, *, subordinate: bool) -> bool:
    """Tell whether a verb is coordinated with the main verb before it.

    After a subordinate verb only a comma shows it: "to reduce conflicts …, and consider organizing youth forums";
    not so "to support the work, and enhance the capacities of, practitioners", where the object is still to come.
    """
    if not (_is_verb(clause, index) and _has_object(clause, index)):
        return False
    joint = _joint(clause, index)
    if joint is None:
        return False
    return not subordinate or (joint == ", and" and not _is_parenthesis(clause, index))


def _joint(clause: Sequence[_Token], index: int) -> str | None:
    """Return how a word is joined to what stands before it: "and", ",", ", and" (also "and, in doing so,")."""
    before = index - 1
    while before >= 0 and _is_adverb(clause[before].word):
        before -= 1
    if before < 0:
        return None
    if clause[before].word in _COORDINATOR:
        return ", and" if before and clause[before - 1].text == "," else "and"
    if clause[before].text != ",":
        return None
    opening = next((i for i in range(before - 1, -1, -1) if clause[i].text == ","), -1)
    inserted = opening > 0 and clause[opening - 1].word in _COORDINATOR and before - opening <= _LONGEST_INSERTION
    return ", and" if inserted else ","


_LONGEST_INSERTION = 8
"""Words between the commas of "and, in doing so, use"."""


def _is_parenthesis(clause: Sequence[_Token], index: int) -> bool:
    """Tell whether the next comma follows a preposition, so that the object is shared: "the capacities of, "."""
    comma = next((i for i in range(index, len(clause)) if clause[i].text == ","), None)
    return comma is not None and clause[comma - 1].word in _PREPOSITION


def _after_adverbs(clause: Sequence[_Token], index: int) -> int:
    while index < len(clause) and _is_adverb(clause[index].word):
        index += 1
    return index


def _is_adverb(word: str) -> bool:
    return word in _ADVERB or (word.endswith("ly") and word not in _verbs())


def _is_verb(clause: Sequence[_Token], index: int) -> bool:
    return index < len(clause) and clause[index].word in _verbs()


def _has_object(clause: Sequence[_Token], index: int) -> bool:
    """Tell whether a word that can be a noun is used as a verb here: "use reliable statistics", not "use of"."""
    if not _verbs()[clause[index].word]:
        return True
    after = clause[index + 1].word if index + 1 < len(clause) else ","
    if after in _COORDINATOR and _is_verb(clause, index + 2) and _is_verb(clause, index - 2):
        return True  # "consider, review and implement"
    return after not in {"of", "for", "and", "or", ",", ")"} and (after != "in" or clause[index].word == "use")


@cache
def _verbs() -> dict[str, bool]:
    """Map each verb of verbs.txt to whether it is as often a noun."""
    lines = files("ingest").joinpath("verbs.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if not line.startswith("#")]
    return {word: bool(marks) for word, *marks in words}
