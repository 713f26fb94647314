"""The neighbourhood of a thing as inline SVG: what links here on the left, the thing in the middle, what it links to.

Laid out here, with no script; each neighbour is a link. The lists of the page hold the same links, so the drawing adds
an overview and nothing that is only there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 860
ROW = 26
TOP = 20
SIDE = 300
"""Width of each column of labels."""
MOST = 14
"""Neighbours drawn on one side."""
LONGEST = 40
"""Characters of a label."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One end of a link: its name, its page, the property, whether the link is inferred."""

    label: str
    href: str
    property: str
    inferred: bool = False


def neighbourhood(centre: str, incoming: Sequence[Neighbour], outgoing: Sequence[Neighbour]) -> Markup:
    """Draw a thing between what links to it and what it links to; "" when it has no neighbours."""
    left, right = list(incoming)[:MOST], list(outgoing)[:MOST]
    if not left and not right:
        return Markup("")
    height = max(len(left), len(right), 2) * ROW + 2 * TOP
    middle = height / 2
    parts = [
        *_side(left, height, middle, side=-1),
        *_side(right, height, middle, side=1),
        f'<circle class="dot dot--centre" cx="{WIDTH / 2:g}" cy="{middle:g}" r="8"></circle>',
        _centre(centre, middle),
    ]
    label = f"{len(left)} links to {centre}, {len(right)} from it"
    # a side with no neighbours is left out, so that what there is begins at the edge
    size = "wide" if left and right else "half"
    start, end = (0 if left else SIDE), (WIDTH if right else WIDTH - SIDE)
    return Markup(  # noqa: S704 - every text in it is escaped above
        f'<svg class="drawing drawing--{size}" viewBox="{start} 0 {end - start} {height:g}" role="group" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _centre(name: str, middle: float) -> str:
    place = f'x="{WIDTH / 2:g}" y="{middle - 16:g}"'
    return f'<text {place} font-size="13" font-weight="600" text-anchor="middle">{escape(short(name, 24))}</text>'


def _side(neighbours: list[Neighbour], height: float, middle: float, side: int) -> list[str]:
    """Draw the edges and labels of one side: -1 is left, 1 is right."""
    first = (height - (len(neighbours) - 1) * ROW) / 2
    x = WIDTH / 2 + side * (WIDTH / 2 - SIDE)
    edges, labels = [], []
    for index, each in enumerate(neighbours):
        y = first + index * ROW
        near, far = WIDTH / 2 + side * 9, x - side * 4
        bend = (near + far) / 2
        dashed = " edge--inferred" if each.inferred else ""
        curve = f"M{near:g} {middle:g}C{bend:g} {middle:g} {bend:g} {y:g} {far:g} {y:g}"
        edges.append(f'<path class="edge{dashed}" d="{curve}"></path>')
        labels.append(_label(each, x, y, side))
    return [*edges, *labels]


def _label(each: Neighbour, x: float, y: float, side: int) -> str:
    anchor = "start" if side > 0 else "end"
    return (
        f'<a href="{escape(each.href)}"><title>{escape(each.property)}: {escape(each.label)}</title>'
        f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="4.5"></circle>'
        f'<text x="{x + side * 10:g}" y="{y + 4.5:g}" font-size="12.5" text-anchor="{anchor}">'
        f"{escape(short(each.label, LONGEST))}</text></a>"
    )


def short(text: str, length: int) -> str:
    """Return a text of at most `length` characters, with an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
