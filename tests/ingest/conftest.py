"""Builders: reports of a few parts, with the mentions that the reference data finds in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Metadata, Part, PartKind, Report, SourceDocument
from ingest.facts.events import read_report
from ingest.facts.evidence import Fact, ReadReport
from ingest.gazetteer import Gazetteer
from ingest.mentions import find_mentions
from ingest.parsing import parse_report
from ontology import terms

ROOT = Path(__file__).parents[2]
SEED = ROOT / "data/sources/A-CONF.234-RPM.3-1.txt"

Build = Callable[..., ReadReport]
Rows = Callable[..., list[tuple[str, str, str, str, str]]]

KINDS = {
    "front": PartKind.FRONT,
    "section": PartKind.SECTION,
    "para": PartKind.PARAGRAPH,
    "entry": PartKind.ENTRY,
    "item": PartKind.ITEM,
}


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(ROOT / "data/reference")


@pytest.fixture(scope="session")
def seed(gazetteer: Gazetteer) -> ReadReport:
    source = SourceDocument(SEED.name, SEED.read_text(encoding="utf-8"), Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64))
    report = parse_report(source)
    return read_report(report, find_mentions(report, gazetteer))


def part(order: int, row: tuple[str, str] | tuple[str, str, str | None]) -> Part:
    """Make a part of (id, text[, parent]): "para/1", "section/I", "front/1", "para/1/entry/2", "para/1/a"."""
    path, text, parent = (*row, None)[:3]
    words = path.removeprefix("annex/").split("/")
    kind = KINDS["entry" if "entry" in words else words[0]] if len(words) < 3 or "entry" in words else PartKind.ITEM
    number = int(words[1]) if kind is PartKind.PARAGRAPH else None
    return Part(
        path, kind, text, parent, order, words[-1], number, words[-1] if kind is PartKind.ITEM else None,
        1 if kind is PartKind.SECTION else 0, ((0, 0, len(text)),),
    )  # fmt: skip


@pytest.fixture(scope="session")
def build(gazetteer: Gazetteer) -> Build:
    """Return a function that reads a report of the parts given."""

    def make(
        *rows: tuple[str, str] | tuple[str, str, str | None],
        symbol: str = "A/CONF.222/RPM.1/1",
        genre: str = "meeting-report",
    ) -> ReadReport:
        parts = tuple(part(order, row) for order, row in enumerate(rows, 1))
        source = SourceDocument("a.txt", "\n".join(row[1] for row in rows), Metadata(symbol, "en", "0" * 64))
        report = Report(source, genre, "as the test says", parts, ())
        return read_report(report, find_mentions(report, gazetteer))

    return make


@pytest.fixture(scope="session")
def rows() -> Rows:
    """Return a function that writes facts as rows (subject, predicate, object, part, words), short enough to read."""

    def write(read: ReadReport, facts: object) -> list[tuple[str, str, str, str, str]]:
        return [row(read, fact) for fact in facts]  # type: ignore[attr-defined]

    return write


def row(read: ReadReport, fact: Fact) -> tuple[str, str, str, str, str]:
    at = fact.evidence
    value = fact.object if isinstance(fact.object, str) else fact.object.value
    words = read.report.part(at.part).text[at.start : at.end]
    return short(fact.subject), short(fact.predicate), short(value), at.part, words


def short(iri: str) -> str:
    """Write an IRI with a prefix, or from the base on."""
    for prefix in ("cc", "skos", "dcterms", "rdf"):
        if iri.startswith(terms.PREFIXES[prefix]):
            return f"{prefix}:{iri.removeprefix(terms.PREFIXES[prefix])}"
    return iri.removeprefix(terms.CG)
