"""DOCX: the words of the body in order, with the numbers that Word counts itself and the footnotes.

Headers and footers belong to the page and are left out, as are deleted words of tracked changes. A footnote's number
is raised ("¹"), and the footnote stands below the paragraph that carries it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from ingest.errors import SourceError
from ingest.readers.package import open_package, read_member
from ingest.readers.plain import check_lines
from ingest.readers.word_lists import Lists

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

LARGEST_PART = 128 * 1024 * 1024
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SKIPPED = frozenset(qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The second copy of what a text box says, for old programs."""
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): "\t"}


def read_word(name: str, data: bytes) -> str:
    """Return the text of a DOCX file.

    Raises SourceError when it is encrypted, broken, a zip bomb, or declares XML entities.
    """
    with open_package(name, data) as package:
        _refuse_entities(name, package)
        notes = _footnotes(name, package)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document, notes))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise SourceError(name, "", f"a broken document ({error})", "a whole .docx") from None
    return check_lines(name, "\n\n".join(blocks) + "\n")


def _refuse_entities(name: str, package: zipfile.ZipFile) -> None:
    """No part of a DOCX has a document type: what declares one means to expand entities."""
    if "[Content_Types].xml" not in package.namelist():
        raise SourceError(name, "", "a package that is no Word document", "a .docx")
    for member in package.namelist():
        if member.endswith((".xml", ".rels")):
            data = read_member(name, package, member, LARGEST_PART)
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
                raise SourceError(name, member, "an XML document type with entities", "XML without them")


def _footnotes(name: str, package: zipfile.ZipFile) -> dict[str, str]:
    """Return the wording of each footnote by Word's id of it."""
    if "word/footnotes.xml" not in package.namelist():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(read_member(name, package, "word/footnotes.xml", LARGEST_PART), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(name, "word/footnotes.xml", f"broken XML ({error})", "a whole .docx") from None
    notes = {}
    for note in root.iterfind(qn("w:footnote")):
        if note.get(qn("w:type")) in {None, "normal"}:
            words = " ".join(_words(paragraph, {}).strip() for paragraph in note.iterfind(qn("w:p")))
            notes[str(note.get(qn("w:id")))] = " ".join(words.split())
    return notes


def _blocks(document: Document, notes: dict[str, str]) -> Iterator[str]:
    """Yield the paragraphs of the body and the rows of its tables, each footnote after what carries it."""
    lists = Lists(document)
    numbers = {key: str(place) for place, key in enumerate(notes, start=1)}
    for element in document.element.body.iter(qn("w:p"), qn("w:tr")):
        within = {ancestor.tag for ancestor in element.iterancestors()}
        if within & {*SKIPPED, FALLBACK, qn("w:txbxContent")} or (element.tag == qn("w:p") and qn("w:tc") in within):
            continue
        if element.tag == qn("w:tr"):
            yield from filter(None, [_row(element, numbers)])
            continue
        words = _words(element, numbers).strip()
        label = lists.label(element)
        if words:
            yield f"{label} {words}" if label else words
        for key in _carried(element):
            yield f"{numbers[key].translate(RAISED)} {notes[key]}" if key in notes else ""


def _row(row: _Element, numbers: dict[str, str]) -> str:
    """A row of a table: its cells, parted by tabs."""
    cells = row.iterchildren(qn("w:tc"))
    words = [" ".join(" ".join(_words(p, numbers) for p in cell.iterchildren(qn("w:p"))).split()) for cell in cells]
    return "\t".join(words).strip()


def _carried(paragraph: _Element) -> list[str]:
    """Return the ids of the footnotes that a paragraph carries."""
    return [str(mark.get(qn("w:id"))) for mark in paragraph.iter(qn("w:footnoteReference"))]


def _words(paragraph: _Element, numbers: dict[str, str]) -> str:
    """Return the words of a paragraph."""
    pieces: list[str] = []
    _collect(paragraph, numbers, pieces)
    return "".join(pieces)


def _collect(element: _Element, numbers: dict[str, str], pieces: list[str]) -> None:
    for child in element:
        if child.tag in SKIPPED or child.tag == FALLBACK:
            continue
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in BREAKS:
            pieces.append(BREAKS[child.tag])
        elif child.tag == qn("w:footnoteReference"):
            pieces.append(numbers.get(str(child.get(qn("w:id"))), "").translate(RAISED))
        elif child.tag != qn("w:txbxContent"):
            _collect(child, numbers, pieces)
