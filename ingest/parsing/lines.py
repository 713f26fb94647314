"""Text in, lines out: each line knows where its words stand in the text and which block of lines it belongs to.

Blocks are parted by blank lines; a blank line says little in these documents, since a page break puts one in
mid-sentence. What a line begins with is for `marks`, which lines belong together for `units`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


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


def read_lines(text: str) -> list[Line]:
    r"""Split a text at line feeds; blank lines part the blocks and are not returned.

    In a text that has hardly any blank line each line is a block.

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
    if len(lines) > MANY and (block + 1) * 10 < len(lines):
        return [replace(line, block=index) for index, line in enumerate(lines)]
    return lines
