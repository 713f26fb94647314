"""Lines in, units out: which lines belong together.

A unit begins at a mark or at a line that cannot continue what stands before. A line continues a unit that is still
open (its sentence has not ended), even where a footnote or a page header stands between them; and a line below another
in the same block continues it unless it is a line of a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.parsing.counting import letter_of, letter_value, roman_of, roman_value
from ingest.parsing.lines import Line, full_line
from ingest.parsing.marks import Look, Mark, find_mark, note_mark
from ingest.parsing.units import (
    CLOSING,
    COLUMNS,
    COMMA,
    LABEL,
    LONG,
    LONGEST_TITLE,
    OPENING,
    PARTICIPLE,
    Unit,
    is_row,
    is_title,
)

NOTES = frozenset({Look.NOTE, Look.STAR})
HEADINGS = frozenset({Look.KEYWORD, Look.CAPITAL, Look.ROMAN, Look.ANNEX, Look.RESOLUTION})
LEADS_WORDS = frozenset({Look.NUMBER, Look.LETTER, Look.LOOSE, Look.DECIMAL, Look.INSERTED, Look.NOTE})
"""What may stand alone on its line above the words that it marks."""
SENTENCE = re.compile(
    r"(?:To|The|In|A|An|It|This|These|Those|For|As|At|By|With|All|Such|Each|On|Under|We|They|He|She|There|If|When)\b"
)
"""First words of a sentence that no name begins with."""
ENUMERATING = re.compile(r", (?:and|or)$")
"""Words after which a clause may end and, before a small letter, does not."""
VOTE = re.compile(r"(?:In favour|Against|Abstaining):$")
NEAR = 40
"""Units within which the sentence that a line goes on with is looked for."""


def form_units(lines: Sequence[Line], notes: frozenset[int] = frozenset()) -> list[Unit]:
    """Join lines into units. Furniture and contents must have been taken out before.

    `notes` are where the lines begin that are footnotes although they look like words.
    """
    joiner = _Joiner(_texts_of_blocks(lines), full_line(lines))
    for line in lines:
        joiner.place(line, note_mark(line.text) if line.start in notes else find_mark(line.text))
    return joiner.units


def _texts_of_blocks(lines: Sequence[Line]) -> dict[int, str]:
    """Return the words of each block, as far as a title is long."""
    texts: dict[int, str] = {}
    for line in lines:
        text = texts.get(line.block, "")
        if len(text) <= LONGEST_TITLE:
            texts[line.block] = f"{text} {line.text}" if text else line.text
    return texts


@dataclass(slots=True)
class _Joiner:
    """Goes through the lines once."""

    blocks: Mapping[int, str]
    full: int | None
    """Characters from which a line is full and its sentence goes on below; None where lines are not broken so."""
    units: list[Unit] = field(default_factory=list)
    before: Unit | None = None
    """The unit that holds the line before."""

    def place(self, line: Line, mark: Mark | None) -> None:
        """Add a line to the unit it continues or begin a unit."""
        above = self.before if self.before and self.before.block == line.block else None
        target = None if mark and mark.look is Look.NOTE else self._continued(line, above)
        if target is not None and (mark is None or self._is_weak(mark, above, target)):
            target.add(line)
        elif mark is None and target is None and self.before is not None and self._completes(line, self.before):
            target = self.before
            target.add(line)
        else:
            target = self._begin(line, mark)
        self.before = target

    def _begin(self, line: Line, mark: Mark | None) -> Unit:
        if mark is not None and mark.look is Look.BARE:
            mark = replace(mark, look=Look.NUMBER)  # a page number would have been taken out as furniture
        open_text = self._last_text()
        unit = _unit(line, mark)
        unit.follows_open = open_text is not None and open_text.breaks_off
        if mark is None and self.before is not None and VOTE.match(self.before.text):
            unit.closing = True  # the names of the States that voted so
        self.units.append(unit)
        return unit

    def _completes(self, line: Line, before: Unit) -> bool:
        """A mark alone on its line takes the words below it; that of a heading takes only a title."""
        if before.mark is None:
            return False
        if before.lines:
            same_block = before.block == line.block and not before.ended and not COLUMNS.search(line.text)
            return before.look in HEADINGS and same_block
        if before.look in LEADS_WORDS:
            return True
        return before.look in HEADINGS and is_title(self._rest_of_block(line)) and not CLOSING.match(line.text)

    def _rest_of_block(self, line: Line) -> str:
        """Return the words of a block from its first line, or a line in the middle of one."""
        block = self.blocks[line.block]
        return block if block.startswith(line.text) else line.text

    def _last_text(self) -> Unit | None:
        """Return the last unit that is neither a footnote nor a closing line."""
        near = reversed(self.units[-NEAR:])
        return next((unit for unit in near if unit.look not in NOTES and not unit.closing), None)

    def _continued(self, line: Line, above: Unit | None) -> Unit | None:
        """Return the unit whose sentence a line goes on with, if there is one."""
        if above is not None and (not CLOSING.match(above.whole.text) or self._is_open_note(above)):
            ends_here = CLOSING.match(line.text) and not above.breaks_off
            stands_alone = _stands_alone(line, above) and not (self._is_full(above) and not COLUMNS.search(above.last))
            return None if ends_here or stands_alone else above
        if not self.units or CLOSING.match(line.text):
            return None
        latest = self.units[-1]
        if latest.look in NOTES and not latest.ended and (latest.dangling or _next_to(latest, line)):
            return latest
        target = self._last_text()
        return target if target is not None and _goes_on(target, line.text, self._rest_of_block(line)) else None

    def _is_full(self, above: Unit) -> bool:
        """Tell whether the last line of a unit is full and its sentence has not ended."""
        return self.full is not None and len(above.last) >= self.full and not above.ended

    def _is_open_note(self, above: Unit) -> bool:
        """Tell whether a closing note in brackets, "[Adopted by a recorded vote …", has not ended on its line."""
        return self.full is not None and above.whole.text.startswith("[") and not above.last.endswith(("]", ":"))

    def _is_weak(self, mark: Mark, above: Unit | None, target: Unit) -> bool:
        """Tell whether a mark is no reason to begin anew inside a sentence that goes on."""
        if above is not None and self._is_full(above) and mark.look not in {Look.NOTE, Look.STAR}:
            return not (mark.look is Look.BULLET and mark.token.startswith(("-", "•")))
        return _is_weak(mark, above, target)


def _unit(line: Line, mark: Mark | None) -> Unit:
    if mark is None:
        return Unit(None, [line], line, row=is_row(line.text), closing=bool(CLOSING.match(line.text)))
    words = line.text[mark.end :]
    rest = [Line(line.start + mark.end, words, line.block)] if words else []
    return Unit(mark, rest, line)


def _is_weak(mark: Mark, above: Unit | None, target: Unit) -> bool:
    """Tell whether a mark is no reason to begin anew inside a sentence that goes on."""
    if above is None:
        return mark.look in {Look.LOOSE, Look.BARE}
    if mark.look in {Look.KEYWORD, Look.CAPITAL, Look.BARE, Look.LOOSE, Look.ROMAN}:
        return True
    open_line = not above.ended and not above.row and (above.dangling or len(above.last) >= LONG)
    if mark.look is Look.LETTER and _goes_on_inline(mark.token, target.text):
        return True
    return mark.look in {Look.LETTER, Look.DECIMAL, Look.RESOLUTION, Look.NUMBER} and open_line


def _goes_on_inline(token: str, words: str) -> bool:
    """Tell whether words have the letter or numeral before: a row that is printed within an item or sentence."""
    roman, letter = roman_value(token) or 0, letter_value(token) or 0
    in_item = roman > 1 and f"({roman_of(roman - 1)}) " in words
    return in_item or (letter > 1 and f" ({letter_of(letter - 1)}) " in words)


def _next_to(note: Unit, line: Line) -> bool:
    """A line of an old print below a footnote on the same page: nothing of the page stands between."""
    raised = note.whole.text[:1] in "⁰¹²³⁴⁵⁶⁷⁸⁹["
    return not raised and line.block == note.block + 1 and line.text[0].islower()


def _stands_alone(line: Line, above: Unit) -> bool:
    """Tell whether a line of a block is a line of a list of its own."""
    if not above.lines or COLUMNS.search(line.text):
        return True
    if above.row or above.look is Look.BULLET or above.last.endswith(":"):
        return bool(LABEL.match(line.text)) or (above.row and not line.text[0].islower())
    return False


def _goes_on(unit: Unit, words: str, block: str) -> bool:
    """Tell whether words that begin a block go on with the sentence of a unit."""
    if not unit.lines or unit.row or (unit.ended and not (words[0].islower() and ENUMERATING.search(unit.last[-6:]))):
        return False
    if words[0].islower() and not re.match(r"[a-z](?:[.)]|\s)", words):
        return True
    if re.match(r"\d+\s", words) and COMMA.search(unit.last[-10:]):
        return True  # "its resolutions 1267 (1999)," | "1325 (2000)": no clause begins with a numeral
    if not unit.is_prose or unit.dangling:
        return unit.is_prose
    if COMMA.search(unit.last[-10:]):
        # a clause of a preamble ends with a comma, a sentence does not
        return unit.mark is not None and not PARTICIPLE.match(words) and not OPENING.match(words)
    return len(unit.last) >= LONG and not is_title(block) and not SENTENCE.match(words)
