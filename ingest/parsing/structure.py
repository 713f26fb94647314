"""Units in, drafts of parts out: the document's order, sections and lists, in the terms of its genre.

The builder goes through the units once. It keeps the section, the paragraph and the item that it is in, and asks
`numbering` and `lettering` what a number or letter counts. Ids are paths: `para/40/j`, `annex/article/14/para/2`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from ingest.document import PartKind
from ingest.parsing.checks import Placed
from ingest.parsing.contents import Contents, normal_title
from ingest.parsing.counting import letter_value, roman_value
from ingest.parsing.drafts import Draft, Drafts, marked, unmarked
from ingest.parsing.lettering import Letters, Rank, following_letters
from ingest.parsing.lines import Line
from ingest.parsing.marks import Look
from ingest.parsing.numbering import Count, count_paragraphs
from ingest.parsing.outline import Outline
from ingest.parsing.titles import find_titles
from ingest.parsing.units import COMMA, PARTICIPLE, Unit, is_title

ORGAN = re.compile(
    r"[\"“‘']?(?:The (?:General Assembly|Economic and Social Council|(?:(?:Human Rights|Security|Governing) )?Council"
    r"|(?:Commission|Conference|Committee)\b.{0,80}|States Parties\b.{0,60}|(?:.{0,60} )?Congress\b.{0,60})[,.]?"
    r"|We,? .{0,300},)$"
)
"""The line that opens a preamble: "The General Assembly,", "We, Heads of State and Government, …,"."""
OPERATIVE = re.compile(r"(?:(?:Also|Further|Hereby|Solemnly) )?[A-Z][a-z]+(?<!ou)(?<!s)s\b(?! ago)")
"""First word of an operative paragraph that has no number: "Adopts", "Endorses", "Recommends"."""
FORMULA = re.compile(r"\b(?:declares?|agreed?|agree|adopts?|proclaims?|resolves?|commit)\b.{0,120}:$", re.IGNORECASE)
"""The clause that closes a preamble: "Declare the following:", "Have agreed as follows:"."""
INLINE_FIRST = re.compile(r"\((a|i)\)\s")
SENTENCE = 90
"""Characters from which words that end with a full stop are running text and not a line of the front."""


class Phase(Enum):
    """Where in a document or annex the builder is."""

    FRONT = auto()
    PREAMBLE = auto()
    BODY = auto()


@dataclass(slots=True)
class Structure:
    """The drafts and what is doubtful about them."""

    drafts: list[Draft]
    doubts: list[Placed]


@dataclass(frozen=True, slots=True)
class _List:
    """A list that words stand in the middle of."""

    paragraph: Draft | None
    item: Draft | None
    subitem: Draft | None
    letters: Letters


@dataclass(slots=True)
class Builder:
    """Goes through the units of one document."""

    units: Sequence[Unit]
    contents: Contents | None
    contents_lines: Sequence[Line]
    own: int | None
    """Index of the title of the resolution that the document is: others on the page are its neighbours."""
    drafts: Drafts = field(default_factory=Drafts)
    outline: Outline = field(default_factory=Outline)
    doubts: list[Placed] = field(default_factory=list)
    bridged: bool = False
    """Words without a number have come since the last number or letter."""
    phase: Phase = Phase.FRONT
    paragraph: Draft | None = None
    item: Draft | None = None
    subitem: Draft | None = None
    letters: Letters = field(default_factory=Letters)
    suspended: _List | None = None
    entry: Draft | None = None
    after_colon: bool = False
    counts: dict[int, Count] = field(default_factory=dict)
    following: list[str] = field(default_factory=list)
    titles: dict[int, bool] = field(default_factory=dict)

    def build(self) -> Structure:
        """Go through the units."""
        self.counts, doubts = count_paragraphs(self.units)
        self.following = following_letters(self.units)
        self.titles = find_titles(self.units, self.counts, frozenset(self.contents.titles if self.contents else ()))
        self.outline.restarting = restarting_words(self.units, self.counts)
        waiting = dict(doubts)
        if self.own is not None and any(self.units[index].look is Look.NUMBER for index in range(self.own)):
            self.outline.begin_preceding()
            self.phase = Phase.BODY
        for index, unit in enumerate(self.units):
            self._contents_before(unit)
            if index in waiting:
                place = f"{self.outline.scope.replace('/', ' ')}{waiting[index].place}"
                self.doubts.append(Placed(replace(waiting[index], place=place), self.bridged))
            HANDLERS.get(unit.look, Builder._words)(self, index, unit)
            self.bridged = self._bridges(unit)
            self.after_colon = self._introduces(unit)
        self._contents_before(None)
        return Structure(self.drafts.all, self.doubts)

    def _bridges(self, unit: Unit) -> bool:
        """Whether words without a number stand since the last number or letter."""
        if unit.look in {Look.NOTE, Look.STAR} or unit.closing:
            return self.bridged
        latest = self.drafts.all[-1] if self.drafts.all else None
        unnumbered = latest is not None and latest.number is None and latest.kind is not PartKind.SECTION
        return (
            unnumbered
            or unit.look is Look.BULLET
            or (self.bridged and latest is not None and latest.kind is PartKind.SECTION)
        )

    def _introduces(self, unit: Unit) -> bool:
        """Whether a list is running that a colon introduced."""
        if unit.look in {Look.NOTE, Look.STAR}:
            return self.after_colon
        return unit.text.endswith(":") or (self.after_colon and (unit.row or unit.look in {Look.BULLET, Look.NUMBER}))

    def _contents_before(self, unit: Unit | None) -> None:
        lines = self.contents_lines
        if lines and (unit is None or unit.whole.start > lines[0].start):
            self.drafts.add(Draft(PartKind.CONTENTS, "contents", None, list(lines), rows=True))
            self.contents_lines = ()
            self.phase = Phase.BODY

    # -- headings ---------------------------------------------------------------------------------------------

    def _heading(self, index: int, unit: Unit) -> None:
        """Open "II. Title", "B. Title", "Article 5 Title"; words that cannot be a title are running text."""
        if unit.lines and not is_title(unit.text):
            self._words(index, unit)
            return
        self._open_section(unit)

    def _open_section(self, unit: Unit, *, above: bool = False) -> None:
        self.drafts.add(self.outline.enter(unit, above=above))
        self._leave_paragraph(suspend=unit.mark is None)
        self.phase = Phase.FRONT if unit.text.lower() == "preamble" else Phase.BODY

    def _annex(self, index: int, unit: Unit) -> None:
        if unit.lines and not is_title(unit.text):
            self._words(index, unit)
            return
        self.drafts.add(self.outline.enter_annex(unit))
        self._leave_paragraph()
        self.phase = Phase.FRONT

    def _resolution(self, index: int, unit: Unit) -> None:
        """The title of a resolution: the document's own, or a neighbour's on an old print."""
        token = unit.mark.token if unit.mark else ""
        if self.own == index or self.own is None:
            if self.outline.scope:
                self.outline.begin_own()
            self.drafts.add(marked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))
        else:
            self.drafts.add(self.outline.enter_neighbour(unit, token))
        self._leave_paragraph()
        self.phase = Phase.FRONT

    def _leave_paragraph(self, *, suspend: bool = False) -> None:
        """Close the paragraph; its list may go on after words that stand between its items."""
        if not suspend:
            self.suspended = None
        elif self.letters.item or self.letters.subitem:
            self.suspended = _List(self.paragraph, self.item, self.subitem, self.letters)
        self.paragraph = self.item = self.subitem = self.entry = None
        self.letters = Letters()

    def _resume_list(self, token: str) -> None:
        """Go on with the list that words between its items have parted."""
        held = self.suspended
        if held is None or self.letters.item or self.letters.subitem or token in {"a", "i"}:
            return
        if held.letters.item + 1 == letter_value(token) or held.letters.subitem + 1 == roman_value(token):
            self.paragraph, self.item, self.subitem, self.letters = (
                held.paragraph,
                held.item,
                held.subitem,
                held.letters,
            )
            self.suspended, self.entry = None, None

    # -- paragraphs and items ---------------------------------------------------------------------------------

    def _number(self, index: int, unit: Unit) -> None:
        count = self.counts[index]
        if count is Count.HEADING:
            self._open_section(unit)
        elif count is Count.ENTRY:
            self._entry(unit)
        elif count is Count.TEXT:
            self._continue(unit)
        else:
            self._open_paragraph(index, unit, first=count is Count.FIRST)

    def _decimal(self, index: int, unit: Unit) -> None:
        self._open_paragraph(index, unit, first=False)

    def _open_paragraph(self, index: int, unit: Unit, *, first: bool) -> None:
        mark = unit.mark
        name = mark.value or mark.token if mark else ""
        if first:
            self.outline.begin_count()
        draft = marked(PartKind.PARAGRAPH, f"{self.outline.count_scope}para/{name}", self.outline.section_id, unit)
        draft.value = mark.value if mark else None
        self._set_paragraph(draft)
        self._open_inline(draft, index, unit)

    def _open_inline(self, draft: Draft, index: int, unit: Unit) -> None:
        """Open the first of a list on the line of what has the list: "9. (a) A requested State", "(a) (i) The …"."""
        found = INLINE_FIRST.match(unit.text)
        if not found or self.following[index] != {"a": "b", "i": "ii"}[found[1]]:
            return
        rank = Rank.ITEM if found[1] == "a" else Rank.SUBITEM
        self.letters.advance(rank, found[1], unit.text)
        draft.inline = found[1]
        inner = Draft(PartKind.ITEM if rank is Rank.ITEM else PartKind.SUBITEM, f"{draft.id}/{found[1]}", draft.id, [])
        self.drafts.reserve(inner.id)
        if rank is Rank.ITEM:
            self.item, self.subitem = inner, None
        else:
            self.subitem = inner

    def _set_paragraph(self, draft: Draft) -> None:
        self._leave_paragraph(suspend=draft.number is None)
        self.paragraph = self.drafts.add(draft)
        self.phase = Phase.PREAMBLE if draft.kind is PartKind.PREAMBLE else Phase.BODY

    def _letter(self, index: int, unit: Unit) -> None:
        token = unit.mark.token if unit.mark else ""
        if self.entry is not None and self.item is None:
            self._entry_item(unit, token)
            return
        self._resume_list(token)
        if is_title(unit.text) and self._heads_articles(index):
            self._open_section(unit)
            return
        rank = self.letters.rank(token, self.following[index], unit)
        if rank is Rank.TEXT or (
            self.phase is Phase.FRONT and self.paragraph is None and self.outline.section_id is None
        ):
            self._words(index, unit) if rank is not Rank.TEXT else self._continue(unit)
            return
        if doubt := self.letters.doubt(rank, token, self._place()):
            self.doubts.append(Placed(doubt, self.bridged))
        self.letters.advance(rank, token, unit.text)
        self._open_item(rank, token, unit)
        if rank is Rank.ITEM and self.item is not None:
            self._open_inline(self.item, index, unit)

    def _heads_articles(self, index: int) -> bool:
        """Tell that a letter heads articles: "(a) Medical screening on entry", a note in brackets, "Rule 6"."""
        following = [unit for unit in self.units[index + 1 : index + 3] if not unit.text.startswith("[")]
        return bool(following) and following[0].look is Look.KEYWORD

    def _open_item(self, rank: Rank, token: str, unit: Unit) -> None:
        parent = {Rank.ITEM: None, Rank.SUBITEM: self.item, Rank.NESTED: self.subitem or self.item}[rank]
        base = parent or self.paragraph
        stem = base.id if base else self.outline.section_id or self.outline.scope.rstrip("/")
        kind = PartKind.ITEM if rank is Rank.ITEM else PartKind.SUBITEM
        draft = marked(kind, f"{stem}/{token}" if stem else token, base.id if base else self.outline.section_id, unit)
        draft.letter = token
        self.drafts.add(draft)
        if rank is Rank.ITEM:
            self.item, self.subitem = draft, None
        elif rank is Rank.SUBITEM:
            self.subitem = draft
        self.entry = None

    def _place(self) -> str:
        """Name the place for a message: "para 40", "annex para 3"."""
        return self.paragraph.id.replace("/", " ") if self.paragraph else self.outline.section_id or "the beginning"

    def _continue(self, unit: Unit) -> None:
        """Give back to the sentence before what looked like a number or letter."""
        holder = self.subitem or self.item or self.paragraph
        if holder is None or holder is not self.drafts.all[-1]:
            self.drafts.add(unmarked(PartKind.PARAGRAPH, self._unnumbered_id(), self.outline.section_id, unit))
            return
        holder.lines.extend(unmarked(holder.kind, holder.id, None, unit).lines)

    # -- lists ------------------------------------------------------------------------------------------------

    def _bullet(self, _: int, unit: Unit) -> None:
        self._entry(unit)

    def _entry(self, unit: Unit) -> None:
        holder = self.subitem or self.item or self.paragraph
        parent = holder.id if holder else self.outline.section_id
        stem = f"{parent}/entry" if parent else f"{self.outline.scope}entry"
        draft = (marked if unit.mark else unmarked)(PartKind.ENTRY, self.drafts.next_id(stem), parent, unit)
        if unit.look is Look.BULLET:
            draft.enumerator = None
        self.entry = self.drafts.add(draft)
        if self.phase is Phase.FRONT and (parent or unit.mark):
            self.phase = Phase.BODY

    def _loose(self, _: int, unit: Unit) -> None:
        """Add "a." of a list below an item."""
        self._entry(unit)
        if self.entry is not None and unit.mark:
            self.entry.letter = unit.mark.token

    def _entry_item(self, unit: Unit, token: str) -> None:
        """Add "(a)" of a list: a line below the line before."""
        holder = self.entry
        if holder is None:
            return
        draft = marked(PartKind.ENTRY, f"{holder.id}/{token}", holder.id, unit)
        draft.letter = token
        self.drafts.add(draft)

    # -- footnotes, words -------------------------------------------------------------------------------------

    def _note(self, _: int, unit: Unit) -> None:
        token = unit.mark.token if unit.mark else ""
        name = token if token.isdigit() else "star"
        draft = marked(PartKind.FOOTNOTE, f"{self.outline.scope}footnote/{name}", None, unit)
        draft.value = int(token) if token.isdigit() else None
        self.drafts.add(draft)

    def _words(self, index: int, unit: Unit) -> None:
        """Place words without a mark: in the front, a heading, a preamble, a paragraph or a list."""
        if unit.closing:
            self._closing(unit)
        elif ORGAN.match(unit.text) and index + 1 < len(self.units):
            self._clause(unit)
        elif index in self.titles and self._allows_title(unit):
            self._open_section(unit, above=self.titles[index])
        elif self.phase is Phase.FRONT and not self._begins_body(unit):
            self._front(unit)
        elif self.phase is not Phase.BODY and self._is_clause(unit):
            self._clause(unit)
        elif unit.row or (self.after_colon and is_title(unit.text) and self.paragraph is not None):
            self._entry(unit)
        else:
            self._unnumbered(unit)

    def _allows_title(self, unit: Unit) -> bool:
        """The first lines of a document are its front, and what follows a colon is a list."""
        listed = self.contents is not None and normal_title(unit.text) in self.contents.titles
        if listed:
            return True
        if self.phase is Phase.FRONT and self.outline.section_id is None:
            return False
        if self.phase is Phase.PREAMBLE and PARTICIPLE.match(unit.text):
            return False
        return not (self.after_colon and self.paragraph is not None and self.paragraph.value is not None)

    def _begins_body(self, unit: Unit) -> bool:
        return bool(COMMA.search(unit.text[-10:]) and unit.size > SENTENCE) or (unit.ended and unit.size > SENTENCE)

    def _front(self, unit: Unit) -> None:
        if self.outline.section_id is None:
            self.drafts.add(unmarked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))
        elif unit.row:
            self._entry(unit)
        elif COMMA.search(unit.text[-10:]):
            self._clause(unit)
        else:
            self._unnumbered(unit)

    def _is_clause(self, unit: Unit) -> bool:
        if COMMA.search(unit.text[-10:]):
            return True
        if OPERATIVE.match(unit.text):
            return False
        return self.phase is Phase.PREAMBLE or bool(FORMULA.search(unit.text))

    def _clause(self, unit: Unit) -> None:
        stem = f"{self.outline.scope}preamble"
        draft = unmarked(PartKind.PREAMBLE, self.drafts.next_id(stem), self.outline.section_id, unit)
        self._set_paragraph(draft)

    def _unnumbered_id(self) -> str:
        return self.drafts.next_id(f"{self.outline.words_scope}unnumbered")

    def _unnumbered(self, unit: Unit) -> None:
        self._set_paragraph(unmarked(PartKind.PARAGRAPH, self._unnumbered_id(), self.outline.section_id, unit))

    def _closing(self, unit: Unit) -> None:
        if self.phase is Phase.FRONT and self.outline.section_id is None and self.paragraph is None:
            self._front(unit)
            return
        draft = unmarked(PartKind.ENTRY, self.drafts.next_id(f"{self.outline.scope}closing"), None, unit)
        self.drafts.add(draft)
        self._leave_paragraph()


Handler = Callable[[Builder, int, Unit], None]
HANDLERS: dict[Look | None, Handler] = {
    Look.NUMBER: Builder._number,
    Look.DECIMAL: Builder._decimal,
    Look.LETTER: Builder._letter,
    Look.ROMAN: Builder._heading,
    Look.CAPITAL: Builder._heading,
    Look.KEYWORD: Builder._heading,
    Look.ANNEX: Builder._annex,
    Look.RESOLUTION: Builder._resolution,
    Look.BULLET: Builder._bullet,
    Look.LOOSE: Builder._loose,
    Look.NOTE: Builder._note,
    Look.STAR: Builder._note,
}


def own_resolution(units: Sequence[Unit], symbol: str) -> int | None:
    """Return the index of the title of the document's own resolution: the one its symbol names, else the first."""
    titles = [index for index, unit in enumerate(units) if unit.look is Look.RESOLUTION]
    tail = re.sub(r"\W+", "/", symbol.rpartition("RES/")[2])
    for index in titles:
        mark = units[index].mark
        if mark and re.match(re.escape(re.sub(r"\W+", "/", mark.token)) + r"(?:\D|$)", tail):
            return index
    return titles[0] if titles else None


def restarting_words(units: Sequence[Unit], counts: dict[int, Count]) -> frozenset[str]:
    """Return the words ("article", "rule") under which the count of paragraphs begins anew."""
    words: dict[str, int] = {}
    word = ""
    for index, unit in enumerate(units):
        if unit.look is Look.KEYWORD and unit.mark:
            word = unit.mark.word
        elif unit.look is Look.ANNEX:
            word = ""
        if counts.get(index) is Count.FIRST and word:
            words[word] = words.get(word, 0) + 1
        if counts.get(index) in {Count.FIRST, Count.PARAGRAPH}:
            word = "" if counts[index] is Count.FIRST else word
    return frozenset(word for word, times in words.items() if times > 1 or word == "article")
