"""Every IRI that the published graph mints, answered by a real server, with the triples that the graph has of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from api.addresses import Addresses
from ontology.identifiers import BASE, ONTOLOGY, ONTOLOGY_IRI, IdentifierError
from ontology.identifiers import parse as take_apart

GRAPH = Path(__file__).parents[2] / "data" / "graph" / "crimecongress.trig"
EVIDENCE = (NamedNode(ONTOLOGY + "inContainer"), NamedNode(ONTOLOGY + "subject"))
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
AT = Addresses(BASE)

pytestmark = pytest.mark.skipif(not GRAPH.is_file(), reason="data/graph/crimecongress.trig is not built")


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.bulk_load(path=GRAPH, format=RdfFormat.TRIG)
    return store


def minted(store: Store) -> Iterator[str]:
    """Yield every IRI of ours that the graph says something of, and of the Goals and targets that have a page here."""
    for iri in sorted({quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)}):
        # fragments are no addresses of their own
        if AT.path(iri) is not None and "#" not in iri:
            yield iri


def expected(store: Store, iri: str) -> set[Triple]:
    """Return the description as this test reads it from the file: the statements and the evidence about them."""
    spans = {q.subject for p in EVIDENCE for q in store.quads_for_pattern(None, p, NamedNode(iri), None)}
    quads: list[Quad] = []
    for subject in (NamedNode(iri), *spans):
        quads += store.quads_for_pattern(subject, None, None, None)
    if iri == ONTOLOGY_IRI:
        quads += store.quads_for_pattern(None, None, None, NamedNode(iri))
    return {quad.triple for quad in quads}


def kind(iri: str) -> str:
    try:
        return str(take_apart(iri).kind)
    except IdentifierError:
        return "other"


def one_of_each_kind(store: Store) -> list[str]:
    return list({kind(iri): iri for iri in minted(store)}.values())


def test_every_iri_answers_with_the_triples_that_the_graph_has_of_it(
    serve: Callable[..., httpx.Client], store: Store
) -> None:
    client = serve(GRAPH)
    wrong = []
    for iri, (suffix, form) in zip(minted(store), cycle(FORMATS.items()), strict=False):
        answer = client.get(f"/{AT.path(iri)}.{suffix}")
        if answer.status_code != 200 or {q.triple for q in parse(answer.content, form)} != expected(store, iri):
            wrong.append(f"{iri}.{suffix}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("prefix", ["", "/kg"])
def test_one_of_each_kind_answers_in_every_format_at_the_root_and_behind_a_prefix(
    serve: Callable[..., httpx.Client], store: Store, prefix: str
) -> None:
    client = serve(GRAPH, root_path=prefix)
    client.headers["Host"] = "data.example.org"
    chosen = one_of_each_kind(store)
    assert len(chosen) > 20
    for iri in chosen:
        address = f"{prefix}/{AT.path(iri)}"
        for suffix, form in FORMATS.items():
            answer = client.get(f"{address}.{suffix}")
            assert {q.triple for q in parse(answer.content, form)} == expected(store, iri), f"{iri}.{suffix}"
            again = client.get(address, headers={"Accept": answer.headers["content-type"]}, follow_redirects=False)
            assert again.status_code in (200, 303), iri
            named = again.headers["content-location"] if again.status_code == 200 else again.headers["location"]
            assert named == f"{address}.{suffix}"
        assert set(client.get(f"{address}.json").json()) >= {"id"}
        assert client.get(f"{address}.csv").text.startswith("subject,predicate,object,graph\r\n")
        page = client.get(f"{address}.html")
        assert page.status_code == 200, iri
        assert "<h1" in page.text


def test_describe_gives_what_each_address_gives(serve: Callable[..., httpx.Client], store: Store) -> None:
    client = serve(GRAPH)
    for iri in one_of_each_kind(store):
        if iri == ONTOLOGY_IRI:  # answered with all its terms, whose addresses are fragments of its own
            continue
        query = {"query": f"DESCRIBE <{iri}>"}
        answer = client.get("/sparql", params=query, headers={"Accept": "application/n-triples"})
        assert {q.triple for q in parse(answer.content, RdfFormat.N_TRIPLES)} == expected(store, iri), iri


def test_no_page_of_the_published_graph_is_large_or_slow(serve: Callable[..., httpx.Client], store: Store) -> None:
    client = serve(GRAPH)
    large = []
    for iri in one_of_each_kind(store):
        size = len(client.get(f"/{AT.path(iri)}.html").content)
        # the ontology is one document of all its terms, as the reader's view of a report is
        if size > 60_000 and iri != ONTOLOGY_IRI:
            large.append((iri, size))
    assert large == []
