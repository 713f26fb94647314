"""Days and periods as United Nations reports write them.

In: a text. Out: periods with their place in it. The readers of events and sittings say what took place in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.front import MONTHS

_MONTH = "|".join(MONTHS)
_PERIOD = re.compile(
    rf"""
    (?<![\d./])
    (?P<day1>\d{{1,2}})                                       # 29
    (?:\s+(?P<month1>{_MONTH}))?(?:\s+(?P<year1>\d{{4}}))?    #    March 2019
    (?:\s*(?:–|-|—|to|until)\s*                               #                to
    (?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})                #                   1 April
    (?:\s+(?P<year2>\d{{4}}))?)?                              #                           2019
    (?!\d)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from first to last, as text[start:end] says."""

    first: date
    last: date
    start: int
    end: int


def find_periods(text: str, year: int | None = None) -> Iterator[Period]:
    """Find days and periods: "5 February 2019", "5 to 7 February 2019", "20–27 April 2020", "29 March to 1 April 2019".

    Those without a year ("6 February") are of the year given, or are left out. Days that no calendar has are left out.

    >>> [(p.first.isoformat(), p.last.isoformat()) for p in find_periods("from 31 January to 2 February 2022")]
    [('2022-01-31', '2022-02-02')]
    """
    for match in _PERIOD.finditer(text):
        month = match["month2"] or match["month1"]
        in_year = int(match["year2"] or match["year1"] or year or 0)
        if month and in_year:
            last = _day(match["day2"] or match["day1"], month, in_year)
            first = _day(match["day1"], match["month1"] or month, int(match["year1"] or in_year))
            if first and last and first <= last:
                yield Period(first, last, *match.span())


def _day(day: str, month: str, year: int) -> date | None:
    try:
        return date(year, MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
