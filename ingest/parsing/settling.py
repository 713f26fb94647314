"""Marks that only the neighbours can settle: "1.5" is a rule or a sum, "a." a letter or an initial, "l." a misread 1.

What is no mark becomes wording again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.parsing.counting import letter_of, letter_value
from ingest.parsing.marks import Look, Mark
from ingest.parsing.units import Unit

MISREAD_ONE = "l"


def settle_marks(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with the marks that their neighbours confirm."""
    decimals = {unit.mark.token for unit in units if unit.look is Look.DECIMAL and unit.mark}
    settled: list[Unit] = []
    letter = 0
    for index, unit in enumerate(units):
        kept = unit
        if unit.look is Look.LOOSE:
            kept = _settle_letter(index, units, letter)
            letter = kept.mark.value or 0 if kept.mark and kept.look is Look.LOOSE else letter
        elif unit.look is Look.DECIMAL and unit.mark and not _neighbours(unit.mark.token) & decimals:
            kept = plain(unit)
        elif unit.look is not None and unit.look is not Look.BULLET:
            letter = 0
        if kept.mark is None and unit.mark is not None and unit.follows_open and (before := _last_words(settled)):
            for line in kept.lines:
                before.add(line)
        else:
            settled.append(kept)
    return settled


def _last_words(units: Sequence[Unit]) -> Unit | None:
    """Return the unit whose sentence goes on, before the footnotes that stand in it."""
    return next((unit for unit in reversed(units[-40:]) if unit.look not in {Look.NOTE, Look.STAR}), None)


def plain(unit: Unit) -> Unit:
    """Return a unit whose mark is wording."""
    rest = unit.lines[1:] if unit.lines and unit.lines[0].end == unit.whole.end else unit.lines
    return Unit(None, [unit.whole, *rest], unit.whole, unit.follows_open)


def _neighbours(token: str) -> set[str]:
    """The decimals before and after: of 1.2, 1.1 and 1.3; of 4.1, also 3.1 and 5.1; of 16.a, 16.b."""
    whole, _, part = token.partition(".")
    if part.isdigit():
        beside = {f"{int(whole) - 1}.1", f"{int(whole) + 1}.1"} if part == "1" else set()
        return {f"{whole}.{int(part) - 1}", f"{whole}.{int(part) + 1}"} | beside
    place = letter_value(part) or 0
    return {f"{whole}.{letter_of(near)}" for near in (place - 1, place + 1) if near > 0} | {f"{whole}.1"}


def _settle_letter(index: int, units: Sequence[Unit], last: int) -> Unit:
    unit = units[index]
    mark = unit.mark
    if mark is None or (mark.value == last + 1 and (last or _next_token(index, units, Look.LOOSE) == "b")):
        return unit
    if mark.token == MISREAD_ONE and _next_token(index, units, Look.NUMBER) == "2":
        one = replace(mark, look=Look.NUMBER, value=1)
        return Unit(one, unit.lines, unit.whole, unit.follows_open)
    return plain(unit)


def _next_token(index: int, units: Sequence[Unit], look: Look) -> str:
    """Return the token of the next mark of a look, close by."""
    near: list[Mark] = [unit.mark for unit in units[index + 1 : index + 30] if unit.look is look and unit.mark]
    return near[0].token if near else ""
