"""The curated data: Turtle files in data/reference, read, checked and made into the quads of graph/curated.

In: a folder of Turtle files, one a kind. Out: its rows (a row is what a file says of one resource), then the sorted
quads. An editor's mistake stops the build with the file, the line and the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ingest.errors import ReferenceDataError
from ontology.identifiers import ONTOLOGY

CC = ONTOLOGY
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SOURCE = "http://purl.org/dc/terms/source"


@dataclass(frozen=True, slots=True)
class Row:
    """What one file says of one resource."""

    file: str
    line: int
    """Where the resource's block begins, from 1."""
    subject: str
    quads: tuple[Quad, ...]


def parse_reference(folder: Path) -> tuple[Row, ...]:
    """Read each Turtle file of a folder into rows, in the order of file names and of subjects in the file.

    Raises ReferenceDataError for a folder without files, a file that is not UTF-8 Turtle, or a blank node.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise ReferenceDataError(str(folder), "", "no .ttl file", "the curated reference data")
    return tuple(row for path in files for row in _rows(path))


def _rows(path: Path) -> Iterator[Row]:
    quads: dict[str, list[Quad]] = {}
    text = _text(path)
    for quad in _parse(path, text):
        if not isinstance(quad.subject, NamedNode):
            raise ReferenceDataError(str(path), "", "a blank node", "an IRI for each resource")
        quads.setdefault(quad.subject.value, []).append(quad)
    lines = _subject_lines(text)
    for subject, found in quads.items():
        yield Row(str(path), lines.get(subject, 1), subject, tuple(found))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceDataError(str(path), "", str(error), "a readable UTF-8 file") from error


def _parse(path: Path, text: str) -> list[Quad]:
    try:
        return list(parse(text, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        place = f"line {error.lineno}" if error.lineno else ""
        raise ReferenceDataError(str(path), place, error.msg, "Turtle") from error


_PREFIX = re.compile(r"@prefix\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE)
_BASE = re.compile(r"@base\s+<([^>]*)>")
_SUBJECT = re.compile(r"^(?:<(?P<iri>[^>]*)>|(?P<prefix>[\w.-]*):(?P<local>\S+))", re.MULTILINE)


def _subject_lines(text: str) -> dict[str, int]:
    """Map each resource to the line where its block begins: in these files a subject stands at the margin."""
    prefixes = dict(_PREFIX.findall(text))
    base = _BASE.search(text)
    lines: dict[str, int] = {}
    for match in _SUBJECT.finditer(text):
        iri = match["iri"]
        if iri is None:
            iri = prefixes.get(match["prefix"], "") + match["local"].replace("\\", "")
        elif "://" not in iri and base:
            iri = base[1] + iri
        lines.setdefault(iri, text.count("\n", 0, match.start()) + 1)
    return lines
