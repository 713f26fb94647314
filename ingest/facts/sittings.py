"""The sittings of a meeting ("the 4th meeting"): when each was held and who chaired it.

In: a ReadReport. Out: facts about sittings. UN reports number the sittings of a meeting and call them meetings too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Part, PartKind
from ingest.facts.dates import find_periods
from ingest.facts.events import year_of
from ingest.facts.evidence import Evidence, Fact, ReadReport, describe, of_mention, typed
from ingest.quads import day, integer
from ontology import terms
from ontology.identifiers import sitting

_ORDINAL = r"\d+(?:st|nd|rd|th)"
_NUMBERS = re.compile(rf"{_ORDINAL}(?:(?:,\s*|\s+to\s+|\s+and\s+|,\s+and\s+){_ORDINAL})*(?=\s+meetings?\b)")
""" "1st to 3rd, 5th and 6th meetings", "4th meeting"."""
_RANGE = re.compile(r"(?P<first>\d+)[a-z]+(?:\s+to\s+(?P<last>\d+)[a-z]+)?")
_CHAIRED = re.compile(r"\b(?:was|were)\s+(?:chaired|presided over)\s+by\s+")
_BEGINS = re.compile(r"\s+meetings?,?\s+(?:held\s+)?(?:on|from)\s+")


def sitting_numbers(text: str) -> list[int]:
    """Return the numbers of a list of ordinals.

    >>> sitting_numbers("1st to 3rd, 5th and 6th")
    [1, 2, 3, 5, 6]
    """
    ranges = (range(int(m["first"]), int(m["last"] or m["first"]) + 1) for m in _RANGE.finditer(text))
    return [number for numbers in ranges for number in numbers]


def read_sittings(read: ReadReport) -> Iterator[Fact]:
    """Yield the sittings that paragraphs number, with their day and chair where the paragraph says so."""
    if read.event is None:
        return
    year = year_of(read)
    for part in read.parts(PartKind.PARAGRAPH):
        matches = list(_NUMBERS.finditer(part.text))
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else len(part.text)
            for number in sitting_numbers(match.group()):
                iri = sitting(read.event, number)
                yield from _sitting(iri, read.event, number, Evidence(part.id, *match.span(), "sitting"))
                yield from _chair(read, part, iri, match.end(), end)
            yield from _day(part, match, read.event, year)


def _sitting(iri: str, event: str, number: int, evidence: Evidence) -> Iterator[Fact]:
    yield typed(iri, terms.Sitting, evidence)
    yield from describe(iri, evidence, {terms.sittingOf: event, terms.ordinal: integer(number)})


def _chair(read: ReadReport, part: Part, iri: str, start: int, end: int) -> Iterator[Fact]:
    """Read "were chaired by Pía Greene (Chile)" up to the next number of a sitting."""
    chaired = _CHAIRED.search(part.text, start, end)
    persons = read.mentions(part.id, "person", start=chaired.end(), end=end) if chaired else ()
    if persons:
        yield Fact(iri, terms.chairedBy, persons[0].entity, of_mention(persons[0], "chaired"))


def _day(part: Part, match: re.Match[str], event: str, year: int | None) -> Iterator[Fact]:
    """Read "At its 1st meeting, on 5 February 2019"; a period over several sittings says nothing of each."""
    numbers = sitting_numbers(match.group())
    begins = _BEGINS.match(part.text, match.end())
    period = next((p for p in find_periods(part.text, year) if begins and p.start == begins.end()), None)
    if period and len(numbers) == 1 and period.first == period.last:
        held = {terms.heldStart: day(period.first), terms.heldEnd: day(period.last)}
        yield from describe(sitting(event, numbers[0]), Evidence(part.id, period.start, period.end, "sitting"), held)
