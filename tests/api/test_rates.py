"""A client is told how many requests it has left, and what it is told is what happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api import rates
from api.rates import Rates


class Clock:
    """A clock that the test sets."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sent(counted: Rates, client: str) -> tuple[int, int, bool]:
    allowance = counted.take(client)
    assert allowance is not None
    return allowance.left, allowance.seconds, allowance.exceeded


def test_what_is_said_to_be_left_is_answered_and_no_more(clock: Clock) -> None:
    counted = Rates(2, clock)
    assert sent(counted, "192.0.2.1") == (1, 60, False)
    clock.now += 10.5
    assert sent(counted, "192.0.2.1") == (0, 50, False)
    assert sent(counted, "192.0.2.1") == (-1, 50, True)
    assert sent(counted, "192.0.2.2") == (1, 60, False)
    clock.now += 49.5
    assert sent(counted, "192.0.2.1") == (1, 60, False)


def test_the_fields_are_written_as_the_draft_has_them(clock: Clock) -> None:
    counted = Rates(100, clock)
    allowance = [counted.take("192.0.2.1") for _ in range(3)][-1]
    assert allowance is not None
    assert allowance.headers() == [
        (b"ratelimit-policy", b'"requests";q=100;w=60'),
        (b"ratelimit", b'"requests";r=97;t=60'),
    ]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::4", "2001:db8:1:3::4", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "", True),
        ("a:b", "a:c", False),
    ],
)
def test_an_ipv6_client_is_a_network_of_64_bits(clock: Clock, first: str, second: str, same: bool) -> None:
    counted = Rates(9, clock)
    counted.take(first)
    assert sent(counted, second)[0] == (7 if same else 8)


def test_however_many_clients_come_memory_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_CLIENTS", 10)
    counted = Rates(1, clock)
    for number in range(100):
        counted.take(f"192.0.2.{number}")
    assert len(counted._windows) == 10
    clock.now += 60
    counted.take("192.0.2.1")
    assert len(counted._windows) == 1


def test_too_many_requests_are_429_until_the_seconds_are_over(
    serve: Callable[..., httpx.Client], graph_file: Path
) -> None:
    client = serve(graph_file, rate=3)
    answers = [
        client.get(path, headers={"Origin": "https://e.org"}) for path in ("/sparql", "/", "/void", "/", "/sparql")
    ]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert [a.headers["ratelimit"].partition(";t=")[0] for a in answers] == [
        f'"requests";r={left}' for left in (2, 1, 0, 0, 0)
    ]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"requests";q=3;w=60'}
    for refused in answers[3:]:
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"] == refused.headers["ratelimit"].partition(";t=")[2]
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert refused.json()["violated-policies"] == ["requests"]
        assert "RateLimit" in refused.headers["access-control-expose-headers"]
    assert client.get("/healthz").status_code == 200
    other = client.get("/void", headers={"X-Forwarded-For": "192.0.2.1"})
    assert other.status_code == 200, "behind a proxy, each of its clients has its own"


def test_without_a_limit_nothing_is_said(serve: Callable[..., httpx.Client], graph_file: Path) -> None:
    assert "ratelimit" not in serve(graph_file).get("/void").headers
