"""The generated graphs: valid by our shapes, complete by our rules, the same every time."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from bench import document, generator, reference
from ontology.files import folder
from ontology.identifiers import ONTOLOGY, graph_inferred
from ontology.rules import materialise
from shapes import check_file

pytestmark = pytest.mark.skipif(
    not (folder("graph") / "crimecongress.trig").exists(), reason="the published graph has not been built"
)
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "sample.trig"
    generator.write(path, 10_000)
    return path


@pytest.fixture(scope="module")
def store(sample: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(sample), format=ox.RdfFormat.TRIG)
    return store


def test_a_generated_graph_is_valid_by_the_shapes(sample: Path) -> None:
    report = check_file(sample)
    assert report.conforms, report.results[:5]


def test_the_rules_find_nothing_that_the_graph_of_the_rules_lacks(store: ox.Store) -> None:
    assert [quad for quad in materialise(store) if ONTOLOGY not in quad.subject.value] == []


def test_the_graph_of_the_rules_has_only_what_the_rules_find(store: ox.Store) -> None:
    name = ox.NamedNode(graph_inferred("owl-rules"))
    given = {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}
    without = ox.Store()
    without.bulk_extend(quad for quad in store if quad.graph_name != name)
    assert given <= {quad.triple for quad in materialise(without)}


def test_no_triple_stands_in_two_graphs(store: ox.Store) -> None:
    times = Counter(quad.triple for quad in store)
    assert [triple for triple, count in times.items() if count > 1] == []


def test_the_number_of_triples_is_as_said_in_every_format(tmp_path: Path, store: ox.Store) -> None:
    for suffix, form in ((".nq", ox.RdfFormat.N_QUADS), (".nt", ox.RdfFormat.N_TRIPLES)):
        path = tmp_path / f"again{suffix}"
        said = generator.write(path, 10_000)
        assert said == len(store) >= 10_000
        assert {quad.triple for quad in ox.parse(path=str(path), format=form)} == {quad.triple for quad in store}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path, sample: Path) -> None:
    again, other = tmp_path / "again.trig", tmp_path / "other.trig"
    generator.write(again, 10_000)
    generator.write(other, 10_000, seed=15)
    assert again.read_bytes() == sample.read_bytes() != other.read_bytes()


def test_no_report_is_kept_while_the_next_are_written() -> None:
    """What memory a graph takes does not grow with it: each block is of one report, and reports are all of a size."""
    sizes = [len(lines) for name, lines in generator.blocks(60_000) if "/stated/" in name]
    assert len(sizes) > 4
    assert max(sizes) < 3 * min(sizes)


def test_every_class_of_the_real_report_that_carries_evidence_is_generated(store: ox.Store) -> None:
    made = {quad.object.value.removeprefix(ONTOLOGY) for quad in store.quads_for_pattern(None, TYPE, None, None)}
    assert made >= {
        *("MeetingReport", "Section", "Paragraph", "Deliberation", "Item", "Recommendation", "Agreement", "Mention"),
        *("Attribution", "Statement", "Participation", "Sitting", "AgendaItem", "Workshop", "Congress", "ListEntry"),
    }


def test_reports_of_one_congress_share_it_and_the_first_states_it() -> None:
    reports = [document.Report(place, random.Random(place), reference.reference()) for place in range(5)]
    assert len({report.congress for report in reports[:4]}) == 1
    assert [report.first for report in reports] == [True, False, False, False, True]
