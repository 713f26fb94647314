"""The numbers that Word counts itself: "1.", "(a)", "(i)" of automatic lists, which are nowhere in the text.

Word keeps for each list the format and text of each level, and a paragraph only says which list and level it is on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.parsing.counting import letter_of, roman_of

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MOST = 89
"""The largest roman numeral that is written."""


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    """As Word keeps it: "(%2)"."""
    start: int


@dataclass(slots=True)
class Lists:
    """The lists of a document and how far each has counted."""

    document: Document
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    """(list, level) to its format."""
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, _Element] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    """List to the definition that it shares with others, which count together."""

    def __post_init__(self) -> None:
        numbering = next(
            (rel.target_part.element for rel in self.document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        if numbering is not None:
            self._read(numbering)
        for style in self.document.styles.element.iterfind(qn("w:style")):
            self.styles[str(style.get(qn("w:styleId")))] = style

    def _read(self, numbering: _Element) -> None:
        abstract = {str(each.get(qn("w:abstractNumId"))): each for each in numbering.iterfind(qn("w:abstractNum"))}
        for each in numbering.iterfind(qn("w:num")):
            key = str(each.get(qn("w:numId")))
            family = _value(each, "w:abstractNumId") or ""
            overridden = each.find(qn("w:lvlOverride")) is not None
            self.families[key] = key if overridden else f"abstract {family}"
            if family in abstract:
                for level in abstract[family].iterfind(qn("w:lvl")):
                    self.levels[key, int(level.get(qn("w:ilvl")) or 0)] = _level(level)

    def label(self, paragraph: _Element) -> str:
        """Return the number of a paragraph, "" when it is on no list or has a bullet."""
        place = self._place(paragraph)
        level = self.levels.get(place) if place else None
        if place is None or level is None or level.format in {"none", "bullet"}:
            return "-" if level is not None and level.format == "bullet" else ""
        key, depth = self.families.get(place[0], place[0]), place[1]
        self.counts[key, depth] = self.counts.get((key, depth), level.start - 1) + 1
        for deeper in [each for each in self.counts if each[0] == key and each[1] > depth]:
            del self.counts[deeper]
        return re.sub(r"%(\d)", lambda found: self._count(place[0], key, int(found[1]) - 1), level.text)

    def _count(self, number_id: str, key: str, depth: int) -> str:
        level = self.levels.get((number_id, depth))
        value = self.counts.get((key, depth), level.start if level else 1)
        return _written(value, level.format if level else "decimal")

    def _place(self, paragraph: _Element) -> tuple[str, int] | None:
        """Return list and level of a paragraph, from itself or its style."""
        properties = paragraph.find(qn("w:pPr"))
        found = None if properties is None else properties.find(qn("w:numPr"))
        if found is None and properties is not None and (style := _value(properties, "w:pStyle")):
            found = self._of_style(style)
        number_id = None if found is None else _value(found, "w:numId")
        if found is None or number_id in {None, "0"}:
            return None
        return str(number_id), int(_value(found, "w:ilvl") or 0)

    def _of_style(self, name: str) -> _Element | None:
        """Return the list that a style or the one it is based on is on."""
        for _ in range(12):  # styles that are based on each other in a circle end here
            style = self.styles.get(name)
            if style is None:
                return None
            properties = style.find(qn("w:pPr"))
            found = None if properties is None else properties.find(qn("w:numPr"))
            if found is not None:
                return found
            name = _value(style, "w:basedOn") or ""
        return None


def _value(element: _Element, tag: str) -> str | None:
    child = element.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


def _level(level: _Element) -> _Level:
    start = _value(level, "w:start") or "1"
    return _Level(_value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText") or "", int(start))


def _written(value: int, number_format: str) -> str:
    """Return a count as Word writes it."""
    if value < 1:
        return str(value)
    if number_format == "lowerLetter":
        return letter_of(value)
    if number_format == "upperLetter":
        return letter_of(value).upper()
    if number_format in {"lowerRoman", "upperRoman"} and value <= MOST:
        return roman_of(value) if number_format == "lowerRoman" else roman_of(value).upper()
    return str(value)
