"""The ontology and the shapes over HTTP: one address, each format, the same triples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, Triple, parse

from ontology.files import folder, ontology_file
from ontology.identifiers import ONTOLOGY
from shapes import SHAPES, shapes_graph
from shapes.sources import shapes_triples

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(folder("graph"))


def about_terms(data: str, form: RdfFormat) -> set[Triple]:
    triples = {quad.triple for quad in parse(data, format=form)}
    return {triple for triple in triples if str(triple.subject).startswith(f"<{ONTOLOGY}")}


def canonical(data: bytes, form: RdfFormat) -> Dataset:
    """The statements, with blank nodes named by what is said of them (RDFC-1.0)."""
    dataset = Dataset(parse(data, format=form))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@pytest.mark.parametrize(
    ("path", "accept", "form"),
    [
        ("/ontology", "text/turtle", RdfFormat.TURTLE),
        ("/ontology", "application/rdf+xml", RdfFormat.RDF_XML),
        ("/ontology.ttl", "*/*", RdfFormat.TURTLE),
        ("/ontology.rdf", "text/html", RdfFormat.RDF_XML),
        ("/ontology.nt", "text/html", RdfFormat.N_TRIPLES),
    ],
)
def test_the_ontology_is_the_same_in_each_format(client: httpx.Client, path: str, accept: str, form: RdfFormat) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    published = about_terms(client.get("/ontology.jsonld").text, RdfFormat.JSON_LD)
    assert len(published) > 1_000
    assert about_terms(answer.text, form) == published


def test_the_page_of_the_ontology_tells_every_term_that_the_release_defines(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    terms = {
        str(t.subject)[len(ONTOLOGY) + 1 : -1]
        for t in about_terms(client.get("/ontology.nt").text, RdfFormat.N_TRIPLES)
    }
    assert len(terms) > 100
    assert [name for name in sorted(terms) if f'id="{name}"' not in page] == []
    assert page.count("<svg") >= 2
    assert '<a class="chip" href="/shapes">SHACL shapes</a>' in page


def test_the_page_of_the_ontology_tells_how_a_term_stands_to_others(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    agent = page.partition('<div class="term" id="Agent">')[2].partition('<div class="term"')[0]
    assert "prov:Agent</a>" in agent.partition("Narrower than")[2]


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_shapes_are_the_same_in_each_format(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/shapes", headers={"Accept": media_type})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]
    written = canonical(shapes_graph(), RdfFormat.TURTLE)
    assert len(written) > 1_000
    assert canonical(answer.content, FORMATS[media_type]) == written


def test_the_shapes_in_turtle_are_as_they_were_written(client: httpx.Client) -> None:
    assert client.get("/shapes.ttl", headers={"Accept": "text/html"}).content == shapes_graph()


def test_a_client_that_holds_the_shapes_is_not_sent_them_again(client: httpx.Client) -> None:
    first = client.get("/shapes.ttl")
    again = client.get("/shapes.ttl", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/shapes.jsonld", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_a_browser_gets_the_shapes_as_a_page_with_each_at_the_anchor_of_its_iri(client: httpx.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = client.get("/shapes", headers=browser)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    named = {t.subject.value for t in shapes_triples() if isinstance(t.subject, NamedNode)}
    anchors = {iri.removeprefix(SHAPES) for iri in named if iri.startswith(SHAPES)}
    assert len(anchors) > 200
    assert [name for name in sorted(anchors) if page.text.count(f'id="{name}"') != 1] == []
    assert "Define the topic, once a language and with a language tag." in page.text
    assert client.get("/shapes.html", headers={"Accept": "text/turtle"}).text == page.text
    again = client.get("/shapes.html", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/shapes", headers={"Accept": "*/*"}).content == shapes_graph()
    assert client.get("/ontology/alignments.html").status_code == 404


def test_a_format_that_is_not_offered_is_refused_with_those_that_are(client: httpx.Client) -> None:
    answer = client.get("/shapes", headers={"Accept": "application/pdf"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["offered"]


def test_the_head_of_the_shapes_has_no_body(client: httpx.Client) -> None:
    answer = client.head("/shapes.ttl", headers={"Accept-Encoding": "identity"})
    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(shapes_graph())


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_the_page_of_the_ontology_has_no_violation_of_wcag(client: httpx.Client, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    if not Path("/usr/bin/chromium").exists():
        pytest.skip("needs Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(str(client.base_url.join("/ontology")))
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert found.violations_count == 0, found.generate_report()
    assert wide <= width


def test_the_alignments_answer_at_their_iri_as_they_are_written(client: httpx.Client) -> None:
    turtle = client.get("/ontology/alignments", headers={"Accept": "text/turtle"})
    assert turtle.status_code == 200
    assert turtle.content == ontology_file("alignments.ttl").read_bytes()
    lines = client.get("/ontology/alignments.nt").text.splitlines()
    assert len(lines) == len({quad.triple for quad in parse(turtle.content, format=RdfFormat.TURTLE)})
