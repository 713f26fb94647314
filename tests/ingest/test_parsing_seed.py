"""The report of the Santiago meeting, read exactly; the expected values were read in the document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ingest.document import Metadata, Part, PartKind, Report, Role, SourceDocument
from ingest.parsing import parse_report
from ingest.writing import write_report

SOURCE = Path(__file__).parents[2] / "data/sources/A-CONF.234-RPM.3-1.txt"
GOLDEN = Path(__file__).parent / "golden/A-CONF.234-RPM.3-1.tsv"
TEXT = SOURCE.read_text("utf-8")


@pytest.fixture(scope="module")
def report() -> Report:
    return parse_report(SourceDocument(SOURCE.name, TEXT, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64)))


def of_kind(report: Report, kind: PartKind) -> list[Part]:
    return [part for part in report.parts if part.kind is kind]


def test_the_report_has_96_paragraphs_numbered_without_a_gap(report: Report) -> None:
    assert [part.number for part in of_kind(report, PartKind.PARAGRAPH)] == list(range(1, 97))


@pytest.mark.parametrize(("number", "last"), [(19, "k"), (28, "f"), (40, "r"), (59, "m"), (79, "o"), (80, "f")])
def test_a_list_of_recommendations_runs_from_a_to_its_last_letter(report: Report, number: int, last: str) -> None:
    letters = [part.letter for part in report.children(f"para/{number}")]
    assert letters == [chr(code) for code in range(ord("a"), ord(last) + 1)]


def test_the_report_has_63_recommendations_and_6_agreements(report: Report) -> None:
    items = Counter(str(part.parent) for part in of_kind(report, PartKind.ITEM))
    assert items == {"para/19": 11, "para/28": 6, "para/40": 18, "para/59": 13, "para/79": 15, "para/80": 6}
    assert items.total() - items["para/80"] == 63


def test_item_40_j_keeps_its_whole_wording_and_has_three_sub_items(report: Report) -> None:
    item = report.part("para/40/j")
    assert item.text.startswith("Explore best practices for: (i) coordinating resources")
    assert item.text.endswith("successful reintegration into society;")
    assert [(part.letter, part.text[:29], part.text[-18:]) for part in report.children("para/40/j")] == [
        ("i", "coordinating resources from l", "event reoffending;"),
        ("ii", "managing detained youth withi", "er sentencing; and"),
        ("iii", "providing access to treatment", "tion into society;"),
    ]


@pytest.mark.parametrize(
    ("part_id", "words"),
    [
        ("para/7", "In that regard, he highlighted that, building on the success of the Thirteenth Congress"),
        ("para/13", "international cooperation in criminal matters, such as"),
        ("para/19/d", "such as indigenous peoples, people with disabilities, lesbian"),
        ("para/23", "Reference was made to gender-related considerations"),
        ("para/40/f", "methods of applying emerging best practices to protect and assist all victims"),
        ("para/65", "the role of capacity-building to enhance skills"),
        ("para/72", "within the context of the Organization of Ibero-American States"),
        ("para/78", "cost-effective. An interesting example from the region"),
        ("para/88", "the 2030 Agenda for Sustainable Development and focused"),
    ],
)
def test_a_page_break_does_not_split_a_sentence(report: Report, part_id: str, words: str) -> None:
    assert words in report.part(part_id).text


def test_footnotes_in_mid_text_do_not_split_paragraph_46(report: Report) -> None:
    text = report.part("para/46").text
    assert (
        "general comment No. 32 of the Human Rights Committee and the United Nations Principles and Guidelines" in text
    )
    assert text.endswith("the credibility of the criminal justice system as a whole.")


def test_footnotes_belong_to_the_paragraphs_that_carry_their_marks(report: Report) -> None:
    notes = [(part.id, part.parent, part.text) for part in of_kind(report, PartKind.FOOTNOTE)]
    assert notes == [
        ("footnote/1", "para/43", "Economic and Social Council resolution 2002/13, annex."),
        ("footnote/2", "para/46", "CCPR/C/GC/32."),
        ("footnote/3", "para/46", "General Assembly resolution 67/187, annex."),
    ]


def test_the_sections_stand_in_their_hierarchy(report: Report) -> None:
    sections = [(part.id.removeprefix("section/"), part.level) for part in of_kind(report, PartKind.SECTION)]
    halves = ("summary-of-deliberations", "outcome-of-deliberations")
    expected = [("I", 1), ("II", 1), ("II.A", 2), *((f"II.A.{half}", 3) for half in halves), ("II.B", 2)]
    for topic in "1234":
        expected += [(f"II.B.{topic}", 3), *((f"II.B.{topic}.{half}", 4) for half in halves)]
    expected += [("II.C", 2), ("III", 1), *((f"III.{letter}", 2) for letter in "ABCDEF"), ("IV", 1), ("annex", 1)]
    assert sections == expected
    assert report.part("section/annex").enumerator == "Annex"
    assert report.part("section/annex").text == "List of documents"


@pytest.mark.parametrize(
    ("paragraph", "section"),
    [
        (6, "section/I"),
        (9, "section/II"),
        (19, "section/II.A.outcome-of-deliberations"),
        (20, "section/II.B.1.summary-of-deliberations"),
        (59, "section/II.B.3.outcome-of-deliberations"),
        (80, "section/II.C"),
        (82, "section/III.B"),
        (96, "section/IV"),
    ],
)
def test_a_paragraph_is_part_of_the_section_that_it_stands_in(report: Report, paragraph: int, section: str) -> None:
    assert report.part(f"para/{paragraph}").parent == section


def test_the_officers_are_the_entries_of_paragraph_89(report: Report) -> None:
    assert [part.text for part in report.children("para/89")] == [
        "Chair: Pia Greene (Chile)",
        "Vice-Chair: Alejandro Solano Ortiz (Costa Rica)",
        "Rapporteur: Paul Williams (Canada)",
    ]


def test_the_numbers_of_an_agenda_are_not_those_of_paragraphs(report: Report) -> None:
    entries = report.children("para/90")
    assert [(part.kind, part.enumerator) for part in entries] == [(PartKind.ENTRY, str(n)) for n in range(1, 8)]
    assert [part.letter for part in report.children("para/90/entry/5")] == ["a", "b", "c", "d"]
    assert report.part("para/90/entry/5/b").text.endswith("developing solutions (workshop 2);")


def test_the_annex_lists_five_documents(report: Report) -> None:
    entries = report.children("section/annex")
    assert [part.text.split("\t")[0] for part in entries] == [
        "A/CONF.234/PM.1",
        "A/CONF.234/RPM.3/L.1",
        "A/CONF.234/RPM.3/L.2 and Add.1–4",
        "A/CONF.234/RPM.3/INF.2/Rev.1",
        "A/CONF.234/PM/CRP.1",
    ]


def test_the_lines_before_the_contents_are_the_front(report: Report) -> None:
    assert [part.text[:29] for part in of_kind(report, PartKind.FRONT)] == [
        "Fourteenth United Nations Con",
        "Kyoto, Japan, 20–27 April 202",
        "Report of the Latin American ",
    ]
    contents = report.part("contents").text.split("\n")
    assert (contents[0], contents[2], contents[-1]) == ("Contents", "I. Introduction\t2", "List of documents\t22")


@pytest.mark.parametrize(
    ("part_id", "words"),
    [
        ("para/1", "In its resolution 56/119, on the role, function"),
        ("para/79/g", "as well as the modi operandi of criminals"),
        ("para/43", "in the Guidelines for the Prevention of Crime, though it was"),
        ("para/63", "efforts to combat affectively crimes of a transnational nature"),
        ("para/68", "new information and communication's technologies"),
        (
            "para/56",
            "the topics to be discussed: (a) youth engagement in crime prevention and reintegration; (b) youth",
        ),
    ],
)
def test_only_the_signs_of_the_file_are_taken_off_the_wording(report: Report, part_id: str, words: str) -> None:
    assert words in report.part(part_id).text


def test_no_sign_of_the_file_is_left_in_any_wording(report: Report) -> None:
    assert [part.id for part in report.parts if set(part.text) & set("*[]<>¹²³") or "  " in part.text] == []


def test_the_structure_is_the_golden_one(report: Report) -> None:
    rows = []
    for part in report.parts:
        words = part.text.split()
        row = [part.id, str(part.kind), part.parent or "-", part.enumerator or "-", str(part.level)]
        rows.append("\t".join([*row, " ".join(words[:6]), " ".join(words[-5:])]))
    assert rows == GOLDEN.read_text("utf-8").splitlines()[1:]


def test_the_report_is_written_back_as_it_was(report: Report) -> None:
    assert write_report(report) == TEXT


def test_each_character_is_in_exactly_one_fragment_and_each_word_in_a_part(report: Report) -> None:
    assert sum(len(fragment.raw) for fragment in report.fragments) == len(TEXT)
    homeless = [
        fragment for fragment in report.fragments if fragment.part_id is None and fragment.role is not Role.BLANK
    ]
    assert homeless == []
    assert not any(fragment.raw.strip() for fragment in report.fragments if fragment.role is Role.BLANK)


def test_each_piece_of_wording_is_found_again_in_the_source(report: Report) -> None:
    for part in report.parts:
        for start, at, length in part.spans:
            assert part.text[start : start + length] == TEXT[at : at + length], part.id
