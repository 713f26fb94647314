"""`/sparql` over HTTP: the SPARQL 1.1 Protocol, negotiation, formats, problems, conditional requests, compression."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest

from api import results

CC = "https://w3id.org/crimecongress/ontology#"
CG = "https://w3id.org/crimecongress/"
STATED = CG + "graph/stated/A/CONF.234/RPM.3/1"
INFERRED = CG + "graph/inferred/owl-rules"
SELECT = f"SELECT ?s ?n {{ ?s <{CC}order> ?n }} ORDER BY ?n"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <{CG}congress/14> }} ?s ?p ?o }}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], graph_file: Path) -> httpx.Client:
    return serve(graph_file, seconds=2)


def get(client: httpx.Client, query: str, accept: str = "text/csv", **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters}, headers={"Accept": accept})


def count(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    return int(answer.text.split()[1])


@pytest.mark.parametrize(
    ("method", "content", "headers", "params"),
    [
        ("GET", None, {}, {"query": COUNT}),
        ("POST", "query=" + COUNT.replace(" ", "+").replace("?", "%3F"), FORM, {}),
        ("POST", COUNT, DIRECT, {}),
        ("QUERY", COUNT, DIRECT, {}),
        ("QUERY", "query=" + COUNT.replace(" ", "+"), FORM, {}),
        ("POST", COUNT, {"Content-Type": "Application/SPARQL-Query; Charset=UTF-8"}, {}),
        ("GET", None, {}, {"query": COUNT, "ac": "1", "unknown": "x"}),
    ],
)
def test_a_query_may_be_sent_in_each_way_of_the_protocol(
    client: httpx.Client, method: str, content: str | None, headers: dict[str, str], params: dict[str, str]
) -> None:
    headers = {**headers, "Accept": "text/csv"}
    assert count(client.request(method, "/sparql", content=content, headers=headers, params=params)) == 22


@pytest.mark.parametrize(
    ("method", "content", "headers", "params", "status", "kind"),
    [
        ("POST", "ASK {}", {"Content-Type": "text/plain"}, {}, 415, "unsupported-media-type"),
        ("POST", "ASK {}", {}, {}, 415, "unsupported-media-type"),
        (
            "POST",
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=utf-16"},
            {},
            415,
            None,
        ),
        ("POST", b"ASK { \xff }", DIRECT, {}, 400, "bad-request"),
        ("POST", b"query=ASK%20%7B%20%22%FF%22%7D", FORM, {}, 400, "bad-request"),
        ("GET", None, {}, [("query", "ASK {}"), ("query", "ASK {}")], 400, "bad-request"),
        ("POST", "nothing=1", FORM, {}, 400, "bad-request"),
        ("GET", None, {}, {"default-graph-uri": "http://e.org/g"}, 400, "bad-request"),
        ("GET", None, {}, {"query": "ASK {}", "default-graph-uri": "relative"}, 400, "bad-request"),
        ("GET", None, {}, {"query": "ASK {", "Accept": ""}, 400, "malformed-query"),
        ("POST", "update=CLEAR+ALL", FORM, {}, 403, "update-refused"),
        ("POST", "CLEAR ALL", {"Content-Type": "application/sparql-update"}, {}, 403, "update-refused"),
        ("GET", None, {}, {"update": "CLEAR ALL"}, 403, "update-refused"),
        ("GET", None, {}, {"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}, 403, "update-refused"),
        ("POST", "update=CLEAR+ALL&query=ASK%7B%7D", FORM, {}, 400, "bad-request"),
        ("GET", None, {}, {"query": "SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }"}, 403, "service-refused"),
        ("PUT", "ASK {}", DIRECT, {}, 405, "method-not-allowed"),
        ("DELETE", None, {}, {}, 405, "method-not-allowed"),
        ("PATCH", "x", {}, {}, 405, "method-not-allowed"),
        ("GET", None, {"Accept": "image/png"}, {"query": "ASK {}"}, 406, "not-acceptable"),
        ("GET", None, {"Accept": "text/turtle"}, {"query": "ASK {}"}, 406, "not-acceptable"),
        ("GET", None, {"Accept": "text/csv"}, {"query": CONSTRUCT}, 406, "not-acceptable"),
        ("GET", None, {}, {"query": "ASK {}", "format": "nonsense"}, 406, "not-acceptable"),
        ("POST", "ASK {} #" + "x" * 200_001, DIRECT, {}, 413, "content-too-large"),
        ("POST", b"query=ASK%20%7B%7D%23" + b"%20" * 1_000_001, FORM, {}, 413, "content-too-large"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_of_its_kind(
    client: httpx.Client,
    method: str,
    content: str | bytes | None,
    headers: dict[str, str],
    params: dict[str, str] | list[tuple[str, str]],
    status: int,
    kind: str | None,
) -> None:
    answer = client.request(method, "/sparql", content=content, headers=headers, params=params)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and problem["title"] and problem["detail"]
    assert kind is None or problem["type"] == f"{CG}problems/{kind}"
    assert client.get(problem["type"].removeprefix(CG)).status_code == 200
    assert client.get(answer.links["help"]["url"]).status_code == 200
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    if status == 406:
        assert "application/sparql-results+json" in problem["offered"] or "text/turtle" in problem["offered"]
    if status == 415:
        assert answer.headers["accept-post"] == "application/sparql-query, application/x-www-form-urlencoded"


def test_a_browser_gets_the_problem_as_a_page(client: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = get(client, "SELECT * { ?s foa:x ?o }", browser)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "foaf:" in answer.text and 'href="/problems/malformed-query"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_problem_tells_line_column_text_and_hint(client: httpx.Client) -> None:
    problem = get(client, "SELECT *\n{ ?s foa:name ?o }").json()
    assert (problem["line"], problem["column"]) == (2, 6)
    assert problem["text"] == "{ ?s foa:name ?o }\n     ^"
    assert "foaf" in problem["hints"][0]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("application/sparql-results+xml;q=0.5, text/csv;q=0.6", "text/csv; charset=utf-8"),
    ],
)
def test_rows_come_in_the_format_that_accept_prefers(client: httpx.Client, accept: str, content_type: str) -> None:
    answer = get(client, SELECT, accept)
    assert answer.headers["content-type"] == content_type
    assert answer.headers["x-result-rows"] == "2"
    assert "28/e" in answer.text and "28/f" in answer.text


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "html", "srj", "text/csv"])
def test_format_wins_over_accept(client: httpx.Client, name: str) -> None:
    answer = get(client, SELECT, "image/png", format=name)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('inline; filename="result.')


def test_the_four_formats_of_rows_say_the_same(client: httpx.Client) -> None:
    expected = [
        (CG + "recommendation/A/CONF.234/RPM.3/1/28/e", "5"),
        (CG + "recommendation/A/CONF.234/RPM.3/1/28/f", "6"),
    ]
    found = get(client, SELECT, "application/json").json()
    assert [(row["s"]["value"], row["n"]["value"]) for row in found["results"]["bindings"]] == expected
    rows = list(csv.reader(io.StringIO(get(client, SELECT, "text/csv").text)))
    assert rows == [["s", "n"], *map(list, expected)]
    lines = get(client, SELECT, "text/tab-separated-values").text.splitlines()
    assert lines == ["?s\t?n", *(f"<{s}>\t{n}" for s, n in expected)]
    xml = ElementTree.fromstring(get(client, SELECT, "application/xml").text)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [b.text for b in xml.iter(f"{space}literal")] == ["5", "6"]


@pytest.mark.parametrize(
    ("accept", "body"),
    [
        ("application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("text/csv", "true\n"),
        ("text/tab-separated-values", "true\n"),
    ],
)
def test_ask_is_answered_in_every_format_of_rows(client: httpx.Client, accept: str, body: str) -> None:
    assert get(client, "ASK { ?s ?p ?o }", accept).text == body
    assert "<boolean>false</boolean>" in get(client, "ASK { <a:a> ?p ?o }", "application/xml").text
    assert '<p class="answer">true</p>' in get(client, "ASK {}", "text/html").text


@pytest.mark.parametrize("form", [f for f in results.FORMATS if f.graph and f.names[0] not in ("html", "jsonld")])
def test_triples_come_in_every_format_of_rdf(client: httpx.Client, form: results.Format) -> None:
    answer = get(client, CONSTRUCT, form.media_type)
    assert answer.headers["content-type"] == form.content_type
    found = _parsed(answer, form)
    assert found == _parsed(get(client, CONSTRUCT, "application/n-triples"), results.N_TRIPLES)
    assert len(found) == 3


def _parsed(answer: httpx.Response, form: results.Format) -> set[ox.Triple]:
    known = ox.RdfFormat.from_media_type(form.media_type)
    assert known is not None
    return {quad.triple for quad in ox.parse(answer.content, format=known)}


def test_turtle_uses_the_prefixes_of_the_release(client: httpx.Client) -> None:
    text = get(client, CONSTRUCT, "text/turtle").text
    assert f"@prefix cc: <{CC}> ." in text and "cc:ordinal 14" in text


def test_json_ld_has_types_and_native_numbers(client: httpx.Client) -> None:
    (node,) = get(client, CONSTRUCT, "application/ld+json").json()["@graph"]
    assert node["@id"] == CG + "congress/14"
    assert node["@type"] == [CC + "Congress"]
    assert node[CC + "ordinal"] == [{"@value": 14}]
    assert node["http://www.w3.org/2000/01/rdf-schema#label"] == [{"@value": "Fourteenth Congress", "@language": "en"}]


def test_a_table_links_iris_and_marks_languages(client: httpx.Client) -> None:
    text = get(client, f"SELECT * {{ <{CG}congress/14> ?p ?o }}", "text/html").text
    assert f'<a href="{CC}Congress">{CC}Congress</a>' in text
    assert '<span lang="en">Fourteenth Congress</span>' in text
    assert "<textarea" in text and text.endswith("</html>\n")


def test_markup_in_the_data_and_in_the_query_is_text(client: httpx.Client) -> None:
    text = get(
        client, "SELECT * { BIND('<script>x</script>' AS ?a) BIND(<javascript:alert(1)> AS ?b) }", "text/html"
    ).text
    assert "<script>" not in text and 'href="javascript' not in text


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        (COUNT, {}, 22),
        (COUNT, {"default-graph-uri": INFERRED}, 1),
        (COUNT, {"named-graph-uri": INFERRED}, 0),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", {}, 22),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": INFERRED}, 1),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", {"default-graph-uri": INFERRED}, 0),
        (f"SELECT (COUNT(*) AS ?n) FROM <{STATED}> {{ ?s ?p ?o }}", {}, 8),
        (f"SELECT (COUNT(*) AS ?n) FROM <{STATED}> {{ ?s ?p ?o }}", {"default-graph-uri": INFERRED}, 1),
        (f"SELECT (COUNT(*) AS ?n) FROM NAMED <{STATED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}, 8),
        (f"SELECT (COUNT(*) AS ?n) FROM NAMED <{STATED}> {{ ?s ?p ?o }}", {}, 0),
        ("SELECT (COUNT(*) AS ?n) FROM <file:///etc/passwd> { ?s ?p ?o }", {}, 0),
        (f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{STATED}> {{ ?s ?p ?o }} }}", {}, 8),
    ],
)
def test_the_dataset_is_the_union_the_query_s_or_the_request_s(
    client: httpx.Client, query: str, parameters: dict[str, str], expected: int
) -> None:
    assert count(get(client, query, **parameters)) == expected


def test_several_graphs_make_one_default_graph(client: httpx.Client) -> None:
    graphs = [("default-graph-uri", STATED), ("default-graph-uri", INFERRED)]
    answer = client.get("/sparql", params=[("query", COUNT), *graphs], headers={"Accept": "text/csv"})
    assert count(answer) == 9


def test_relative_iris_resolve_against_the_endpoint(client: httpx.Client) -> None:
    answer = get(client, "SELECT (STR(<x>) AS ?iri) {}")
    assert answer.text.split()[1] == f"{client.base_url}/x".replace("//x", "/x")


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    full = get(client, SELECT)
    head = client.head("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert head.content == b""
    changing = {"date", "x-request-id", "x-query-id", "server-timing"}
    assert {k: v for k, v in head.headers.items() if k not in changing} == {
        k: v for k, v in full.headers.items() if k not in changing
    }


def test_options_tells_what_may_be_asked_from_anywhere(client: httpx.Client) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://e.org", "Access-Control-Request-Method": "QUERY"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "QUERY" in answer.headers["access-control-allow-methods"]
    assert answer.headers["accept-query"] == "application/sparql-query"
    assert "access-control-allow-credentials" not in answer.headers


def test_every_answer_may_be_read_by_scripts_of_other_sites(client: httpx.Client) -> None:
    for answer in (get(client, SELECT), get(client, "ASK {"), client.get("/nowhere")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]


def test_an_answer_names_its_release_and_can_be_checked_again(client: httpx.Client) -> None:
    first = get(client, SELECT)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert f"<{CG}release/0123456789ab>" in first.headers["link"]
    assert first.headers["last-modified"].endswith("GMT")
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["vary"].replace(" ", "").split(","))
    again = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv", "If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == first.headers["cache-control"]


def test_the_date_of_an_answer_counts_where_no_tag_is_named(client: httpx.Client) -> None:
    date = get(client, "ASK { ?a ?b 'dated' }").headers["last-modified"]
    year = str(int(date.split()[3]) + 1)
    for fields, status in (
        ({"If-Modified-Since": date}, 304),
        ({"If-Modified-Since": date.replace(date.split()[3], year)}, 200),
        ({"If-Modified-Since": date, "If-None-Match": '"x"'}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
    ):
        asked = {"params": {"query": "ASK { ?a ?b 'dated' }"}, "headers": fields}
        assert [client.get("/sparql", **asked).status_code for _ in range(3)] == [status] * 3  # type: ignore[arg-type]


def test_the_entity_tag_follows_query_format_and_dataset_but_not_layout(client: httpx.Client) -> None:
    def tag(query: str = SELECT, accept: str = "text/csv", **parameters: str) -> str:
        return get(client, query, accept, **parameters).headers["etag"]

    tags = {tag(), tag(accept="application/json"), tag(SELECT + " LIMIT 1"), tag(**{"default-graph-uri": STATED})}
    assert len(tags) == 4
    assert tag() == tag(SELECT.replace(" ", "\n  ") + " # the end")


def test_the_second_time_an_answer_comes_from_the_cache(client: httpx.Client) -> None:
    query = SELECT + " OFFSET 1"
    assert "engine" in get(client, query).headers["server-timing"]
    assert "cache" in get(client, query).headers["server-timing"]


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_large_answers_are_compressed(client: httpx.Client, encoding: str) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    url = client.build_request(
        "GET", "/sparql", params={"query": query}, headers={"Accept": "text/csv", "Accept-Encoding": encoding}
    )
    answer = client.send(url)
    assert answer.headers["content-encoding"] == encoding
    assert answer.text.count("\r\n") == 22**3 + 1


def test_every_answer_tells_what_took_its_time(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"}
    with client.stream("GET", "/sparql", params=query, headers={"Accept": "text/csv"}) as streamed:
        assert "content-length" not in streamed.headers
        timing = streamed.headers["server-timing"]
    assert timing.startswith('engine;desc="until the first byte";dur=') and float(timing.rpartition("=")[2]) > 0
    small = client.get("/sparql", params={"query": "ASK { ?s ?p 17 }"})
    assert small.headers["server-timing"].startswith("engine;dur=")
    held = client.get("/sparql", params={"query": "ASK { ?s ?p 17 }"}, headers={"If-None-Match": small.headers["etag"]})
    assert (held.status_code, held.headers["server-timing"]) == (304, 'held;desc="what the client holds"')


def test_each_query_has_an_id_and_each_request_keeps_its_own(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"X-Request-Id": "abc-1"})
    assert answer.headers["x-request-id"] == "abc-1"
    assert answer.headers["x-query-id"] != get(client, SELECT).headers["x-query-id"]
    assert (
        client.get("/healthz", headers={"X-Request-Id": "no spaces, please"}).headers["x-request-id"]
        != "no spaces, please"
    )


def test_a_query_past_its_deadline_is_504_with_a_hint(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q ?r ?s . ?t ?u ?v }"
    answer = get(client, query)
    assert answer.status_code == 504
    assert "share no variable" in answer.json()["hints"][0]


def test_explain_tells_how_a_query_was_understood(client: httpx.Client) -> None:
    query = f"PREFIX cc: <{CC}> SELECT ?s {{ ?s a cc:Recomendation . ?s cc:order ?n }}"
    told = client.get("/sparql", params={"query": query, "explain": "1"}).json()
    assert told["form"] == "SELECT"
    assert told["patterns"] == [
        {"pattern": "?s a cc:Recomendation", "solutions": 0},
        {"pattern": "?s cc:order ?n", "solutions": 2},
    ]
    assert "did you mean Recommendation?" in told["hints"][0]
    assert client.get("/sparql", params={"query": "ASK {", "explain": "1"}).status_code == 400
    page = client.get("/sparql", params={"query": query, "explain": "1"}, headers={"Accept": "text/html"})
    assert "did you mean" in page.text


def test_functions_of_our_own(client: httpx.Client) -> None:
    query = (
        f"PREFIX fn: <{CG}function#> SELECT ?c ?l ?n ?x {{ "
        f"BIND(fn:citation(<{CG}recommendation/A/CONF.234/RPM.3/1/28/e>) AS ?c) "
        f"BIND(fn:locator(<{CG}document/A/CONF.234/RPM.3/1/para/28/e>) AS ?l) "
        "BIND(fn:label('  Coopération, INTERNATIONALE ') AS ?n) BIND(fn:citation('x') AS ?x) }"
    )
    (row,) = get(client, query, "application/json").json()["results"]["bindings"]
    assert {name: term["value"] for name, term in row.items()} == {
        "c": "A/CONF.234/RPM.3/1, para. 28 (e)",
        "l": "!main~para_28__list_1__item_e",
        "n": "cooperation internationale",
    }


def test_a_browser_that_asks_nothing_is_led_to_the_query_page(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/query")
    page = client.get("/query")
    assert page.status_code == 200 and "<textarea" in page.text


def test_the_service_documents_itself_from_its_code(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    for told in ("GET /sparql", "default-graph-uri", "CRIMECONGRESS_MEMORY_MB", "deadline-exceeded", "text:query"):
        assert told in page.text
    assert "http" not in "".join(part.partition('"')[0] for part in page.text.split('src="')[1:])
    example = html.unescape(page.text.split('<pre tabindex="0">')[1].split("</pre>")[0])
    assert [row.partition(",")[0].rpartition("/")[2] for row in get(client, example).text.split()[1:]] == ["e"]


def test_the_openapi_document_describes_the_endpoint(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()["paths"]["/sparql"]
    assert set(described) == {"get", "post"}
    (parameter,) = (each for each in described["get"]["parameters"] if each["name"] == "query")
    bodies = described["post"]["requestBody"]["content"]
    assert parameter["examples"] == bodies["application/sparql-query"]["examples"]
    example = bodies["application/x-www-form-urlencoded"]["example"]
    answer = client.post("/sparql", data=example, headers={"Accept": "text/csv"})
    assert answer.headers["x-result-rows"] == "2"
    responses = described["get"]["responses"]
    assert answer.headers.keys() >= {name.lower() for name in responses["200"]["headers"]}
    assert responses["503"]["headers"].keys() == responses["429"]["headers"].keys() == {"Retry-After"}


def test_health_and_readiness(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready" and ready["release"] == CG + "release/0123456789ab" and ready["triples"] == 22


def test_json_is_json(client: httpx.Client) -> None:
    json.loads(get(client, "SELECT ?x { VALUES ?x { 'a\"b\\n' } }", "application/json").text)


def test_behind_a_prefix_the_endpoint_and_its_problems_stand_below_it(
    serve: Callable[..., httpx.Client], graph_file: Path
) -> None:
    client = serve(graph_file, root_path="/kg")
    for path in ("/sparql", "/kg/sparql", "/kg/sparql/"):
        answer = client.get(path, params={"query": "SELECT (STR(<x>) AS ?iri) {}"}, headers={"Accept": "text/csv"})
        assert answer.text.split()[1] == str(client.base_url.join("/kg/x"))
        problem = client.get(path, params={"query": "ASK {"})
        assert problem.json()["type"] == f"{CG}problems/malformed-query"
        assert client.get(problem.links["help"]["url"]).status_code == 200
        assert f"<{client.base_url.join('/kg/sparql')}>" in client.get(path).text
