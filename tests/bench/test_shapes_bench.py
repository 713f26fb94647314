"""What the measurement of the shapes checks: whole documents, and repeats that are documents of their own."""

from __future__ import annotations

from pathlib import Path

from bench import shapes
from ingest.sources import find_sources
from ontology.files import folder
from shapes import check

SEED = "document/A/CONF.234/RPM.3/1"


def test_what_is_checked_is_the_document_with_what_stands_around_it(tmp_path: Path) -> None:
    (path,) = shapes._written(tmp_path / "kept", find_sources([folder("sources")]))
    triples = path.read_bytes()
    assert f"{SEED}/para/96>".encode() in triples
    assert b"/instrument/UNTOC> " in triples
    assert check(triples).results == ()


def test_a_repeat_has_a_symbol_of_its_own_and_as_many_triples(tmp_path: Path) -> None:
    iri = "https://w3id.org/crimecongress/document/A/RES/1/2"
    symbol = "https://w3id.org/crimecongress/ontology#symbol"
    text = f'<{iri}/para/1> <{symbol}> "not A/RES/1/2" .\n<{iri}> <{symbol}> "A/RES/1/2" .\n'
    (tmp_path / "0.nt").write_text(text)
    (tmp_path / "0.symbol").write_text("A/RES/1/2")
    repeats = [path.read_text() for path in shapes._repeated(tmp_path / "repeated", [tmp_path / "0.nt"])]
    assert len(set(repeats)) == shapes.TIMES
    other = f"{iri}/Rev.3"
    assert repeats[3] == f'<{other}/para/1> <{symbol}> "not A/RES/1/2" .\n<{other}> <{symbol}> "A/RES/1/2/Rev.3" .\n'
