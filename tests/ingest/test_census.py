"""The census of a graph while it is written, against queries over what was written."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from ingest.build import build
from ingest.census import Census
from ingest.quads import RDF_TYPE, Literal, Triple
from ontology.files import folder
from ontology.void import Counts, describe

OURS = "https://w3id.org/crimecongress/"
A, B, P, Q = OURS + "document/X/1", OURS + "body/B", "http://e.org/p", "http://e.org/q"
PREFIXES = "PREFIX cc: <https://w3id.org/crimecongress/ontology#> PREFIX void: <http://rdfs.org/ns/void#> "


def census(*graphs: list[Triple], catalogue: list[Triple] | None = None) -> Counts:
    counted = Census()
    for number, graph in enumerate(graphs):
        if number:
            counted.begin(re.compile(re.escape(A)))
        counted.add(graph)
    return counted.counts(catalogue or [])


def test_a_triple_of_two_graphs_counts_once() -> None:
    said = [Triple(A, RDF_TYPE, B), Triple(A, P, Literal("x"))]
    counts = census(said, [*said, Triple(A, P, Literal("y"))])
    assert (counts.triples, counts.subjects) == (3, 1)
    assert counts.properties == {RDF_TYPE: (1, 1), P: (2, 1)}
    assert counts.pairs == {(B, RDF_TYPE): 1, (B, P): 2}


def test_classes_and_properties_of_one_thing_may_stand_in_different_graphs() -> None:
    counts = census([Triple(A, P, Literal("inferred"))], [Triple(A, RDF_TYPE, B)], [Triple(A, Q, Literal("later"))])
    assert counts.pairs == {(B, RDF_TYPE): 1, (B, P): 1, (B, Q): 1}


def test_links_lead_from_ours_to_others_and_are_neither_classes_nor_of_the_catalogue() -> None:
    other = "http://www.wikidata.org/entity/Q1"
    counts = census(
        [Triple(A, P, other), Triple(A, P, B), Triple(other, P, other), Triple(A, RDF_TYPE, other)],
        catalogue=[Triple(A, Q, other), Triple(B, P, other)],
    )
    assert counts.links == {(P, "http://www.wikidata.org/"): 1}
    assert counts.triples == 6


def test_an_iri_becomes_a_fragment_by_its_prefix_or_its_words() -> None:
    counts = Counts(1, 1, {"http://e.org/a/b#C": 1}, {RDF_TYPE: (1, 1)}, {}, {})
    parts = {value for _, predicate, value in describe("x:d", counts) if predicate.endswith("Partition")}
    assert parts == {"x:d#class-e.org-a-b-C", "x:d#property-rdf-type"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    where = tmp_path_factory.mktemp("census")
    graph = build([folder("sources")], where / "out", cache=where / "cache").graph
    store = ox.Store()
    store.bulk_load(path=graph, format=ox.RdfFormat.TRIG)
    return store


ALL = "{ SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"
COUNTED = {
    "void:triples ?n": f"SELECT (COUNT(*) AS ?n) {ALL}",
    "void:distinctSubjects ?n": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "void:classes ?n": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "void:properties ?n": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "void:classPartition [ void:class ?c ; void:entities ?n ]": (
        "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"
    ),
    "void:propertyPartition [ void:property ?p ; void:triples ?n ; void:distinctSubjects ?m ]": (
        f"SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) {{ {ALL} }} GROUP BY ?p"
    ),
    "void:classPartition [ void:class ?c ; void:propertyPartition [ void:property ?p ; void:triples ?n ] ]": (
        "SELECT ?c ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?c ?s ?p ?o { ?s a ?c ; ?p ?o } } GROUP BY ?c ?p"
    ),
    "void:subset ?g . ?g void:triples ?n MINUS { ?g a void:Linkset }": (
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    ),
}


@pytest.mark.parametrize("stated", COUNTED)
def test_what_the_catalogue_states_is_what_a_query_counts_with_the_catalogue(store: ox.Store, stated: str) -> None:
    def rows(query: str) -> set[tuple[str, ...]]:
        found = store.query(PREFIXES + query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        columns = sorted(variable.value for variable in found.variables)
        return {tuple(row[name].value for name in columns) for row in found}

    names = sorted({word.strip("?") for word in stated.split() if word.startswith("?")})
    found = rows(f"SELECT {' '.join(f'?{name}' for name in names)} {{ ?release a cc:Release ; {stated} }}")
    assert found == rows(COUNTED[stated])
    assert found


def test_links_to_wikidata_are_a_linkset(store: ox.Store) -> None:
    query = """SELECT ?n (COUNT(*) AS ?m) {
      ?set a void:Linkset ; void:objectsTarget <http://www.wikidata.org/> ; void:triples ?n ;
        void:linkPredicate <https://schema.org/sameAs> .
      ?s <https://schema.org/sameAs> ?o FILTER(STRSTARTS(STR(?o), "http://www.wikidata.org/"))
    } GROUP BY ?n"""
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    (row,) = found
    assert row["n"].value == row["m"].value
