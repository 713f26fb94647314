"""Broken, encrypted, scanned and hostile files: one clear line each, in bounded time."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import SourceError
from ingest.readers import read_document
from ingest.readers.package import MOST_FILES, open_package, read_member

WORDS = "The United Nations met in Santiago and adopted its report on the work of the Meeting."


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_document(name, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def word_file() -> bytes:
    document, packed = docx.Document(), io.BytesIO()
    document.add_paragraph(WORDS)
    document.save(packed)
    return packed.getvalue()


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return packed.getvalue()


def pdf_file(*pages: str) -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed)
    for words in pages:
        if words:
            canvas.drawString(72, 720, words)
        else:
            canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def test_what_is_refused_below_is_read_when_it_is_whole() -> None:
    assert read_document("a.docx", word_file()) == f"{WORDS}\n"
    assert read_document("a.pdf", pdf_file(WORDS)) == f"{WORDS}\n"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.md", "a.txt"])
def test_an_empty_file_is_refused_in_every_format(name: str) -> None:
    assert refusal(name, b"") == f"{name}: found an empty file, expected a document"


def test_an_encrypted_word_document_is_refused() -> None:
    assert "an encrypted document or one of Word's old format" in refusal(
        "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    )


@pytest.mark.parametrize("cut", [10, 1000, -30])
def test_a_word_document_that_is_cut_is_refused(cut: int) -> None:
    assert refusal("a.docx", word_file()[:cut]).startswith("a.docx: found a broken package")


def test_a_package_that_is_no_word_document_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("hello.txt", WORDS)
    assert refusal("a.docx", packed.getvalue()) == "a.docx: found a package that is no Word document, expected a .docx"


def test_broken_xml_in_a_word_document_is_refused() -> None:
    assert refusal("a.docx", repacked(word_file(), {"word/document.xml": b"<w:document"})).startswith(
        "a.docx: found a broken document"
    )


def test_a_damaged_part_of_a_word_document_is_refused() -> None:
    data = bytearray(word_file())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        info = package.getinfo("word/document.xml")
    middle = info.header_offset + 60 + info.compress_size // 2
    data[middle : middle + 8] = b"\0" * 8
    assert "word/document.xml: found a damaged file" in refusal("a.docx", bytes(data))


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml", "[Content_Types].xml"])
def test_entities_in_a_word_document_are_refused_and_not_expanded(part: str) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refusal("a.docx", repacked(word_file(), {part: laughs})) == (
        f"a.docx: {part}: found an XML document type with entities, expected XML without them"
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("word/document.xml", b"\0" * 50_000_000)
    began = time.perf_counter()
    message = refusal("a.docx", packed.getvalue())
    assert message.startswith("a.docx: word/document.xml: found 50,000,000 bytes packed into 48,")
    assert time.perf_counter() - began < 10


def test_a_package_of_too_many_files_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for number in range(MOST_FILES + 1):
            package.writestr(str(number), b"")
    with pytest.raises(SourceError, match="found 20,001 files, expected at most 20,000"):
        open_package("a.zip", packed.getvalue())


def test_a_file_that_is_longer_than_its_package_says_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("a.txt", b"x" * 1000)
    with open_package("a.zip", packed.getvalue()) as package, pytest.raises(SourceError, match="more than 999 bytes"):
        read_member("a.zip", package, "a.txt", 999)
    with open_package("a.zip", packed.getvalue()) as package, pytest.raises(SourceError, match="no such file"):
        read_member("a.zip", package, "b.txt", 999)


def test_an_encrypted_archive_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("a.txt", WORDS)
    data = bytearray(packed.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match="found an encrypted package, expected one that needs no password"):
        open_package("a.zip", bytes(data))


def test_a_scanned_pdf_is_refused() -> None:
    assert refusal("a.pdf", pdf_file("", "", "page of words that has enough letters")) == (
        "a.pdf: found 2 of 3 pages without words: a scanned PDF, expected a text layer"
    )


def test_an_encrypted_pdf_is_refused() -> None:
    writer, packed = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file(WORDS)))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(packed)
    assert refusal("a.pdf", packed.getvalue()) == "a.pdf: found an encrypted PDF, expected one that needs no password"


@pytest.mark.parametrize("data", [b"%PDF-1.7 and nothing else", b"no pdf at all", pdf_file(WORDS)[:300]])
@pytest.mark.filterwarnings("ignore")
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    assert refusal("a.pdf", data).startswith("a.pdf: found a broken PDF")
