"""Where the builder writes: the drafts so far, the section, list and phase that it is in, and what opens each.

`ingest.parsing.structure` decides what a unit is; here it becomes a draft with its id and place. Ids are paths:
`para/40/j`, `annex/article/14/para/2`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.document import PartKind
from ingest.parsing.drafts import Draft, Drafts, marked, unmarked
from ingest.parsing.lettering import Rank
from ingest.parsing.lists import Lists, Place
from ingest.parsing.marks import Look
from ingest.parsing.outline import Outline
from ingest.parsing.phases import Phase
from ingest.parsing.units import Unit


@dataclass(slots=True)
class Drafting:
    """The document as far as it is drafted."""

    outline: Outline = field(default_factory=Outline)
    drafts: Drafts = field(default_factory=Drafts)
    lists: Lists = field(init=False)
    phase: Phase = Phase.FRONT

    def __post_init__(self) -> None:
        self.lists = Lists(self.drafts)

    @property
    def here(self) -> Place:
        """The paragraph, item and sub-item that is open."""
        return self.lists.here

    @property
    def latest(self) -> Draft:
        """The last draft."""
        return self.drafts.all[-1]

    @property
    def in_front(self) -> bool:
        """Whether the document has not begun: no section, no clause, no paragraph."""
        return self.phase is Phase.FRONT and self.outline.section_id is None

    # headings

    def section(self, unit: Unit, *, above: bool = False) -> None:
        """Open the section of a heading."""
        draft = self.outline.enter(unit, above=above)
        wanted = draft.id
        self.outline.rename(wanted, self.drafts.add(draft).id)
        self.lists.leave(parting=unit.mark is None)
        self.phase = Phase.FRONT if unit.text.lower() == "preamble" else Phase.BODY

    def annex(self, unit: Unit) -> None:
        """Open an annex."""
        self.drafts.add(self.outline.enter_annex(unit))
        self.lists.leave()
        self.phase = Phase.FRONT

    def embedded(self, unit: Unit) -> None:
        """Open a resolution that a report prints in full."""
        draft = self.outline.enter_embedded(unit)
        wanted = draft.id
        self.outline.rename(wanted, self.drafts.add(draft).id)
        self.lists.leave()
        self.phase = Phase.FRONT

    def go_on_with_report(self) -> None:
        """Close the resolution that the report prints in full."""
        self.outline.leave_embedded()
        self.lists.leave()
        self.phase = Phase.BODY

    def resolution(self, unit: Unit, *, own: bool) -> None:
        """Open a resolution: the document's own, or a neighbour's on an old print."""
        if own:
            if self.outline.scope:
                self.outline.begin_own()
            self.drafts.add(marked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))
        else:
            self.drafts.add(self.outline.enter_neighbour(unit, unit.mark.token if unit.mark else ""))
        self.lists.leave()
        self.phase = Phase.FRONT

    # paragraphs and items

    def paragraph(self, unit: Unit, following: str, *, first: bool) -> None:
        """Open a numbered paragraph; `first` begins a count, `following` is the next letter of the document."""
        mark = unit.mark
        name = mark.value or "-".join(mark.token.split()) if mark else ""
        if first:
            self.outline.begin_count()
        draft = marked(PartKind.PARAGRAPH, f"{self.outline.count_scope}para/{name}", self.outline.section_id, unit)
        draft.value = mark.value if mark else None
        self.lists.enter(draft)
        self.phase = Phase.BODY
        self.lists.open_inline(draft, unit, following)

    def item(self, unit: Unit, rank: Rank, token: str, following: str) -> None:
        """Open an item or sub-item."""
        self.here.letters.advance(rank, token, unit.text)
        draft = self.lists.open_item(rank, token, unit, self.outline.section_id, self.outline.scope)
        if rank is Rank.ITEM:
            self.lists.open_inline(draft, unit, following)

    def go_on(self, unit: Unit) -> None:
        """Give back to the sentence before what looked like a number or letter."""
        holder = self.here.holder
        if holder is None or holder is not self.latest:
            self.unnumbered(unit)
        else:
            holder.lines.extend(unmarked(holder.kind, holder.id, None, unit).lines)

    # lists, footnotes

    def entry(self, unit: Unit) -> None:
        """Add a line of a list: an officer, a bullet, an item of an agenda."""
        holder = self.here.holder
        parent = holder.id if holder else self.outline.section_id
        stem = f"{parent}/entry" if parent else f"{self.outline.scope}entry"
        draft = (marked if unit.mark else unmarked)(PartKind.ENTRY, self.drafts.next_id(stem), parent, unit)
        if unit.look is Look.BULLET:
            draft.enumerator = None
        elif unit.look is Look.LOOSE:
            draft.letter = draft.enumerator
        self.here.entry = self.drafts.add(draft)
        if parent or unit.mark:
            self.phase = Phase.BODY if self.phase is Phase.FRONT else self.phase

    def entry_item(self, entry: Draft, unit: Unit, token: str) -> None:
        """Add "(a)" of a list: a line below the line before."""
        draft = marked(PartKind.ENTRY, f"{entry.id}/{token}", entry.id, unit)
        draft.letter = token
        self.drafts.add(draft)

    def note(self, unit: Unit) -> None:
        """Add a footnote; whose it is, `ingest.parsing.assembly` finds by its mark."""
        token = unit.mark.token if unit.mark else ""
        name = token if token.isdigit() else "star"
        draft = marked(PartKind.FOOTNOTE, f"{self.outline.scope}footnote/{name}", None, unit)
        draft.value = int(token) if token.isdigit() else None
        self.drafts.add(draft)

    # words without a mark

    def front(self, unit: Unit) -> None:
        """Add a line of the front."""
        self.drafts.add(unmarked(PartKind.FRONT, self.drafts.next_id("front"), None, unit))

    def clause(self, unit: Unit) -> None:
        """Open a clause of a preamble."""
        part_id = self.drafts.next_id(f"{self.outline.scope}preamble")
        self.lists.enter(unmarked(PartKind.PREAMBLE, part_id, self.outline.section_id, unit))
        self.phase = Phase.PREAMBLE

    def unnumbered(self, unit: Unit) -> None:
        """Open a paragraph that has no number."""
        part_id = self.drafts.next_id(f"{self.outline.words_scope}unnumbered")
        self.lists.enter(unmarked(PartKind.PARAGRAPH, part_id, self.outline.section_id, unit))
        self.phase = Phase.BODY

    def closing(self, unit: Unit) -> None:
        """Add what stands below a resolution."""
        if self.in_front and self.here.paragraph is None:
            self.front(unit)
            return
        self.drafts.add(unmarked(PartKind.ENTRY, self.drafts.next_id(f"{self.outline.scope}closing"), None, unit))
        self.lists.leave()
