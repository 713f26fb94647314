"""Lines in, units out: a unit is a run of words that belong together, whatever page breaks and footnotes part it.

A unit begins at a mark or at a line that cannot continue the one before. A line continues a unit that is still
open (its sentence has not ended), even where a footnote or a page header stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.parsing.lines import Line
from ingest.parsing.marks import Look, Mark, find_mark, note_mark

ENDED = re.compile(r"[.;:?!…][\"'”’»)\]*⁰¹²³⁴-⁹\d,]{0,6}$|[;,:] (?:and|or|and/or)$|[.;:?!]\[\d+\]$")
"""A text whose last sentence or clause has ended; old prints set the number of a footnote after the full stop."""
COMMA = re.compile(r",(?:[\"'”’»)\]*⁰¹²³⁴-⁹\d,]{0,6}|\[\d{1,3}\])$")
DANGLING = re.compile(
    r"(?:\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|as|that|which|who|its|their|this|these|those|under|into|"
    r"between|through|including|against|upon|within|than|not|also|such|his|her|be|is|are|was|were|has|have|had|shall|"
    r"should|would|could|may|can|dated|whether|if|when|where)|-)$"
)
"""A last word that no heading and no sentence ends with."""
PARTICIPLE = re.compile(
    r"(?:[A-Z][a-z]+ly )?(?!United|According|Including)(?:[A-Z]?[a-z]+(?:ing|ed)|Conscious|Aware|Mindful)\b"
)
"""First words of a clause of a preamble: "Recalling", "Deeply concerned", "Mindful"."""
OPENING = re.compile(r"The [A-Z][^,.;:]{4,90},$")
"""The line that opens a preamble: "The General Assembly,"."""
COLUMNS = re.compile(r"\S[ \u00a0]*\t\s*\S")
"""Two columns: a line of a list."""
LABEL = re.compile(r"[A-Z][\w\u2019'() -]{1,40}:\*? \S")
"""A line of a list when it stands alone: "Vice-Chair: …"."""
CLOSING = re.compile(
    r"\d{1,4}(?:st|nd|rd|th)[ \u00a0](?:\(closing\) )?(?:plenary[ \u00a0])?meeting\b.{0,40}$"
    r"|\d{1,2}[ \u00a0][A-Z][a-z]+[ \u00a0]\d{4}$"
    r"|\[(?:Adopted|Resolution adopted) (?:without|by) .{0,300}$|(?:In favour|Against|Abstaining):"
)
"""What stands below a resolution: the meeting, its date, the vote."""
VOTE = re.compile(r"(?:In favour|Against|Abstaining):$")
LONG = 60
"""Characters; a line broken by a page is at least about this long."""


@dataclass(slots=True)
class Unit:
    """Words that belong together, with the mark they begin with."""

    mark: Mark | None
    lines: list[Line]
    """The first line is cut after its mark."""
    whole: Line
    """The first line as it stands."""
    follows_open: bool = False
    """It begins where the sentence before it has not ended."""
    row: bool = False
    closing: bool = False
    size: int = 0
    """Characters of its lines."""
    _text: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.size = sum(len(line.text) for line in self.lines)

    @property
    def text(self) -> str:
        """The words, pieces joined by one space."""
        if self._text is None:
            self._text = " ".join(line.text for line in self.lines)
        return self._text

    def add(self, line: Line) -> None:
        """Append a line that continues this unit."""
        self.lines.append(line)
        self.size += len(line.text)
        self._text = None

    @property
    def look(self) -> Look | None:
        """The look of its mark, None without one."""
        return self.mark.look if self.mark else None

    @property
    def last(self) -> str:
        """Its last line."""
        return self.lines[-1].text if self.lines else ""

    @property
    def block(self) -> int:
        """The block its last line stands in."""
        return self.lines[-1].block if self.lines else self.whole.block

    @property
    def dangling(self) -> bool:
        """Whether its last word is one that no sentence ends with."""
        return bool(DANGLING.search(self.last[-20:]))

    @property
    def ended(self) -> bool:
        """Whether its last sentence or clause has ended."""
        return bool(ENDED.search(self.last[-20:]))


def is_title(text: str) -> bool:
    """Tell whether words can be a heading: capital first, no full stop at the end, not too long.

    >>> is_title("Summary of deliberations"), is_title("It was so."), is_title("in sum")
    (True, False, False)
    """
    if (
        not text
        or len(text) > 700
        or ENDED.search(text[-20:])
        or COMMA.search(text[-10:])
        or DANGLING.search(text[-20:])
    ):
        return False
    first = next((sign for sign in text if sign.isalnum()), "")
    return bool(first) and not first.islower() and not text.startswith("[")


def is_row(text: str) -> bool:
    """Tell whether a line stands alone in a list: two columns, or "Vice-Chair: …"."""
    return bool(COLUMNS.search(text) or LABEL.match(text))


def form_units(lines: Sequence[Line], notes: frozenset[int] = frozenset()) -> list[Unit]:
    """Join lines into units. Furniture and contents must have been taken out before.

    `notes` are where the lines begin that are footnotes although they look like words.
    """
    units: list[Unit] = []
    before: Unit | None = None
    ends = {line.block: line.text[-20:] for line in lines}
    for line in lines:
        mark = note_mark(line.text) if line.start in notes else find_mark(line.text)
        before = _place(line, mark, units, before, sentence=bool(ENDED.search(ends[line.block])))
    return units


def _place(line: Line, mark: Mark | None, units: list[Unit], before: Unit | None, *, sentence: bool) -> Unit:
    """Add a line to the unit it continues or begin a unit; return the unit that now holds it."""
    same_block = before is not None and before.block == line.block
    target = None
    if mark is None or mark.look is not Look.NOTE:
        target = _continued(line, units, same_block, sentence=sentence)
    if target is not None and (mark is None or _is_weak(mark, same_block)):
        target.add(line)
        return target
    if mark is None and target is None and before is not None and _completes_mark(line, before):
        before.add(line)
        return before
    if mark is not None and mark.look is Look.BARE:
        mark = replace(mark, look=Look.NUMBER)  # a page number would have been taken out as furniture
    unit = _begin(line, mark)
    unit.follows_open = _is_open_prose(_last_text(units))
    if mark is None and before is not None and VOTE.match(before.text):
        unit.closing = True  # the names of the States that voted so
    units.append(unit)
    return unit


def _is_open_prose(unit: Unit | None) -> bool:
    """Tell whether a unit is a sentence that breaks off, not a heading that has no full stop."""
    if unit is None or not unit.lines or unit.ended or unit.row:
        return False
    return unit.dangling or (_is_prose(unit) and len(unit.last) >= LONG)


def _is_prose(unit: Unit) -> bool:
    if unit.mark is None:
        return unit.size > 3 * LONG
    return unit.look in {Look.NUMBER, Look.LETTER, Look.DECIMAL, Look.BULLET}


def _begin(line: Line, mark: Mark | None) -> Unit:
    if mark is None:
        return Unit(None, [line], line, row=is_row(line.text), closing=bool(CLOSING.match(line.text)))
    words = line.text[mark.end :]
    rest = [Line(line.start + mark.end, words, line.block)] if words else []
    return Unit(mark, rest, line)


def _is_weak(mark: Mark, same_block: bool) -> bool:
    """A mark that is no reason to begin anew inside a sentence that goes on."""
    if mark.look in {Look.KEYWORD, Look.CAPITAL, Look.BARE, Look.LOOSE, Look.ROMAN}:
        return same_block or mark.look in {Look.LOOSE, Look.BARE}
    return False


def _completes_mark(line: Line, before: Unit) -> bool:
    """A mark alone on its line takes the words below it; that of a heading takes only a title."""
    if before.lines or before.mark is None:
        return before.mark is not None and _second_line_of_title(line, before)
    if before.mark.look in {Look.NUMBER, Look.LETTER, Look.LOOSE, Look.DECIMAL, Look.NOTE}:
        return True
    return before.mark.look is not Look.BARE and is_title(line.text) and not CLOSING.match(line.text)


def _second_line_of_title(line: Line, before: Unit) -> bool:
    """A title that goes on in its own block."""
    headings = {Look.KEYWORD, Look.CAPITAL, Look.ROMAN, Look.ANNEX, Look.RESOLUTION}
    return before.look in headings and before.block == line.block and not before.ended and not COLUMNS.search(line.text)


def _last_text(units: list[Unit]) -> Unit | None:
    """The last unit that is neither a footnote nor a closing line."""
    for unit in reversed(units[-40:]):
        if unit.look not in {Look.NOTE, Look.STAR} and not unit.closing:
            return unit
    return None


def _continued(line: Line, units: list[Unit], same_block: bool, *, sentence: bool) -> Unit | None:
    """Return the unit whose sentence a line goes on with, if there is one.

    `sentence` says that a sentence ends with the block of the line.
    """
    if not units:
        return None
    latest = units[-1]
    if CLOSING.match(line.text):
        return None
    if same_block and not latest.closing:
        return None if _stands_alone(line, latest) else latest
    if latest.look in {Look.NOTE, Look.STAR} and not latest.ended and (latest.dangling or _next_to(latest, line)):
        return latest
    target = _last_text(units)
    return target if target is not None and _goes_on(target, line.text, sentence=sentence) else None


def _next_to(note: Unit, line: Line) -> bool:
    """A line of an old print below a footnote on the same page: nothing of the page stands between."""
    raised = note.whole.text[:1] in "⁰¹²³⁴⁵⁶⁷⁸⁹["
    return not raised and line.block == note.block + 1 and line.text[0].islower()


def _stands_alone(line: Line, latest: Unit) -> bool:
    """Tell whether a line of a block is a line of a list of its own."""
    if not latest.lines or COLUMNS.search(line.text):
        return True
    if latest.row or latest.look is Look.BULLET or latest.last.endswith(":"):
        return bool(LABEL.match(line.text)) or (latest.row and not line.text[0].islower())
    return False


def _goes_on(unit: Unit, words: str, *, sentence: bool) -> bool:
    """Tell whether words in a new block go on with the sentence of a unit."""
    if not unit.lines or unit.ended or unit.row:
        return False
    if words[0].islower() and not re.match(r"[a-z](?:[.)]|\s)", words):
        return True
    if not _is_prose(unit) or unit.dangling:
        return _is_prose(unit)
    if COMMA.search(unit.last[-10:]):
        # a clause of a preamble ends with a comma, a sentence does not
        return unit.mark is not None and not PARTICIPLE.match(words) and not OPENING.match(words)
    return len(unit.last) >= LONG and (sentence or not is_title(words))
