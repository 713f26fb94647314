from __future__ import annotations

import pytest

from ingest.facts.dates import find_periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 5 February 2019", "2019-02-05", "2019-02-05"),
        ("from 5 to 7 February 2019", "2019-02-05", "2019-02-07"),
        ("Kyoto, Japan, 20–27 April 2020", "2020-04-20", "2020-04-27"),
        ("from 29 March to 1 April 2004", "2004-03-29", "2004-04-01"),
        ("from 30 December 2019 to 2 January 2020", "2019-12-30", "2020-01-02"),
        ("26 August-6 September 1985", "1985-08-26", "1985-09-06"),
    ],
)
def test_a_period_is_read_as_reports_write_it(text: str, first: str, last: str) -> None:
    [period] = find_periods(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert text[period.start : period.end].split()[0].strip(",")[0].isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "in 1970",
        "31 April 2020",
        "6 February",
        "resolution 56/119",
        "from 7 to 5 February 2019",
        "A/CONF.234/RPM.3/1",
        "12.5 May",
    ],
)
def test_what_is_no_day_of_the_calendar_is_left_out(text: str) -> None:
    assert list(find_periods(text)) == []


def test_a_day_without_a_year_is_of_the_year_that_is_given() -> None:
    [period] = find_periods("the 4th meeting, on 6 February, was chaired", 2019)
    assert period.first.isoformat() == "2019-02-06"
