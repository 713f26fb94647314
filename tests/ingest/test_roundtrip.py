"""Reports made by rule are read back to the rule, and no text at all loses a character."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from ingest.document import Metadata, PartKind, Report, Role, SourceDocument
from ingest.errors import ReadingError
from ingest.parsing import parse_report
from ingest.writing import write_report

WORDS = [
    "measures",
    "crime",
    "prevention",
    "justice",
    "States",
    "and",
    "the",
    "of",
    "national",
    "policies",
    "in",
    "addressing",
    "corruption",
    "victims",
    "cooperation",
    "between",
    "authorities",
    "with",
    "regard",
    "to",
    "evidence",
    "youth",
    "prisons",
]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMANS = ("i", "ii", "iii", "iv", "v")
AGENDA = ("Opening of the Meeting.", "Election of officers.", "Adoption of the agenda.", "Other matters.", "Closure.")
TOPICS = ("Attendance", "Introduction", "Conclusions", "Other matters", "Organization of work", "Election of officers")


@dataclass(frozen=True)
class Made:
    """A report and what it says."""

    text: str
    expected: dict[str, str]
    """Id of each numbered part to its wording."""


def sentence(draw: st.DrawFn, last: str) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=14, max_size=30))
    return f"{words[0].capitalize()} {' '.join(words[1:])} there{last}"


def broken(draw: st.DrawFn, words: str, notes: list[str]) -> str:
    """Maybe put a page break before a word, and maybe a footnote at the foot of the page."""
    if not draw(st.booleans()):
        return words
    pieces = words.split(" ")
    at = draw(st.integers(min_value=11, max_value=len(pieces) - 1))
    note = ""
    if draw(st.booleans()):
        number = len(notes) + 1
        notes.append(f"General Assembly resolution 70/{number}.")
        pieces[at - 1] += "⁰¹²³⁴⁵⁶⁷⁸⁹"[number] if number < 10 else ""
        note = f"{'⁰¹²³⁴⁵⁶⁷⁸⁹'[number]} {notes[-1]}\n\n" if number < 10 else ""
        if not note:
            notes.pop()
    return f"{' '.join(pieces[:at])}\n\n{note}{' '.join(pieces[at:])}"


@st.composite
def reports(draw: st.DrawFn) -> Made:
    """A meeting report: sections, paragraphs with items and sub-items, agendas, page breaks, footnotes."""
    blocks = ["Report of the Meeting of the Commission held in Santiago"]
    expected: dict[str, str] = {}
    notes: list[str] = []
    number = 0
    for section in range(draw(st.integers(min_value=1, max_value=4))):
        blocks.append(f"{('I', 'II', 'III', 'IV')[section]}. {draw(st.sampled_from(TOPICS))}")
        for _ in range(draw(st.integers(min_value=1, max_value=5))):
            number += 1
            kind = draw(st.sampled_from(["prose", "items", "agenda"]))
            words = sentence(draw, "." if kind == "prose" else ":")
            expected[f"para/{number}"] = words
            blocks.append(f"{number}. {broken(draw, words, notes)}")
            if kind == "items":
                add_items(draw, number, blocks, expected, notes)
            elif kind == "agenda":
                lines = AGENDA[: draw(st.integers(min_value=2, max_value=5))]
                blocks.append("\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1)))
                expected.update({f"para/{number}/entry/{place}": line for place, line in enumerate(lines, start=1)})
    expected[f"para/{number + 1}"] = "The Meeting adopted its report."
    blocks += ["V. Adoption of the report", f"{number + 1}. The Meeting adopted its report."]
    expected.update({f"footnote/{place}": note for place, note in enumerate(notes, start=1)})
    return Made("\n\n".join(blocks) + "\n", expected)


def add_items(draw: st.DrawFn, number: int, blocks: list[str], expected: dict[str, str], notes: list[str]) -> None:
    for letter in LETTERS[: draw(st.integers(min_value=1, max_value=12))]:
        nested = draw(st.integers(min_value=0, max_value=9)) == 0
        words = sentence(draw, ":" if nested else ";")
        expected[f"para/{number}/{letter}"] = words
        blocks.append(f"({letter}) {broken(draw, words, notes)}")
        for roman in ROMANS[: draw(st.integers(min_value=2, max_value=5)) if nested else 0]:
            expected[f"para/{number}/{letter}/{roman}"] = sentence(draw, ";")
            blocks.append(f"({roman}) {expected[f'para/{number}/{letter}/{roman}']}")


def parse(text: str, symbol: str = "A/CONF.1/1") -> Report:
    return parse_report(SourceDocument("made.txt", text, Metadata(symbol, "en", "0" * 64)))


def check_fidelity(report: Report) -> None:
    """Nothing is lost, nothing is twice, and each piece of wording is where its part says."""
    source = report.source.text
    assert write_report(report) == source
    assert not any(f.raw.strip() for f in report.fragments if f.role is Role.BLANK)
    parts = {part.id for part in report.parts}
    assert len(parts) == len(report.parts)
    assert all(f.part_id in parts or f.role in {Role.BLANK, Role.PAGE} for f in report.fragments)
    for order, part in enumerate(report.parts, start=1):
        assert part.order == order
        assert part.text.strip() and part.text == part.text.strip()
        assert part.parent is None or part.parent in parts
        joined = 0
        for start, at, length in part.spans:
            assert part.text[start : start + length] == source[at : at + length]
            assert part.text[joined:start] in {"", " ", "\n"}
            joined = start + length
        assert joined == len(part.text)


@settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_a_made_report_is_read_as_it_was_made(made: Made) -> None:
    note(made.text)
    report = parse(made.text)
    check_fidelity(report)
    numbered = {PartKind.PARAGRAPH, PartKind.ITEM, PartKind.SUBITEM, PartKind.ENTRY, PartKind.FOOTNOTE}
    assert {part.id: part.text for part in report.parts if part.kind in numbered} == made.expected


MARKED = [
    "1.",
    "2. It was so.",
    "12",
    "(a) First;",
    "(b) Second;",
    "(i) One;",
    "(ii)",
    "(aa) More;",
    "1.1 Rule",
    "I",
    "II. Title",
    "A. Title",
    "Annex",
    "Annex II",
    "Article 5 Title",
    "Rule 6",
    "Contents",
    "I. Title\t3",
    "¹ Note.",
    "[1] Note.",
    "* Note",
    "word,¹ more",
    "[label](#) of *it*",
    "- bullet",
    "<!-- Page 2 -->",
    "76/181. Title",
    "The General Assembly,",
    "Recalling it,",
    "Decides to",
    "that is so",
    "“1. Quoted",
    "a. Loose",
    "b. Loose",
    "The end:",
    "Chair: X",
    "a\tb",
    "16 December 2021",
    "53rd plenary meeting",
    "l. Misread",
    "2/22",
    "A/CONF.1/1",
    "(a) (i) Both",
]
LINES = st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), st.sampled_from(MARKED))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\n \n", "\r\n", "\n\t"])), max_size=25))
def test_no_text_loses_a_character(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in lines)
    try:
        report = parse(text)
    except ReadingError as error:
        assert "white space" not in error.expected, error
        return
    check_fidelity(report)
