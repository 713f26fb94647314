"""On real graphs the two engines find the same: on the published one, and on documents that do not quite conform."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.context import Context
from ingest.extraction import extract
from ingest.jobs import read_source
from ingest.sources import find_sources
from ingest.trig import write_ntriples
from ontology.files import folder
from shapes import check, check_file

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "txt"


@pytest.mark.slow
def test_both_engines_find_the_published_graph_well_made() -> None:
    graph = folder("graph") / "crimecongress.trig"
    assert check_file(graph).results == check_file(graph, "pyshacl").results == ()


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of documents is not beside the checkout")
@pytest.mark.parametrize("name", ["S_RES_2396(2017).txt", "A_RES_45_106.txt"])
def test_both_engines_find_the_same_in_a_document_of_the_corpus(name: str) -> None:
    context = Context.load(folder("reference"))
    (source,) = find_sources([CORPUS / name])
    read = extract(read_source(source), context.gazetteer)
    graph = write_ntriples([*context.curated, *context.ontology, *context.inferred, *read.stated, *read.curated])
    report = check(graph)
    assert report.warnings
    assert report == check(graph, "pyshacl")
