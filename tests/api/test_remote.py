"""The same service over a remote engine: Oxigraph's own server, and this service itself."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.engine import Engine
from api.engine.errors import AnswerTooLarge, DeadlineExceeded, ReleaseUnreadable, UpstreamFailed
from api.engine.remote_failures import cut_short
from api.engine.remote_texts import read_texts
from api.settings import Settings
from bench.servers import started

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "data" / "graph" / "crimecongress.trig"
SERVER = Path(sys.executable).with_name("oxigraph")
SH = "http://www.w3.org/ns/shacl#"
CC = "https://w3id.org/crimecongress/ontology#"
TWICE = "a triple that stands in two graphs is found twice in the union of both"
SLOW = "with the dataset named in the request, NOT EXISTS over a path does not end in time"
DEVIATIONS = {"annex-documents-never-cited": SLOW, "footnotes": TWICE, "officers-elected": TWICE}
"""Where Oxigraph's server, asked as any SPARQL 1.1 server is, answers otherwise than the standard has it, and why."""


def examples() -> list[tuple[str, str]]:
    """Return the example queries of the project: name and text."""
    found = []
    for path in sorted((ROOT / "queries").glob("*.ttl")):
        store = ox.Store()
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
        for name in ("select", "ask", "construct"):
            found += [
                (path.stem, quad.object.value)
                for quad in store.quads_for_pattern(None, ox.NamedNode(SH + name), None, None)
                if isinstance(quad.object, ox.Literal)
            ]
    return found


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run Oxigraph's server over the published graph."""
    if not SERVER.exists() or not GRAPH.exists():
        pytest.skip("needs the package oxigraph and a built graph")
    folder = tmp_path_factory.mktemp("oxigraph")
    subprocess.run([SERVER, "load", "--location", folder, "--file", GRAPH], check=True, capture_output=True)
    command = [SERVER, "serve-read-only", "--location", folder, "--bind", "127.0.0.1:{port}"]
    with started(command, "/query") as server:
        yield f"http://127.0.0.1:{server.port}/query"


@pytest.fixture(scope="module")
def embedded(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(GRAPH)


@pytest.fixture(scope="module")
def remote(serve: Callable[..., httpx.Client], oxigraph: str) -> httpx.Client:
    return serve(GRAPH, engine=oxigraph, seconds=3)


def ask(client: httpx.Client, query: str, accept: str = "*/*") -> httpx.Response:
    return client.post("/sparql", data={"query": query}, headers={"Accept": accept})


def content(answer: httpx.Response) -> object:
    """Return an answer in a form that does not depend on the order of rows and triples."""
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"].startswith("text/turtle"):
        return {str(quad.triple) for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}
    found = answer.json()
    if "boolean" in found:
        return found["boolean"]
    return sorted(
        str(sorted((name, str(sorted(term.items()))) for name, term in row.items()))
        for row in found["results"]["bindings"]
    )


@pytest.mark.parametrize(("name", "query"), examples(), ids=lambda value: value if " " not in value else "")
def test_the_example_queries_have_the_same_answers(
    embedded: httpx.Client, remote: httpx.Client, name: str, query: str
) -> None:
    ours, theirs = content(ask(embedded, query)), ask(remote, query)
    if name in DEVIATIONS:
        assert theirs.status_code == 504 or content(theirs) != ours, f"{name} deviates no more"
    else:
        assert content(theirs) == ours


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
        "text/html",
    ],
)
def test_rows_and_truth_come_in_every_format(remote: httpx.Client, accept: str) -> None:
    answer = ask(remote, f"SELECT ?s {{ ?s a <{CC}Congress> }} ORDER BY ?s", accept)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(accept)
    assert "congress/14" in answer.text
    assert "true" in ask(remote, "ASK { ?s ?p ?o }", accept).text


@pytest.mark.parametrize(
    "accept",
    [
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/trig",
        "text/html",
    ],
)
def test_triples_come_in_every_format(remote: httpx.Client, accept: str) -> None:
    answer = ask(remote, f"CONSTRUCT {{ ?s a ?c }} {{ VALUES ?c {{ <{CC}Congress> }} ?s a ?c }}", accept)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(accept)
    assert "congress/14" in answer.text or "congress\\/14" in answer.text


def test_the_pages_of_the_release_are_the_same(remote: httpx.Client, embedded: httpx.Client) -> None:
    assert remote.get("/readyz").json()["release"] == embedded.get("/readyz").json()["release"]
    assert remote.get("/readyz").json()["triples"] == embedded.get("/readyz").json()["triples"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { ?s ?p ", 400),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", 403),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    ],
)
def test_errors_are_the_same(remote: httpx.Client, query: str, status: int) -> None:
    answer = ask(remote, query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_deadline_holds_whatever_the_engine_does(serve: Callable[..., httpx.Client], oxigraph: str) -> None:
    client = serve(GRAPH, engine=oxigraph, seconds=0.5)
    started = time.monotonic()
    # COUNT of a product: the server has nothing to send until it has ended
    answer = ask(client, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }")
    assert answer.status_code == 504
    assert time.monotonic() - started < 5


def test_an_engine_that_is_not_there_is_said_so() -> None:
    engine = Engine(Settings(graph=GRAPH, engine="http://127.0.0.1:1/sparql"))
    with pytest.raises(ReleaseUnreadable, match="Connection refused"):
        asyncio.run(engine.start())


def test_readiness_says_that_the_engine_does_not_answer_and_that_it_does_again(
    serve: Callable[..., httpx.Client], tmp_path: Path
) -> None:
    if not SERVER.exists():
        pytest.skip("needs the package oxigraph")
    (tmp_path / "graph.nt").write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    load = [SERVER, "load", "--location", tmp_path / "store", "--file", tmp_path / "graph.nt"]
    subprocess.run(load, check=True, capture_output=True)
    command = [SERVER, "serve-read-only", "--location", tmp_path / "store", "--bind", "127.0.0.1:{port}"]
    with started(command, "/query") as server:
        client = serve(GRAPH, engine=f"http://127.0.0.1:{server.port}/query")
        assert client.get("/readyz").status_code == 200
    time.sleep(1.1)  # it is asked once a second at most
    lost = client.get("/readyz")
    assert (lost.status_code, lost.json()["reason"]) == (503, "the engine does not answer: ConnectError")
    with started(command, "/query", port=server.port):
        time.sleep(1.1)
        assert client.get("/readyz").status_code == 200


def test_this_service_is_an_engine_too(serve: Callable[..., httpx.Client], embedded: httpx.Client) -> None:
    client = serve(GRAPH, engine=str(embedded.base_url.join("/sparql")))
    query = f"SELECT ?s {{ ?s a <{CC}Recommendation> }}"
    assert content(ask(client, query)) == content(ask(embedded, query))


TEXT = "PREFIX cc: <https://w3id.org/crimecongress/ontology#> PREFIX text: <https://w3id.org/crimecongress/text#> "


@pytest.mark.parametrize(
    "query",
    [
        """SELECT ?item ?score ?snippet { SERVICE <https://w3id.org/crimecongress/text> {
          ?item text:query "restorative justice child*" ; text:score ?score ; text:snippet ?snippet ; text:limit 20 . }
          ?item a cc:Recommendation . }""",
        """SELECT ?item { SERVICE <https://w3id.org/crimecongress/text> { ?item text:query '"organized crime"' . }
          ?item cc:order ?n } ORDER BY ?n LIMIT 10""",
        'ASK { SERVICE <https://w3id.org/crimecongress/text> { ?item text:query "nothing-of-this-kind" } }',
    ],
)
def test_text_search_finds_the_same(embedded: httpx.Client, remote: httpx.Client, query: str) -> None:
    here, there = content(ask(embedded, TEXT + query)), content(ask(remote, TEXT + query))
    assert there == here
    assert here is False or here


def test_a_malformed_search_is_a_malformed_query(remote: httpx.Client) -> None:
    answer = ask(remote, TEXT + "SELECT * { SERVICE <https://w3id.org/crimecongress/text> { ?item text:score ?s } }")
    assert (answer.status_code, answer.json()["detail"]) == (400, "a text search needs text:query with a string")


def test_texts_that_a_server_cuts_short_are_not_searched() -> None:
    def ask(query: str) -> object:
        rows = (
            "SELECT ?n { VALUES ?n { 3 } }" if "COUNT" in query else "SELECT ?s ?o { VALUES (?s ?o) { (<x:a> 'b') } }"
        )
        return ox.Store().query(rows)

    with pytest.raises(UpstreamFailed, match="the engine gives 1 of 3 texts"):
        read_texts(ask)


def test_an_answer_that_virtuoso_says_it_cut_short_is_none() -> None:
    assert isinstance(cut_short(httpx.Headers({"X-SPARQL-MaxRows": "10000"})), AnswerTooLarge)
    assert isinstance(cut_short(httpx.Headers({"X-SQL-State": "S1TAT"})), DeadlineExceeded)
    assert cut_short(httpx.Headers({"Content-Type": "application/sparql-results+json"})) is None


def test_the_service_description_names_no_function_that_the_engine_lacks(remote: httpx.Client) -> None:
    described = remote.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert "sparql-service-description#extensionFunction" not in described
    assert "https://w3id.org/crimecongress/text" in described


def test_the_documentation_lists_just_these_deviations() -> None:
    page = (ROOT / "docs" / "reference" / "engines.md").read_text(encoding="utf-8")
    section = page.partition("## Oxigraph's server\n")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `(.+)` \| (.+) \|$", section, re.MULTILINE)) == DEVIATIONS
