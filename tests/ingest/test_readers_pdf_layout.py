"""Where words stand on the pages of a PDF says which belong together: pages drawn here, line by line."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import read_pdf

Row = tuple[float, float, str]
"""Points from the left, points from the bottom, words."""
FULL = "words that fill the line of a page from its left margin to its right one, as running text does"
OVER = "other words that stand at the top of the page that follows and fill its line to the right margin"
LAST = "and a third line, so that what stands on a page is not taken for what returns at the edges of all"


def drawn(*pages: Sequence[Row]) -> str:
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(595, 842))
    for page in pages:
        canvas.setFont("Times-Roman", 10)
        for left, bottom, words in page:
            canvas.drawString(left, bottom, words)
        canvas.showPage()
    canvas.save()
    return read_pdf("drawn.pdf", packed.getvalue())


def test_words_that_stand_in_two_columns_are_parted_by_a_tab() -> None:
    rows = [("A/CONF.234/PM.1", "Discussion guide"), ("A/CONF.234/RPM.3/INF.2/Rev.1", "List of participants")]
    page = [(left, 700 - 14 * n, w) for n, row in enumerate(rows) for left, w in zip((72, 300), row, strict=True)]
    assert drawn(page).splitlines() == ["\t".join(row) for row in rows]


def test_running_text_has_no_columns_however_many_spaces_justify_it() -> None:
    words = FULL.split()
    page: list[Row] = [(72 + 28 * n, 700, word) for n, word in enumerate(words[:14])]
    assert "\t" not in drawn([*page, (72, 686, FULL)])


def test_spaced_lines_are_blocks_even_where_most_lines_of_a_page_are_spaced() -> None:
    spaced: list[Row] = [(72, 700 - 24 * n, f"Heading {'I' * (n + 1)}") for n in range(6)]
    text = drawn([*spaced, (72, 540, f"1. {FULL}"), (72, 528, FULL), (72, 516, "and ends here.")])
    assert text.split("\n\n") == [*(words for _, _, words in spaced), f"1. {FULL}\n{FULL}\nand ends here.\n"]


BEFORE: tuple[Row, ...] = ((72, 124, f"1. {FULL}"), (72, 112, LAST))
"""The end of a page, but for its last line."""


def test_a_sentence_that_ends_with_its_page_goes_on_in_the_same_block() -> None:
    ended = f"{LAST[4:]}s. It was so."
    text = drawn([*BEFORE, (72, 100, ended)], [(72, 740, OVER), (72, 728, "to its end.")])
    assert text == f"1. {FULL}\n{LAST}\n{ended}\n{OVER}\nto its end.\n"


@pytest.mark.parametrize("first", [f"2. {OVER}", f"(b) {OVER}", "Summary of deliberations"])
def test_a_page_that_begins_with_a_number_or_a_heading_begins_a_block(first: str) -> None:
    text = drawn([*BEFORE, (72, 100, f"{LAST[4:]}s. It was so.")], [(72, 740, first), (72, 700, "What follows.")])
    assert text.split("\n\n")[1].startswith(first)


def test_a_short_last_line_ends_the_block_of_its_page() -> None:
    text = drawn([*BEFORE, (72, 100, "It was so.")], [(72, 740, OVER), (72, 728, "to its end.")])
    assert text.split("\n\n") == [f"1. {FULL}\n{LAST}\nIt was so.", f"{OVER}\nto its end.\n"]
