"""The sections that a place in the document is in: their order by style, their ids, and where the count begins.

Styles nest in the order in which they first appear: I., A., 1., then headings without an enumerator. A style that
already stands above closes what is below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.document import PartKind
from ingest.parsing.counting import letter_value, roman_of
from ingest.parsing.drafts import Draft, marked, slug, unmarked
from ingest.parsing.marks import Look
from ingest.parsing.units import Unit

TITLE, TITLE_ABOVE, EMBEDDED = "title", "title above titles", "embedded"


@dataclass(slots=True)
class _Section:
    style: str
    id: str
    path: str
    """What it adds to the ids of sections below it."""
    enumerator: str | None


@dataclass(slots=True)
class Outline:
    """The open sections, outermost first."""

    open: list[_Section] = field(default_factory=list)
    scope: str = ""
    """What the ids begin with: "", "annex/", "annex-ii/", whose first words are in lower case as in no symbol."""
    count_scope: str = ""
    """What the ids of numbered paragraphs begin with: the scope, or "annex/article/14/"."""
    restarting: frozenset[str] = frozenset()
    annexes: int = 0
    began: bool = False
    """The count of paragraphs has begun in this document, annex or resolution."""
    _outer: tuple[list[_Section], str, str, bool] | None = None
    """Where the report was when the resolution began that it prints in full."""

    @property
    def section_id(self) -> str | None:
        """Id of the innermost open section."""
        return self.open[-1].id if self.open else None

    def enter(self, unit: Unit, *, above: bool = False) -> Draft:
        """Open the section of a heading."""
        style = self._style(unit, above=above)
        self._close(style)
        section = self._section(style, unit)
        parent = self.section_id
        self.open.append(section)
        keyword = unit.look is Look.KEYWORD
        draft = (marked if unit.mark else unmarked)(PartKind.SECTION, section.id, parent, unit)
        draft.level = len(self.open)
        if keyword and section.style.removeprefix("keyword ") in self.restarting:
            self.count_scope, self.began = f"{section.id}/", True
        return draft

    def enter_annex(self, unit: Unit) -> Draft:
        """Open an annex; ids and the count begin anew."""
        self.annexes += 1
        token = unit.mark.token if unit.mark else ""
        number = roman_of(int(token)) if token.isdigit() else token.lower() or roman_of(self.annexes)
        name = f"annex-{number}" if token or self.annexes > 1 else "annex"
        printed = unit.whole.text[unit.mark.start : unit.mark.end].strip(" \t.:") if unit.mark else "Annex"
        draft = marked(PartKind.SECTION, f"section/{name}", None, unit)
        draft.enumerator, draft.level = printed, 1
        self._begin(f"{name}/", _Section("annex", f"section/{name}", "", printed))
        return draft

    def enter_neighbour(self, unit: Unit, token: str) -> Draft:
        """Open another resolution that stands on the same pages."""
        name = token.replace("/", "-").replace(" ", "")
        draft = marked(PartKind.SECTION, f"section/resolution-{name}", None, unit)
        draft.level = 1
        self._begin(f"resolution/{name}/", _Section("annex", draft.id, "", token))
        return draft

    def enter_embedded(self, unit: Unit) -> Draft:
        """Open a resolution within a report; ids and the count begin anew until the report goes on."""
        self.leave_embedded()
        self._outer = (list(self.open), self.scope, self.count_scope, self.began)
        self._close(EMBEDDED)
        word, token = ("-".join(unit.mark.word.split()), unit.mark.token) if unit.mark else ("resolution", "")
        path = f"{word}/{token.replace('/', '-')}"
        draft = marked(PartKind.SECTION, f"{self.scope}{path}", self.section_id, unit)
        self.open.append(_Section(EMBEDDED, draft.id, "", token))
        draft.level = len(self.open)
        self.scope = self.count_scope = f"{draft.id}/"
        self.began = False
        return draft

    def leave_embedded(self) -> None:
        """Go on with the report where a resolution interrupted it."""
        if self._outer is not None:
            self.open, self.scope, self.count_scope, self.began = self._outer
            self._outer = None

    def rename(self, wanted: str, given: str) -> None:
        """Call the innermost section by the id that it was given because another had the one wanted."""
        if given != wanted:
            self.open[-1].id = given
            self.scope, self.count_scope = (
                f"{given}/" if scope == f"{wanted}/" else scope for scope in (self.scope, self.count_scope)
            )

    def begin_preceding(self) -> None:
        """Begin with what an old print has left of the document before."""
        self.scope = self.count_scope = "preceding/"

    def begin_own(self) -> None:
        """Begin the document itself below what stood before it on the page."""
        self.scope = self.count_scope = ""
        self.open, self.began = [], False

    @property
    def words_scope(self) -> str:
        """What the ids of paragraphs without a number begin with: the article or rule, else the scope."""
        if self.open and self.open[-1].style.startswith("keyword"):
            return f"{self.open[-1].id}/"
        return self.scope

    def _begin(self, scope: str, section: _Section) -> None:
        self.scope = self.count_scope = scope
        self.open, self.began = [section], False

    def begin_count(self) -> None:
        """Begin the count of paragraphs anew: in the innermost section, unless it is the first of its kind."""
        if not self.began:
            self.count_scope, self.began = self.scope, True
        elif self.open and self.open[-1].style != "annex" and self.count_scope != f"{self.open[-1].id}/":
            self.count_scope = f"{self.open[-1].id}/"

    def _style(self, unit: Unit, *, above: bool) -> str:
        if unit.mark is None:
            return TITLE_ABOVE if above else TITLE
        if unit.look is Look.KEYWORD:
            return f"keyword {unit.mark.word}"
        if unit.look is Look.ROMAN and self._is_capital(unit.mark.token):
            return Look.CAPITAL.name
        return unit.look.name if unit.look else TITLE

    def _is_capital(self, token: str) -> bool:
        """Tell whether a numeral is a letter: "I." after "H."."""
        before = next((section for section in reversed(self.open) if section.style == Look.CAPITAL.name), None)
        value = letter_value(token.lower()) if len(token) == 1 else None
        return bool(before and before.enumerator and value and letter_value(before.enumerator.lower()) == value - 1)

    def _close(self, style: str) -> None:
        """Close the sections that a heading of this style does not stand in."""
        styles = [section.style for section in self.open]
        if style in styles:
            del self.open[styles.index(style) :]
        elif style == TITLE_ABOVE:
            while self.open and self.open[-1].style == TITLE:
                self.open.pop()
        elif style != TITLE:
            while self.open and self.open[-1].style in {TITLE, TITLE_ABOVE}:
                self.open.pop()

    def _section(self, style: str, unit: Unit) -> _Section:
        token = unit.mark.token if unit.mark else None
        path = "-".join(token.split()) if token else slug(unit.text)
        if style.startswith("keyword"):
            word = style.removeprefix("keyword ")
            return _Section(style, f"{self.scope}{word}/{path}", f"{word}-{path}", token)
        styles = [section.style for section in self.open]
        above = self.open[styles.index(EMBEDDED) :] if EMBEDDED in styles else self.open
        paths = [section.path for section in above if section.path]
        return _Section(style, f"{self.scope}section/{'.'.join([*paths, path])}", path, token)
