"""What Word keeps elsewhere than in the text: automatic numbers, tables, tracked changes, text boxes, headers."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers import read_document

COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"), ("bullet", "•")]


def word_file(*body: str, styles: str = "") -> bytes:
    """A DOCX with these paragraphs and tables, written in Word's XML, and a list of five levels with number 7."""
    document, packed = docx.Document(), io.BytesIO()
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="7"><w:abstractNumId w:val="77"/></w:num>'))
    for style in filter(None, styles.split("|")):
        document.styles.element.append(parse_xml(style.replace("<w:style", f"<w:style {nsdecls('w')}", 1)))
    for element in body:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(element))
    document.save(packed)
    return packed.getvalue()


def paragraph(content: str, *, level: int | None = None, style: str = "") -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>' if level is not None else ""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = content if content.startswith("<") else f"<w:r><w:t>{escape(content)}</w:t></w:r>"
    return f"<w:p {nsdecls('w')} {COMPATIBILITY}><w:pPr>{style}{number}</w:pPr>{inner}</w:p>"


def read(*body: str, styles: str = "") -> list[str]:
    return read_document("made.docx", word_file(*body, styles=styles)).strip().split("\n\n")


def test_the_numbers_of_automatic_lists_are_written() -> None:
    levels = [
        ("Intro", 0),
        ("First", 1),
        ("Second", 1),
        ("Item", 2),
        ("Item", 2),
        ("Sub", 3),
        ("Third", 1),
        ("Item", 2),
        ("Next", 0),
    ]
    assert read(*(paragraph(words, level=level) for words, level in levels)) == [
        "I. Intro", "1. First", "2. Second", "(a) Item", "(b) Item", "(i) Sub", "3. Third", "(a) Item", "II. Next",
    ]  # fmt: skip


def test_a_number_may_come_from_the_style_of_a_paragraph_or_of_what_it_is_based_on() -> None:
    number = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    listed = f'<w:style w:type="paragraph" w:styleId="Para">{number}</w:style>'
    based = '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Para"/></w:style>'
    circle = '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    body = [paragraph("One", style="Para"), paragraph("Two", style="Child"), paragraph("Free", style="Loop")]
    assert read(*body, styles=f"{listed}|{based}|{circle}") == ["1. One", "2. Two", "Free"]


def test_bullets_are_written_as_dashes() -> None:
    assert read(paragraph("One", level=4), paragraph("Two")) == ["- One", "Two"]


def test_a_row_of_a_table_is_a_line_with_tabs() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl {nsdecls('w')}><w:tr>{cell.format('A/CONF.1/1')}{cell.format('Guide')}</w:tr></w:tbl>"
    assert read(paragraph("Documents"), table) == ["Documents", "A/CONF.1/1\tGuide"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "a\tb-c"),
        ("<w:hyperlink><w:r><w:t>A/RES/1/1</w:t></w:r></w:hyperlink>", "A/RES/1/1"),
        ("<w:r><w:t>said</w:t><w:instrText>PAGE</w:instrText></w:r>", "said"),
        (
            "<w:r><w:t>once</w:t><mc:AlternateContent><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "once",
        ),
    ],
)
def test_only_the_words_that_a_reader_sees_are_read(content: str, expected: str) -> None:
    assert read(paragraph(content)) == [expected]
