"""Nothing a client can send is answered with 500: queries put together at random, mutilated, and odd requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.sandbox import tokens

SEEDS = """
PREFIX e: <http://e.org/> SELECT DISTINCT ?a (COUNT(?b) AS ?n)
{ ?a e:p/^e:q* ?b OPTIONAL { ?b ?c 'x'@en } } GROUP BY ?a

CONSTRUCT { ?a <http://e.org/p> [ ] }
WHERE { GRAPH ?g { ?a ?b ?c } FILTER(?c > 1.5 || REGEX(STR(?c), '^a.*')) } LIMIT 3

DESCRIBE ?a { ?a ?b ?c MINUS { ?a ?b 3 } BIND(STRLEN(STR(?c)) AS ?d) } ORDER BY DESC(?d) OFFSET 1

ASK FROM <http://e.org/g>
{ VALUES (?a ?b) { (UNDEF 1) ('''x''' <http://e.org/>) } { ?a ?b ?c } UNION { ?c ?b ?a } }

PREFIX t: <https://w3id.org/crimecongress/text#>
SELECT * { SERVICE <https://w3id.org/crimecongress/text> { ?r t:query 'a b*' ; t:score ?s } }

SELECT (SUM(?n) AS ?s) (GROUP_CONCAT(?x; SEPARATOR=',') AS ?y) { { SELECT ?n ?x { ?x ?p ?n } } } HAVING(COUNT(*) > 1)

INSERT DATA { <http://e.org/a> <http://e.org/b> 'c' } ; LOAD <file:///etc/passwd>
"""
W3C = Path(__file__).parents[3] / "shared" / "w3c" / "protocol" / "manifest.ttl"
WORDS = sorted({token.text for token in tokens(SEEDS)} | {"\\u0053", "<", ">", "#", "'", '"', "\x00", "é", "<<", "{|"})
ACCEPTS = (
    "*/*",
    "text/csv",
    "text/html",
    "text/turtle",
    "application/ld+json",
    "application/json",
    "x",
    "text/*;q=2",
    "",
)
RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    path: Path = tmp_path_factory.mktemp("fuzz") / "graph.trig"
    path.write_text(
        "<http://e.org/g> { <http://e.org/a> <http://e.org/p> 1, 'x'@en ; <http://e.org/q> <http://e.org/a> . "
        "<http://e.org/b> <https://w3id.org/crimecongress/ontology#text> 'a b c' }",
        encoding="utf-8",
    )
    return serve(path, seconds=1, memory_mb=128)


def mutated(draw: st.DrawFn, seeds: Sequence[str] = SEEDS.split("\n\n")) -> str:
    """Return a seed with some of its characters or tokens lost, doubled or exchanged."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        text = text[:a] + draw(st.sampled_from(("", text[a:b] * 2, *WORDS))) + text[b:]
    return text


@RELAXED
@given(
    st.one_of(
        st.composite(mutated)(), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.text(max_size=60)
    ),
    st.sampled_from(ACCEPTS),
)
def test_no_query_is_answered_with_500(client: httpx.Client, query: str, accept: str) -> None:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": accept})
    assert answer.status_code in (200, 400, 403, 406, 503, 504), (query, answer.text)
    if answer.status_code == 200 and accept == "*/*":
        assert answer.headers["content-type"].partition(";")[0] in ("application/sparql-results+json", "text/turtle")


@RELAXED
@given(
    st.sampled_from(("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "QUERY", "PATCH")),
    st.sampled_from(("/sparql", "/graphs", "/void", "/catalog", "/problems/x", "/data/x", "/readyz")),
    st.lists(
        st.tuples(
            st.sampled_from(
                ("query", "update", "graph", "default", "default-graph-uri", "named-graph-uri", "format", "explain")
            ),
            st.text(max_size=20),
        ),
        max_size=4,
    ),
    st.binary(max_size=40),
    st.sampled_from(
        (
            "application/sparql-query",
            "application/x-www-form-urlencoded",
            "text/plain",
            "application/sparql-query; charset=x",
            "",
        )
    ),
)
def test_no_request_is_answered_with_500(
    client: httpx.Client, method: str, path: str, params: list[tuple[str, str]], body: bytes, content_type: str
) -> None:
    answer = client.request(method, path, params=params, content=body, headers={"Content-Type": content_type})
    assert answer.status_code < 500 or answer.status_code in (503, 504), answer.text
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.json()["status"] == answer.status_code


def w3c_requests() -> list[str]:
    """Return what the W3C's protocol cases send, in the path or in the body."""
    manifest = W3C.read_text(encoding="utf-8") if W3C.exists() else ""
    paths = re.findall(r'ht:absolutePath "/sparql/([^"]*)"', manifest)
    bodies = re.findall(r'cnt:chars (?:"""(.*?)"""|"([^"]*)")', manifest, re.DOTALL)
    return sorted(
        {*(unquote(path.removeprefix("?")) for path in paths), *(long or short for long, short in bodies)} - {""}
    )


@pytest.mark.skipif(not W3C.exists(), reason=f"the W3C's manifest is not at {W3C}")
@RELAXED
@given(st.composite(lambda draw: mutated(draw, w3c_requests()))(), st.sampled_from(("GET", "POST", "form", "QUERY")))
def test_no_mutated_request_of_the_w3c_is_answered_with_500(client: httpx.Client, text: str, way: str) -> None:
    if way == "GET":
        answer = client.get(f"/sparql?{quote(text, safe='=&')}")
    else:
        kind = "x-www-form-urlencoded" if way == "form" else "sparql-query"
        headers = {"Content-Type": f"application/{kind}"}
        answer = client.request(way.replace("form", "POST"), "/sparql", content=text.encode(), headers=headers)
    assert answer.status_code in (200, 400, 403, 406, 413, 503, 504), (text, answer.text)


@pytest.mark.parametrize("depth", [50, 500, 5_000, 30_000])
@pytest.mark.parametrize(
    "shape", ["ASK {X{X}X}X", "ASK { FILTER(X(X1X)X) }", "SELECT * { ?s X(X<a:b>X)X ?o }", "ASK { ?s ?p X[ ?p X1X ]X }"]
)
def test_deep_nesting_is_an_answer_or_a_malformed_query(client: httpx.Client, depth: int, shape: str) -> None:
    first, opening, middle, closing, last = shape.split("X")
    query = first + opening * depth + middle + closing * depth + last
    answer = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code in (200, 400, 413, 503, 504), answer.text
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "a b"},
        {"Host": "e.org:99999999"},
        {"Host": "[::1"},
        {"Accept": ",;=q" * 200},
        {"Accept": "text/csv" + ", text/csv" * 2000},
        {"If-None-Match": 'W/"' + "x" * 5000},
        {"Content-Type": ";;;"},
        {"X-Request-Id": "\x7f" * 50},
    ],
)
def test_odd_headers_are_no_fault_of_ours(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.get("/sparql", params={"query": "SELECT (STR(<x>) AS ?x) {}"}, headers=headers).status_code < 500
