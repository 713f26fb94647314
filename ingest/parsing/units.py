"""A unit is a run of words that belong together, whatever page breaks and footnotes part it.

Here is what can be told of one unit by its words alone: whether its sentence has ended, whether it can be a heading.
How lines are joined to units is in `joining`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.parsing.lines import Line
from ingest.parsing.marks import Look, Mark

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
LONGEST_TITLE = 700
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
    def is_prose(self) -> bool:
        """Whether it is running text by its mark or its length."""
        if self.mark is None:
            return self.size > 3 * LONG
        return self.look in {Look.NUMBER, Look.LETTER, Look.DECIMAL, Look.INSERTED, Look.BULLET}

    @property
    def breaks_off(self) -> bool:
        """Whether it is a sentence that breaks off, not a heading that has no full stop."""
        if not self.lines or self.ended or self.row:
            return False
        return self.dangling or (self.is_prose and len(self.last) >= LONG)

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
