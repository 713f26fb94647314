"""The congresses on a line of years and on a map, as SVG: every dot is a link, and a table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

MAP_WIDTH, MAP_HEIGHT = 900, 430
NORTH, SOUTH = 82, -58
"""Latitudes at the edges of the map, as `static/land.svg` is drawn (plate carrée)."""

POSITIONS = {
    "geneva": (46, 6),
    "london": (52, 0),
    "stockholm": (59, 18),
    "kyoto": (35, 136),
    "caracas": (10, -67),
    "milan": (45, 9),
    "havana": (23, -82),
    "cairo": (30, 31),
    "vienna": (48, 16),
    "bangkok": (14, 101),
    "salvador": (-13, -38),
    "doha": (25, 52),
    "abu-dhabi": (24, 54),
    "santiago": (-33, -71),
}
"""Latitude and longitude of the host cities, to a degree: where a dot stands, not a statement of the graph."""

WIDTH, TOP, ROW = 900, 34, 22
MARGIN = 36


@dataclass(frozen=True, slots=True)
class Dot:
    """One congress: when and where."""

    href: str
    number: int
    year: int
    city: str
    """Its name."""
    code: str
    """Of the city in its IRI."""
    name: str


def timeline(dots: Sequence[Dot]) -> Markup:
    """Draw congresses on a line of years, their cities above and below it by turns."""
    if not dots:
        return Markup("")
    first, last = min(d.year for d in dots) // 10 * 10, (max(d.year for d in dots) // 10 + 1) * 10
    scale = (WIDTH - 2 * MARGIN) / (last - first)
    middle, height = 2 * ROW + TOP, 4 * ROW + 2 * TOP
    axis = [f'<path class="axis" d="M{MARGIN} {middle}H{WIDTH - MARGIN}"></path>']
    for year in range(first, last + 1, 10):
        x = MARGIN + (year - first) * scale
        axis.append(f'<path class="axis" d="M{x:.0f} {middle - 5}v10"></path>')
    marks = [_mark(dot, MARGIN + (dot.year - first) * scale, middle, place) for place, dot in enumerate(dots)]
    return _drawing(WIDTH, height, "Congresses by year", [*axis, *marks])


def _mark(dot: Dot, x: float, middle: float, place: int) -> str:
    """Draw one congress; four rows of labels in turn keep neighbours apart."""
    row = (-1, 1, -2, 2)[place % 4]
    y = middle + row * ROW + (4 if row > 0 else -2)
    anchor = "start" if x < 60 else "end" if x > WIDTH - 60 else "middle"
    return (
        f'<a href="{escape(dot.href)}"><title>{escape(dot.name)}</title>'
        f'<path class="edge" d="M{x:.0f} {middle}V{y - (10 if row > 0 else -4):.0f}"></path>'
        f'<circle class="dot" cx="{x:.0f}" cy="{middle}" r="6"></circle>'
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="12.5" text-anchor="{anchor}">'
        f"{escape(dot.city)} {dot.year}</text></a>"
    )


def world(dots: Sequence[Dot], land: str) -> Markup:
    """Draw the host cities on a map; a city that was host twice is one dot with both years."""
    cities: dict[str, list[Dot]] = {}
    for dot in dots:
        if dot.code in POSITIONS:
            cities.setdefault(dot.code, []).append(dot)
    ground = f'<image href="{escape(land)}" width="{MAP_WIDTH}" height="{MAP_HEIGHT}"></image>'
    return _drawing(
        MAP_WIDTH, MAP_HEIGHT, "Host cities", [ground, *(_city(code, held) for code, held in cities.items())]
    )


def _city(code: str, held: Sequence[Dot]) -> str:
    latitude, longitude = POSITIONS[code]
    x = (longitude + 180) / 360 * MAP_WIDTH
    y = (NORTH - latitude) / (NORTH - SOUTH) * MAP_HEIGHT
    left = code in LEFT
    years = ", ".join(str(dot.year) for dot in held)
    return (
        f'<a href="{escape(held[-1].href)}"><title>{escape(held[-1].city)}: {years}</title>'
        f'<circle class="dot" cx="{x:.0f}" cy="{y:.0f}" r="5"></circle>'
        f'<text x="{x + (-9 if left else 9):.0f}" y="{y + SHIFTED.get(code, 4):.0f}" font-size="12"'
        f' text-anchor="{"end" if left else "start"}">{escape(held[-1].city)} {years}</text></a>'
    )


LEFT = frozenset({"london", "geneva", "cairo", "havana", "milan", "kyoto"})
"""Cities whose label stands on the left, away from a neighbour's."""

SHIFTED = {"geneva": 2, "milan": 16, "vienna": 0, "doha": -4, "abu-dhabi": 12, "london": -4}
"""How far below the middle of the dot a label stands, where two would meet."""


def _drawing(width: float, height: float, label: str, parts: Sequence[str]) -> Markup:
    body = "".join(parts)
    return Markup(  # noqa: S704 - every text in it is escaped above
        f'<svg class="drawing drawing--wide" viewBox="0 0 {width:g} {height:g}" role="group" '
        f'aria-label="{escape(label)}">{body}</svg>'
    )
