"""The same report, set in other ways, is read to the same structure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Metadata, PartKind, SourceDocument
from ingest.parsing import parse_report

TEXT = (Path(__file__).parents[2] / "data/sources/A-CONF.234-RPM.3-1.txt").read_text("utf-8")
MARKS = re.compile(r"^(\d+\.|\([a-z]\)|[IVX]+\.|[A-F]\.) ", re.MULTILINE)
BROKEN = re.compile(r"([a-z])\n\n([a-z])")
"""Where a page break stands in a sentence."""


def outline(text: str) -> dict[str, tuple[str, str | None, str]]:
    report = parse_report(SourceDocument("report.txt", text, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64)))
    return {
        part.id: (part.kind, part.parent, " ".join(part.text.replace("\u00a0", " ").split()).lower())
        for part in report.parts
        if part.kind is not PartKind.CONTENTS
    }


def each_block(change: Callable[[str], str]) -> str:
    return "\n\n".join(change(block) for block in re.split(r"\n\n+", TEXT.strip())) + "\n"


def wrapped(columns: int) -> str:
    def wrap(block: str) -> str:
        whole = "\n" in block
        return block if whole else textwrap.fill(block, columns, break_long_words=False, break_on_hyphens=False)

    return each_block(wrap)


VARIANTS = {
    "no blank lines": re.sub(r"\n\n+", "\n", TEXT),
    "three blank lines": TEXT.replace("\n\n", "\n\n\n\n"),
    "lines of 80 columns": wrapped(80),
    "lines of 100 columns": wrapped(100),
    "tabs after numbers": MARKS.sub(r"\1\t", TEXT),
    "indented numbers": MARKS.sub(r"        \1    ", TEXT),
    "spaces at the ends of lines": TEXT.replace("\n", "  \n"),
    "no-break spaces": re.sub(r"(\d) (\w)", "\\1\u00a0\\2", TEXT),
    "capitals in headings": re.sub(r"^([IVX]+\. )([^\t\n]*)$", lambda m: m[1] + m[2].upper(), TEXT, flags=re.MULTILINE),
    "page numbers and symbols at page breaks": BROKEN.sub(
        "\\1\n\nV.19-01415\t3/22\n\n\fA/CONF.234/RPM.3/1\n\n\\2", TEXT
    ),
    "page markers at page breaks": BROKEN.sub("\\1\n\n<!-- Page 3 -->\n\n\\2", TEXT),
    "officers in blocks of their own": TEXT.replace("\nVice", "\n\nVice").replace("\nRapporteur:", "\n\nRapporteur:"),
    "an agenda in blocks of its own": re.sub(r"\n(\d\. |\s- \()", r"\n\n\1", TEXT),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_setting_does_not_change_the_structure(name: str) -> None:
    assert VARIANTS[name] != TEXT
    assert outline(VARIANTS[name]) == outline(TEXT)
