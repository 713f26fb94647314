"""`/graphs` (Graph Store Protocol, reading side), the service description, VoID, DCAT and the file of the release."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from ontology.files import folder

CC = "https://w3id.org/crimecongress/ontology#"
CG = "https://w3id.org/crimecongress/"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
INFERRED = CG + "graph/inferred/owl-rules"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], graph_file: Path) -> httpx.Client:
    return serve(graph_file)


def read(answer: httpx.Response) -> ox.Store:
    assert answer.status_code == 200, answer.text
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"].partition(";")[0])
    store = ox.Store()
    store.load(answer.content, format=form)
    return store


def values(store: ox.Store, query: str) -> list[str]:
    return [
        row[0].value for row in store.query(f"PREFIX sd: <{SD}> PREFIX void: <{VOID}> PREFIX dcat: <{DCAT}> {query}")
    ]


@pytest.mark.parametrize(
    ("params", "triples"), [({"default": ""}, 22), ({"graph": INFERRED}, 1), ({"graph": CG + "graph/curated"}, 6)]
)
def test_a_graph_is_read_whole(client: httpx.Client, params: dict[str, str], triples: int) -> None:
    for accept in ("", "application/rdf+xml", "application/n-triples", "text/turtle", "*/*"):
        answer = client.get("/graphs", params=params, headers={"Accept": accept})
        assert len(read(answer)) == triples


@pytest.mark.parametrize(
    ("method", "params", "accept", "status"),
    [
        ("GET", {"graph": CG + "graph/none"}, "*/*", 404),
        ("HEAD", {"graph": CG + "graph/none"}, "*/*", 404),
        ("GET", {"graph": "graph/curated"}, "*/*", 400),
        ("GET", {"graph": INFERRED, "default": ""}, "*/*", 400),
        ("GET", {"default": ""}, "image/png", 406),
        ("PUT", {"default": ""}, "*/*", 403),
        ("POST", {"graph": INFERRED}, "*/*", 403),
        ("DELETE", {"graph": INFERRED}, "*/*", 403),
        ("PATCH", {"graph": INFERRED}, "*/*", 403),
        ("QUERY", {"graph": INFERRED}, "*/*", 405),
    ],
)
def test_what_is_not_read_is_refused(
    client: httpx.Client, method: str, params: dict[str, str], accept: str, status: int
) -> None:
    assert client.request(method, "/graphs", params=params, headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize(
    ("path", "triples"), [("curated", 6), ("inferred/owl-rules", 1), ("stated/A/CONF.234/RPM.3/1", 8)]
)
def test_a_graph_has_an_address_of_its_own(client: httpx.Client, path: str, triples: int) -> None:
    answer = client.get(f"/graphs/{path}", headers={"Accept": "text/turtle"})
    assert len(read(answer)) == triples
    assert client.head(f"/graphs/{path}").status_code == 200
    assert client.put(f"/graphs/{path}").status_code == 403
    same = client.get("/graphs", params={"graph": f"{CG}graph/{path}"}, headers={"Accept": "text/turtle"})
    assert same.text == answer.text


@pytest.mark.parametrize("path", ["none", "ontology", "stated/A/CONF.234", "../sparql/x"])
def test_an_address_of_no_graph_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.get(f"/graphs/{path}").status_code == client.head(f"/graphs/{path}").status_code == 404


def test_the_ontology_is_a_graph_too(serve: Callable[..., httpx.Client]) -> None:
    answer = serve(folder("graph")).get("/graphs/ontology", headers={"Accept": "application/n-triples"})
    assert "<https://w3id.org/crimecongress/ontology#Recommendation>" in answer.text


def test_a_graph_can_be_checked_again(client: httpx.Client) -> None:
    first = client.get("/graphs", params={"graph": INFERRED})
    again = client.get("/graphs", params={"graph": INFERRED}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_without_a_graph_the_graphs_are_listed(client: httpx.Client) -> None:
    listed = client.get("/graphs").json()
    assert {"graph": INFERRED, "triples": 1} in listed["graphs"]
    assert listed["default"] == 22


@pytest.mark.parametrize(
    "accept", ["", "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
)
def test_the_service_description_names_its_endpoint_exactly(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    store = read(answer)
    assert values(store, "SELECT ?e { ?s a sd:Service ; sd:endpoint ?e }") == [str(client.base_url.join("/sparql"))]


def test_the_service_description_tells_only_what_is_true(client: httpx.Client) -> None:
    store = read(client.get("/sparql"))
    assert values(store, "SELECT ?f { ?s sd:feature ?f }") == [SD + "UnionDefaultGraph"]
    assert values(store, "SELECT ?l { ?s sd:supportedLanguage ?l }") == [SD + "SPARQL11Query"]
    for iri in values(store, "SELECT ?f { ?s sd:resultFormat ?f }"):
        assert iri.startswith(("http://www.w3.org/ns/formats/", "http://www.iana.org/assignments/media-types/"))
    named = dict.fromkeys(values(store, "SELECT ?n { ?d sd:namedGraph [ sd:name ?n ] }"))
    assert set(named) == {graph["graph"] for graph in client.get("/graphs").json()["graphs"]}
    assert values(store, "SELECT ?n { ?d sd:defaultGraph [ void:triples ?n ] }") == ["22"]
    assert len(values(store, "SELECT ?f { ?s sd:extensionFunction ?f }")) == 3
    limits = values(
        store,
        "SELECT ?v { ?l <https://schema.org/name> 'limit: wall clock of one query' ; <https://schema.org/value> ?v }",
    )
    assert limits == ["30"]


def test_each_limit_that_a_client_can_meet_is_in_the_service_description(
    serve: Callable[..., httpx.Client], graph_file: Path
) -> None:
    limits = {
        "seconds": 2.5,
        "cpu_seconds": 7,
        "memory_mb": 300,
        "rows": 11,
        "answer_mb": 13,
        "query_length": 1700,
        "concurrent": 19,
        "concurrent_per_client": 5,
        "queue": 23,
        "queue_seconds": 1.5,
        "stall_seconds": 29,
        "rate": 3100,
    }
    store = read(serve(graph_file, **limits).get("/sparql", headers={"Accept": "text/turtle"}))
    stated = values(
        store, "SELECT ?v { ?s <https://schema.org/additionalProperty>/<https://schema.org/value> ?v } ORDER BY ?v"
    )
    assert sorted(map(float, stated)) == sorted(map(float, limits.values()))


def test_the_service_description_says_what_is_inferred_and_where(client: httpx.Client) -> None:
    store = read(client.get("/sparql"))
    regimes = values(store, "SELECT ?r { ?s sd:defaultEntailmentRegime ?r }")
    assert regimes == ["http://www.w3.org/ns/entailment/Simple"]
    comment_of = "<http://www.w3.org/2000/01/rdf-schema#comment>"
    asked = f"SELECT ?c {{ ?d sd:namedGraph [ sd:name <{INFERRED}> ; sd:graph/{comment_of} ?c ] }}"
    (comment,) = set(values(store, asked))
    assert "materialised when the graph was built" in comment


def test_void_is_where_it_is_looked_for_and_its_counts_are_right(client: httpx.Client) -> None:
    answer = client.get("/.well-known/void", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/void")
    store = read(client.get("/void"))
    release = CG + "release/0123456789ab"
    assert values(store, f"SELECT ?n {{ <{release}> void:triples ?n }}") == ["22"]
    assert values(store, f"SELECT ?n {{ [] void:class <{CC}Recommendation> ; void:entities ?n }}") == ["2"]
    order = f"void:propertyPartition [ void:property <{CC}order> ; void:triples ?n ]"
    assert values(store, f"SELECT ?n {{ [] void:class <{CC}Recommendation> ; {order} }}") == ["2"]
    assert values(store, f"SELECT ?n {{ <{release}> {order} }}") == ["2"]
    partitions = [
        int(n) for n in values(store, f"SELECT ?n {{ <{release}> void:propertyPartition [ void:triples ?n ] }}")
    ]
    assert sum(partitions) == 22
    assert values(store, "SELECT ?e { ?d void:sparqlEndpoint ?e }") == [str(client.base_url.join("/sparql"))]


def test_the_catalogue_leads_to_the_file_and_its_checksum(client: httpx.Client, graph_file: Path) -> None:
    store = read(client.get("/catalog"))
    (url,) = values(store, "SELECT ?u { [] a dcat:Distribution ; dcat:downloadURL ?u }")
    (checksum,) = values(store, "SELECT ?c { [] <http://spdx.org/rdf/terms#checksumValue> ?c }")
    content = client.get(url).content
    assert content == graph_file.read_bytes()
    assert hashlib.sha256(content).hexdigest() == checksum


def test_the_catalogue_names_every_service_and_what_describes_it(client: httpx.Client) -> None:
    store = read(client.get("/catalog"))
    paths = ("/api/v1", "/graphs", "/reconcile", "/sparql")
    asked = (
        "[] a dcat:Catalog ; dcat:service [ a dcat:DataService ; dcat:endpointURL ?e ; dcat:endpointDescription ?d ]"
    )
    assert sorted(values(store, f"SELECT ?e {{ {asked} }}")) == [str(client.base_url.join(path)) for path in paths]
    for described in values(store, f"SELECT ?d {{ {asked} }}"):
        assert client.get(described).status_code == 200


@pytest.mark.parametrize("path", ["/sparql", "/void", "/catalog"])
def test_what_the_service_says_of_itself_can_be_checked_again(client: httpx.Client, path: str) -> None:
    for accept in ("text/turtle", "application/ld+json"):
        first = client.get(path, headers={"Accept": accept})
        again = client.get(path, headers={"Accept": accept, "If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"] and "accept" in again.headers["vary"].lower()
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("name", ["other.trig", "..%2Fcrimecongress.trig", "%2Fetc%2Fpasswd"])
def test_no_other_file_is_served(client: httpx.Client, name: str) -> None:
    assert client.get(f"/data/{name}").status_code == 404


def test_void_of_a_release_that_states_its_content_is_what_it_states(serve: Callable[..., httpx.Client]) -> None:
    client = serve(folder("graph"))
    served, graph = read(client.get("/void")), read(client.get("/graphs?default"))
    partitions = "SELECT ?v { ?c void:class ?x ; void:propertyPartition ?p . ?p void:property ?y ; void:triples ?n "
    partitions += "BIND(CONCAT(STR(?x), STR(?y), STR(?n)) AS ?v) }"
    assert sorted(values(served, partitions)) == sorted(values(graph, partitions)) != []
    linksets = "SELECT ?v { ?l a void:Linkset ; void:linkPredicate ?p ; void:objectsTarget ?t ; void:triples ?n "
    linksets += "BIND(CONCAT(STR(?p), STR(?t), STR(?n)) AS ?v) }"
    assert sorted(values(served, linksets)) == sorted(values(graph, linksets)) != []
    total = "SELECT ?n { [] a <https://w3id.org/crimecongress/ontology#Release> ; void:triples ?n }"
    assert values(served, total) == [str(len(graph))]
    described = read(client.get("/sparql", headers={"Accept": "text/turtle"}))
    assert values(described, "SELECT ?n { [] sd:defaultGraph [ void:triples ?n ] }") == values(served, total)
    sizes = "SELECT ?v { ?g void:triples ?n FILTER(CONTAINS(STR(?g), '/graph/')) BIND(CONCAT(STR(?g), STR(?n)) AS ?v) }"
    named = "SELECT ?v { [] sd:name ?g ; sd:graph/void:triples ?n . FILTER(CONTAINS(STR(?g), '/graph/')) "
    named += "BIND(CONCAT(STR(?g), STR(?n)) AS ?v) }"
    assert sorted(values(described, named)) == sorted(values(served, sizes))
