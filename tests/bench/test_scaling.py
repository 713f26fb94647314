"""Growth is measured step by step: what is not done again keeps its figures, and files that are there are used."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from bench import reporting, scaling
from bench.comparing import Comparison, Figures, comparison_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reporting, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(scaling, "FOLDER", str(tmp_path / "kept"))
    monkeypatch.setattr(scaling, "SIZES", (1_000,))
    return tmp_path


def test_steps_are_done_one_after_another_over_what_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for steps in (("generate",), ("validate", "publish")):
        monkeypatch.setattr(scaling, "STEPS", steps)
        report = scaling.measure()
    costs = json.loads((folder / "results" / "scale.json").read_text(encoding="utf-8"))["costs"]["1000"]
    kept = folder / "kept" / "1000"
    assert costs["triples"] == (kept / "graph.nq").read_bytes().count(b"\n")
    assert all(costs[f"{step}, processor s"] > 0 for step in ("generate", "validate", "publish"))
    assert all(f"| {step}, peak MiB |" in report for step in ("generate", "validate", "publish"))
    assert (kept / "releases" / "current" / "serving" / "contents.json").is_file()


def test_the_slope_is_that_of_the_last_two_sizes() -> None:
    points = [(10.0, 7.0), (1e6, 2.0), (1e7, 20.0)]
    assert list(scaling._cells(points, [10.0, 1e6, 1e7])) == ["7.00", "2.00", "20.00", "1.00", "200"]
    assert list(scaling._cells(points[:1], [10.0, 1e6])) == ["7.00", "", "", ""]


def test_a_comparison_is_read_back_from_the_results() -> None:
    found = Comparison("a graph", 5, figures={"lookup": {"a": Figures(1, 2, 3, 4, 5, 6)}}, notes=["none"])
    assert comparison_of(json.loads(json.dumps(asdict(found)))) == found
