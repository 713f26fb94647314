"""Refuse a meeting report in whose paragraphs something is missing: a sub-item of a row, a footnote or its mark.

What numbers the paragraphs and items is checked before (`ingest.parsing.checks`); this looks at what stands inside
them. Old prints (with page markers) lost their raised numbers and are left alone, as are documents of other kinds.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.document import Doubt, Part, PartKind, Report, Role
from ingest.errors import ReadingError
from ingest.parsing.assembly import INLINE
from ingest.parsing.checks import PAGE_MARKER
from ingest.parsing.counting import roman_of, roman_value
from ingest.parsing.marks import SUPERSCRIPTS

RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def check_details(report: Report) -> Report:
    """Return the report as it is. Raises ReadingError for a broken row of sub-items or a footnote without its mark."""
    if report.genre == "meeting-report" and not PAGE_MARKER.search(report.source.text):
        for doubt in (*_broken_rows(report), *_lost_notes(report)):
            raise ReadingError(report.source.name, doubt.place, doubt.found, doubt.expected)
    return report


def _broken_rows(report: Report) -> Iterator[Doubt]:
    """Yield each inline row "(i) …; (ii) …" that does not go on with its next number."""
    for item in report.parts:
        if item.kind is PartKind.ITEM and (doubt := _broken_row(item)):
            yield doubt


def _broken_row(item: Part) -> Doubt | None:
    """Return what is wrong with the row that ": (i)" begins in an item; None when it is whole or there is none."""
    last = 0
    for found in INLINE.finditer(item.text):
        begins = roman_value(found["token"]) == 1 and found["lead"] in {": ", ""}
        if not last and not begins:
            continue
        if roman_value(found["token"]) != last + 1:
            return Doubt(_place(item.id), f"({found['token']})", f"({roman_of(last + 1)}) after ({roman_of(last)})")
        last += 1
    return None


def _lost_notes(report: Report) -> Iterator[Doubt]:
    """Yield each mark that has no footnote, then each footnote that has no mark."""
    notes = [part for part in report.parts if part.kind is PartKind.FOOTNOTE and part.number is not None]
    numbers = {note.number for note in notes}
    for fragment in report.fragments:
        if fragment.role is Role.MARKUP and fragment.part_id and fragment.raw and set(fragment.raw) <= RAISED:
            number = int(fragment.raw.translate(SUPERSCRIPTS))
            if number not in numbers:
                yield Doubt(_place(fragment.part_id), f"the mark of footnote {number}", f"footnote {number}")
    for note in notes:
        if note.parent is None:
            yield Doubt(_place(note.id), "no mark of it in the text", f"a raised {note.number} where it belongs")


def _place(part: str) -> str:
    return part.replace("/", " ")
