"""A report whose words are not all there is refused with one line: file, place, found, expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Metadata, SourceDocument
from ingest.errors import ReadingError
from ingest.parsing import parse_report

TEXT = (Path(__file__).parents[2] / "data/sources/A-CONF.234-RPM.3-1.txt").read_text("utf-8")
CONTENTS = slice(TEXT.index("Contents\n"), TEXT.index("I. Introduction\n\n1."))


def refusal(text: str) -> str:
    with pytest.raises(ReadingError) as caught:
        parse_report(SourceDocument("report.txt", text, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64)))
    return str(caught.value)


def without_paragraph(number: int) -> str:
    return re.sub(rf"\n{number}\. .*\n\n", "\n", TEXT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (without_paragraph(50), "para 49: found 51, expected 50 after 49"),
        (without_paragraph(1), "para 1: found 2, expected 1"),
        (TEXT.replace("\n41. ", "\n40. "), "para 40: found 40, expected 41 after 40"),
        (TEXT.replace("\n29. ", "\n92. "), "para 28: found 92, expected 29 after 28"),
        (TEXT.replace("\n(c) Facilitate", "\n(b) Facilitate"), "para 40: found (b), expected (c) after (b)"),
        (TEXT.replace("\n(e) Develop", "\n(f) Develop"), "para 40: found (f), expected (e) after (d)"),
        (TEXT.replace("\n(a) Ensure that", "\n(b) Ensure that"), "para 19: found (b), expected (a)"),
    ],
)
def test_a_gap_or_a_repetition_in_the_numbering_is_refused(text: str, message: str) -> None:
    assert refusal(text) == f"report.txt: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("(ii) managing", "(i) managing"), "para 40 j: found (i), expected (ii) after (i)"),
        (TEXT.replace("(ii) managing", "managing"), "para 40 j: found (iii), expected (ii) after (i)"),
        (re.sub(r"\n² .*\n", "\n", TEXT), "para 46: found the mark of footnote 2, expected footnote 2"),
        (TEXT.replace("\n² ", "\n¹ "), "para 46: found the mark of footnote 2, expected footnote 2"),
        (TEXT.replace("Crime,¹", "Crime,"), "footnote 1: found no mark of it in the text, expected a raised 1"),
    ],
)
def test_a_broken_row_of_sub_items_or_a_lost_footnote_is_refused(text: str, message: str) -> None:
    assert refusal(text).startswith(f"report.txt: {message}")


@pytest.mark.parametrize("share", range(2, 100, 7))
def test_a_report_that_is_cut_anywhere_is_refused(share: int) -> None:
    assert refusal(TEXT[: len(TEXT) * share // 100]).startswith("report.txt: ")


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("C. Other issues\n\n80.", "contents: found no section “other issues” in the text"),
        (
            "III. Attendance and organization of work\n\nA.",
            "contents: found no section “attendance and organization of",
        ),
        ("Annex\n\nList of documents\n\n", "contents: found no section “list of documents” in the text"),
        ("Summary of deliberations\n\n20.", "contents: found no section “other issues” in the text"),
    ],
)
def test_a_section_that_the_contents_list_and_that_never_comes_is_missed(end: str, message: str) -> None:
    assert refusal(TEXT[: TEXT.index(end)]).startswith(f"report.txt: {message}")


def test_a_report_without_contents_is_cut_short_when_its_adoption_is_missing() -> None:
    end = TEXT.index("IV. Adoption of the report and closure of the Meeting\n\n96.")
    assert refusal(TEXT[: CONTENTS.start] + TEXT[CONTENTS.stop : end]) == (
        "report.txt: the end: found no adoption of the report, "
        "expected the paragraph in which the meeting adopted its report"
    )


def test_a_report_without_contents_is_read_when_it_is_whole() -> None:
    text = TEXT[: CONTENTS.start] + TEXT[CONTENTS.stop :]
    source = SourceDocument("report.txt", text, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64))
    assert parse_report(source).genre == "meeting-report"


@pytest.mark.parametrize("text", ["The end of the world", "Fourteenth Congress\n\nKyoto, Japan\n"])
def test_a_text_without_a_paragraph_is_refused(text: str) -> None:
    assert refusal(text) == "report.txt: found no paragraph, expected the text of a document"


@pytest.mark.parametrize("change", [lambda text: text.replace("\n50.\t", "\n51.\t", 1), lambda text: text[:30_000]])
def test_a_resolution_with_a_gap_or_a_cut_is_refused_too(change: Callable[[str], str]) -> None:
    paragraphs = "".join(
        f"{n}.\tDecides that it shall be so and not otherwise, as the Commission said;\n\n" for n in range(1, 600)
    )
    whole = f"76/181.\tTitle\n\nThe General Assembly,\n\nRecalling its work,\n\n{paragraphs}600. Requests it.\n"
    parse_report(SourceDocument("report.txt", whole, Metadata("A/RES/76/181", "en", "0" * 64)))
    assert refusal(change(whole)).startswith("report.txt: para ")


def test_a_text_whose_letters_never_run_on_is_refused_by_their_number() -> None:
    text = "A letter of the United Nations\n\n1. It lists:\n\n" + "(a) one more;\n\n" * 300
    assert refusal(text) == "report.txt: para 1: found (a), and 298 more out of order, expected (b) after (a)"
