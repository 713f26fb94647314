"""Other documents, set in other ways: lines broken at a measure, the head of a page in mid-sentence."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Metadata, Part, PartKind, Report, SourceDocument
from ingest.parsing import parse_report

CORPUS = Path(__file__).parents[3] / "shared/corpus/txt"
NAMES = (
    "A_RES_76_181", "A_RES_70_175", "A_RES_58_4", "A_RES_51_60", "A_RES_77_118", "A_RES_79_190", "A_RES_63_239",
    "A_HRC_RES_42_3", "A_HRC_RES_47_5", "E_RES_2024_5", "S_RES_2617(2021)", "A_RES_75_167",
)  # fmt: skip
"""Resolutions with and without votes, a declaration, rules, a convention, long paragraphs."""


def read(name: str, text: str) -> Report:
    return parse_report(SourceDocument(name, text, Metadata(name.replace("_", "/"), "en", "0" * 64)))


def broken(columns: int) -> Callable[[str], str]:
    def wrap(line: str) -> str:
        whole = "\t" in line[5:]
        return line if whole else textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False)

    return lambda text: "\n".join(wrap(line) for line in text.split("\n"))


def with_heads_of_pages(text: str) -> str:
    """Break every seventh long paragraph by the symbol and number of a page."""
    blocks = re.split(r"\n[ \t\u00a0]*\n+", text)
    for index in range(3, len(blocks), 7):
        block = blocks[index]
        if len(block) > 600 and "\n" not in block:
            middle = block.rfind(" ", 0, len(block) // 2)
            blocks[index] = f"{block[:middle]}\n\nA/80/999\n{index + 2}/300\n\n{block[middle + 1 :]}"
    return "\n\n".join(blocks)


VARIANTS: dict[str, Callable[[str], str]] = {
    "lines of 78 characters": broken(78),
    "lines of 60 characters": broken(60),
    "the head of a page in a paragraph": with_heads_of_pages,
    "form feeds": lambda text: text.replace("\n\n", "\n\f\n"),
}


def words(part: Part) -> tuple[PartKind, int | None, str | None, str]:
    return part.kind, part.number, part.letter, "".join(part.text.split())


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NAMES)
def test_another_setting_of_a_document_is_read_to_the_same_parts(name: str, variant: str) -> None:
    text = (CORPUS / f"{name}.txt").read_text("utf-8")
    printed, changed = (Counter(map(words, read(name, each).parts)) for each in (text, VARIANTS[variant](text)))
    same = sum((printed & changed).values())
    assert 2 * same / (printed.total() + changed.total()) >= 0.98  # one page break is between two sentences


RESOLUTION = "80/1.\tCrime prevention\n\nThe General Assembly,\n\nRecalling its resolution 46/152,\n\n"


def test_a_paragraph_inserted_between_two_others_is_one_of_its_own() -> None:
    report = read("A_RES_80_1", RESOLUTION + "1.\tDecides;\n\n1 bis.\tAlso decides;\n\n2.\tRequests a report.\n")
    assert [(part.id, part.enumerator) for part in report.parts if part.kind is PartKind.PARAGRAPH] == [
        ("para/1", "1"),
        ("para/1-bis", "1 bis"),
        ("para/2", "2"),
    ]


def test_an_article_bis_counts_its_paragraphs_anew() -> None:
    article = (
        "Article {0}\nDuties of States\n\n1.\tEach State Party shall act.\n\n2.\tEach State Party shall report.\n\n"
    )
    articles = "".join(article.format(number) for number in ("1", "2", "2 bis", "3"))
    report = read("A_RES_80_1", f"{RESOLUTION}1.\tAdopts the Convention.\n\nAnnex\n\nConvention\n\n{articles}")
    assert [part.id for part in report.parts if part.id.startswith("annex/article/2-bis")] == [
        "annex/article/2-bis",
        "annex/article/2-bis/para/1",
        "annex/article/2-bis/para/2",
    ]


def test_letters_printed_within_a_paragraph_stay_in_it_where_a_line_begins_with_one() -> None:
    text = f"{RESOLUTION}1.\tNotes that the increase is due to: (a) higher prices;\n(b) more travel; and (c) rents.\n"
    report = read("A_RES_80_1", text)
    assert report.part("para/1").text.endswith("(a) higher prices; (b) more travel; and (c) rents.")


def test_the_number_of_a_resolution_beside_its_symbol_is_not_that_of_a_page() -> None:
    text = "A/HRC/RES/27/31\n27/31\nCivil society space\n\nThe Human Rights Council,\n\nRecalling,\n\n1.\tDecides.\n"
    assert "27/31" in [part.enumerator for part in read("A_HRC_RES_27_31", text).parts]
