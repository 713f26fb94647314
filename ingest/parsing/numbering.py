"""Decide what each printed number is: a paragraph's, a heading's, that of a line in a list, or part of a sentence.

Paragraphs are counted through a document (and anew in each annex, and in each article where the count begins again).
A number that does not continue the count is no paragraph when the count goes on after it: "1. Opening of the Meeting"
inside paragraph 90 is a line of an agenda because 91 follows; "1. Comprehensive strategies" after 19 is a heading.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from ingest.document import Doubt
from ingest.parsing.embedded import Embedded
from ingest.parsing.marks import Look
from ingest.parsing.units import Unit, is_title


class Count(Enum):
    """What a number counts."""

    PARAGRAPH = auto()
    FIRST = auto()
    """A paragraph with which the count begins anew."""
    HEADING = auto()
    ENTRY = auto()
    TEXT = auto()
    """Nothing: the number is part of a sentence that goes on."""


@dataclass(slots=True)
class _State:
    expected: int = 1
    fresh: bool = True
    """No paragraph has been counted since the document, an annex or an article began."""
    entry: int = 0
    """Number of the last line of a running list; 0: no list runs."""
    heading: int = 0
    """Number of the last numbered heading."""
    after_keyword: bool = False
    """An article or rule began after the last paragraph."""
    after_colon: bool = False


@dataclass(slots=True)
class Numbers:
    """The numbered units of a document, for looking ahead in constant or logarithmic time."""

    units: Sequence[Unit]
    segments: list[int] = field(default_factory=list)
    """Of each unit: how many annexes and resolutions began before it."""
    places: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    """(segment, number) -> indexes of the units that begin with it, ascending."""
    following: list[int | None] = field(default_factory=list)
    """Of each unit: index of the next numbered unit of its segment."""
    run_ends: list[int] = field(default_factory=list)
    """Of each numbered unit: index of the last of the numbers that go on from it one by one."""

    @classmethod
    def of(cls, units: Sequence[Unit], embedded: Embedded) -> Numbers:
        """Index the numbered units."""
        numbers = cls(units, _segments(units, embedded))
        for index, unit in enumerate(units):
            segment = numbers.segments[index]
            if unit.look is Look.NUMBER and unit.mark and unit.mark.value is not None:
                numbers.places.setdefault((segment, unit.mark.value), []).append(index)
        numbers._link()
        return numbers

    def _link(self) -> None:
        latest: dict[int, int] = {}
        self.following = [None] * len(self.units)
        self.run_ends = list(range(len(self.units)))
        for index in range(len(self.units) - 1, -1, -1):
            segment = self.segments[index]
            self.following[index] = latest.get(segment)
            if self.units[index].look is Look.NUMBER:
                following, value = self.following[index], self.value(index)
                if following is not None and value is not None and self.value(following) == value + 1:
                    self.run_ends[index] = self.run_ends[following]
                latest[segment] = index

    def value(self, index: int | None) -> int | None:
        """Return the number of a unit."""
        mark = self.units[index].mark if index is not None else None
        return mark.value if mark else None

    def next_place(self, index: int, value: int) -> int | None:
        """Return the next unit of the segment that begins with a number."""
        places = self.places.get((self.segments[index], value), [])
        at = bisect_right(places, index)
        return places[at] if at < len(places) else None

    def resumes(self, index: int, expected: int) -> bool:
        """Tell whether the count goes on with the expected number after a unit that breaks it."""
        goes_on = self.next_place(index, expected)
        if goes_on is None:
            return False
        before = self.next_place(index, expected - 1) if expected > 1 else None
        return before is None or before > goes_on


def _segments(units: Sequence[Unit], embedded: Embedded) -> list[int]:
    """Number the segments that count anew: annexes, resolutions, also those within a report, which goes on below."""
    segments: list[int] = []
    segment = report = last = 0
    inside = False
    for index, unit in enumerate(units):
        if index in embedded.ends:
            segment, inside = report, False
        elif index in embedded.begins or unit.look in {Look.ANNEX, Look.RESOLUTION}:
            segment = last = last + 1
            inside = inside or index in embedded.begins
        report = report if inside else segment
        segments.append(segment)
    return segments


def count_paragraphs(units: Sequence[Unit], embedded: Embedded) -> tuple[dict[int, Count], list[tuple[int, Doubt]]]:
    """Return what each numbered unit counts, by its index, and the doubts, each with the unit's index."""
    numbers = Numbers.of(units, embedded)
    report = state = _State()
    counts: dict[int, Count] = {}
    doubts: list[tuple[int, Doubt]] = []
    for index, unit in enumerate(units):
        if index in embedded.begins:
            state = _State()
        elif index in embedded.ends:
            state = report
        if unit.look is Look.NUMBER and unit.mark and unit.mark.value is not None:
            count = _count(index, unit.mark.value, numbers, state)
            counts[index] = count
            if doubt := _doubt(count, unit.mark.value, state):
                doubts.append((index, doubt))
            _advance(count, unit.mark.value, state)
        else:
            _pass(unit, state)
        if counts.get(index) is not Count.TEXT and unit.look not in {Look.NOTE, Look.STAR}:
            state.after_colon = unit.text.endswith(":") or (state.after_colon and unit.row)
    return counts, doubts


def _count(index: int, value: int, numbers: Numbers, state: _State) -> Count:
    unit = numbers.units[index]
    titled = is_title(unit.text)
    if titled and _is_heading(index, value, numbers, state):
        return Count.HEADING
    if state.entry and value == state.entry + 1 and _stays_in_list(index, value, numbers, state):
        return Count.ENTRY
    if value == state.expected:
        return Count.FIRST if state.fresh else Count.PARAGRAPH
    if value == 1:
        return _count_one(index, titled, numbers, state)
    if unit.follows_open:
        return Count.TEXT
    if titled and (value == state.heading + 1 or (state.fresh and 0 < state.heading < value)):
        return Count.HEADING
    return Count.PARAGRAPH


def _is_heading(index: int, value: int, numbers: Numbers, state: _State) -> bool:
    """A numbered title that is followed by something else than the next number of a list."""
    following = numbers.following[index]
    next_unit = numbers.units[index + 1] if index + 1 < len(numbers.units) else None
    if next_unit is None or next_unit.row or next_unit.look is Look.LETTER or state.entry or state.after_colon:
        return False
    if value == state.expected and numbers.value(following) == value:
        return not is_title(numbers.units[following].text) if following is not None else False
    if index + 1 == following and numbers.value(following) == value + 1:
        return False
    if value == state.expected and value != 1 and value != state.heading + 1:
        return False
    return value in {1, state.heading + 1}


def _stays_in_list(index: int, value: int, numbers: Numbers, state: _State) -> bool:
    """The next number of a list, which may also be that of the next paragraph: then the list has to leave it one."""
    if value != state.expected:
        return True
    after = numbers.following[numbers.run_ends[index]]
    return after is not None and numbers.value(after) == value


def _count_one(index: int, titled: bool, numbers: Numbers, state: _State) -> Count:
    if state.after_colon and not state.fresh:
        return Count.ENTRY
    if state.after_keyword and not titled:
        return Count.FIRST
    if numbers.resumes(index, state.expected) and (titled or state.expected > 2):
        return Count.HEADING if titled else Count.ENTRY
    return Count.FIRST


def _doubt(count: Count, value: int, state: _State) -> Doubt | None:
    if count in {Count.PARAGRAPH, Count.FIRST} and value != state.expected and value != 1:
        before = f"para {state.expected - 1}" if state.expected > 1 else "para 1"
        what = f"{state.expected}" if state.expected == 1 else f"{state.expected} after {state.expected - 1}"
        return Doubt(before, f"{value}", what)
    return None


def _advance(count: Count, value: int, state: _State) -> None:
    if count in {Count.PARAGRAPH, Count.FIRST}:
        state.expected, state.fresh, state.entry, state.after_keyword = value + 1, False, 0, False
    elif count is Count.HEADING:
        state.heading, state.entry = value, 0
    elif count is Count.ENTRY:
        state.entry = value


def _pass(unit: Unit, state: _State) -> None:
    """Take note of a unit that has no number."""
    if unit.look in {Look.ANNEX, Look.RESOLUTION}:
        state.expected, state.fresh, state.entry, state.heading = 1, True, 0, 0
    elif unit.look in {Look.ROMAN, Look.CAPITAL}:
        state.heading, state.entry = 0, 0
    elif unit.look is Look.KEYWORD:
        state.entry, state.after_keyword = 0, True
    elif unit.look is None and not unit.row:
        state.entry = 0
