"""Sustainable Development Goals and their targets, by number and as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ingest.spans import Candidate, Surface
from ontology.identifiers import SDG

TARGETS: Mapping[int, str] = MappingProxyType(
    {
        1: "1-5 a-b", 2: "1-5 a-c", 3: "1-9 a-d", 4: "1-7 a-c", 5: "1-6 a-c", 6: "1-6 a-b", 7: "1-3 a-b",
        8: "1-10 a-b", 9: "1-5 a-c", 10: "1-7 a-c", 11: "1-7 a-c", 12: "1-8 a-c", 13: "1-3 a-b", 14: "1-7 a-c",
        15: "1-9 a-c", 16: "1-10 a-b", 17: "1-19 a-",
    }
)  # fmt: skip
"""The targets of each Goal as General Assembly resolution 70/1 numbers them, 169 in all."""

ALL_GOALS = SDG.rstrip("/")
"""The United Nations' scheme of Goals, for texts that speak of all of them."""

_TARGET = r"(?P<target>\d{1,2}\.(?:\d{1,2}|[a-dA-D]))(?![\w.]\w)"
_TARGETS = re.compile(
    rf"""\b(?P<long>[Ss]ustainable\s[Dd]evelopment(?:\s[Gg]oals?)?\s|SDGs?\s)?
    [Tt]arget(?P<plural>s?)\s(?={_TARGET})""",
    re.VERBOSE,
)
_FIRST_TARGET = re.compile(_TARGET)
_NEXT_TARGET = re.compile(rf"(?:,\s(?:and\s|or\s)?|\sand\s(?:target\s)?|\sor\s|\sto\s|[–-])(?={_TARGET})")

_GOAL = r"(?P<goal>1[0-7]|[1-9])(?![\w./]\w|\w)"
_GOALS = re.compile(
    rf"\b(?:(?P<long>[Ss]ustainable\s[Dd]evelopment\s)[Gg]oal|Goal)(?P<plural>s?)\s(?={_GOAL})", re.VERBOSE
)
_ABBREVIATED = re.compile(rf"\bSDG(?P<plural>s?)\s?(?={_GOAL})")
_FIRST_GOAL = re.compile(_GOAL)
_NEXT_GOAL = re.compile(rf"(?:,\s(?:and\s|or\s)?|\sand\s(?:Goal\s)?|\sor\s|\sto\s|[–-])(?={_GOAL})")

_OTHER_GOALS = re.compile(r"(?:Millennium\sDevelopment|Millennium|Aichi\s\w+)\s$")
"""Goals and targets that are others': "Millennium Development Goal 5"."""


def find_goals_and_targets(text: str) -> Iterator[Candidate]:
    """Find Goals and targets that are named by number; all Goals together are a name of the reference data.

    Forms: "target 16.a"; "sustainable development target 16.5"; "targets 16.5 and 16.6" (one each, the first with
    the noun); "Sustainable Development Goal 16"; "Goal 16"; "Goals 4 and 5"; "SDG 16".
    """
    for found in _TARGETS.finditer(text):
        yield from _numbered(text, found, _FIRST_TARGET, _NEXT_TARGET, "sdg-target")
    for found in (*_GOALS.finditer(text), *_ABBREVIATED.finditer(text)):
        yield from _numbered(text, found, _FIRST_GOAL, _NEXT_GOAL, "sdg-goal")


def _numbered(
    text: str, noun: re.Match[str], first: re.Pattern[str], following: re.Pattern[str], kind: str
) -> Iterator[Candidate]:
    """Yield one candidate a number: the first begins with the noun, the others are the number alone."""
    if _OTHER_GOALS.search(text[: noun.start()]):
        return
    full = bool(noun.groupdict().get("long"))
    start, number = noun.start(), first.match(text, noun.end())
    while number is not None:
        code = number[0].lower()
        if kind == "sdg-target" and not is_target(code):
            return
        yield Candidate(start, number.end(), kind, "sdg", (SDG + code,), Surface.FULL if full else Surface.SHORT)
        joint = following.match(text, number.end()) if noun["plural"] else None
        if joint is None:
            return
        full, start, number = False, joint.end(), first.match(text, joint.end())


def is_target(code: str) -> bool:
    """Tell whether resolution 70/1 has a target of that number: "16.a", "16.10", but not "16.11".

    >>> is_target("16.a"), is_target("16.11"), is_target("17.a")
    (True, False, False)
    """
    goal, _, item = code.partition(".")
    numbers, letters = TARGETS.get(int(goal), "1-0 a-").split()
    if item.isdigit():
        return 1 <= int(item) <= int(numbers.partition("-")[2])
    return "a" <= item <= (letters.partition("-")[2] or "`")
