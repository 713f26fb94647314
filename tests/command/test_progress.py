"""What a build shows on a terminal while it reads."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from command import progress


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is printed on a terminal of 120 columns."""
    written = io.StringIO()
    monkeypatch.setattr(progress, "err", Console(file=written, force_terminal=True, width=120))
    return written


def test_the_bar_names_the_document_the_rate_and_the_time_left(shown: io.StringIO) -> None:
    with progress.Steps() as steps:
        steps.step("recognise", 4)
        steps.advance("A/CONF.234/RPM.3/1")
        steps.advance("A/RES/76/181")
    last = shown.getvalue().rpartition("recognise")[2]
    assert "2/4" in last
    assert "/s" in last
    assert "A/RES/76/181" in last
    assert ":" in last.partition("A/RES/76/181")[2]


def test_a_warning_says_so_once(shown: io.StringIO) -> None:
    with progress.Steps() as steps:
        steps.warn("warning: https://example.org/x dcterms:title: Give the document's title.")
    assert shown.getvalue().count("warning:") == 1
