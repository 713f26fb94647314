"""Units in, drafts of parts out: the document's order, sections and lists, in the terms of its genre.

The builder goes through the units once. It keeps the section (`outline`) and the paragraph and item (`lists`) that it
is in, and asks `numbering` and `lettering` what a number or letter counts. Ids are paths: `para/40/j`,
`annex/article/14/para/2`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Doubt, PartKind
from ingest.parsing.checks import Placed
from ingest.parsing.contents import Contents, normal_title
from ingest.parsing.drafts import Draft, Drafts, marked, unmarked
from ingest.parsing.lettering import Rank, following_letters
from ingest.parsing.lines import Line
from ingest.parsing.lists import Lists
from ingest.parsing.marks import Look
from ingest.parsing.numbering import Count, count_paragraphs
from ingest.parsing.outline import Outline
from ingest.parsing.phases import ORGAN, Phase, begins_body, ends_with_comma, is_clause
from ingest.parsing.scopes import own_resolution, restarting_words
from ingest.parsing.titles import find_titles
from ingest.parsing.units import PARTICIPLE, Unit, is_title

NOTES = frozenset({Look.NOTE, Look.STAR})


@dataclass(slots=True)
class Structure:
    """The drafts and what is doubtful about them."""

    drafts: list[Draft]
    doubts: list[Placed]


def build_structure(
    units: Sequence[Unit], contents: Contents | None, contents_lines: Sequence[Line], symbol: str
) -> Structure:
    """Draft the parts of the document that has the symbol."""
    return _Builder(units, contents, contents_lines, own_resolution(units, symbol)).build()


@dataclass(slots=True)
class _Builder:
    """Goes through the units of one document."""

    units: Sequence[Unit]
    contents: Contents | None
    contents_lines: Sequence[Line]
    own: int | None
    """Index of the title of the resolution that the document is: others on the page are its neighbours."""
    outline: Outline = field(default_factory=Outline)
    drafts: Drafts = field(default_factory=Drafts)
    lists: Lists = field(init=False)
    phase: Phase = Phase.FRONT
    after_colon: bool = False
    bridged: bool = False
    """Words without a number have come since the last number or letter."""
    doubts: list[Placed] = field(default_factory=list)
    counts: dict[int, Count] = field(default_factory=dict)
    following: list[str] = field(default_factory=list)
    titles: dict[int, bool] = field(default_factory=dict)

    def build(self) -> Structure:
        """Go through the units."""
        listed = frozenset(self.contents.titles if self.contents else ())
        self.counts, doubts = count_paragraphs(self.units)
        self.following = following_letters(self.units)
        self.titles = find_titles(self.units, self.counts, listed)
        self.outline.restarting = restarting_words(self.units, self.counts)
        self.lists = Lists(self.drafts)
        if self.own is not None and any(unit.look is Look.NUMBER for unit in self.units[: self.own]):
            self.outline.begin_preceding()
            self.phase = Phase.BODY
        self._go_through(dict(doubts))
        return Structure(self.drafts.all, self.doubts)

    def _go_through(self, doubts: dict[int, Doubt]) -> None:
        for index, unit in enumerate(self.units):
            self._contents_before(unit)
            if doubt := doubts.get(index):
                scope = self.outline.scope.replace("/", " ")
                self.doubts.append(Placed(replace(doubt, place=f"{scope}{doubt.place}"), self.bridged))
            HANDLERS.get(unit.look, _Builder._words)(self, index, unit)
            if unit.look not in NOTES:
                self.bridged = self.bridged if unit.closing else self._bridges(unit)
                self.after_colon = self._introduces(unit)
        self._contents_before(None)

    def _bridges(self, unit: Unit) -> bool:
        """Whether words without a number stand since the last number or letter."""
        latest = self.drafts.all[-1]
        if latest.kind is PartKind.SECTION:
            return self.bridged
        return latest.number is None or unit.look is Look.BULLET

    def _introduces(self, unit: Unit) -> bool:
        """Whether a list is running that a colon introduced."""
        return unit.text.endswith(":") or (self.after_colon and (unit.row or unit.look in {Look.BULLET, Look.NUMBER}))

    def _contents_before(self, unit: Unit | None) -> None:
        lines = self.contents_lines
        if lines and (unit is None or unit.whole.start > lines[0].start):
            self.drafts.add(Draft(PartKind.CONTENTS, "contents", None, list(lines), rows=True))
            self.contents_lines = ()
            self.phase = Phase.BODY

    # headings

    def _heading(self, index: int, unit: Unit) -> None:
        """Open "II. Title", "B. Title", "Article 5 Title"; words that cannot be a title are running text."""
        if unit.lines and not is_title(unit.text):
            self._words(index, unit)
        else:
            self._open_section(unit)

    def _open_section(self, unit: Unit, *, above: bool = False) -> None:
        self.drafts.add(self.outline.enter(unit, above=above))
        self.lists.leave(parting=unit.mark is None)
        self.phase = Phase.FRONT if unit.text.lower() == "preamble" else Phase.BODY

    def _annex(self, index: int, unit: Unit) -> None:
        if unit.lines and not is_title(unit.text):
            self._words(index, unit)
            return
        self.drafts.add(self.outline.enter_annex(unit))
        self.lists.leave()
        self.phase = Phase.FRONT

    def _resolution(self, index: int, unit: Unit) -> None:
        """The title of a resolution: the document's own, or a neighbour's on an old print."""
        if self.own == index:
            if self.outline.scope:
                self.outline.begin_own()
            self.drafts.add(marked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))
        else:
            self.drafts.add(self.outline.enter_neighbour(unit, unit.mark.token if unit.mark else ""))
        self.lists.leave()
        self.phase = Phase.FRONT

    # paragraphs and items

    def _number(self, index: int, unit: Unit) -> None:
        count = self.counts[index]
        if count is Count.HEADING:
            self._open_section(unit)
        elif count is Count.ENTRY:
            self._entry(index, unit)
        elif count is Count.TEXT:
            self._continue(unit)
        else:
            self._open_paragraph(index, unit, first=count is Count.FIRST)

    def _decimal(self, index: int, unit: Unit) -> None:
        self._open_paragraph(index, unit, first=False)

    def _open_paragraph(self, index: int, unit: Unit, *, first: bool) -> None:
        mark = unit.mark
        name = mark.value or "-".join(mark.token.split()) if mark else ""
        if first:
            self.outline.begin_count()
        draft = marked(PartKind.PARAGRAPH, f"{self.outline.count_scope}para/{name}", self.outline.section_id, unit)
        draft.value = mark.value if mark else None
        self.lists.enter(draft)
        self.phase = Phase.BODY
        self.lists.open_inline(draft, unit, self.following[index])

    def _letter(self, index: int, unit: Unit) -> None:
        token = unit.mark.token if unit.mark else ""
        if (entry := self.lists.here.entry) and self.lists.here.item is None:
            self._entry_item(entry, unit, token)
            return
        self.lists.resume(token)
        if is_title(unit.text) and self._heads_articles(index):
            self._open_section(unit)
            return
        rank = self.lists.here.letters.rank(token, self.following[index], unit)
        if rank is Rank.TEXT:
            self._continue(unit)
        elif self._in_front() and self.lists.here.paragraph is None:
            self._words(index, unit)
        else:
            self._open_item(index, unit, rank, token)

    def _open_item(self, index: int, unit: Unit, rank: Rank, token: str) -> None:
        here = self.lists.here
        place = here.paragraph.id.replace("/", " ") if here.paragraph else self.outline.section_id or "the beginning"
        if doubt := here.letters.doubt(rank, token, place):
            self.doubts.append(Placed(doubt, self.bridged))
        here.letters.advance(rank, token, unit.text)
        draft = self.lists.open_item(rank, token, unit, self.outline.section_id, self.outline.scope)
        if rank is Rank.ITEM:
            self.lists.open_inline(draft, unit, self.following[index])

    def _heads_articles(self, index: int) -> bool:
        """Tell that a letter heads articles: "(a) Medical screening on entry", a note in brackets, "Rule 6"."""
        following = [unit for unit in self.units[index + 1 : index + 3] if not unit.text.startswith("[")]
        return bool(following) and following[0].look is Look.KEYWORD

    def _continue(self, unit: Unit) -> None:
        """Give back to the sentence before what looked like a number or letter."""
        holder = self.lists.here.holder
        if holder is None or holder is not self.drafts.all[-1]:
            self._unnumbered(unit)
        else:
            holder.lines.extend(unmarked(holder.kind, holder.id, None, unit).lines)

    # lists, footnotes

    def _entry(self, _: int, unit: Unit) -> None:
        """Add a line of a list: an officer, a bullet, an item of an agenda."""
        holder = self.lists.here.holder
        parent = holder.id if holder else self.outline.section_id
        stem = f"{parent}/entry" if parent else f"{self.outline.scope}entry"
        draft = (marked if unit.mark else unmarked)(PartKind.ENTRY, self.drafts.next_id(stem), parent, unit)
        if unit.look is Look.BULLET:
            draft.enumerator = None
        elif unit.look is Look.LOOSE:
            draft.letter = draft.enumerator
        self.lists.here.entry = self.drafts.add(draft)
        if parent or unit.mark:
            self.phase = Phase.BODY if self.phase is Phase.FRONT else self.phase

    def _entry_item(self, entry: Draft, unit: Unit, token: str) -> None:
        """Add "(a)" of a list: a line below the line before."""
        draft = marked(PartKind.ENTRY, f"{entry.id}/{token}", entry.id, unit)
        draft.letter = token
        self.drafts.add(draft)

    def _note(self, _: int, unit: Unit) -> None:
        token = unit.mark.token if unit.mark else ""
        name = token if token.isdigit() else "star"
        draft = marked(PartKind.FOOTNOTE, f"{self.outline.scope}footnote/{name}", None, unit)
        draft.value = int(token) if token.isdigit() else None
        self.drafts.add(draft)

    # words without a mark

    def _words(self, index: int, unit: Unit) -> None:
        """Place words without a mark: in the front, a heading, a preamble, a paragraph or a list."""
        listed = self.after_colon and is_title(unit.text) and self.lists.here.paragraph is not None
        if unit.closing:
            self._closing(unit)
        elif ORGAN.match(unit.text) and index + 1 < len(self.units):
            self._clause(unit)
        elif index in self.titles and self._allows_title(unit):
            self._open_section(unit, above=self.titles[index])
        elif self.phase is Phase.FRONT and not begins_body(unit):
            self._front(index, unit)
        elif self.phase is not Phase.BODY and is_clause(unit, self.phase):
            self._clause(unit)
        elif unit.row or listed:
            self._entry(index, unit)
        else:
            self._unnumbered(unit)

    def _in_front(self) -> bool:
        return self.phase is Phase.FRONT and self.outline.section_id is None

    def _allows_title(self, unit: Unit) -> bool:
        """The first lines of a document are its front, and what follows a colon is a list."""
        if self.contents is not None and normal_title(unit.text) in self.contents.titles:
            return True
        if self._in_front() or (self.phase is Phase.PREAMBLE and PARTICIPLE.match(unit.text)):
            return False
        paragraph = self.lists.here.paragraph
        return not (self.after_colon and paragraph is not None and paragraph.value is not None)

    def _front(self, index: int, unit: Unit) -> None:
        if self.outline.section_id is None:
            self.drafts.add(unmarked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))
        elif unit.row:
            self._entry(index, unit)
        elif ends_with_comma(unit):
            self._clause(unit)
        else:
            self._unnumbered(unit)

    def _clause(self, unit: Unit) -> None:
        part_id = self.drafts.next_id(f"{self.outline.scope}preamble")
        self.lists.enter(unmarked(PartKind.PREAMBLE, part_id, self.outline.section_id, unit))
        self.phase = Phase.PREAMBLE

    def _unnumbered(self, unit: Unit) -> None:
        part_id = self.drafts.next_id(f"{self.outline.words_scope}unnumbered")
        self.lists.enter(unmarked(PartKind.PARAGRAPH, part_id, self.outline.section_id, unit))
        self.phase = Phase.BODY

    def _closing(self, unit: Unit) -> None:
        if self._in_front() and self.lists.here.paragraph is None:
            self.drafts.add(unmarked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))
            return
        self.drafts.add(unmarked(PartKind.ENTRY, self.drafts.next_id(f"{self.outline.scope}closing"), None, unit))
        self.lists.leave()


HANDLERS: dict[Look | None, Callable[[_Builder, int, Unit], None]] = {
    Look.NUMBER: _Builder._number,
    Look.DECIMAL: _Builder._decimal,
    Look.INSERTED: _Builder._decimal,
    Look.LETTER: _Builder._letter,
    Look.ROMAN: _Builder._heading,
    Look.CAPITAL: _Builder._heading,
    Look.KEYWORD: _Builder._heading,
    Look.ANNEX: _Builder._annex,
    Look.RESOLUTION: _Builder._resolution,
    Look.BULLET: _Builder._entry,
    Look.LOOSE: _Builder._entry,
    Look.NOTE: _Builder._note,
    Look.STAR: _Builder._note,
}
