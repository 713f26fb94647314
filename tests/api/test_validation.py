"""RDF of others is checked against the shapes over HTTP, within limits, and nothing is fetched."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.errors import MemoryExceeded
from api.engine.limits import Limits
from api.problems import Problem
from api.settings import Settings
from api.validation.asking import Sent
from api.validation.checking import MalformedError, find, links, read
from api.validation.process import check_apart
from api.validation.reporting import as_triples
from api.validation.serving import WAITING, Validation, choose, in_rdf
from ontology.files import folder
from ontology.identifiers import BASE
from ontology.terms import PREFIXES, SH

GRAPH = folder("graph")
CG = "https://w3id.org/crimecongress/"
TOPIC = "https://example.org/topic/prison-reform"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
GOOD = f"""{HEAD}
<{TOPIC}> a cc:Topic, skos:Concept ;
    skos:inScheme <{CG}topics> ;
    skos:broader <{CG}topic/restorative-justice> ;
    skos:definition "What makes prisons better."@en ;
    skos:prefLabel "Prison reform"@en ;
    dcterms:source "https://example.org/" .
"""
BAD = GOOD.replace('    skos:definition "What makes prisons better."@en ;\n', "")
TURTLE = {"Content-Type": "text/turtle"}
DEFINE = "Define the topic, once a language and with a language tag."


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(GRAPH)


@pytest.fixture(scope="module")
def tight(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(GRAPH, validation_kb=64, validation_seconds=0.3)


def post(client: httpx.Client, text: str, accept: str = "application/json", **headers: str) -> httpx.Response:
    return client.post("/validate", content=text, headers={**TURTLE, "Accept": accept, **headers})


def test_good_rdf_conforms_and_says_what_was_checked(client: httpx.Client) -> None:
    answer = post(client, GOOD)
    assert answer.status_code == 200
    report = answer.json()
    assert report.pop("release")
    counts = {"violations": 0, "warnings": 0, "triples": 7, "resources": 1, "checked": 1}
    assert report == {"conforms": True, **counts, "results": []}


def test_what_is_wrong_is_said_with_what_to_do(client: httpx.Client) -> None:
    report = post(client, BAD).json()
    assert not report["conforms"]
    assert report["results"] == [
        {
            "focus": TOPIC,
            "path": "skos:definition",
            "value": None,
            "severity": "Violation",
            "message": DEFINE,
            "component": SH + "MinCountConstraintComponent",
            "shape": CG + "shapes#Topic-definition",
        }
    ]


def test_a_link_to_what_the_graph_does_not_have_or_has_of_another_class_is_found(client: httpx.Client) -> None:
    for other in ("topic/no-such-topic", "instrument/UNTOC"):
        results = post(client, GOOD.replace("topic/restorative-justice", other)).json()["results"]
        assert [(result["path"], result["value"]) for result in results] == [("skos:broader", f"<{CG}{other}>")]


def test_what_is_said_of_a_thing_of_the_graph_is_checked_with_what_the_graph_says(client: httpx.Client) -> None:
    recommendation = f"<{CG}recommendation/A/CONF.234/RPM.3/1/19/g>"
    right = f"{HEAD} {recommendation} cc:mentions <{CG}instrument/UNTOC> ."
    assert post(client, right).json()["results"] == []
    twice = f'{HEAD} {recommendation} cc:leadingVerb "weaken" .'
    results = post(client, twice).json()["results"]
    assert {(result["path"], result["component"].removeprefix(SH)) for result in results} >= {
        ("cc:leadingVerb", "MaxCountConstraintComponent")
    }
    assert {result["focus"] for result in results} == {recommendation.strip("<>")}


def test_where_no_shape_speaks_of_the_rdf_it_says_so(client: httpx.Client) -> None:
    other = "<https://example.org/a> <https://example.org/b> 1 ."
    report = post(client, other).json()
    assert (report["conforms"], report["resources"], report["checked"]) == (True, 1, 0)
    assert "No shape speaks of anything in this RDF" in post(client, other, "text/html").text


def context() -> bytes:
    """What the graph says of the things that GOOD and BAD name."""
    classes = {"topics": f"{PREFIXES['skos']}ConceptScheme", "topic/restorative-justice": f"{CG}ontology#Topic"}
    return "".join(f"<{CG}{name}> <{PREFIXES['rdf']}type> <{iri}> .\n" for name, iri in classes.items()).encode()


REPORTS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


@pytest.mark.parametrize("media_type", REPORTS)
def test_the_report_is_shacl_in_every_syntax(media_type: str) -> None:
    form = choose({"accept": media_type}, None)
    assert form.media_type == media_type
    report = in_rdf(find(read(BAD, "text/turtle"), context()), form)
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in ox.parse(report, format=REPORTS[media_type]))
    question = """SELECT ?conforms ?focus ?path ?severity ?component ?shape ?message {
      ?report a sh:ValidationReport ; sh:conforms ?conforms ; sh:result ?result .
      ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultPath ?path ; sh:resultSeverity ?severity ;
        sh:sourceConstraintComponent ?component ; sh:sourceShape ?shape ; sh:resultMessage ?message }"""
    rows = store.query(f"PREFIX sh: <{SH}> {question}")
    assert isinstance(rows, ox.QuerySolutions)
    assert [[term.value for term in row] for row in rows] == [
        [
            *("false", TOPIC, PREFIXES["skos"] + "definition", SH + "Violation", SH + "MinCountConstraintComponent"),
            *(CG + "shapes#Topic-definition", DEFINE),
        ]
    ]


def test_turtle_is_the_answer_where_nothing_is_asked_for_and_format_wins(client: httpx.Client) -> None:
    assert post(client, GOOD, "*/*").headers["content-type"] == "text/turtle; charset=utf-8"
    answer = client.post("/validate?format=nt", content=GOOD, headers={**TURTLE, "Accept": "text/html"})
    assert answer.headers["content-type"] == "application/n-triples"
    assert post(client, GOOD, "image/png").status_code == 406
    assert client.post("/validate?format=png", content=GOOD, headers=TURTLE).status_code == 400


def as_syntax(form: ox.RdfFormat) -> str:
    triples = (quad.triple for quad in ox.parse(BAD, format=ox.RdfFormat.TURTLE))
    return (ox.serialize(triples, format=form) or b"").decode()


@pytest.mark.parametrize("syntax", REPORTS)
def test_rdf_is_read_in_every_syntax(syntax: str) -> None:
    findings = find(read(as_syntax(REPORTS[syntax]), syntax), context())
    assert [result.path for result in findings.results] == ["skos:definition"]


def test_rdf_in_another_syntax_is_taken_at_its_content_type(client: httpx.Client) -> None:
    report = post(client, as_syntax(ox.RdfFormat.RDF_XML), **{"Content-Type": "application/rdf+xml"}).json()
    assert [result["path"] for result in report["results"]] == ["skos:definition"]


def test_the_page_works_without_script(client: httpx.Client) -> None:
    page = client.get("/validate", headers={"Accept": "text/html"}).text
    assert '<form action="/validate" method="post">' in page
    assert '<textarea id="data" name="data"' in page
    form = {"data": BAD, "syntax": "text/turtle"}
    answer = client.post("/validate", data=form, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "1 violation, 0 warnings." in answer.text
    assert DEFINE in answer.text
    assert "Prison reform" in answer.text  # the text box still has what was sent
    broken = client.post(
        "/validate", data={"data": "<broken", "syntax": "text/turtle"}, headers={"Accept": "text/html"}
    )
    assert broken.status_code == 400
    assert "&lt;broken" in broken.text


def test_a_get_for_data_is_told_to_post(client: httpx.Client) -> None:
    answer = client.get("/validate", headers={"Accept": "text/turtle"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.headers["accept-post"]
    assert client.put("/validate", content=GOOD).status_code == 405
    assert "POST" in client.options("/validate").headers["allow"]


ENTITIES = (
    '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="http://e.org/a"><rdf:value>&b;</rdf:value></rdf:Description></rdf:RDF>'
)
MALFORMED = [
    ("text/turtle", "<https://e.org/a> <https://e.org/b> .", "line 1"),
    ("text/turtle", "\n\n<a> <b> <c> .", "absolute IRI"),
    ("application/rdf+xml", ENTITIES, "document type declaration"),
    ("application/rdf+xml", "<rdf:RDF", "."),
    ("application/ld+json", '{"@context": "https://e.org/c.jsonld", "@id": "https://e.org/a"}', "not fetched"),
    ("application/ld+json", "[" * 5000, "."),
    ("application/n-triples", "<https://e.org/a b> <https://e.org/b> 1 .", "line 1"),
]


@pytest.mark.parametrize(("syntax", "text", "said"), MALFORMED)
def test_what_is_not_rdf_is_refused_with_its_place(syntax: str, text: str, said: str) -> None:
    with pytest.raises(MalformedError, match=said):
        read(text, syntax)


def test_the_place_of_a_fault_is_a_number_too(client: httpx.Client) -> None:
    answer = post(client, HEAD + "cc:a cc:b ,")
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["type"] == f"{BASE}problems/malformed-rdf"
    assert problem["line"] == len(PREFIXES) + 1
    assert problem["column"] >= 1


REFUSED = [
    ({"Content-Type": "text/csv"}, b"a,b", 415),
    ({"Content-Type": "text/turtle; charset=utf-16"}, GOOD.encode(), 415),
    ({"Content-Type": "text/turtle"}, b"\xff\xfe", 400),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"syntax=text/turtle", 400),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"data=x&syntax=text/csv", 400),
]


@pytest.mark.parametrize(("headers", "body", "status"), REFUSED)
def test_other_bodies_are_refused(client: httpx.Client, headers: dict[str, str], body: bytes, status: int) -> None:
    assert client.post("/validate", content=body, headers=headers).status_code == status


def test_more_than_the_limit_is_refused_before_it_is_read(tight: httpx.Client) -> None:
    answer = post(tight, GOOD + "#" * 70_000)
    assert answer.status_code == 413
    form = {"data": GOOD + "#" * 70_000}
    assert tight.post("/validate", data=form, headers={"Accept": "application/json"}).status_code == 413


def test_a_check_that_takes_too_long_is_stopped(tight: httpx.Client) -> None:
    """Here the time does not even suffice for the process to begin."""
    began = time.monotonic()
    answer = post(tight, GOOD)
    assert answer.status_code == 504
    assert answer.json()["type"] == f"{BASE}problems/deadline-exceeded"
    assert time.monotonic() - began < 10


async def nothing(_describe: list[str], _name: list[str]) -> bytes:
    """What a graph says that has none of the things."""
    return b""


def test_a_check_that_needs_too_much_memory_ends_alone() -> None:
    text = HEAD + "".join(f"<urn:a:{number}> a cc:Topic .\n" for number in range(20_000))
    with pytest.raises(MemoryExceeded):
        asyncio.run(check_apart(text, "text/turtle", CG, nothing, Limits(memory_mb=8, seconds=60)))


def test_more_than_may_wait_are_told_to_come_again() -> None:
    validation = Validation(None, Settings(graph=GRAPH))  # type: ignore[arg-type]
    validation._waiting = WAITING
    with pytest.raises(Problem) as refused:
        asyncio.run(validation._checked(Sent(GOOD, "text/turtle")))
    assert refused.value.status == 503
    assert refused.value.headers["Retry-After"] == "1"


def children() -> set[str]:
    """Return the processes of checks that run now."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"api.validation.process" in path.read_bytes():
                found.add(path.parent.name)
        except OSError:
            continue
    return found


def test_no_process_is_left_behind(client: httpx.Client, tight: httpx.Client) -> None:
    before = children()
    post(client, GOOD)
    post(tight, GOOD)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/validate", content=GOOD, headers=TURTLE, timeout=0.2)
    deadline = time.monotonic() + 60
    while children() - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children() - before == set()


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that writes down who calls; nobody may."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        stopped = threading.Event()

        def listen() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    continue
                calls.append("called")
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
        finally:
            stopped.set()
            thread.join()


def test_nothing_is_fetched_and_no_file_is_read(client: httpx.Client, canary: tuple[str, list[str]]) -> None:
    address, calls = canary
    hostile = [
        ("application/ld+json", json.dumps({"@context": address, "@id": "https://e.org/a", "p": 1})),
        ("application/ld+json", json.dumps({"@context": "file:///etc/passwd", "@id": "https://e.org/a"})),
        ("application/rdf+xml", f'<!DOCTYPE r SYSTEM "{address}">' + ENTITIES[ENTITIES.index("<rdf:RDF") :]),
        ("text/turtle", f"@prefix owl: <{PREFIXES['owl']}> . <{address}> owl:imports <{address}> ."),
        ("text/turtle", f"<{address}s> <{SH}shapesGraph> <{address}> ."),
    ]
    for syntax, text in hostile:
        assert post(client, text, **{"Content-Type": syntax}).status_code in (200, 400)
    assert calls == []


def test_our_own_context_is_known_without_fetching(client: httpx.Client) -> None:
    document = {"@context": CG + "context/v1.jsonld", "@id": TOPIC, "@type": CG + "ontology#Topic"}
    report = post(client, json.dumps(document), **{"Content-Type": "application/ld+json"}).json()
    assert report["triples"] == 1
    assert report["checked"] == 1


def test_blank_nodes_are_reported_as_such() -> None:
    findings = find(read(f"{HEAD} [] a cc:Topic .", "text/turtle"), b"")
    assert {result.focus for result in findings.results} == {"[]"}
    focuses = {t.object for t in as_triples(findings) if t.predicate.value == SH + "focusNode"}
    assert all(isinstance(focus, ox.BlankNode) for focus in focuses)


def test_links_are_what_is_described_and_what_is_named() -> None:
    text = f"{HEAD} <{CG}congress/14> cc:place <{CG}place/kyoto> ; a cc:Congress . <urn:a> cc:mentions sdg:16.5 ."
    described, named = links(read(text, "text/turtle"), CG)
    assert described == [CG + "congress/14"]
    assert named == ["http://metadata.un.org/sdg/16.5", CG + "place/kyoto"]


def test_a_path_that_is_more_than_a_property_is_rdf_in_the_report() -> None:
    """`^cc:next` of the shapes of parts: each part follows at most one other."""
    text = f"""{HEAD} <urn:x:document/A/1/para/1> a cc:Paragraph ; cc:next <urn:x:document/A/1/para/3> .
        <urn:x:document/A/1/para/2> a cc:Paragraph ; cc:next <urn:x:document/A/1/para/3> .
        <urn:x:document/A/1/para/3> a cc:Paragraph ."""
    findings = find(read(text, "text/turtle"), b"")
    inverse = [result for result in findings.results if result.path and result.path.startswith("^")]
    assert inverse
    triples = as_triples(findings)
    assert any(t.predicate.value == SH + "inversePath" and isinstance(t.subject, ox.BlankNode) for t in triples)


def test_too_long_a_list_of_nested_arrays_does_not_end_the_process() -> None:
    with pytest.raises(MalformedError):
        read("[" * 100_000, "application/ld+json")


PIECES = [
    "<",
    ">",
    "<https://e.org/a>",
    '"',
    "'",
    "@en",
    "^^",
    "_:b",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ";",
    ",",
    ".",
    "a",
    ":",
]
PIECES += [
    "@prefix e: <https://e.org/> .",
    "e:a",
    "\\u00e4",
    "\\",
    "1",
    "true",
    "&",
    "<!--",
    "<rdf:RDF",
    "@context",
    "\x00",
]


@pytest.mark.parametrize("syntax", REPORTS)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)))
def test_any_text_is_rdf_or_malformed(text: str, syntax: str) -> None:
    try:
        triples = read(text, syntax)
    except MalformedError as error:
        assert str(error)
    else:
        assert in_rdf(find(triples, b""), choose({}, "nt")) if triples else True
