"""The Santiago report, made into Markdown, DOCX and PDF here, is read back to the structure that its text has."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from ingest.document import Metadata, PartKind, Report, SourceDocument
from ingest.parsing import parse_report
from ingest.readers import read_document
from ingest.writing import write_report

SOURCE = Path(__file__).parents[2] / "data/sources/A-CONF.234-RPM.3-1.txt"
TEXT = SOURCE.read_text("utf-8")
RAISED = {"¹": "1", "²": "2", "³": "3"}
CAPITAL_AFTER_A_PAGE_BREAK = (
    "Sustainable Development and focused",
    "the Organization of Ibero-American States for Education, Science and Culture, of a draft",
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parse(name: str, text: str) -> Report:
    return parse_report(SourceDocument(name, text, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64)))


Outline = dict[str, tuple[str, str | None, str]]


def outline(report: Report) -> Outline:
    """Every part but the contents, whose page numbers no other format repeats, and where footnotes stand."""
    return {
        part.id: (part.kind, part.parent, " ".join(part.text.split()))
        for part in report.parts
        if part.kind is not PartKind.CONTENTS
    }


@pytest.fixture(scope="module")
def expected() -> Outline:
    return outline(parse(SOURCE.name, TEXT))


def paragraphs() -> list[str]:
    """The blocks of the report without its contents, sentences that page breaks part put together again."""
    start, stop = TEXT.index("Contents\n"), TEXT.index("I. Introduction\n\n1.")
    blocks = [block for block in re.split(r"\n\s*\n", TEXT[:start] + TEXT[stop:]) if block.strip()]
    whole: list[str] = []
    for line in (line for block in blocks for line in block.strip().split("\n")):
        words = re.sub(r"\[([^\]]+)\]\(#\)", r"\1", line.strip()).replace("*", "").removeprefix("- ")
        if whole and (words[0].islower() or words.startswith(CAPITAL_AFTER_A_PAGE_BREAK)):
            place = -3 if words.startswith("and the United Nations Principles") else -1
            whole[place] += f" {words}"
        else:
            whole.append(words)
    return whole


def as_markdown() -> bytes:
    lines = []
    for block in paragraphs():
        if re.match(r"(?:[IVX]+|[A-F])\. |(?:Summary|Outcome) of|Annex$|List of", block):
            lines.append(f"## {block}")
        elif block[0] in RAISED:
            lines.append(f"[^{RAISED[block[0]]}]: {block[2:]}")
        else:
            block = re.sub(r"([¹²³])", lambda mark: f"[^{RAISED[mark[1]]}]", block)
            lines.append(re.sub(r"^(\d+)\. ", r"\1\\. ", block).replace("A number of", "A **number** of"))
    return "\n\n".join(lines).encode()


def as_word(*, counted: bool = False) -> bytes:
    """With `counted`, the numbers of paragraphs and the letters of items are Word's own."""
    document = docx.Document()
    number_id = add_list(document) if counted else 0
    document.sections[0].header.paragraphs[0].text = "A/CONF.234/RPM.3/1"
    notes = [block[2:] for block in paragraphs() if block[0] in RAISED]
    agenda = False
    for block in paragraphs():
        if block[0] in RAISED:
            continue
        agenda = (agenda or block.startswith("90. ")) and not block.startswith("91. ")
        level = 0 if re.match(r"\d+\. ", block) else 1 if re.match(r"\([a-z]\) ", block) else None
        if "(agenda item" in block and level == 0:
            level = None
        if counted and level is not None and (not agenda or block.startswith("90. ")):
            paragraph = document.add_paragraph()
            properties = paragraph._p.get_or_add_pPr()
            numbering = OxmlElement("w:numPr")
            for tag, value in (("w:ilvl", str(level)), ("w:numId", str(number_id))):
                child = OxmlElement(tag)
                child.set(qn("w:val"), value)
                numbering.append(child)
            properties.append(numbering)
            add_words(paragraph, block.split(" ", 1)[1])
        else:
            add_words(document.add_paragraph(), block)
    packed = io.BytesIO()
    document.save(packed)
    return with_footnotes(packed.getvalue(), notes)


def add_words(paragraph: docx.text.paragraph.Paragraph, words: str) -> None:
    for piece in re.split(r"([¹²³])", words):
        run = paragraph.add_run("" if piece in RAISED else piece)
        if piece in RAISED:
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(int(RAISED[piece]) + 1))
            run._r.append(mark)


def add_list(document: docx.document.Document) -> int:
    """Add a list whose levels are "1." and "(a)"; return its number."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "990")
    for depth, (kind, text) in enumerate([("decimal", "%1."), ("lowerLetter", "(%2)")]):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "990")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "990")
    number.append(reference)
    numbering.append(number)
    return 990


def with_footnotes(data: bytes, notes: list[str]) -> bytes:
    """Put footnotes into a DOCX, as Word keeps them."""
    body = "".join(
        f'<w:footnote w:id="{place}"><w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:footnote>'
        for place, words in enumerate(notes, start=2)
    )
    part = f'<?xml version="1.0"?><w:footnotes xmlns:w="{W}">{body}</w:footnotes>'
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/footnotes.xml", part)
    return packed.getvalue()


def as_pdf() -> bytes:
    font = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
    name = "Times-Roman"
    if font.is_file():
        pdfmetrics.registerFont(TTFont("Serif", str(font)))
        name = "Serif"
    style = ParagraphStyle("body", fontName=name, fontSize=10, leading=12, spaceAfter=8)
    flow = []
    for block in paragraphs():
        words = block.replace("&", "&amp;").replace("\t", "&nbsp;&nbsp;&nbsp;&nbsp; ")
        for raised, figure in RAISED.items():
            words = words.replace(raised, f'<super size="6">{figure}</super>')
        flow.append(Paragraph(words, style))
    packed = io.BytesIO()

    def furniture(canvas: object, document: SimpleDocTemplate) -> None:
        canvas.setFont("Times-Roman", 9)  # type: ignore[attr-defined]
        canvas.drawString(72, 800, "A/CONF.234/RPM.3/1")  # type: ignore[attr-defined]
        canvas.drawString(500, 30, f"V.19-01415 {document.page}/22")  # type: ignore[attr-defined]

    SimpleDocTemplate(packed, pagesize=A4, topMargin=72, bottomMargin=60).build(flow, furniture, furniture)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("report.md", as_markdown),
        ("report.docx", as_word),
        ("counted.docx", lambda: as_word(counted=True)),
        ("report.pdf", as_pdf),
    ],
)
def test_the_report_has_the_same_structure_in_every_format(
    name: str, make: Callable[[], bytes], expected: Outline
) -> None:
    text = read_document(name, make())
    report = parse(name, text)
    assert outline(report) == expected
    assert write_report(report) == text
