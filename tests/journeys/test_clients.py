"""People with the tools that they have: each journey is one task over a real server with the published graph."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

GRAPH = Path(__file__).parents[2] / "data" / "graph" / "crimecongress.trig"
W3ID = "https://w3id.org/crimecongress"
CC = f"{W3ID}/ontology#"
REPORT = "A/CONF.234/RPM.3/1"

pytestmark = pytest.mark.skipif(not GRAPH.is_file(), reason="data/graph/crimecongress.trig is not built")


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(GRAPH)


@pytest.fixture(scope="module")
def address(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def test_a_researcher_counts_instruments_by_agenda_item_and_takes_the_table_home(address: str) -> None:
    wrapper = SPARQLWrapper(f"{address}/sparql")
    wrapper.setQuery(f"""PREFIX cc: <{CC}>
        SELECT ?item ?instrument (COUNT(DISTINCT ?r) AS ?n) WHERE {{
          ?r a cc:Recommendation ; cc:underAgendaItem/cc:enumerator ?item ; cc:mentions ?instrument .
          ?instrument a cc:Instrument .
        }} GROUP BY ?item ?instrument ORDER BY ?item ?instrument""")
    wrapper.setReturnFormat(JSON)
    rows = wrapper.query().convert()["results"]["bindings"]
    # of the recommendations under an agenda item only 79 (c), under item 6, names instruments: two, and three groups
    assert [(row["item"]["value"], row["instrument"]["value"].rpartition("/")[2]) for row in rows] == [
        ("6", "UNCAC"),
        ("6", "UNTOC"),
    ]
    wrapper.setReturnFormat(CSV)
    table = list(csv.reader(io.StringIO(wrapper.query().convert().decode())))
    assert table[0] == ["item", "instrument", "n"]
    assert len(table) == 3


@pytest.mark.parametrize("way", [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_gets_each_format_that_it_can_ask_for(address: str, way: tuple[str, str]) -> None:
    wrapper = SPARQLWrapper(f"{address}/sparql")
    wrapper.setMethod(way[0])
    wrapper.setRequestMethod(way[1])
    for form in (JSON, XML, CSV, TSV):
        wrapper.setQuery("ASK { ?s ?p ?o }")
        wrapper.setReturnFormat(form)
        assert form in wrapper.query().info()["content-type"].replace("tab-separated-values", TSV)
    for form in (TURTLE, N3, RDFXML, JSONLD):
        wrapper.setQuery(f"DESCRIBE <{W3ID}/congress/14>")
        wrapper.setReturnFormat(form)
        answer = wrapper.query()
        media_type = ox.RdfFormat.from_media_type(answer.info()["content-type"])
        ordinal = ox.Triple(ox.NamedNode(f"{W3ID}/congress/14"), ox.NamedNode(f"{CC}ordinal"), ox.Literal(14))
        assert ordinal in {quad.triple for quad in ox.parse(answer.response.read(), format=media_type)}


def test_a_statistician_reads_lists_and_answers_into_data_frames(address: str) -> None:
    import pandas  # takes a second, which all that collect the tests would

    listed = pandas.read_csv(f"{address}/api/v1/recommendations?format=csv")
    assert len(listed) == 63
    # the paragraphs of the report that list recommendations: 19, 28, 40, 59, 79, with as many letters
    paragraphs = listed["citation"].str.extract(r"para\. (\d+)")[0].value_counts().to_dict()
    assert paragraphs == {"19": 11, "28": 6, "40": 18, "59": 13, "79": 15}
    verbs = pandas.read_csv(f"{address}/api/v1/queries/leading-verbs?format=csv")
    assert verbs.loc[verbs["verb"] == "consider", "recommendations"].item() == 12
    query = f"PREFIX cc: <{CC}> SELECT ?c ?o {{ ?c a cc:Congress ; cc:ordinal ?o }} ORDER BY ?o"
    congresses = pandas.read_csv(f"{address}/sparql?{urlencode({'query': query, 'format': 'csv'})}")
    assert congresses["o"].tolist() == list(range(1, 16))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # of rdflib's own readers
def test_a_linked_data_researcher_reads_a_recommendation_into_rdflib_and_asks_the_rest(address: str) -> None:
    graph = rdflib.Graph().parse(f"{address}/recommendation/{REPORT}/19/j")
    recommendation = rdflib.URIRef(f"{W3ID}/recommendation/{REPORT}/19/j")
    targets = set(graph.objects(recommendation, rdflib.URIRef(CC + "mentions")))
    assert rdflib.URIRef("http://metadata.un.org/sdg/16.5") in targets
    for suffix, form in (("jsonld", "json-ld"), ("rdf", "xml"), ("nt", "nt"), ("ttl", "turtle")):
        assert rdflib.Graph().parse(f"{address}/recommendation/{REPORT}/19/j.{suffix}", format=form).isomorphic(graph)
    remote = rdflib.Graph(SPARQLStore(f"{address}/sparql"))
    answer = remote.query(f"SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE {{ ?r a <{CC}Recommendation> }}")
    assert [int(row.n) for row in answer] == [63]  # type: ignore[union-attr]


def test_a_librarian_turns_a_column_of_citations_into_addresses(client: httpx.Client) -> None:
    column = [
        f"{REPORT}, para. 28 (e)",
        "paragraph 79(c) of A/CONF.234/RPM.3/1",
        "A_CONF234_RPM3_1 §40 j",
        "General Assembly resolution 56/119",
        "UNTOC",
        "target 16.5",
    ]
    manifest = client.get("/reconcile").json()
    assert "0.2" in manifest["versions"]
    batch = {f"q{n}": {"query": cell} for n, cell in enumerate(column)}
    found = client.post("/reconcile", data={"queries": json.dumps(batch)}).json()
    best = [found[f"q{n}"]["result"][0] for n in range(len(column))]
    assert all(each["match"] for each in best)
    assert [each["id"].removeprefix(f"{W3ID}/") for each in best] == [
        f"recommendation/{REPORT}/28/e",
        f"recommendation/{REPORT}/79/c",
        f"recommendation/{REPORT}/40/j",
        "document/A/RES/56/119",
        "instrument/UNTOC",
        "http://metadata.un.org/sdg/16.5",
    ]
    asked = {"ids": [best[0]["id"]], "properties": [{"id": "underAgendaItem"}]}
    rows = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()["rows"]
    assert rows[best[0]["id"]]["underAgendaItem"][0]["id"] == f"{W3ID}/congress/14/agenda/3"


def test_a_developer_lists_what_is_said_of_youth_and_links_one(client: httpx.Client) -> None:
    answer = client.get("/api/v1/recommendations", params={"q": "youth", "limit": 50})
    # the lettered items of paras. 19, 28, 40, 59 and 79 with "youth" in them, counted in the report
    assert answer.json()["total"] == len(answer.json()["items"]) == 9
    first = answer.json()["items"][0]
    assert first["citation"] == f"{REPORT}, para. 28 (c)"
    page = client.get(first["url"], headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert first["text"][:40] in page.text


def test_a_crawler_goes_from_a_signpost_to_metadata_licence_and_the_whole_graph(client: httpx.Client) -> None:
    head = client.head(f"/recommendation/{REPORT}/28/e")
    links = head.headers["link"]
    assert f'<{W3ID}/recommendation/{REPORT}/28/e>; rel="cite-as"' in links
    metadata = next(part for part in links.split(", <") if 'rel="describedby"' in part)
    assert client.get(metadata.partition(">")[0].lstrip("<")).headers["content-type"].startswith("text/turtle")
    assert 'rel="license"' in links
    catalogue = client.get("/catalog", headers={"Accept": "text/turtle"}).text
    assert "data/crimecongress.trig" in catalogue
    dump = client.get("/data/crimecongress.trig")
    assert dump.content == GRAPH.read_bytes()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_somebody_at_a_terminal_follows_a_redirect(address: str) -> None:
    command = ["curl", "-sL", "-H", "Accept: text/turtle", f"{address}/congress/14"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "cc:Congress" in answer.stdout
    assert "Fourteenth United Nations Congress" in answer.stdout


def test_a_visitor_finds_a_declaration_by_the_name_that_the_report_uses(client: httpx.Client) -> None:
    # three declarations are called after Doha; the report means one of them
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert ">Doha Declaration</a>" in page
    assert ">Declaration of the Thirteenth Congress</a>" not in page


def test_every_example_query_answers_as_an_operation_whatever_its_form(client: httpx.Client) -> None:
    listed = client.get("/api/v1/queries").json()["items"]
    assert len(listed) == len(list((GRAPH.parents[2] / "queries").glob("*.ttl")))
    for each in listed:
        answer = client.get(each["answer"])
        assert answer.status_code == 200, each["name"]
        assert answer.json()["total"] == len(answer.json()["items"])


def test_each_query_in_the_openapi_document_has_the_answer_that_stands_there(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()["paths"]["/sparql"]["get"]
    examples = next(each for each in described["parameters"] if each["name"] == "query")["examples"]
    answers = {
        name: client.get("/sparql", params={"query": each["value"]}, headers={"Accept": "*/*"})
        for name, each in examples.items()
    }
    assert all(int(answer.headers["x-result-rows"]) > 0 for answer in answers.values())
    shown = described["responses"]["200"]["content"]["application/sparql-results+json"]["example"]
    assert answers["count"].json() == shown
    assert answers["truth"].json()["boolean"] is True
