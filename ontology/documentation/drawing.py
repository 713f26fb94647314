"""Two drawings of the ontology as SVG: the relations from class to class, and the tree of classes.

Both are laid out here from the triples, row under row, so that nothing overlaps however many terms there are. Each box
and each name is a link to the term's anchor, which tells the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape
from pyoxigraph import NamedNode

from ontology import terms
from ontology.checks.hierarchy import DOMAIN, RANGE, SUBCLASS, SUBPROPERTY, TYPE
from ontology.documentation.reading import reference
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ontology.checks.vocabulary import Index

ROW: Final = 26
"""Height of a line: a link is at least 24 units high (WCAG 2.2, 2.5.8)."""
WIDTH: Final = 860
BOX: Final = 240
"""Width of a class."""
GAP: Final = 14
"""Between two classes of one column."""
INDENT: Final = 34
ANYTHING: Final = "Anything"
"""What a property is of that has no domain."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A property from a class to a class, by IRI; "" for anything."""

    property: str
    start: str
    end: str


def relations(index: Index) -> tuple[Relation, ...]:
    """Return the properties that link things, with their domain and range or those of the properties above them."""
    found = [
        Relation(each, start, end)
        for each in sorted(set(index.subjects(TYPE, terms.OWL + "ObjectProperty")))
        if each.startswith(ONTOLOGY)
        for start in _inherited(index, each, DOMAIN)
        for end in _inherited(index, each, RANGE)
    ]
    return tuple(sorted(found, key=lambda each: (each.start == "", each.start, each.end == "", each.property)))


def draw_relations(index: Index) -> Markup:
    """Draw each class with the properties that it has, and lines to the classes that they lead to."""
    found = relations(index)
    ports, left, below = _left(index, found)
    right_at, right, other_below = _right(index, found, ports)
    lines = [_line(ports[each], right_at[each.end]) for each in found if each.end]
    height = max(below, other_below)
    label = f"{len(found)} properties that lead from class to class; each is described below"
    return _svg(WIDTH, height, label, [*lines, *left, *right]) if found else Markup("")


def draw_classes(index: Index) -> Markup:
    """Draw the tree of classes: each under the class that it is narrower than."""
    ours = {each for each in index.subjects(TYPE, terms.OWL + "Class") if each.startswith(ONTOLOGY)}
    parts: list[str] = []
    heights: dict[int, float] = {}
    for row, (cls, depth) in enumerate(_tree(index, ours)):
        middle = row * ROW + ROW
        heights[depth] = middle
        x = 10 + depth * INDENT
        if depth:
            parts.append(f'<path class="edge" d="M{x - 20} {heights[depth - 1] + 8:g}V{middle}H{x - 5}"></path>')
        parts.append(_text(index, cls, x, middle, "start", bold=not depth))
    return _svg(WIDTH, (len(ours) + 1) * ROW, f"{len(ours)} classes as a tree", parts) if ours else Markup("")


def _tree(index: Index, ours: set[str], above: str = "", depth: int = 0) -> Iterator[tuple[str, int]]:
    """Yield classes with their depth, each below its first superclass of ours, in the order of their names."""
    for cls in sorted(ours):
        parents = sorted({*index.all(cls, SUBCLASS)} & ours - {cls})
        if (parents[0] if parents else "") == above:
            yield cls, depth
            yield from _tree(index, ours, cls, depth + 1)


def _left(index: Index, found: tuple[Relation, ...]) -> tuple[dict[Relation, float], list[str], float]:
    """Draw the classes with their properties; return where each property's line begins, and where it all ends."""
    ports: dict[Relation, float] = {}
    parts: list[str] = []
    y = float(GAP)
    for start in dict.fromkeys(each.start for each in found):
        members = [each for each in found if each.start == start]
        height = ROW * (len(members) + 1)
        parts += [_box(1, y, BOX, height), _text(index, start, 12, y + ROW / 2, "start", bold=True)]
        for row, each in enumerate(members, 1):
            ports[each] = y + row * ROW + ROW / 2
            parts.append(_text(index, each.property, BOX - 10, ports[each], "end"))
        y += height + GAP
    return ports, parts, y


def _right(
    index: Index, found: tuple[Relation, ...], ports: dict[Relation, float]
) -> tuple[dict[str, float], list[str], float]:
    """Draw the classes that are led to, each near the middle of the lines to it; return where the lines end."""
    middles = {
        end: sum(lines) / len(lines)
        for end in dict.fromkeys(each.end for each in found if each.end)
        if (lines := [ports[each] for each in found if each.end == end])
    }
    places: dict[str, float] = {}
    parts: list[str] = []
    y = float(GAP)
    for end in sorted(middles, key=lambda each: (middles[each], each)):
        y = max(y, middles[end] - ROW / 2)
        places[end] = y + ROW / 2
        parts += [
            _box(WIDTH - BOX - 1, y, BOX, ROW),
            _text(index, end, WIDTH - BOX + 10, places[end], "start", bold=True),
        ]
        y += ROW + GAP
    return places, parts, y


def _inherited(index: Index, each: str, predicate: str) -> Iterable[str]:
    """Return the domains (or ranges) of a property that are classes, else of those above it, else anything."""
    for candidate in (each, *sorted(index.above(each, SUBPROPERTY))):
        if found := sorted(cls for cls in index.all(candidate, predicate) if cls.startswith("http")):
            return found
    return ("",)


def _line(start: float, end: float) -> str:
    near, far, middle = BOX + 2, WIDTH - BOX - 3, WIDTH / 2
    return f'<path class="edge" d="M{near} {start:g}C{middle:g} {start:g} {middle:g} {end:g} {far} {end:g}"></path>'


def _box(x: float, y: float, width: float, height: float) -> str:
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect class="edge" {place} rx="4" fill="none"></rect>'


def _text(index: Index, iri: str, x: float, y: float, anchor: str, *, bold: bool = False) -> str:
    named = reference(index, NamedNode(iri)) if iri else None
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:g}" y="{y + 4.5:g}" font-size="12.5" text-anchor="{anchor}"{weight}'
    text = f"<text {place}>{escape(named.label if named else ANYTHING)}</text>"
    return f'<a href="#{escape(iri.removeprefix(ONTOLOGY))}">{text}</a>' if named and named.local else text


def _svg(width: int, height: float, label: str, parts: list[str]) -> Markup:
    return Markup(  # noqa: S704 - every text in it is escaped above
        f'<svg class="drawing drawing--wide" viewBox="0 0 {width} {height:g}" role="group" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
