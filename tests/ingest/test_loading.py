"""A vocabulary of others stands in the built graph as a graph of its own, and builds carry it on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.local import ask
from ingest.build import FILE, build
from ingest.errors import ReferenceDataError
from ingest.loading import Loaded, load_vocabulary
from ingest.quads import RDF_TYPE, Literal, Triple
from ontology import terms
from ontology.files import folder
from ontology.identifiers import SDG, graph_vocabulary
from shapes import check_file

PREF_LABEL = terms.SKOS + "prefLabel"
LANG_STRING = terms.RDF + "langString"
VOCABULARY = (
    Triple(SDG + "16", RDF_TYPE, terms.SDGO + "Goal"),
    Triple(SDG + "16", PREF_LABEL, Literal("Promote peaceful and inclusive societies", LANG_STRING, "en")),
    Triple(SDG + "16", PREF_LABEL, Literal("Paix, justice et institutions efficaces", LANG_STRING, "fr")),
    Triple(SDG + "16.8", RDF_TYPE, terms.SDGO + "Target"),
    Triple(SDG + "16.8", PREF_LABEL, Literal("Broaden participation", LANG_STRING, "en")),
    Triple(SDG + "16.8", terms.SDGO + "isTargetOf", SDG + "16"),
)
"""As in the United Nations' file, cut short."""
SHARED = Path(__file__).parents[3] / "shared" / "reference" / "sdg" / "sdg-kos-goals-targets-indicators.ttl"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("graph") / FILE, tmp_path))


def load(graph: Path, triples: tuple[Triple, ...] = VOCABULARY) -> Loaded:
    return load_vocabulary(graph, "sdg", triples, "sdg.ttl")


def named(graph: Path) -> dict[str, set[ox.Triple]]:
    """Return the triples of each graph."""
    found: dict[str, set[ox.Triple]] = {}
    for quad in ox.parse(path=graph, format=ox.RdfFormat.TRIG):
        found.setdefault(str(getattr(quad.graph_name, "value", "")), set()).add(quad.triple)
    return found


def test_the_vocabulary_is_a_graph_of_its_own_and_the_others_stay(published: Path) -> None:
    before = named(published)
    loaded = load(published)
    after = named(published)
    assert loaded.graph == "https://w3id.org/crimecongress/graph/vocabulary/sdg"
    assert len(after.pop(loaded.graph)) == loaded.triples == len(VOCABULARY) + 1
    catalogue = "https://w3id.org/crimecongress/graph/catalogue"
    assert before.pop(catalogue) != after.pop(catalogue)
    assert before == after


def test_the_catalogue_describes_the_graph_and_another_release(published: Path) -> None:
    query = (
        "SELECT ?n { ?release a cc:Release ; void:subset ?graph . ?graph void:triples ?n "
        "MINUS { ?graph a void:Linkset } } ORDER BY ?n LIMIT 1"
    )
    release = "SELECT ?v { ?r a cc:Release ; dcterms:identifier ?v }"
    prefixes = f"PREFIX cc: <{terms.CC}> PREFIX void: <{terms.VOID}> PREFIX dcterms: <{terms.DCTERMS}> "
    (before,) = ask(prefixes + release, published).rows()[1]
    loaded = load(published)
    assert ask(prefixes + query, published).rows()[1] == [[str(len(VOCABULARY) + 1)]]
    assert ask(prefixes + release, published).rows()[1] == [[loaded.version]] != [before]


def test_a_label_that_editors_prefer_stays_the_only_preferred_one_of_its_language(published: Path) -> None:
    load(published)
    store = ox.Store()
    store.bulk_load(path=published, format=ox.RdfFormat.TRIG)
    goal, preferred = ox.NamedNode(SDG + "16"), ox.NamedNode(PREF_LABEL)
    labels = {quad.object for quad in store.quads_for_pattern(goal, preferred, None, None)}
    languages = sorted(label.language or "" for label in labels if isinstance(label, ox.Literal))
    assert languages == ["en", "fr"]
    other = ox.Quad(
        goal,
        ox.NamedNode(terms.SKOS + "altLabel"),
        ox.Literal("Promote peaceful and inclusive societies", language="en"),
        ox.NamedNode(graph_vocabulary("sdg")),
    )
    assert other in store


def test_loading_again_replaces_what_was_loaded(published: Path) -> None:
    load(published)
    loaded = load(published, VOCABULARY[:2])
    assert len(named(published)[loaded.graph]) == 3
    assert load(published, VOCABULARY[:2]) == loaded


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What builds have read already."""
    return tmp_path_factory.mktemp("cache")


def test_a_build_carries_the_vocabulary_on_byte_by_byte(tmp_path: Path, cache: Path) -> None:
    base = "https://example.org/kg/"  # other tests load beside the default one

    def make() -> bytes:
        build([folder("sources")], tmp_path, base=base, cache=cache, workers=1)
        return (tmp_path / FILE).read_bytes()

    alone = make()
    load(tmp_path / FILE)
    loaded = (tmp_path / FILE).read_bytes()
    assert f"{base}graph/vocabulary/sdg" in named(tmp_path / FILE)
    assert make() == loaded != alone
    assert make() == loaded


@pytest.mark.skipif(not SHARED.is_file(), reason="the United Nations' file is not beside the checkout")
def test_with_the_uns_file_the_graph_keeps_its_shapes_and_each_target_leads_to_its_goal(published: Path) -> None:
    from ingest.sdg import load_sdg

    load(published, load_sdg(SHARED)[1])
    assert check_file(published).results == ()
    prefixes = f"PREFIX cc: <{terms.CC}> PREFIX sdgo: <{terms.SDGO}> "
    goals = "SELECT DISTINCT ?goal { ?r a cc:Recommendation ; cc:mentions/sdgo:isTargetOf ?goal }"
    assert ask(prefixes + goals, published).rows()[1] == [[SDG + "16"]]
    targets = "SELECT (COUNT(DISTINCT ?t) AS ?n) (COUNT(DISTINCT ?g) AS ?m) { ?t sdgo:isTargetOf ?g }"
    assert ask(prefixes + targets, published).rows()[1] == [["169", "17"]]


def test_what_the_build_wrote_stays_as_it_was_written(published: Path) -> None:
    """Base, prefixes, order of the graphs and spelling: only the catalogue is another, and one graph more."""
    before = published.read_text(encoding="utf-8")
    load(published)
    after = published.read_text(encoding="utf-8")
    assert after.partition("\n\n")[0] == before.partition("\n\n")[0]
    assert before[before.index("\n<graph/curated> {") :] in after


UNFIT = [
    ("graph.trig", b"<https://e.org/a> { <https://e.org/b> <https://e.org/c> 1 . }\n"),
    ("graph.trig", b"@base <https://e.org/> .\n<a> { <b> <c> 1 . }\n"),
    ("graph.trig", b"@base <https://e.org/> .\n<a> { <b> \n"),
    ("graph.trig", b"\xff\xfe\n"),
    ("graph.trig", b""),
]


@pytest.mark.parametrize(("name", "content"), UNFIT)
def test_a_file_that_no_build_wrote_is_refused_and_stays(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReferenceDataError, match=r"graph\.trig: found a file of another form"):
        load(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_is_missing_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / FILE)
