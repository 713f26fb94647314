"""Plots as SVG, drawn with nothing but text: bars on a logarithmic scale, and lines on two."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#0b6e99", "#d9822b", "#3d8f5f", "#8a4f9e", "#b33a3a", "#6b7280", "#b8a100", "#1f2937")
WIDTH, LEFT, BAR = 900, 210, 11


def bars(title: str, unit: str, values: Mapping[str, Mapping[str, float]]) -> str:
    """Draw for each row a bar for each series, on a logarithmic scale."""
    names = list(dict.fromkeys(name for row in values.values() for name in row))
    every = [value for row in values.values() for value in row.values() if value > 0]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    top, height = 60 + 18 * len(names), len(names) * BAR + 12
    parts = [*_legend(names), *_grid(low, high, unit, top, top + height * len(values))]
    for place, (row, series) in enumerate(values.items()):
        y = top + place * height
        parts.append(_text(LEFT - 8, y + height / 2, row, anchor="end"))
        for at, name in enumerate(names):
            if (value := series.get(name, 0)) > 0:
                wide = max(1.0, (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - 20))
                where = f'x="{LEFT}" y="{y + at * BAR:.0f}" width="{wide:.1f}" height="{BAR - 2}"'
                hint = f"<title>{escape(row)}, {escape(name)}: {value:.3g} {escape(unit)}</title>"
                parts.append(f'<rect {where} fill="{COLOURS[at % len(COLOURS)]}">{hint}</rect>')
    return _whole(title, parts, top + height * len(values) + 20)


def lines(title: str, x_unit: str, y_unit: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Draw each series as a line through its points, both scales logarithmic."""
    points = [point for line in series.values() for point in line]
    x_low, x_high = math.floor(math.log10(min(x for x, _ in points))), math.ceil(math.log10(max(x for x, _ in points)))
    y_low, y_high = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points)))
    top, bottom = 60 + 18 * len(series), 60 + 18 * len(series) + 360

    def place(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (math.log10(x) - x_low) / (x_high - x_low) * (WIDTH - LEFT - 30)
        return across, bottom - (math.log10(y) - y_low) / max(1, y_high - y_low) * (bottom - top)

    parts = [*_legend(list(series)), *_grid(x_low, x_high, x_unit, top, bottom)]
    parts += [
        _text(LEFT - 8, place(1, 10.0**power)[1], f"{10.0**power:g} {y_unit}", "end")
        for power in range(y_low, y_high + 1)
    ]
    for at, line in enumerate(series.values()):
        colour, places = COLOURS[at % len(COLOURS)], [place(x, y) for x, y in line]
        parts.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" fill="none" stroke="{colour}"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    return _whole(title, parts, bottom + 40)


def _grid(low: int, high: int, unit: str, top: float, bottom: float) -> list[str]:
    parts = []
    for power in range(low, high + 1):
        x = LEFT + (power - low) / max(1, high - low) * (WIDTH - LEFT - 30)
        parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="#d5d9de"/>')
        parts.append(_text(x, top - 6, f"{10.0**power:,.10g} {unit}", anchor="middle"))
    return parts


def _legend(names: Sequence[str]) -> list[str]:
    parts = []
    for at, name in enumerate(names):
        colour = COLOURS[at % len(COLOURS)]
        parts.append(f'<rect x="{LEFT}" y="{36 + 18 * at}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(LEFT + 18, 46 + 18 * at, name))
    return parts


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _whole(title: str, parts: Sequence[str], height: float) -> str:
    style = 'font-family="sans-serif" font-size="11"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" {style}>'
    ground = f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
    named = f'<text x="8" y="20" font-size="14">{escape(title)}</text>'
    return "\n".join((head, ground, named, *parts, "</svg>", ""))
