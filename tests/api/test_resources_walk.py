"""Every IRI that the published graph mints, answered by a real server, with the triples that the graph has of it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from api import representations
from api.addresses import Addresses
from api.description import describe
from api.engine import Engine
from api.resources.asked import Asked
from api.resources.bodies import body_of
from api.settings import Settings
from api.site import Site
from ontology.files import ontology_file
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
    address = serve(GRAPH).base_url
    connection = HTTPConnection(address.host, address.port)  # thousands of requests: httpx takes twice as long
    wrong = []
    for iri, (suffix, form) in zip(minted(store), cycle(FORMATS.items()), strict=False):
        connection.request("GET", f"/{AT.path(iri)}.{suffix}")
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or {q.triple for q in parse(body, form)} != expected(store, iri):
            wrong.append(f"{iri}.{suffix}: {answer.status}")
    connection.close()
    assert wrong == []


def triples_in(body: bytes, suffix: str, context: dict[str, object]) -> set[tuple[str, ...]]:
    """Read what was sent back, whatever the format, as a table has it: subject, predicate, object."""
    if suffix == "csv":
        rows = csv.DictReader(io.StringIO(body.decode()))
        return {(row["subject"], row["predicate"], row["object"]) for row in rows}
    if suffix == "json":
        body = json.dumps({"@context": context} | json.loads(body)).encode()
    return as_table(quad.triple for quad in parse(body, FORMATS.get(suffix, RdfFormat.JSON_LD)))


def as_table(triples: Iterable[Triple]) -> set[tuple[str, ...]]:
    return {tuple(term.value for term in triple) for triple in triples}


def test_all_formats_of_an_iri_hold_the_same_triples(store: Store, tmp_path: Path) -> None:
    """The formats are written as a request would have them written; that requests reach them is tested above.

    Things of one kind are alike: the first of each kind and every tenth.
    """
    context = json.loads(ontology_file("context.jsonld").read_text(encoding="utf-8"))["@context"]
    tenths: defaultdict[str, cycle[bool]] = defaultdict(lambda: cycle([True, *[False] * 9]))
    chosen = [iri for iri in minted(store) if next(tenths[kind(iri)])]

    async def walk() -> list[str]:
        engine = Engine(Settings(graph=GRAPH, workers=2, cache=tmp_path))
        await engine.start()
        wrong = []
        try:
            site, at = Site(engine), Addresses(BASE, origin="https://data.example.org", prefix="/kg")
            for iri in chosen:
                description = await describe(engine, iri)
                assert description is not None, iri
                path, wanted = at.path(iri) or "", as_table(expected(store, iri))
                for form in representations.DATA:
                    body = await body_of(site, at, Asked(iri, path, form, by_suffix=True), description, ())
                    wrong += [] if triples_in(body, form.names[0], context) == wanted else [f"{iri}.{form.names[0]}"]
                asked = Asked(iri, path, representations.HTML, by_suffix=True)
                page = await body_of(site, at, asked, description, ())
                wrong += [] if b"<h1" in page else [f"{iri}.html"]
        finally:
            await engine.stop()
        return wrong

    assert asyncio.run(walk()) == []


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


ROWS = "SELECT * WHERE { ?s ?p ?o } LIMIT 500"
LISTS = (
    *("/", "/recommendations?limit=100", "/paragraphs?limit=100", "/congresses", "/search?q=crime", "/docs"),
    *("/coverage?rows=topic", "/coverage?rows=verb&columns=meeting", f"/query?{urlencode({'query': ROWS})}"),
    *("/congress/14.html", "/congress/14/meeting/RPM.3.html", "/body/UNODC.html", "/topic/crime-prevention.html"),
)


def test_no_page_of_the_published_graph_is_larger_than_60_kilobytes(
    serve: Callable[..., httpx.Client], store: Store
) -> None:
    client = serve(GRAPH)
    large = []
    for path in LISTS:
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200, path
        large += [(path, len(page.content))] if len(page.content) > 60_000 else []
    for iri in one_of_each_kind(store):
        size = len(client.get(f"/{AT.path(iri)}.html").content)
        # the ontology is one document of all its terms, as the reader's view of a report is
        if size > 60_000 and iri != ONTOLOGY_IRI:
            large.append((iri, size))
    assert large == []
