from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

SMALL = Path(__file__).parent / "data" / "small.trig"
ITEM = "/document/A/CONF.234/RPM.3/1/para/28/e"
RECOMMENDATION = "/recommendation/A/CONF.234/RPM.3/1/28/e"
W3ID = "https://w3id.org/crimecongress"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/x-turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/csv", "text/csv"),
        ("text/turtle;q=0.2, application/ld+json;q=0.8", "application/ld+json"),
        ("*/*", "text/html"),
        ("", "text/html"),
    ],
)
def test_a_recommendation_answers_in_the_format_that_accept_prefers(
    client: httpx.Client, accept: str, media_type: str
) -> None:
    answer = client.get(RECOMMENDATION, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("json", "application/json"),
        ("html", "text/html"),
        ("csv", "text/csv"),
    ],
)
@pytest.mark.parametrize("path", [RECOMMENDATION, ITEM, "/congress/14", "/sdg/16.a"])
def test_a_suffix_names_one_format_whatever_accept_says(
    client: httpx.Client, path: str, suffix: str, media_type: str
) -> None:
    answer = client.get(f"{path}.{suffix}", headers={"Accept": "image/png"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_an_information_resource_says_which_document_was_sent(client: httpx.Client) -> None:
    answer = client.get(ITEM, headers={"Accept": "text/turtle"})
    assert answer.headers["content-location"] == f"{ITEM}.ttl"


@pytest.mark.parametrize(
    "path", ["/congress/14", "/body/UNODC", "/place/CHL", "/person/pia-greene", "/instrument/UNCAC"]
)
@pytest.mark.parametrize(
    ("accept", "suffix"), [("text/turtle", "ttl"), ("text/html", "html"), ("application/json", "json")]
)
def test_a_thing_that_is_no_document_answers_303_to_a_document_about_it(
    client: httpx.Client, path: str, accept: str, suffix: str
) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{path}.{suffix}"
    assert client.get(answer.headers["location"]).status_code == 200


def test_turtle_says_what_the_report_says_of_the_recommendation(client: httpx.Client) -> None:
    triples = {str(quad.triple) for quad in parse(client.get(f"{RECOMMENDATION}.ttl").content, RdfFormat.TURTLE)}
    assert f'<{W3ID}{RECOMMENDATION}> <{W3ID}/ontology#citation> "A/CONF.234/RPM.3/1, para. 28 (e)"' in triples
    assert f"<{W3ID}{RECOMMENDATION}> <{W3ID}/ontology#statedIn> <{W3ID}{ITEM}>" in triples


def test_the_evidence_for_a_statement_comes_with_its_subject(client: httpx.Client) -> None:
    body = client.get("/recommendation/A/CONF.234/RPM.3/1/28/c.nt").text
    assert f'<{W3ID}/ontology#score> "0.9"' in body
    assert f'<{W3ID}/ontology#exact> "youth"' in body


def test_a_client_that_holds_the_answer_gets_304_and_no_body(client: httpx.Client) -> None:
    first = client.get(RECOMMENDATION, headers={"Accept": "text/turtle"})
    again = client.get(RECOMMENDATION, headers={"Accept": "text/turtle", "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "Accept" in again.headers["vary"]


def test_each_format_has_an_entity_tag_of_its_own(client: httpx.Client) -> None:
    tags = {client.get(f"{ITEM}.{suffix}").headers["etag"] for suffix in ("ttl", "nt", "html", "csv", "json")}
    assert len(tags) == 5


def test_head_answers_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    get, head = client.get(f"{ITEM}.ttl"), client.head(f"{ITEM}.ttl")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "last-modified", "link", "vary", "cache-control"):
        assert head.headers[name] == get.headers[name]


def test_a_format_that_we_do_not_have_is_406_with_the_list(client: httpx.Client) -> None:
    answer = client.get(RECOMMENDATION, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in answer.json()["offered"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/document/A/CONF.234/RPM.3/1/para/29", "/document/A/CONF.234/RPM.3/1/para/28"),
        ("/recommendation/A/CONF.234/RPM.3/1/28/d", RECOMMENDATION),
        ("/instrument/uncac", "/instrument/UNCAC"),
        ("/congress/15", "/congress/14"),
    ],
)
def test_a_wrong_address_is_404_with_the_nearest_identifiers(client: httpx.Client, path: str, expected: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert W3ID + expected in answer.json()["nearest"]


@pytest.mark.parametrize(
    "path",
    [
        "/document/..%2f..%2fetc/passwd",
        "/document/%00",
        "/document/%ff%fe",
        "/document/" + "a" * 3000,
        "/place/<script>alert(1)</script>",
        "/congress/14%20%3E%20.%20%7D",
        "/document/{}|^`",
        "/recommendation",
        "/sdg",
    ],
)
def test_what_cannot_be_an_address_of_ours_is_404_and_comes_back_escaped(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_links_say_how_to_cite_and_where_the_other_formats_are(client: httpx.Client) -> None:
    links = client.get(RECOMMENDATION).headers["link"]
    assert f'<{W3ID}{RECOMMENDATION}>; rel="cite-as"' in links
    assert f'<{str(client.base_url).rstrip("/")}{RECOMMENDATION}.ttl>; rel="alternate"; type="text/turtle"' in links
    assert 'rel="license"' in links
    assert len(links) < 4096


def test_behind_a_prefix_and_on_another_host_the_data_is_the_same_and_links_stay_inside(
    serve: Callable[..., httpx.Client],
) -> None:
    client = serve(SMALL, root_path="/kg")
    client.headers["Host"] = "data.example.org"
    answer = client.get(f"/kg{RECOMMENDATION}.nt")
    assert f"<{W3ID}{RECOMMENDATION}>" in answer.text
    assert "data.example.org" not in answer.text
    assert f"<http://data.example.org/kg{RECOMMENDATION}.ttl>" in answer.headers["link"]
    assert client.get("/kg/congress/14").headers["location"] == "/kg/congress/14.html"
    page = client.get(f"/kg{RECOMMENDATION}.html").text
    assert 'href="/kg/congress/14/agenda/3"' in page
    assert 'href="/congress' not in page


def test_a_proxy_that_strips_the_prefix_gets_the_same_pages(serve: Callable[..., httpx.Client]) -> None:
    client = serve(SMALL, root_path="/kg")
    assert client.get(f"{RECOMMENDATION}.html").text == client.get(f"/kg{RECOMMENDATION}.html").text


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (
            "txt",
            "held in Santiago from 5 to 7 February 2019, A/CONF.234/RPM.3/1, para. 28 (e) (2019), https://w3id.org/",
        ),
        ("bib", "@techreport{A-CONF-234-RPM-3-1-para-28-e,"),
        ("ris", "UR  - https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e\r\n"),
        ("csl", '"section": "para. 28 (e)"'),
    ],
)
def test_a_recommendation_can_be_cited_in_every_style(client: httpx.Client, suffix: str, expected: str) -> None:
    assert expected in client.get(f"{RECOMMENDATION}.{suffix}").text


def test_what_stands_in_no_document_has_no_citation(client: httpx.Client) -> None:
    assert client.get("/body/UNODC.bib").status_code == 404


@pytest.mark.parametrize(
    "path", [RECOMMENDATION, "/recommendation/A/CONF.234/RPM.3/1/28/c", "/congress/14", f"{ITEM[:-1]}c"]
)
def test_describe_at_the_endpoint_gives_the_same_triples(client: httpx.Client, path: str) -> None:
    query = {"query": f"DESCRIBE <{W3ID}{path}>"}
    described = client.get("/sparql", params=query, headers={"Accept": "application/n-triples"}).content
    served = client.get(f"{path}.nt").content
    assert set(parse(described, RdfFormat.N_TRIPLES)) == set(parse(served, RdfFormat.N_TRIPLES))


def test_describe_in_a_dataset_of_its_own_adds_nothing_to_it(client: httpx.Client) -> None:
    iri = f"{W3ID}/recommendation/A/CONF.234/RPM.3/1/28/c"
    query = {"query": f"DESCRIBE <{iri}> FROM <{W3ID}/graph/inferred/topics>"}
    triples = client.get("/sparql", params=query, headers={"Accept": "application/n-triples"}).text.strip().splitlines()
    assert triples == [f"<{iri}> <{W3ID}/ontology#concerns> <{W3ID}/topic/youth-crime> ."]
