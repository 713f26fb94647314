"""The catalogue describes the release, its graphs and itself, so that each of their IRIs says something."""

from __future__ import annotations

from ingest.catalogue import describe_release
from ingest.quads import RDF_TYPE
from ontology import terms
from ontology.identifiers import graph_catalogue, graph_curated, release
from ontology.void import Counts

SIZES = {graph_curated(): 7, "https://w3id.org/crimecongress/ontology": 5}
COUNTS = Counts(11, 4, {}, {}, {}, {})


def described() -> set[tuple[str, str, str]]:
    return {
        (subject, predicate, object_ if isinstance(object_, str) else object_.value)
        for subject, predicate, object_ in describe_release("0123", SIZES, ["A/CONF.234/RPM.3/1"], COUNTS)
    }


def test_the_release_names_its_graphs_and_their_sizes() -> None:
    found = described()
    for name, size in SIZES.items():
        assert (release("0123"), terms.VOID + "subset", name) in found
        assert (name, terms.VOID + "triples", str(size)) in found
    assert (release("0123"), terms.VOID + "triples", "11") in found


def test_the_catalogue_says_what_it_is_and_which_release_it_describes() -> None:
    found = described()
    assert (graph_catalogue(), RDF_TYPE, terms.VOID + "DatasetDescription") in found
    assert (graph_catalogue(), terms.FOAF + "primaryTopic", release("0123")) in found
