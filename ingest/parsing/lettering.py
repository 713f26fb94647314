"""Decide what each printed letter is: an item (a), a sub-item (i), or part of a sentence.

"(i)" after "(h)" is the ninth item when "(j)" follows and the first sub-item when "(ii)" does; "(aa)" follows "(z)".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ingest.document import Doubt
from ingest.parsing.counting import letter_of, letter_value, roman_of, roman_value
from ingest.parsing.marks import Look
from ingest.parsing.units import Unit

TWICE_A = 27
"""The place of "aa" in the count, after "z"."""

ENDS_LETTERS = frozenset(
    {Look.NUMBER, Look.INSERTED, Look.KEYWORD, Look.ROMAN, Look.CAPITAL, Look.ANNEX, Look.EMBEDDED}
)
"""Marks with which a list of letters is at its end."""


class Rank(Enum):
    """What a letter marks."""

    ITEM = auto()
    SUBITEM = auto()
    NESTED = auto()
    """A list within an item or sub-item that begins at (a) again, or at (aa) without a (z) before."""
    TEXT = auto()


@dataclass(slots=True)
class Letters:
    """The running count of letters and of roman numerals below one paragraph."""

    item: int = 0
    subitem: int = 0
    nested: int = 0
    after_colon: bool = False
    """The last item or sub-item introduces a list."""

    def rank(self, token: str, following: str, unit: Unit) -> Rank:
        """Return what a letter marks; `following` is the next letter in the document, "" without one."""
        letter, roman = letter_value(token), roman_value(token)
        if self.nested and letter == self.nested + 1 and letter != self.item + 1:
            return Rank.NESTED
        if roman is not None and self._is_roman(roman, letter, following):
            return Rank.SUBITEM
        if letter == self.item + 1:
            return Rank.ITEM
        if unit.follows_open:
            return Rank.TEXT
        if self.item and (letter == TWICE_A or (letter == 1 and self.after_colon)):
            return Rank.NESTED
        return Rank.SUBITEM if letter is None or (roman and self.subitem) else Rank.ITEM

    def _is_roman(self, roman: int, letter: int | None, following: str) -> bool:
        if letter is None or (len(letter_of(letter)) > 1 and letter != self.item + 1):
            return True
        if roman == 1 and self.item == letter - 1:
            return following == "ii"
        return roman == 1 or (self.subitem > 0 and roman == self.subitem + 1)

    def doubt(self, rank: Rank, token: str, place: str) -> Doubt | None:
        """Return a doubt when a letter is not the next one."""
        value = letter_value(token) if rank is Rank.ITEM else roman_value(token)
        last = self.item if rank is Rank.ITEM else self.subitem
        if rank in {Rank.TEXT, Rank.NESTED} or value == last + 1:
            return None
        name = letter_of if rank is Rank.ITEM else roman_of
        return Doubt(place, f"({token})", f"({name(last + 1)})" + (f" after ({name(last)})" if last else ""))

    def advance(self, rank: Rank, token: str, text: str) -> None:
        """Count a letter."""
        if rank is Rank.ITEM:
            self.item, self.subitem, self.nested = letter_value(token) or self.item + 1, 0, 0
        elif rank is Rank.SUBITEM:
            self.subitem, self.nested = roman_value(token) or self.subitem + 1, 0
        elif rank is Rank.NESTED:
            self.nested = letter_value(token) or self.nested + 1
        if rank is not Rank.TEXT:
            self.after_colon = text.endswith(":")


def following_letters(units: Sequence[Unit]) -> list[str]:
    """Return for each unit the letter of the next lettered unit, "" where a number or heading comes first."""
    result = [""] * len(units)
    following = ""
    for index in range(len(units) - 1, -1, -1):
        result[index] = following
        unit = units[index]
        if unit.look is Look.LETTER and unit.mark:
            following = unit.mark.token
        elif unit.look in ENDS_LETTERS:
            following = ""
    return result
