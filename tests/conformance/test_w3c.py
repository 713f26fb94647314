"""The W3C's SPARQL 1.1 test manifests for protocol and service description, replayed over HTTP.

Every request of every case is sent as the manifest describes it, and `earl.ttl` reports the outcomes. The service is
read-only: the cases whose expected answer is a change are reported as inapplicable, and it is checked that the update
is refused and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

W3C = Path(__file__).parents[3] / "shared" / "w3c"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
EARL = Namespace("http://www.w3.org/ns/earl#")
DOAP = Namespace("http://usefulinc.com/ns/doap#")
REPORT = Path(__file__).parent / "earl.ttl"
"""The report that the project publishes: remove it and run this file to have it written again."""
DATA = "http://kasei.us/2009/09/sparql/data/"
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}

pytestmark = pytest.mark.skipif(not W3C.is_dir(), reason=f"the W3C's manifests are not at {W3C}")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of a case and what is expected of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None

    @property
    def is_update(self) -> bool:
        """Whether the request asks for a change."""
        return b"update=" in self.body or ("content-type", "application/sparql-update") in self.headers


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the manifest."""

    iri: str
    name: str
    requests: tuple[Sent, ...]

    @property
    def changes_data(self) -> bool:
        """Whether the case succeeds only on a service that takes updates."""
        return "#update_" in self.iri


def manifest() -> Graph:
    return Graph().parse(W3C / "protocol" / "manifest.ttl")


def cases() -> list[Case]:
    if not W3C.is_dir():
        return []
    graph = manifest()
    entries = next(graph.objects(None, MF.entries))
    return [_case(graph, URIRef(str(test))) for test in Collection(graph, entries)]


def _case(graph: Graph, test: URIRef) -> Case:
    connection = graph.value(test, MF.action)
    requests = Collection(graph, graph.value(connection, HT.requests))
    return Case(str(test), str(graph.value(test, MF.name)), tuple(_request(graph, request) for request in requests))


def _request(graph: Graph, request: object) -> Sent:
    node = BNode(str(request))
    response = graph.value(node, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    expected = graph.value(response, MF.expectedFormat)
    return Sent(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)).removeprefix("/sparql/"),
        headers=tuple(_headers(graph, node)),
        body=_body(graph, node),
        statuses=tuple(str(s)[-3] for s in graph.objects(response, MF.expectedStatus)),
        boolean=None if not isinstance(boolean, Literal) else bool(boolean.toPython()),
        format=None if expected is None else str(expected),
    )


def _headers(graph: Graph, node: BNode) -> Iterator[tuple[str, str]]:
    listed = graph.value(node, HT.headers)
    for header in Collection(graph, listed) if listed is not None else ():
        yield str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue))


def _body(graph: Graph, node: BNode) -> bytes:
    body = graph.value(node, HT.body)
    if body is None:
        return b""
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
    return str(graph.value(body, CNT.chars)).encode(encoding)


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """A service over the graphs that the manifest's cases name."""
    lines = [
        line.rstrip(" .") + f" <{DATA}data{number}.rdf> ."
        for number in (1, 2, 3)
        for line in (W3C / "protocol" / f"data{number}.nt").read_text(encoding="utf-8").splitlines()
    ]
    path = tmp_path_factory.mktemp("w3c") / "data.nq"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return serve(path)


def earl(outcomes: dict[str, str]) -> str:
    """Return an EARL 1.0 report about this project as Turtle."""
    graph = Graph()
    graph.bind("earl", EARL)
    graph.bind("doap", DOAP)
    project = URIRef("https://w3id.org/crimecongress/")
    graph.add((project, RDF.type, DOAP.Project))
    graph.add((project, RDF.type, EARL.Software))
    graph.add((project, DOAP.name, Literal("crimecongress")))
    for test, outcome in sorted(outcomes.items()):
        name = test.rpartition("#")[2]
        assertion, result = project + f"earl#{name}", project + f"earl#{name}-result"
        graph.add((URIRef(assertion), RDF.type, EARL.Assertion))
        graph.add((URIRef(assertion), EARL.assertedBy, project))
        graph.add((URIRef(assertion), EARL.subject, project))
        graph.add((URIRef(assertion), EARL.test, URIRef(test)))
        graph.add((URIRef(assertion), EARL.mode, EARL.automatic))
        graph.add((URIRef(assertion), EARL.result, URIRef(result)))
        graph.add((URIRef(result), RDF.type, EARL.TestResult))
        graph.add((URIRef(result), EARL.outcome, EARL[outcome]))
    return graph.serialize(format="turtle")


def replay(client: httpx.Client, case: Case) -> str:
    """Send the requests of a case and check the answers; return the outcome in EARL's words.

    A read-only service may refuse updates: SPARQL 1.1 Protocol, section 2.2.4, leaves them to its policy.
    """
    for sent in case.requests:
        answer = _send(client, sent)
        if not case.changes_data:
            assert str(answer.status_code)[0] in sent.statuses, answer.text
            _check(answer, sent)
        elif sent.is_update:
            assert answer.status_code == 403
    return "inapplicable" if case.changes_data else "passed"


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.iri.rpartition("#")[2])
def test_protocol(client: httpx.Client, case: Case) -> None:
    before = client.get("/graphs").json()
    replay(client, case)
    assert client.get("/graphs").json() == before


def _send(client: httpx.Client, sent: Sent) -> httpx.Response:
    request = client.build_request(
        sent.method, f"/sparql{sent.path}", headers=dict(sent.headers), content=sent.body or None
    )
    if sent.body and not any(name.lower() == "content-type" for name, _ in sent.headers):
        request.headers.pop("content-type", None)
    return client.send(request)


def _check(answer: httpx.Response, sent: Sent) -> None:
    if sent.format is None:
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in FORMATS[sent.format]
    if sent.boolean is not None:
        assert json.loads(answer.text)["boolean"] is sent.boolean
    if sent.format == "RDF":
        Store().load(answer.content, format=RdfFormat.from_media_type(media_type))


def described(client: httpx.Client) -> dict[str, str]:
    """Replay the service description manifest; return its cases with their outcomes."""
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = Graph().parse(data=client.get("/sparql").text, format="turtle")
    assert [str(e) for e in graph.objects(None, sd.endpoint)] == [str(client.base_url.join("/sparql"))]
    _conforms(graph, sd)
    listed = Graph().parse(W3C / "service-description" / "manifest.ttl")
    return {str(test): "passed" for test in listed.subjects(RDF.type, MF.ServiceDescriptionTest)}


def test_service_description(client: httpx.Client) -> None:
    """A GET on the endpoint returns RDF, with its endpoint exactly, in the terms of the vocabulary."""
    assert len(described(client)) == 3


def test_the_published_report_is_what_was_run(client: httpx.Client) -> None:
    outcomes = {case.iri: replay(client, case) for case in cases()} | described(client)
    expected = earl(outcomes)
    if not REPORT.exists():
        REPORT.write_text(expected, encoding="utf-8")
    assert REPORT.read_text(encoding="utf-8") == expected


def _conforms(graph: Graph, sd: Namespace) -> None:
    """Check what the vocabulary's own definitions ask for (SPARQL 1.1 Service Description, section 3)."""
    (service,) = graph.subjects(RDF.type, sd.Service)
    assert set(graph.objects(service, sd.supportedLanguage)) <= {sd.SPARQL10Query, sd.SPARQL11Query, sd.SPARQL11Update}
    features = {sd.DereferencesURIs, sd.UnionDefaultGraph, sd.RequiresDataset, sd.EmptyGraphs, sd.BasicFederatedQuery}
    assert set(graph.objects(service, sd.feature)) <= features
    (dataset,) = graph.objects(service, sd.defaultDataset)
    assert (dataset, RDF.type, sd.Dataset) in graph
    for default in graph.objects(dataset, sd.defaultGraph):
        assert (default, RDF.type, sd.Graph) in graph
    for named in graph.objects(dataset, sd.namedGraph):
        assert (named, RDF.type, sd.NamedGraph) in graph
        assert len(list(graph.objects(named, sd.name))) == 1
    assert all(isinstance(f, URIRef) for f in graph.objects(service, sd.resultFormat))
