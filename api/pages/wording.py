"""A text cut at its mentions: the exact wording, in which each name is a link to what it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.model import Segment


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text to be linked: positions are code points, half-open."""

    start: int
    end: int
    href: str
    title: str
    kind: str = ""


def segments(text: str, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Cut a text at the outermost marks; what lies inside another mark, or crosses one, stays text.

    >>> [s.text for s in segments("Support UNODC now", [Mark(8, 13, "/body/UNODC", "UNODC")])]
    ['Support ', 'UNODC', ' now']
    """
    pieces: list[Segment] = []
    at = 0
    for mark in outermost(marks):
        if mark.start < at or not mark.start < mark.end <= len(text):
            continue
        if at < mark.start:
            pieces.append(Segment(text[at : mark.start]))
        pieces.append(Segment(text[mark.start : mark.end], mark.href, mark.title, mark.kind))
        at = mark.end
    return (*pieces, Segment(text[at:])) if at < len(text) else tuple(pieces)


def outermost(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks by where they begin, the longer first, so that what is nested comes after what holds it."""
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.href))


def excerpt(text: str, length: int = 220) -> str:
    """Return the beginning of a text, cut after a whole word.

    >>> excerpt("Promote a culture of lawfulness", 12)
    'Promote a…'
    """
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def amount(count: int, word: str) -> str:
    """Write a number with its noun.

    >>> amount(1, "place"), amount(1200, "place")
    ('1 place', '1,200 places')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"
