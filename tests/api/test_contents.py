"""What a release holds is the same, read from its N-Quads or asked of its store; a server takes it from the release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from api.engine import contents, release
from api.engine.contents import Contents, by_asking, by_reading
from api.engine.readying import make_ready
from ontology.files import folder
from releases.dumps import write_n_quads
from releases.folder import N_QUADS, TRIG

TWICE = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:one> { <urn:a> a <urn:Class> ; <urn:p> "a \\"b\\" . <c>"@en , "2"^^xsd:integer .
  <urn:d> sh:prefix "d" ; sh:namespace "urn:d#"^^xsd:anyURI . <urn:half> sh:prefix "half" . }
<urn:two> { <urn:a> a <urn:Class> .
  <https://w3id.org/crimecongress/release/ab12> a <https://w3id.org/crimecongress/ontology#Release> ;
    dcterms:issued "2026-01-02"^^xsd:date ; dcterms:modified "2026-01-03"^^xsd:date . }
"""


def asked(graph: Path) -> Contents:
    store = ox.Store()
    store.bulk_load(path=str(graph), format=ox.RdfFormat.TRIG)

    def ask(query: str) -> Any:
        return store.query(query, use_default_graph_as_union=True)

    return by_asking(ask)


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """A graph in which one triple stands in two graphs."""
    (tmp_path / TRIG).write_text(TWICE, encoding="utf-8")
    write_n_quads(tmp_path / TRIG, tmp_path / N_QUADS)
    return tmp_path / TRIG


def test_a_triple_of_two_graphs_counts_once(twice: Path) -> None:
    found = by_reading(twice.with_name(N_QUADS))
    assert (found.triples, found.quads) == (9, 10)
    assert found.graphs == (("urn:one", 6), ("urn:two", 4))
    assert (found.prefixes, found.dates) == ((("d", "urn:d#"),), ("2026-01-02", "2026-01-03"))
    assert found.stated == "https://w3id.org/crimecongress/release/ab12"
    assert asked(twice) == found


def test_the_published_graph_holds_what_its_store_says(tmp_path: Path) -> None:
    graph = folder("graph") / TRIG
    write_n_quads(graph, tmp_path / N_QUADS)
    assert by_reading(tmp_path / N_QUADS) == asked(graph)


@pytest.mark.parametrize("on_disk_mb", [0, 1_000])
def test_a_server_takes_it_from_the_release(on_disk_mb: int, twice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_ready(twice.parent, on_disk_mb)
    kept = contents.kept(twice)
    assert kept == by_reading(twice.with_name(N_QUADS))
    monkeypatch.setattr(contents, "by_asking", None)
    info = release.describe(release.load(twice), twice)
    assert (info.triples, info.version, info.modified[:10], info.union) == (9, "ab12", "2026-01-03", False)
