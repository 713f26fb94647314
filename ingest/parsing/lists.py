"""The paragraph, item and sub-item that the builder is in, and the lists that run below them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.document import PartKind
from ingest.parsing.counting import letter_value, roman_value
from ingest.parsing.drafts import Draft, Drafts, marked
from ingest.parsing.lettering import Letters, Rank
from ingest.parsing.units import Unit

INLINE_FIRST = re.compile(r"\((a|i)\)\s")
SECOND = {"a": "b", "i": "ii"}


@dataclass(slots=True)
class Place:
    """Where among paragraphs and items the builder is."""

    paragraph: Draft | None = None
    item: Draft | None = None
    subitem: Draft | None = None
    entry: Draft | None = None
    """The last line of a list that has no letters of its own."""
    letters: Letters = field(default_factory=Letters)

    @property
    def holder(self) -> Draft | None:
        """The innermost paragraph, item or sub-item."""
        return self.subitem or self.item or self.paragraph

    @property
    def has_list(self) -> bool:
        """Whether a list of letters or numerals has begun."""
        return bool(self.letters.item or self.letters.subitem)

    def goes_on_with(self, token: str) -> bool:
        """Tell whether a letter is the next of this place's list."""
        return self.letters.item + 1 == letter_value(token) or self.letters.subitem + 1 == roman_value(token)


@dataclass(slots=True)
class Lists:
    """The place, and the one before it whose list may go on."""

    drafts: Drafts
    here: Place = field(default_factory=Place)
    parted: Place | None = None
    """A place in the middle of whose list words without a letter stand."""

    def leave(self, *, parting: bool = False) -> None:
        """Close the paragraph; `parting` words may stand in the middle of its list."""
        if not parting:
            self.parted = None
        elif self.here.has_list:
            self.parted = self.here
        self.here = Place()

    def enter(self, paragraph: Draft) -> None:
        """Open a paragraph."""
        self.leave(parting=paragraph.number is None)
        self.here.paragraph = self.drafts.add(paragraph)

    def resume(self, token: str) -> None:
        """Go on with the list that words between its items have parted, when the letter is the next of it."""
        if self.parted and not self.here.has_list and token not in SECOND and self.parted.goes_on_with(token):
            self.here, self.parted = self.parted, None
            self.here.entry = None

    def open_item(self, rank: Rank, token: str, unit: Unit, section: str | None, scope: str) -> Draft:
        """Add an item or sub-item below the paragraph, or below the section or document when there is none."""
        here = self.here
        above = {Rank.ITEM: None, Rank.SUBITEM: here.item, Rank.NESTED: here.subitem or here.item}[rank]
        base = above or here.paragraph
        parent = base.id if base else section
        stem = parent or scope.rstrip("/")
        kind = PartKind.ITEM if rank is Rank.ITEM else PartKind.SUBITEM
        draft = marked(kind, f"{stem}/{token}" if stem else token, parent, unit)
        draft.letter = token
        self._set(rank, self.drafts.add(draft))
        here.entry = None
        return draft

    def open_inline(self, draft: Draft, unit: Unit, following: str) -> None:
        """Open the first of a list on the line of what has the list: "9. (a) A requested State", "(a) (i) The …"."""
        found = INLINE_FIRST.match(unit.text)
        if not found or following != SECOND[found[1]]:
            return
        rank, kind = (Rank.ITEM, PartKind.ITEM) if found[1] == "a" else (Rank.SUBITEM, PartKind.SUBITEM)
        self.here.letters.advance(rank, found[1], unit.text)
        draft.inline = found[1]
        inner = Draft(kind, f"{draft.id}/{found[1]}", draft.id, [])
        self.drafts.reserve(inner.id)
        self._set(rank, inner)

    def _set(self, rank: Rank, draft: Draft) -> None:
        if rank is Rank.ITEM:
            self.here.item, self.here.subitem = draft, None
        elif rank is Rank.SUBITEM:
            self.here.subitem = draft
