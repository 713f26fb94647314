"""Accept and If-None-Match against RFC 9110, by its own examples and by properties."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import choose, none_match, parse_accept, quality

OFFERS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, 0),
        ("", 0),
        ("*/*", 0),
        ("text/*", 2),
        ("text/csv", 2),
        ("TEXT/CSV", 2),
        ("text/csv;q=0.5, application/sparql-results+xml", 1),
        ("application/sparql-results+json;q=0.1, */*;q=0.2", 1),
        ("text/html, */*;q=0.1", 3),
        ("*/*, application/sparql-results+json;q=0", 1),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("text/csv; charset=utf-8", 2),
        ("text/csv;header=present", None),
        ("text/csv;q=nonsense", None),
        ("nonsense", None),
        ("nonsense, text/csv", 2),
        ('text/csv;charset="utf-8, or so", image/png', 2),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", 3),
    ],
)
def test_the_best_offer_wins(accept: str | None, chosen: int | None) -> None:
    assert choose(accept, OFFERS) == chosen


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("text/plain;format=flowed", 1.0),
        ("text/plain", 0.7),
        ("text/html", 0.3),
        ("image/jpeg", 0.5),
        ("text/plain;format=fixed", 0.4),
        ("text/html;level=3", 0.3),
    ],
)
def test_the_table_of_rfc_9110_section_12_5_1(media_type: str, expected: float) -> None:
    accept = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"
    assert quality(parse_accept(accept), media_type) == expected


WORD = st.text("abcdefghijklmnop+.-", min_size=1, max_size=6)
RANGE = st.tuples(WORD, WORD, st.integers(0, 1000)).map(lambda r: f"{r[0]}/{r[1]};q={r[2] / 1000:.3f}")


@given(st.text(max_size=80))
def test_no_header_breaks_it(accept: str) -> None:
    place = choose(accept, OFFERS)
    assert place is None or 0 <= place < len(OFFERS)


@given(st.lists(RANGE, max_size=5), st.permutations(OFFERS))
def test_the_order_of_elements_in_accept_does_not_matter(ranges: list[str], offers: list[str]) -> None:
    ranges = list({r.partition(";")[0]: r for r in [*ranges, "text/csv;q=0.5"]}.values())
    assert choose(", ".join(ranges), offers) == choose(", ".join(reversed(ranges)), offers)


@given(st.lists(RANGE, min_size=1, max_size=5))
def test_what_is_chosen_has_the_highest_quality_of_all_offers(ranges: list[str]) -> None:
    accept = ", ".join(ranges)
    offers = [r.partition(";")[0] for r in ranges]
    parsed = parse_accept(accept)
    place = choose(accept, offers)
    best = max(quality(parsed, offer) for offer in offers)
    assert best == 0 if place is None else quality(parsed, offers[place]) == best


@pytest.mark.parametrize(
    ("header", "matches"),
    [
        (None, False),
        ('W/"a"', True),
        ('"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ('W/"A"', False),
    ],
)
def test_if_none_match_compares_weakly(header: str | None, *, matches: bool) -> None:
    assert none_match(header, 'W/"a"') is matches


@pytest.mark.parametrize("piece", [",", ";", '"', '"a,', "a/b,", ";q=0.1", '\\"', "a/b;x="])
def test_no_header_takes_long_to_read(piece: str) -> None:
    started = time.process_time()
    choose(piece * (60_000 // len(piece)), OFFERS)
    assert time.process_time() - started < 0.5
