from __future__ import annotations

import pickle

import pytest

from ingest.document import Metadata, Part, PartKind, Report, SourceDocument

SOURCE = SourceDocument("a.txt", "7. He highlighted\n\nthat it was so.\n", Metadata("A/1", "en", "0" * 64))
PARAGRAPH = Part(
    "para/7", PartKind.PARAGRAPH, "He highlighted that it was so.", None, 1, "7", 7, spans=((0, 3, 14), (15, 19, 15))
)
ITEM = Part("para/7/a", PartKind.ITEM, "x", "para/7", 2, "a", None, "a", spans=((0, 0, 1),))
REPORT = Report(SOURCE, "report", "numbered paragraphs", (PARAGRAPH, ITEM), ())


@pytest.mark.parametrize(
    ("span", "source"),
    [
        ((0, 2), "He"),
        ((15, 19), "that"),
        ((3, 19), "highlighted\n\nthat"),
        ((14, 15), "\n"),
        ((0, 30), SOURCE.text[3:-1]),
    ],
)
def test_a_span_of_the_wording_is_found_again_in_the_source(span: tuple[int, int], source: str) -> None:
    start, end = REPORT.source_span("para/7", *span)
    assert SOURCE.text[start:end] == source


@pytest.mark.parametrize("span", [(0, 0), (5, 4), (-1, 3), (0, 31)])
def test_a_span_outside_the_wording_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="para/7: span"):
        REPORT.source_span("para/7", *span)


def test_parts_are_found_by_id_and_by_parent() -> None:
    assert REPORT.part("para/7") is PARAGRAPH
    assert REPORT.children(None) == (PARAGRAPH,)
    assert REPORT.children("para/7") == (ITEM,)
    assert REPORT.children("para/7/a") == ()
    with pytest.raises(KeyError):
        REPORT.part("para/8")


def test_a_report_crosses_a_process_boundary_whole() -> None:
    again = pickle.loads(pickle.dumps(REPORT))
    assert again == REPORT
    assert again.part("para/7") == PARAGRAPH
