"""What a text must contain to pass a filter: runs of letters and digits, one of which is in it for certain.

Only filters that are one call of CONTAINS or REGEX are read. Case is left out of account, as is everything else that
can only make more texts eligible: the filter itself is still applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from api.engine.opening import Opening

SHORTEST = 3
"""Characters of a needle: shorter ones are in too many words."""
RUN = re.compile(r"[A-Za-z0-9]+")
REGEX = re.compile(r"[A-Za-z0-9 \-_,.^$()|?*+]*")
"""Patterns that are understood: no classes, escapes, counts or flags inside."""


@dataclass(frozen=True, slots=True)
class Needles:
    """What the text of a variable must have, one of `runs`, to pass a filter of a call (CONTAINS or REGEX)."""

    call: str
    variable: str
    """Without its mark."""
    runs: tuple[str, ...]
    contained: str = ""
    """What a text must contain to pass, where that is all and of ASCII characters; else nothing."""
    lower: bool = False
    """Whether the text is put into lower case before."""

    @property
    def one_word(self) -> bool:
        """Whether a text in ASCII passes if and only if a word of it, in lower case, contains the one run."""
        return self.lower and self.contained == self.contained.lower() == self.runs[0]

    def passes(self, text: str) -> bool:
        """Whether a text passes, where `contained` is known.

        Python and the engine differ in no letter whose lower case has an ASCII character in it.
        """
        return self.contained in (text.lower() if self.lower else text)


def needles_of(opening: Opening, begin: int, end: int) -> Needles | None:
    """Return what passes a filter must have; None for filters of which that is not known."""
    while opening.word(begin) == "(" and opening.closing(begin) == end:
        begin, end = begin + 1, end - 1
    call = opening.word(begin)
    if call not in ("CONTAINS", "REGEX") or opening.word(begin + 1) != "(" or opening.closing(begin + 1) != end:
        return None
    variable, at = _variable(opening, begin + 2)
    if not variable or opening.word(at) != "," or opening.tokens[at + 1].kind != "string":
        return None
    sought, rest = _string(opening.tokens[at + 1].text), at + 2
    if sought is None:
        return None
    if call == "CONTAINS":
        found = _longest(sought) if opening.word(rest) == ")" and rest + 1 == end else ""
        lower = "LCASE" in (opening.word(begin + 2), opening.word(begin + 4))
        return Needles(call, variable, (found,), sought if sought.isascii() else "", lower) if found else None
    flags = opening.tokens[rest + 1].text[1:-1] if opening.word(rest) == "," else ""
    rest += 2 * (opening.word(rest) == ",")
    needles = _of_regex(sought) if flags in ("", "i") and opening.word(rest) == ")" and rest + 1 == end else ()
    return Needles(call, variable, needles) if needles else None


def _variable(opening: Opening, at: int) -> tuple[str, int]:
    """Return the variable of `?t`, `STR(?t)`, `LCASE(?t)` or `LCASE(STR(?t))`, and the place after it.

    Not UCASE: it makes SS of ß. No letter outside ASCII becomes one in lower case that the index does not have as such.
    """
    depth = 0
    while opening.word(at) in ("STR", "LCASE") and opening.word(at + 1) == "(":
        depth, at = depth + 1, at + 2
    if at >= len(opening.tokens) or opening.tokens[at].kind != "var":
        return "", at
    name, at = opening.tokens[at].text[1:], at + 1
    if any(opening.word(at + i) != ")" for i in range(depth)):
        return "", at
    return name, at + depth


def _string(token: str) -> str | None:
    """Return what a string of a query says; None for one that is no string (the engine will say so)."""
    try:
        triple = next(ox.parse(f"<a:a> <a:a> {token} .", format=ox.RdfFormat.TURTLE))
    except SyntaxError:
        return None
    return triple.object.value if isinstance(triple.object, ox.Literal) else None


def _longest(text: str) -> str:
    run = max(RUN.findall(text), key=len, default="")
    return run if len(run) >= SHORTEST else ""


def _of_regex(pattern: str) -> tuple[str, ...]:
    """Return one needle for each alternative at the top of a pattern; nothing where one has none for certain."""
    if REGEX.fullmatch(pattern) is None:
        return ()
    needles = tuple(_longest(branch) for branch in _branches(pattern))
    return needles if all(needles) else ()


def _branches(pattern: str) -> list[str]:
    """Return each alternative at the top with blanks for what need not be in a match, or is not itself."""
    branches, depth = [""], 0
    for place, character in enumerate(pattern):
        following = pattern[place + 1 : place + 2]
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            branches.append("")
        elif depth or not character.isalnum() or following in ("?", "*"):
            branches[-1] += " "
        elif following == "+":
            branches[-1] += character + " "
        else:
            branches[-1] += character
    return branches
