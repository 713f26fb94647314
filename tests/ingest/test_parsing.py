"""One small text for each habit of United Nations documents, and how it is read."""

from __future__ import annotations

import pytest

from ingest.document import Metadata as MetadataOf
from ingest.document import Part, PartKind, Report, SourceDocument
from ingest.parsing import parse_report

ROMANS = ("i", "ii", "iii", "iv", "v")
FIVE = "".join(f"({roman}) One;\n\n" for roman in ROMANS)
LONG = "measures to promote the rule of law at the national and international levels and to prevent crime"


def parse(text: str, symbol: str = "A/RES/76/1") -> Report:
    return parse_report(SourceDocument("made.txt", text, MetadataOf(symbol, "en", "0" * 64)))


def ids(text: str, *kinds: PartKind, symbol: str = "A/RES/76/1") -> list[str]:
    return [part.id for part in parse(text, symbol).parts if not kinds or part.kind in kinds]


def resolution(body: str) -> str:
    return f"76/1.\tTitle of the resolution\n\nThe General Assembly,\n\nRecalling its work,\n\n{body}\n"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("(g) So;\n\n(h) So;\n\n(i) So;\n\n(j) So.", ["g", "h", "i", "j"]),
        ("(g) So;\n\n(h) So:\n\n(i) One;\n\n(ii) Two.", ["g", "h", "h/i", "h/ii"]),
        ("(h) So:\n\n(i) One;\n\n(ii) Two;\n\n(i) So;\n\n(j) So.", ["h", "h/i", "h/ii", "i", "j"]),
        ("(u) So:\n\n" + FIVE + "(v) So.", ["u", *(f"u/{roman}" for roman in ROMANS), "v"]),
        ("(y) So;\n\n(z) So;\n\n(aa) So;\n\n(bb) So.", ["y", "z", "aa", "bb"]),
        ("(hh) So;\n\n(ii) So;\n\n(jj) So.", ["hh", "ii", "jj"]),
    ],
)  # fmt: skip
def test_letters_and_numerals_are_told_apart_by_their_row(items: str, expected: list[str]) -> None:
    before = {"g": "abcdef", "h": "abcdefg", "u": "abcdefghijklmnopqrst", "y": "abcdefghijklmnopqrstuvwx"}
    first = [*before.get(expected[0], "abcdefghijklmnopqrstuvwxyz")]
    if expected[0] == "hh":
        first += [2 * letter for letter in "abcdefg"]
    body = "1. Decides:\n\n" + "".join(f"({letter}) So;\n\n" for letter in first) + items
    read = [part_id.removeprefix("para/1/") for part_id in ids(resolution(body), PartKind.ITEM, PartKind.SUBITEM)]
    assert read == [*first, *expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1.\n\nDecides so;\n\n2.\n\nRequests it.", ["para/1", "para/2"]),
        ("1.\nDecides so;\n\n2.\nRequests it.", ["para/1", "para/2"]),
        ("1\n\nDecides so;\n\n2\n\nRequests it.", ["para/1", "para/2"]),
        ("1. Decides:\n\n(a)\n\nSo;\n\n(b)\n\nAnd so.", ["para/1", "para/1/a", "para/1/b"]),
    ],
)
def test_a_number_alone_on_its_line_belongs_to_the_words_below(body: str, expected: list[str]) -> None:
    report = parse(resolution(body))
    read = [part for part in report.parts if part.kind in {PartKind.PARAGRAPH, PartKind.ITEM}]
    assert [part.id for part in read] == expected
    assert not any(part.text[0].isdigit() for part in read)


def test_the_count_begins_anew_in_each_annex_and_article() -> None:
    articles = "".join(f"Article {n} Title\n\n1. States Parties shall.\n\n2. They may.\n\n" for n in range(1, 4))
    text = resolution(
        "1. Adopts it;\n\n2. Opens it.\n\nAnnex I\n\nFirst text\n\n1. So.\n\nAnnex II\n\nSecond text\n\n" + articles
    )
    assert ids(text, PartKind.PARAGRAPH) == [
        "para/1",
        "para/2",
        "annex-i/para/1",
        *(f"annex-ii/article/{article}/para/{number}" for article in (1, 2, 3) for number in (1, 2)),
    ]


def test_an_annex_without_a_number_is_told_from_the_one_before() -> None:
    text = resolution("1. Adopts it.\n\nAnnex\n\nFirst text\n\n1. So.\n\nAnnex\n\nSecond text\n\n1. So.")
    assert ids(text, PartKind.PARAGRAPH) == ["para/1", "annex/para/1", "annex-ii/para/1"]


@pytest.mark.parametrize(
    ("agenda", "following"),
    [
        ("1. Opening.\n2. Election.\n3. Closure.\n\n3. Requests it.", "para/3"),
        ("1. Opening.\n\n2. Election.\n\n3. Requests it.", "para/3"),
        ("1. Opening.\n2. Election.\n3. Agenda.\n4. Closure.\n\n3. Requests it.", "para/3"),
    ],
)
def test_the_lines_of_an_agenda_are_no_paragraphs_whatever_their_numbers(agenda: str, following: str) -> None:
    text = resolution(f"1. Decides so;\n\n2. Approves the following agenda:\n\n{agenda}")
    report = parse(text)
    assert [part.id for part in report.parts if part.number] == ["para/1", "para/2", following]
    entries = [part.enumerator for part in report.children("para/2")]
    assert entries == [str(number) for number in range(1, len(entries) + 1)]


def test_a_numbered_heading_is_no_paragraph_when_the_count_goes_on_after_it() -> None:
    text = resolution("1. So.\n\n2. So.\n\nB. Topics\n\n1. First topic\n\n3. So.\n\n2. Second topic\n\n4. So.")
    report = parse(text)
    assert [part.id for part in report.parts if part.number] == ["para/1", "para/2", "para/3", "para/4"]
    assert [(part.id, part.text) for part in report.parts if part.kind is PartKind.SECTION] == [
        ("section/B", "Topics"),
        ("section/B.1", "First topic"),
        ("section/B.2", "Second topic"),
    ]


def test_rules_with_decimal_numbers_are_paragraphs_under_their_headings() -> None:
    text = resolution(
        "1. Adopts it.\n\nAnnex\n\nRules\n\n1. Perspectives\n\n1.1 States shall.\n\n1.2 They may.\n\n"
        "2. Scope\n\n2.1 So.\n\n2.2 So."
    )
    report = parse(text)
    assert [part.id for part in report.parts if part.kind is PartKind.PARAGRAPH] == [
        "para/1", "annex/para/1.1", "annex/para/1.2", "annex/para/2.1", "annex/para/2.2",
    ]  # fmt: skip
    assert report.part("annex/para/2.1").parent == "annex/section/2"


def test_a_sum_at_the_start_of_a_line_is_no_number() -> None:
    text = resolution(f"1. Decides to adopt {LONG} for\n\n1.5 million people;\n\n2. Requests it.")
    assert ids(text, PartKind.PARAGRAPH) == ["para/1", "para/2"]
    assert parse(text).part("para/1").text.endswith("for 1.5 million people;")


@pytest.mark.parametrize("words", ["Article 5 of the Convention says so.", "Rule 1.5 seeks to take account of it."])
def test_a_sentence_that_begins_as_a_heading_does_is_none(words: str) -> None:
    text = resolution(f"1. Decides so.\n\nAnnex\n\nText\n\n1. So.\n\n{words}")
    assert not [part for part in parse(text).parts if part.kind is PartKind.SECTION and part.id != "section/annex"]


def test_the_first_of_a_list_may_stand_on_the_line_of_its_paragraph() -> None:
    report = parse(resolution("1. (a) Decides so;\n\n(b) Requests it:\n\n(i) Now;\n\n(ii) Here."))
    parts = {part.id: part.text for part in report.parts if part.id.startswith("para")}
    assert parts == {
        "para/1": "(a) Decides so;",
        "para/1/a": "Decides so;",
        "para/1/b": "Requests it:",
        "para/1/b/i": "Now;",
        "para/1/b/ii": "Here.",
    }


def test_letters_in_running_text_are_no_items() -> None:
    report = parse(resolution("1. Notes the topics: (a) youth; (b) education; and (c) safety.\n\n2. Decides so."))
    assert report.children("para/1") == ()


def test_preambular_paragraphs_come_before_the_first_number() -> None:
    report = parse(
        "76/1. Title\n\nThe General Assembly,\n\nRecalling its work,\n\nAlarmed by crime and by:\n\n(a) Its cost,\n\n"
        "(b) Its growth,\n\nConvinced of it,\n\n1. Decides so;\n\n2. Requests it."
    )
    kinds = [(part.id, part.kind) for part in report.parts]
    assert kinds == [
        ("front/1", PartKind.FRONT),
        ("preamble/1", PartKind.PREAMBLE),
        ("preamble/2", PartKind.PREAMBLE),
        ("preamble/3", PartKind.PREAMBLE),
        ("preamble/3/a", PartKind.ITEM),
        ("preamble/3/b", PartKind.ITEM),
        ("preamble/4", PartKind.PREAMBLE),
        ("para/1", PartKind.PARAGRAPH),
        ("para/2", PartKind.PARAGRAPH),
    ]


def test_an_operative_paragraph_without_a_number_ends_the_preamble() -> None:
    text = "55/59. Title\n\nThe General Assembly,\n\nRecalling its work,\n\nEndorses the Vienna Declaration.\n"
    assert ids(text, symbol="A/RES/55/59") == ["front/1", "preamble/1", "preamble/2", "unnumbered/1"]


def test_of_two_headings_in_a_row_the_first_stands_above_the_second() -> None:
    text = resolution(
        "1. So.\n\nAdvancing justice\n\nPrisons\n\n2. So.\n\nCourts\n\n3. So.\n\nFollow-up\n\nReports\n\n4. So."
    )
    sections = [(p.text, p.level, p.parent) for p in parse(text).parts if p.kind is PartKind.SECTION]
    assert sections == [
        ("Advancing justice", 1, None),
        ("Prisons", 2, "section/advancing-justice"),
        ("Courts", 2, "section/advancing-justice"),
        ("Follow-up", 1, None),
        ("Reports", 2, "section/follow-up"),
    ]


@pytest.mark.parametrize(
    ("note", "mark", "number"),
    [("¹ Resolution 1/1.", "¹", 1), ("[12] Resolution 1/1.", "[12]", 12), ("[^3]: Resolution 1/1.", "[^3]", 3)],
)
def test_a_footnote_in_mid_sentence_is_taken_out_of_it(note: str, mark: str, number: int) -> None:
    text = resolution(f"1. Decides to adopt {LONG},{mark} and to\n\n{note}\n\nrequest the Secretary-General;\n\n2. So.")
    report = parse(text)
    assert report.part("para/1").text == f"Decides to adopt {LONG}, and to request the Secretary-General;"
    assert report.part(f"footnote/{number}") == Part(
        f"footnote/{number}", PartKind.FOOTNOTE, "Resolution 1/1.", "para/1", report.part(f"footnote/{number}").order,
        str(number), number, spans=report.part(f"footnote/{number}").spans,
    )  # fmt: skip


def test_a_power_is_no_mark_of_a_footnote() -> None:
    assert (
        "an area of 5 km² was"
        in parse(resolution("1. Notes that an area of 5 km² was\n\nfound;\n\n2. So.")).part("para/1").text
    )


def test_a_running_header_and_a_page_number_belong_to_the_page() -> None:
    pages = "<!-- Page 2 -->\n\n218\tGeneral Assembly—Forty-sixth Session\n\n"
    text = resolution(f"1. Decides to adopt {LONG} and the\n\n52\n\n{pages}relevant texts;\n\n2. Requests it.")
    report = parse(text)
    assert report.part("para/1").text.endswith("and to prevent crime and the relevant texts;")
    furniture = [fragment.raw for fragment in report.fragments if fragment.role == "page"]
    assert furniture == ["52", "<!-- Page 2 -->", "218\tGeneral Assembly—Forty-sixth Session"]


def test_a_neighbour_on_the_same_page_is_not_the_resolution() -> None:
    own = "46/152. Own title\n\nThe General Assembly,\n\n1. So."
    text = f"15. Decides it.\n\n{own}\n\n46/153. Next\n\nThe General Assembly,\n\n1. So."
    assert ids(f"<!-- Page 1 -->\n\n{text}\n", PartKind.PARAGRAPH, symbol="A/RES/46/152") == [
        "preceding/para/15",
        "para/1",
        "resolution/46-153/para/1",
    ]


def test_a_list_goes_on_after_words_that_stand_in_it() -> None:
    text = resolution(
        "1. Amends the rules:\n\n(a) Replace rule 1 by:\n\n“The Council shall meet each year.”\n\n(b) Delete rule 2."
    )
    assert ids(text, PartKind.ITEM) == ["para/1/a", "para/1/b"]


def test_a_lost_number_is_a_doubt_and_a_lost_paragraph_an_error() -> None:
    lost_number = parse(resolution("1. So;\n\nWe resolve it therefore;\n\n3. So."))
    assert [(doubt.found, doubt.expected) for doubt in lost_number.doubts] == [("3", "2 after 1")]


def test_a_span_over_a_page_break_is_found_in_the_source() -> None:
    report = parse(resolution(f"1. Decides to adopt {LONG} and the\n\nrelevant texts;\n\n2. So."))
    text = report.part("para/1").text
    start = text.index("the relevant")
    begin, stop = report.source_span("para/1", start, start + len("the relevant"))
    assert report.source.text[begin:stop] == "the\n\nrelevant"


SESSION = """Commission on Crime Prevention and Criminal Justice

Report on the twenty-eighth session

Contents

I. Matters calling for action by the Council	1
A. Draft resolutions for adoption by the General Assembly	1
B. Matters brought to the attention of the Council	9
II. Strategic management	12
III. Adoption of the report of the Commission	20
IV. Attendance	21

Chapter I

Matters calling for action by the Council

A. Draft resolutions for adoption by the General Assembly

1. The Commission recommends the adoption of the following draft resolutions:

Draft resolution I

Technical assistance

The General Assembly,

Recalling its resolution 46/152 of 18 December 1991,

1. Urges Member States:

(a) To adopt laws;

(b) To cooperate;

2. Requests the Secretary-General to report.

Draft resolution II

Fighting corruption

The General Assembly,

Emphasizing the need,

1. Reiterates the mandate.

B. Matters brought to the attention of the Council

2. The following resolution is brought to the attention of the Council:

Resolution 28/1

Engagement of society

The Commission on Crime Prevention and Criminal Justice,

1. Encourages Member States.

Chapter II

Strategic management

3. The Commission considered agenda item 4.

Chapter III

Adoption of the report of the Commission

4. The Commission adopted the report on its session.

Chapter IV

Attendance

5. Many attended.
"""


def test_resolutions_that_a_report_prints_in_full_count_by_themselves() -> None:
    report = parse(SESSION, "E/CN.15/2019/15")
    assert report.genre == "meeting-report"
    assert [part.id for part in report.parts if part.kind in {PartKind.PARAGRAPH, PartKind.ITEM}] == [
        "para/1",
        "draft-resolution/I/para/1",
        "draft-resolution/I/para/1/a",
        "draft-resolution/I/para/1/b",
        "draft-resolution/I/para/2",
        "draft-resolution/II/para/1",
        "para/2",
        "resolution/28-1/para/1",
        "para/3",
        "para/4",
        "para/5",
    ]
    assert report.part("draft-resolution/I").parent == "section/chapter-I.A"
    assert report.part("draft-resolution/I/section/technical-assistance").parent == "draft-resolution/I"
    assert report.part("para/2").parent == "section/chapter-I.B"


def test_the_heading_of_a_resolution_by_itself_is_its_front() -> None:
    text = "Resolution 28/1\n\nEngagement\n\nThe Commission on Crime Prevention and Criminal Justice,\n\n1. Decides.\n"
    assert [part.id for part in parse(text, "E/CN.15/RES/28/1").parts] == ["front/1", "front/2", "preamble/1", "para/1"]


def test_words_stand_below_the_second_of_two_headings_that_are_called_the_same() -> None:
    text = "Commentary\n\nIt is so.\n\nRights of all\n\nAll have them.\n\nCommentary\n\nSo it is.\n"
    report = parse(resolution(f"1. Adopts it.\n\nAnnex\n\nRules\n\n{text}"))
    homes = {part.text: part.parent for part in report.parts}
    assert homes["It is so."] == "annex/section/commentary"
    assert homes["So it is."] == "annex/section/commentary-2"
