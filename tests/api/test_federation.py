"""SERVICE to listed endpoints only, and what the kernel keeps a worker from: canaries that must never be touched."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from api.engine import federation
from api.engine.errors import UpstreamFailed
from api.engine.federation import Allowed, address_of, values

ANSWER = {
    "head": {"vars": ["x", "y"]},
    "results": {
        "bindings": [
            {
                "x": {"type": "uri", "value": "http://e.org/a"},
                "y": {"type": "literal", "value": 'say "hi"\n', "xml:lang": "en"},
            },
            {"x": {"type": "bnode", "value": "b0"}},
        ]
    },
}


@contextmanager
def endpoint(
    status: int = 200, body: bytes | None = None, location: str | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Run another service's endpoint; yield its address and the queries that reach it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(json.dumps(ANSWER).encode() if body is None else body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post(
        "/sparql", content=query, headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    )


def test_a_listed_endpoint_is_asked_and_its_solutions_join(
    serve: Callable[..., httpx.Client], graph_file: Path
) -> None:
    with endpoint() as (address, asked):
        client = serve(graph_file, services=(address,), service_private=True, cache_mb=0)
        query = f"PREFIX e: <http://e.org/> SELECT ?x ?y {{ SERVICE <{address}> {{ ?x e:says ?y }} BIND(1 AS ?one) }}"
        rows = ask(client, query).text
        assert rows == 'x,y\r\nhttp://e.org/a,"say ""hi""\n"\r\nurn:bnode:b0,\r\n'
        assert asked == ["PREFIX e: <http://e.org/>\nSELECT * WHERE {  ?x e:says ?y  }"]


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (500, b"", "status 500"),
        (200, b"<html>", "not SPARQL results"),
        (200, b'{"head":{},"boolean":true}', "true or false"),
        (200, b" " * (2 << 20), "larger than"),
        (302, b"", "status 302"),
    ],
)
def test_an_endpoint_that_fails_is_said_to_have_failed_or_passed_over_in_silence(
    serve: Callable[..., httpx.Client], graph_file: Path, status: int, body: bytes, message: str
) -> None:
    with endpoint(status, body, "http://127.0.0.1:1/") as (address, _):
        client = serve(graph_file, services=(address,), service_private=True, service_mb=1)
        answer = ask(client, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        assert answer.status_code == 503
        assert message in answer.json()["detail"]
        assert answer.headers["retry-after"]
        silent = ask(client, f"SELECT ?one {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} BIND(1 AS ?one) }}")
        assert silent.text == "one\r\n1\r\n"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.1.2.3", "[::1]", "169.254.169.254", "192.168.1.1", "0.0.0.0"]
)
def test_a_name_that_leads_into_a_private_network_is_not_called(host: str) -> None:
    with pytest.raises(UpstreamFailed, match="address"):
        asyncio.run(address_of(f"http://{host}/sparql", Allowed()))


def test_a_name_is_looked_up_once_and_the_address_that_was_judged_is_called(
    serve: Callable[..., httpx.Client], graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    async def lookup(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    with endpoint() as (address, asked):
        named = address.replace("127.0.0.1", "sparql.example")
        client = serve(graph_file, services=(named,), service_private=True, cache_mb=0)
        monkeypatch.setattr(federation, "lookup", lookup)
        answer = ask(client, f"SELECT * {{ SERVICE <{named}> {{ ?x ?p ?y }} }}")
        assert answer.text.startswith("x,y\r\nhttp://e.org/a,")
        assert len(asked) == 1 and looked_up == ["sparql.example"]


def test_undefined_values_and_blank_nodes_have_a_place_in_values() -> None:
    text = values(json.dumps(ANSWER).encode())
    assert text == 'VALUES (?x ?y) { (<http://e.org/a> "say \\"hi\\"\\n"@en) (<urn:bnode:b0> UNDEF) }'


CANARY_QUERIES = (
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?url . SERVICE ?url {{ ?a ?b ?c }} }}",
    "SELECT * {{ VALUES ?url {{ <{url}> }} SERVICE ?url {{ ?a ?b ?c }} }}",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file://{path}> {{ ?s ?p ?o }}",
    "SELECT * {{ GRAPH <file://{path}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{url}>",
    "LOAD <{url}>",
    "LOAD <file://{path}>",
    "LOAD SILENT <{url}> INTO GRAPH <http://e.org/g>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?a ?p ?b FILTER(?b<?b#>'''\n) SERVICE <{url}> {{ ?x ?y ?z }} #'''\n}}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p trueSERVICE <{url}> {{ ?a ?b ?c }} }}",
    "PREFIX x: <{url}> SELECT * {{ SERVICEx:y{{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
)


def test_no_query_opens_a_connection_or_reads_a_file(
    serve: Callable[..., httpx.Client], graph_file: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e.org/secret> <http://e.org/p> 'canary-7f3a' .", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.3)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/data.ttl"
        client = serve(graph_file)
        for template in CANARY_QUERIES:
            query = template.format(url=url, path=secret)
            answers = [ask(client, query), client.post("/sparql", data={"update": query})]
            answers.append(client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": url}))
            answers.append(client.get("/graphs", params={"graph": f"file://{secret}"}))
            for answer in answers:
                assert answer.status_code < 500, query
                assert "canary-7f3a" not in answer.text
        with pytest.raises(TimeoutError):
            canary.accept()
