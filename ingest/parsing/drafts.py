"""What the parser works with before wording is cleaned: drafts of parts, each with the lines it stands on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.document import PartKind
from ingest.parsing.lines import Line
from ingest.parsing.units import Unit
from ingest.parsing.wording import BULLET


@dataclass(slots=True)
class Draft:
    """A part in the making."""

    kind: PartKind
    id: str
    parent: str | None
    lines: list[Line]
    number: tuple[int, int] | None = None
    """Where its printed number stands in the source."""
    enumerator: str | None = None
    value: int | None = None
    letter: str | None = None
    level: int = 0
    rows: bool = False
    """Its lines are kept apart by line feeds: the table of contents."""
    inline: str = ""
    """The letter with which its wording begins: the first item of its list stands on the same line."""
    lead: Line | None = None
    """The quotation mark that stands before its number and belongs to the wording."""


@dataclass(slots=True)
class Drafts:
    """Drafts in document order; ids are unique."""

    all: list[Draft] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _counters: Counter[str] = field(default_factory=Counter)

    def add(self, draft: Draft) -> Draft:
        """Append a draft; an id that is taken gets "-2", then "-3"."""
        wanted, turn = draft.id, 1
        while draft.id in self._ids:
            turn = max(turn, self._counters[f"taken {wanted}"]) + 1
            self._counters[f"taken {wanted}"] = turn
            draft.id = f"{wanted}-{turn}"
        self._ids.add(draft.id)
        self.all.append(draft)
        return draft

    def reserve(self, part_id: str) -> None:
        """Keep an id from being given to another part."""
        self._ids.add(part_id)

    def next_id(self, stem: str) -> str:
        """Return "stem/1", then "stem/2"."""
        self._counters[stem] += 1
        return f"{stem}/{self._counters[stem]}"


def marked(kind: PartKind, part_id: str, parent: str | None, unit: Unit) -> Draft:
    """Draft a part whose number is the unit's mark; a mark without words is its own wording."""
    mark = unit.mark
    if mark is None:
        return unmarked(kind, part_id, parent, unit)
    start, stop = unit.whole.start + mark.start, unit.whole.start + len(unit.whole.text[: mark.end].rstrip())
    if not unit.lines:
        return Draft(kind, part_id, parent, [unit.whole], None, mark.token or None)
    before = unit.whole.text[: mark.start]
    if before and not BULLET.match(before):
        lead = Line(unit.whole.start, before, unit.whole.block)
        return Draft(kind, part_id, parent, unit.lines, (start, stop), mark.token or None, lead=lead)
    return Draft(kind, part_id, parent, unit.lines, (unit.whole.start, stop), mark.token or None)


def unmarked(kind: PartKind, part_id: str, parent: str | None, unit: Unit) -> Draft:
    """Draft a part that has no number; what looked like one is wording."""
    rest = unit.lines[1:] if unit.lines and unit.lines[0].end == unit.whole.end else unit.lines
    return Draft(kind, part_id, parent, [unit.whole, *rest])


SPANS = frozenset({"mention", "attribution", "statement"})
"""What the IRIs of spans are told by; no part may be called so."""


def slug(text: str) -> str:
    """Return a title as it stands in an id.

    >>> slug("Summary of deliberations")
    'summary-of-deliberations'
    >>> slug("Statement")
    'statement-section'
    """
    words = re.sub(r"[^\w]+", "-", re.sub(r"</?\w+>", "", text).lower(), flags=re.ASCII).strip("-_")
    words = words[:60].rstrip("-") or "untitled"
    return f"{words}-section" if words in SPANS else words
