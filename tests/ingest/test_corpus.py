"""The parser on documents that it was not written for; they stand beside the checkout and are not part of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.document import PartKind, Report, Role
from ingest.writing import write_report
from tests.ingest.corpus_agreement import Agreement, corpus_agreement, micro_f1, read

CORPUS = Path(__file__).parents[3] / "shared/corpus"
DOCUMENTS = sorted((CORPUS / "txt").glob("*.txt"))
pytestmark = pytest.mark.skipif(not DOCUMENTS, reason=f"no corpus at {CORPUS}")

HEADINGS = "numbered headings, such as “1. Objective”, are labelled as paragraphs"
WRONG_LABELS = {
    "A_79_765": "“(i) Support” is the first sub-item of (h), “(i) Women” the item after it: labelled the other way",
    "A_RES_40_33": HEADINGS,
    "A_RES_46_152": HEADINGS,
    "A_RES_58_4": "“l.” before “2.” in article 66 is a misread 1",
    "A_RES_65_229": HEADINGS,
    "A_RES_78_181": "“(ii)” between “(hh)” and “(jj)” is a letter, not a numeral",
    "A_RES_78_223": "the seven lines of a provisional agenda are labelled as paragraphs of the resolution",
    "HSP_GC_24_2": HEADINGS,
    "HSP_GC_24_5": HEADINGS,
    "S_RES_2659(2022)": "lettered tasks, such as “(a) Protection of civilians”, are labelled as headings",
}
"""Documents whose labels differ from ours in more than one claim of fifty or in kind, and why the label is wrong."""


@pytest.fixture(scope="module")
def agreements() -> list[Agreement]:
    return corpus_agreement(CORPUS)


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {path.stem: read(path) for path in DOCUMENTS}


def test_numbers_letters_and_levels_agree_with_the_labels(agreements: list[Agreement]) -> None:
    numbered = [result for result in agreements if result.labels and result.name not in WRONG_LABELS]
    assert len(numbered) > 130
    assert {result.name: result.f1 for result in numbered if result.f1 < 0.98} == {}
    assert micro_f1(numbered) >= 0.99


def test_even_with_the_wrong_labels_nearly_all_agree(agreements: list[Agreement]) -> None:
    assert micro_f1(agreements) >= 0.975


def test_the_list_of_wrong_labels_has_no_document_that_agrees(agreements: list[Agreement]) -> None:
    assert [result.name for result in agreements if result.name in WRONG_LABELS and result.f1 == 1] == []


def test_every_document_is_read_and_written_back(reports: dict[str, Report]) -> None:
    assert len(reports) == len(DOCUMENTS)
    for path in DOCUMENTS:
        assert write_report(reports[path.stem]) == path.read_text("utf-8"), path.name


def test_every_word_of_every_document_is_in_exactly_one_part(reports: dict[str, Report]) -> None:
    for name, report in reports.items():
        outside = [f.raw for f in report.fragments if f.part_id is None and f.role is not Role.PAGE and f.raw.strip()]
        assert outside == [], name
        for part in report.parts:
            pieces = [(part.text[at : at + n], report.source.text[start : start + n]) for at, start, n in part.spans]
            assert all(ours == theirs for ours, theirs in pieces), (name, part.id)


def test_page_furniture_is_found_in_old_prints_only(reports: dict[str, Report]) -> None:
    old_prints = {path.stem for path in DOCUMENTS if "<!-- Page" in path.read_text("utf-8")}
    taken = {name: [f.raw for f in report.fragments if f.role is Role.PAGE] for name, report in reports.items()}
    assert {name for name, raws in taken.items() if any(raw.strip("-_* ") for raw in raws)} == old_prints
    headers = [f.raw for f in reports["A_RES_46_152"].fragments if f.role is Role.PAGE and not f.raw.startswith("<!--")]
    assert [" ".join(header.split()) for header in headers] == [
        "VI. Resolutions adopted on the reports of the Third Committee 217",
        "218 General Assembly—Forty-sixth Session",
        "VI. Resolutions adopted on the reports of the Third Committee 219",
        "220 General Assembly—Forty-sixth Session",
        "VI. Resolutions adopted on the reports of the Third Committee 221",
    ]


def test_a_running_header_does_not_split_a_sentence(reports: dict[str, Report]) -> None:
    text = reports["A_RES_46_152"].part("para/8").text
    assert "Urges all entities of the United Nations system, in- cluding the regional commissions" in text


def test_the_kyoto_declaration_has_97_paragraphs_under_its_headings(reports: dict[str, Report]) -> None:
    report = reports["A_RES_76_181"]
    own = [part for part in report.parts if part.kind is PartKind.PARAGRAPH and part.id.startswith("annex/para/")]
    assert [part.number for part in own] == list(range(1, 98))
    assert report.part("section/annex").text.startswith("Kyoto Declaration on Advancing Crime Prevention")
    prisons = report.part(str(report.part("annex/para/35").parent))
    assert (prisons.text, prisons.level) == ("Improving prison conditions", 3)
    assert report.part(str(prisons.parent)).text == "Advancing the criminal justice system"
    assert [part.number for part in report.parts if part.id.startswith("para/") and part.number] == list(range(1, 14))


def test_the_convention_against_corruption_has_71_articles_each_with_its_own_count(reports: dict[str, Report]) -> None:
    report = reports["A_RES_58_4"]
    articles = [part.enumerator for part in report.parts if part.id.startswith("annex/article/") and part.level]
    assert articles == [str(number) for number in range(1, 72)]
    assert report.part("annex/article/13").text == "Participation of society"
    assert report.part("annex/article/13/para/1/d/ii").text == (
        "For the protection of national security or ordre public or of public health or morals."
    )
    assert report.part("annex/article/13").parent == "annex/chapter/II"
    assert report.part("annex/article/66/para/1").enumerator == "l"


def test_the_nelson_mandela_rules_have_122_rules(reports: dict[str, Report]) -> None:
    rules = [
        part.enumerator for part in reports["A_RES_70_175"].parts if part.id.startswith("annex/rule/") and part.level
    ]
    assert rules == [str(number) for number in range(1, 123)]


def test_the_bangkok_rules_have_70_rules_under_numbered_headings(reports: dict[str, Report]) -> None:
    report = reports["A_RES_65_229"]
    rules = [part.enumerator for part in report.parts if part.id.startswith("annex/rule/") and part.level]
    assert rules == [str(number) for number in range(1, 71)]
    screening = report.part(str(report.part("annex/rule/6").parent))
    assert screening.text == "Medical screening on entry"
    assert report.part(str(screening.parent)).text == "Health-care services"


def test_the_2030_agenda_has_17_goals_and_169_targets(reports: dict[str, Report]) -> None:
    report = reports["A_RES_70_1"]
    goals = {part.id for part in report.parts if part.id.startswith("goal/")}
    targets = [
        part
        for part in report.parts
        if part.parent and part.kind is PartKind.PARAGRAPH and "." in (part.enumerator or "")
    ]
    assert len(goals) == 17
    assert len(targets) == 169
    assert report.part("para/16.a").text.startswith("Strengthen relevant national institutions")


def test_a_seat_beside_a_resolution_is_not_taken_for_its_own(reports: dict[str, Report]) -> None:
    ids = {part.id for part in reports["A_RES_46_152"].parts}
    assert {"para/14", "annex/para/44", "resolution/46-153/para/2"} <= ids
    assert "para/15" not in ids


@pytest.mark.parametrize(
    ("name", "genre", "reason"),
    [
        ("A_RES_76_181", "resolution", "a preamble of The General Assembly and operative paragraphs, with “Kyoto"),
        ("A_RES_70_175", "resolution", "with “United Nations Standard Minimum Rules"),
        ("A_RES_58_4", "convention", "71 articles that bind States Parties annexed to a resolution"),
        ("A_51_950", "report", "84 numbered paragraphs"),
        ("S_RES_2462(2019)", "other", "a document of the Security Council"),
        ("S_PRST_2018_16", "other", "a document of the Security Council"),
        ("S_2016_1129", "other", "a document of the Security Council"),
        ("HSP_GC_24_5", "other", "neither the paragraphs of a report nor the preamble of a resolution"),
    ],
)  # fmt: skip
def test_the_genre_is_recognised_with_its_reason(
    reports: dict[str, Report], name: str, genre: str, reason: str
) -> None:
    assert reports[name].genre == genre
    assert reason in reports[name].genre_reason


def test_every_resolution_of_the_assembly_and_the_councils_is_one(reports: dict[str, Report]) -> None:
    named = {name for name in reports if "_RES_" in name and not name.startswith("S_")}
    assert {name: reports[name].genre for name in named if reports[name].genre != "resolution"} == {
        "A_RES_58_4": "convention"
    }


def test_a_document_of_another_kind_is_read_as_paragraphs(reports: dict[str, Report]) -> None:
    report = reports["S_PRST_2018_16"]
    assert [part.kind for part in report.parts][:2] == [PartKind.FRONT, PartKind.PARAGRAPH]
    assert len([part for part in report.parts if part.kind is PartKind.PARAGRAPH]) == 24


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    path = CORPUS / "txt/A_RES_77_118.txt"
    text = path.read_text("utf-8")
    seconds = [timed(path, text * times) / times for times in (1, 8)]
    assert seconds[1] < 3 * seconds[0] + 0.05


def timed(path: Path, text: str) -> float:
    from ingest.document import Metadata, SourceDocument
    from ingest.parsing import parse_report

    began = time.process_time()
    parse_report(SourceDocument(path.name, text, Metadata("A/RES/77/118", "en", "0" * 64)))
    return time.process_time() - began
