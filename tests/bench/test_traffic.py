"""The load test counts every request, and tells a service that fails from one that holds."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.servers import ours
from bench.traffic import Tally, ninety_nine, report, run
from ontology.files import folder


@pytest.mark.parametrize(
    ("waits", "expected"),
    [([], 0.0), ([3.0], 3.0), ([1.0] * 99 + [9.0], 1.0), ([1.0] * 98 + [9.0] * 2, 9.0), ([1.0] * 50 + [9.0], 9.0)],
)
def test_ninety_nine_of_a_hundred(waits: list[float], expected: float) -> None:
    assert ninety_nine(waits) == expected


def test_a_failure_and_a_lost_request_stand_in_the_report() -> None:
    good = Tally([0.1] * 3, Counter({200: 1, 500: 1, 0: 1}))
    told = report(
        [(10.0, good, Tally([1.0], Counter({504: 1})), 100.0), (20.0, Tally([0.5], Counter({200: 1})), Tally(), 9.0)]
    )
    assert "Highest rate with p99 below 250 ms: 10 a second." in told
    assert "Answers with 500: 1; without an answer: 1." in told
    assert "Hostile ones: 1 × 504." in told


def test_mixed_and_hostile_traffic_is_answered_and_none_with_500(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.traffic.HOSTILE", 0.3)
    limits = {"CRIMECONGRESS_SECONDS": "1", "CRIMECONGRESS_MEMORY_MB": "128"}
    with ours(folder("graph"), tmp_path_factory.mktemp("work"), **limits) as server:
        steps = list(run(server, 5))
    good, bad = (sum((step[place].statuses for step in steps), Counter[int]()) for place in (1, 2))
    assert sum(good.values()) + sum(bad.values()) == sum(len(g.waits) + len(b.waits) for _, g, b, _ in steps) > 40
    assert set(good) <= {200, 300, 303, 404, 503, 504}, "where the machine is busy, a limit may be met"
    assert set(bad) <= {200, 400, 403, 404, 408, 413, 414, 431, 503, 504}
