"""Text in, lines out: each line knows where its words stand in the text and which block of lines it belongs to.

Blocks are parted by blank lines; a blank line says little in these documents, since a page break puts one in
mid-sentence. What a line begins with is for `marks`, which lines belong together for `units`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it."""

    start: int
    """Offset of its first character in the document's text."""
    text: str
    block: int

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)


MANY = 12
"""Lines from which a text without blank lines is taken for one whose every line is a block."""
MEASURE = 120
"""Characters; where hardly a line is longer, the lines are those of a page or screen, broken within sentences."""
LONGEST_BLOCK = 60
"""Lines, on average; blocks of broken lines that are longer are none."""


def read_lines(text: str) -> list[Line]:
    r"""Split a text at line feeds; blank lines part the blocks and are not returned.

    In a text that has hardly any blank line each line is a block, unless its lines are broken at a measure: then ten
    and more lines between two blank ones are one long paragraph.

    >>> [(line.start, line.text, line.block) for line in read_lines(" a\nb\n\nc")]
    [(1, 'a', 0), (3, 'b', 0), (6, 'c', 1)]
    """
    lines: list[Line] = []
    block, offset, blank = -1, 0, True
    for raw in text.split("\n"):
        words = raw.strip()
        if words and blank:
            block += 1
        if words:
            lines.append(Line(offset + len(raw) - len(raw.lstrip()), words, block))
        blank = not words
        offset += len(raw) + 1
    if len(lines) > MANY and (block + 1) * 10 < len(lines) and not _is_broken(lines, block + 1):
        return [replace(line, block=index) for index, line in enumerate(lines)]
    return lines


def _is_broken(lines: Sequence[Line], blocks: int) -> bool:
    """Tell whether the lines of a text with long blocks are broken at a measure."""
    longer = sum(len(line.text) > MEASURE for line in lines)
    return longer * 20 < len(lines) <= blocks * LONGEST_BLOCK


def full_line(lines: Sequence[Line]) -> int | None:
    """Return from how many characters a line is full, None where lines are not broken at a measure.

    They are where nearly all lines that have another below them in their block are about equally long.
    """
    above = sorted(len(line.text) for line, below in pairwise(lines) if line.block == below.block)
    if len(above) <= MANY or above[-(len(above) // 20) - 1] > MEASURE:
        return None
    full = above[len(above) * 9 // 10] * 3 // 4
    return full if sum(length >= full for length in above) * 5 > len(above) * 4 else None
