"""The quality report: its numbers are those of the documents, and it shows what a change gained and lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.build import build
from ingest.context import Context
from ingest.errors import SourceError
from ingest.quality import QualityReport, measure, write_report

TEXT = """Thirteenth United Nations Congress on Crime Prevention and Criminal Justice

Report of the Western Asia Regional Preparatory Meeting for the Thirteenth United Nations Congress on \
Crime Prevention and Criminal Justice, held in Doha from 3 to 5 February 2014

I. Introduction

1. The Meeting thanked UNODC, and named target 16.5. UNODC thanked the Meeting.

2. The following recommendations, which were not negotiated by the participants, were identified:

(a) Become parties to the United Nations Convention against Corruption and the Organized Crime Convention; those \
treaties matter.

II. Attendance and organization of work

A. Attendance

3. The following States were represented at the Meeting: Chile and Peru.

III. Adoption of the report and closure of the Meeting

4. The Meeting adopted its report.
"""

Measure = Callable[..., QualityReport]


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Measure:
    """Return a function that builds the text given and measures the build."""
    monkeypatch.setattr(Context, "validate", lambda *_: ())

    def run(*texts: str) -> QualityReport:
        source = tmp_path / "in"
        source.mkdir(exist_ok=True)
        for old in source.iterdir():
            old.unlink()
        for number, text in enumerate(texts, 11):
            (source / f"{number}.txt").write_text(text, encoding="utf-8")
            toml = f'symbol = "A/CONF.222/RPM.{number}/1"\nlanguage = "en"\n'
            (source / f"{number}.toml").write_text(toml)
        result = build([source], tmp_path / "out", cache=tmp_path / "cache", workers=1)
        return measure(result.graph, tmp_path / "cache")

    return run


def test_each_kind_of_mention_is_counted_by_document_and_in_all(measured: Measure) -> None:
    report = measured(TEXT, TEXT)
    assert report.totals["documents"] == 2
    assert [document.symbol for document in report.documents] == ["A/CONF.222/RPM.11/1", "A/CONF.222/RPM.12/1"]
    for factor, kinds in ((1, report.documents[0].kinds), (2, report.kinds)):
        found = {kind.kind: (kind.found, kind.resolved, kind.full + kind.short + kind.anaphoric) for kind in kinds}
        assert found["body"] == (2 * factor, 2 * factor, 2 * factor)
        assert found["sdg-target"] == (factor, factor, factor)
        assert found["state"] == (2 * factor, 2 * factor, 2 * factor)


def test_what_was_left_open_is_shown_with_its_words_and_reason(measured: Measure) -> None:
    [document] = measured(TEXT).documents
    [kind] = [kind for kind in document.kinds if kind.unresolved]
    assert (kind.kind, kind.unresolved) == ("instrument-group", 1)
    assert [(open_.words, open_.count) for open_ in kind.left_open] == [("those treaties", 1)]
    assert "named before it" in kind.left_open[0].reason


def test_all_of_the_text_is_in_parts(measured: Measure) -> None:
    [document] = measured(TEXT).documents
    assert document.coverage == 1


def test_a_change_shows_what_it_gained_and_lost(measured: Measure) -> None:
    first = measured(TEXT)
    assert first.documents[0].change is None
    [document] = measured(TEXT.replace("Peru", "Japan")).documents
    assert document.change is not None
    gains, losses = ("\n".join(lines) for lines in (document.change.gains, document.change.losses))
    assert "refersTo place/JPN" in gains
    assert "refersTo place/PER" in losses
    assert "participation/JPN" in gains
    assert "place/CHL" not in gains + losses


def test_a_repeated_build_keeps_the_comparison_with_the_one_before(measured: Measure) -> None:
    measured(TEXT)
    changed = measured(TEXT.replace("Peru", "Japan"))
    assert measured(TEXT.replace("Peru", "Japan")) == changed


def test_a_document_that_went_is_named(measured: Measure) -> None:
    measured(TEXT, TEXT)
    assert measured(TEXT).removed == ("A/CONF.222/RPM.12/1",)


def test_the_report_is_written_as_json_and_as_a_page_that_needs_nothing_else(measured: Measure, tmp_path: Path) -> None:
    report = measured(TEXT.replace("Peru.", "Peru & <others>."))
    as_json, as_html = write_report(report, tmp_path / "quality")
    read = json.loads(as_json.read_text(encoding="utf-8"))
    assert read["documents"][0]["symbol"] == "A/CONF.222/RPM.11/1"
    page = as_html.read_text(encoding="utf-8")
    assert "“those treaties” (1)" in page
    assert "100 %" in page
    assert "<script" not in page
    assert "http" not in page.replace("https://w3id.org/crimecongress/", "")


def test_a_graph_that_was_not_built_here_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no build of it"):
        measure(tmp_path / "crimecongress.trig", tmp_path / "cache")
