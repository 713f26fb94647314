"""The inside of a worker, in this process: one request in, frames out."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from api import results
from api.engine import wire, worker
from api.engine.errors import ReleaseUnreadable
from api.engine.holding import Charge, Holding, hold
from api.engine.limits import Limits
from api.engine.worker import Request

CC = "https://w3id.org/crimecongress/ontology#"
CG = "https://w3id.org/crimecongress/"
TEXT = "PREFIX t: <https://w3id.org/crimecongress/text#> "
Ask = Callable[..., tuple[bytes, dict[str, object]]]


@pytest.fixture(scope="module")
def holding(graph_file: Path) -> Holding:
    """The release in memory. On-disk stores are tested through the engine: their threads do not survive a fork here."""
    return hold(Charge(str(graph_file), None, 1000, "", Limits())).opened()


def read(sock: socket.socket) -> tuple[bytes, dict[str, object]]:
    """Return an answer's bytes and what its last frame tells; the first bytes come alone where the machine is slow."""
    *before, (kind, payload) = wire.Parser().feed(sock.recv(1 << 20))
    if kind == wire.ERROR:
        return b"", {"error": True, **json.loads(payload)}
    rows, size, _ = wire.FIGURES.unpack_from(payload)
    body = b"".join(part for _, part in before) + payload[wire.FIGURES.size :]
    return body, {"error": False, "rows": rows, "bytes": size}


@pytest.fixture
def ask(holding: Holding) -> Iterator[Ask]:
    ours, theirs = socket.socketpair()
    with ours, theirs:

        def go(text: str, media_type: str = "text/csv", **more: object) -> tuple[bytes, dict[str, object]]:
            request = Request(text, media_type, "http://e.org/", **more)  # type: ignore[arg-type]
            worker.serve(theirs, holding, Request.from_payload(request.frame()[wire.HEADER.size :]))
            return read(ours)

        yield go


@pytest.mark.parametrize("form", [f for f in results.FORMATS if not f.graph])
def test_rows_are_written_and_counted_in_each_format(ask: Ask, form: results.Format) -> None:
    body, told = ask("SELECT ?s ?p ?o { ?s ?p ?o }", form.media_type)
    assert (told["error"], told["rows"], told["bytes"]) == (False, 22, len(body))
    assert b"congress/14" in body
    body, told = ask("ASK { ?s ?p ?o }", form.media_type)
    assert told["rows"] == 1 and b"true" in body


@pytest.mark.parametrize("form", [f for f in results.FORMATS if f.graph])
def test_triples_are_written_and_counted_in_each_format(ask: Ask, form: results.Format) -> None:
    body, told = ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", form.media_type, gives_graph=True)
    assert (told["error"], told["rows"]) == (False, 22)
    assert b"Fourteenth Congress" in body


@pytest.mark.parametrize(
    ("more", "number"),
    [
        ({}, b"22"),
        ({"default_graphs": (CG + "graph/curated",), "named_graphs": ()}, b"6"),
        ({"default_graphs": (), "named_graphs": ()}, b"0"),
    ],
)
def test_the_dataset_is_what_the_request_says(ask: Ask, more: dict[str, object], number: bytes) -> None:
    assert ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **more)[0].split()[1] == number


def test_searches_are_answered_before_the_engine_reads_the_query(ask: Ask) -> None:
    query = TEXT + "SELECT ?r ?x { HERE }"
    start = query.index("HERE")
    body = "?r t:query 'restorative' ; t:snippet ?x ; t:property ?p ; t:literal ?l ; t:score ?n"
    prefixes = (("t", "https://w3id.org/crimecongress/text#"),)
    found, told = ask(query, searches=((start, start + 4, body),), prefixes=prefixes)
    assert told["rows"] == 1 and b'28/e,"Promote the use of restorative justice' in found


def test_functions_are_known_to_queries_that_name_them(ask: Ask) -> None:
    query = f"SELECT ?c {{ BIND(<{CG}function#citation>(<{CG}document/A/CONF.234/RPM.3/1/para/28/e>) AS ?c) }}"
    assert ask(query)[0] == b'c\r\n"A/CONF.234/RPM.3/1, para. 28 (e)"\r\n'


@pytest.mark.parametrize(
    ("query", "media_type", "kind"),
    [
        ("SELECT * { ?s ?p ", "text/csv", "BadQuery"),
        ("SELECT * { ?s ?p ?o }", "text/turtle", "BadQuery"),
        ("ASK {}", "text/turtle", "BadQuery"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", "BadQuery"),
        ("SELECT * { ?s ?p ?o }", "application/sparql-results+json", "AnswerTooLarge"),
    ],
)
def test_what_goes_wrong_is_told_in_a_frame(ask: Ask, query: str, media_type: str, kind: str) -> None:
    limits = {"most_rows": 5} if kind == "AnswerTooLarge" else {}
    _, told = ask(query, media_type, **limits)
    assert (told["error"], told["kind"]) == (True, kind)
    assert told["message"]


def test_an_answer_of_too_many_bytes_is_refused(ask: Ask) -> None:
    assert ask("SELECT * { ?s ?p ?o }", most_bytes=100)[1]["kind"] == "AnswerTooLarge"
    assert ask("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", most_bytes=100)[1]["kind"] == "AnswerTooLarge"


def test_a_description_comes_with_its_evidence(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f"<a:a> <a:p> 1 . <a:m> <{CC}inContainer> <a:a> ; <{CC}exact> 'x' .", encoding="utf-8")
    held = hold(Charge(str(path), None, 1000, str(tmp_path), Limits()))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.serve(theirs, held, Request("DESCRIBE <a:a>", "application/n-triples", "http://e.org/", True, True))
        body, _ = read(ours)
    assert len(list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.trig", None), ("x.txt", "x"), ("x.ttl", ""), ("x.ttl", "<a:a> <a:p>"), ("x.nq", "nonsense")],
)
def test_what_cannot_be_loaded_is_named(tmp_path: Path, name: str, content: str | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseUnreadable, match=path.name):
        hold(Charge(str(path), None, 1000, str(tmp_path), Limits()))
