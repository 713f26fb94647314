"""Units in, drafts of parts out: the document's order, sections and lists, in the terms of its genre.

The builder goes through the units once. It asks `numbering` and `lettering` what a number or letter counts, `titles`
which words are headings, and writes down what it decides with `drafting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Doubt, PartKind
from ingest.parsing.checks import Placed
from ingest.parsing.contents import Contents, normal_title
from ingest.parsing.drafting import Drafting
from ingest.parsing.drafts import Draft
from ingest.parsing.embedded import Embedded
from ingest.parsing.lettering import Rank, following_letters
from ingest.parsing.lines import Line
from ingest.parsing.marks import Look
from ingest.parsing.numbering import Count, count_paragraphs
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
    units: Sequence[Unit], embedded: Embedded, contents: Contents | None, contents_lines: Sequence[Line], symbol: str
) -> Structure:
    """Draft the parts of the document that has the symbol."""
    return _Builder(units, embedded, contents, contents_lines, own_resolution(units, symbol)).build()


@dataclass(slots=True)
class _Builder:
    """Goes through the units of one document."""

    units: Sequence[Unit]
    embedded: Embedded
    contents: Contents | None
    contents_lines: Sequence[Line]
    own: int | None
    """Index of the title of the resolution that the document is: others on the page are its neighbours."""
    to: Drafting = field(default_factory=Drafting)
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
        self.counts, doubts = count_paragraphs(self.units, self.embedded)
        self.following = following_letters(self.units)
        self.titles = find_titles(self.units, self.counts, listed)
        self.to.outline.restarting = restarting_words(self.units, self.counts)
        if self.own is not None and any(unit.look is Look.NUMBER for unit in self.units[: self.own]):
            self.to.outline.begin_preceding()
            self.to.phase = Phase.BODY
        self._go_through(dict(doubts))
        return Structure(self.to.drafts.all, self.doubts)

    def _go_through(self, doubts: dict[int, Doubt]) -> None:
        for index, unit in enumerate(self.units):
            self._contents_before(unit)
            if doubt := doubts.get(index):
                scope = self.to.outline.scope.replace("/", " ")
                self.doubts.append(Placed(replace(doubt, place=f"{scope}{doubt.place}"), self.bridged))
            if index in self.embedded.ends:
                self.to.go_on_with_report()
            HANDLERS.get(unit.look, _Builder._words)(self, index, unit)
            if unit.look not in NOTES:
                self.bridged = self.bridged if unit.closing else self._bridges(unit)
                self.after_colon = self._introduces(unit)
        self._contents_before(None)

    def _bridges(self, unit: Unit) -> bool:
        """Whether words without a number stand since the last number or letter."""
        latest = self.to.latest
        if latest.kind is PartKind.SECTION:
            return self.bridged
        return latest.number is None or unit.look is Look.BULLET

    def _introduces(self, unit: Unit) -> bool:
        """Whether a list is running that a colon introduced."""
        return unit.text.endswith(":") or (self.after_colon and (unit.row or unit.look in {Look.BULLET, Look.NUMBER}))

    def _contents_before(self, unit: Unit | None) -> None:
        lines = self.contents_lines
        if lines and (unit is None or unit.whole.start > lines[0].start):
            self.to.drafts.add(Draft(PartKind.CONTENTS, "contents", None, list(lines), rows=True))
            self.contents_lines = ()
            self.to.phase = Phase.BODY

    # headings

    def _heading(self, index: int, unit: Unit) -> None:
        """Open "II. Title", "B. Title", "Article 5 Title"; words that cannot be a title are running text."""
        if unit.lines and not is_title(unit.text):
            self._words(index, unit)
        else:
            self.to.section(unit)

    def _annex(self, index: int, unit: Unit) -> None:
        if unit.lines and not is_title(unit.text):
            self._words(index, unit)
        else:
            self.to.annex(unit)

    def _embedded(self, _: int, unit: Unit) -> None:
        self.to.embedded(unit)

    def _resolution(self, index: int, unit: Unit) -> None:
        self.to.resolution(unit, own=self.own == index)

    # paragraphs and items

    def _number(self, index: int, unit: Unit) -> None:
        count = self.counts[index]
        if count is Count.HEADING:
            self.to.section(unit)
        elif count is Count.ENTRY:
            self.to.entry(unit)
        elif count is Count.TEXT:
            self.to.go_on(unit)
        else:
            self.to.paragraph(unit, self.following[index], first=count is Count.FIRST)

    def _decimal(self, index: int, unit: Unit) -> None:
        self.to.paragraph(unit, self.following[index], first=False)

    def _letter(self, index: int, unit: Unit) -> None:
        token = unit.mark.token if unit.mark else ""
        if (entry := self.to.here.entry) and self.to.here.item is None:
            self.to.entry_item(entry, unit, token)
            return
        self.to.lists.resume(token)
        if is_title(unit.text) and self._heads_articles(index):
            self.to.section(unit)
            return
        rank = self.to.here.letters.rank(token, self.following[index], unit)
        if rank is Rank.TEXT:
            self.to.go_on(unit)
        elif self.to.in_front and self.to.here.paragraph is None:
            self._words(index, unit)
        else:
            self._item(index, unit, rank, token)

    def _item(self, index: int, unit: Unit, rank: Rank, token: str) -> None:
        here, outline = self.to.here, self.to.outline
        place = here.paragraph.id.replace("/", " ") if here.paragraph else outline.section_id or "the beginning"
        if doubt := here.letters.doubt(rank, token, place):
            self.doubts.append(Placed(doubt, self.bridged))
        self.to.item(unit, rank, token, self.following[index])

    def _heads_articles(self, index: int) -> bool:
        """Tell that a letter heads articles: "(a) Medical screening on entry", a note in brackets, "Rule 6"."""
        following = [unit for unit in self.units[index + 1 : index + 3] if not unit.text.startswith("[")]
        return bool(following) and following[0].look is Look.KEYWORD

    def _entry(self, _: int, unit: Unit) -> None:
        self.to.entry(unit)

    def _note(self, _: int, unit: Unit) -> None:
        self.to.note(unit)

    # words without a mark

    def _words(self, index: int, unit: Unit) -> None:
        """Place words without a mark: in the front, a heading, a preamble, a paragraph or a list."""
        phase = self.to.phase
        listed = self.after_colon and is_title(unit.text) and self.to.here.paragraph is not None
        if unit.closing:
            self.to.closing(unit)
        elif ORGAN.match(unit.text) and index + 1 < len(self.units):
            self.to.clause(unit)
        elif index in self.titles and self._allows_title(unit):
            self.to.section(unit, above=self.titles[index])
        elif phase is Phase.FRONT and not begins_body(unit):
            self._front(unit)
        elif phase is not Phase.BODY and is_clause(unit, phase):
            self.to.clause(unit)
        elif unit.row or listed:
            self.to.entry(unit)
        else:
            self.to.unnumbered(unit)

    def _allows_title(self, unit: Unit) -> bool:
        """The first lines of a document are its front, and what follows a colon is a list."""
        if self.contents is not None and normal_title(unit.text) in self.contents.titles:
            return True
        if self.to.in_front or (self.to.phase is Phase.PREAMBLE and PARTICIPLE.match(unit.text)):
            return False
        paragraph = self.to.here.paragraph
        return not (self.after_colon and paragraph is not None and paragraph.value is not None)

    def _front(self, unit: Unit) -> None:
        if self.to.outline.section_id is None:
            self.to.front(unit)
        elif unit.row:
            self.to.entry(unit)
        elif ends_with_comma(unit):
            self.to.clause(unit)
        else:
            self.to.unnumbered(unit)


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
    Look.EMBEDDED: _Builder._embedded,
    Look.BULLET: _Builder._entry,
    Look.LOOSE: _Builder._entry,
    Look.NOTE: _Builder._note,
    Look.STAR: _Builder._note,
}
