"""What makes a comparison fair: equal answers are found equal, others different; the client reads HTTP right."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from bench import workload
from bench.client import Client, get
from bench.workload import Question, content

ROWS = Question("rows", "SELECT ?a ?n WHERE { }")
ORDERED = Question("ordered", "SELECT ?a WHERE { } ORDER BY ?a", ordered=True)


def answer(*rows: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"head": {}, "results": {"bindings": list(rows)}}).encode()


def literal(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}


A, B = {"a": literal("A")}, {"a": literal("B")}
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ((A, B), (B, A), True),
        ((A, A), (A,), False),
        ((A,), ({"a": literal("A", datatype=XSD + "string")},), True),
        ((A,), ({"a": literal("A", **{"xml:lang": "en"})},), False),
        ((A,), ({"a": {"type": "uri", "value": "A"}},), False),
        (
            ({"n": literal("3", datatype=XSD + "integer")},),
            ({"n": {"type": "typed-literal", "value": "3", "datatype": XSD + "int"}},),
            True,
        ),
        (({"n": literal("3", datatype=XSD + "integer")},), ({"n": literal("4", datatype=XSD + "integer")},), False),
    ],
)
def test_answers_are_equal_whatever_the_spelling(
    one: tuple[dict[str, dict[str, str]], ...], other: tuple[dict[str, dict[str, str]], ...], equal: bool
) -> None:
    assert (content(answer(*one), ROWS) == content(answer(*other), ROWS)) is equal


def test_the_order_of_rows_counts_where_the_query_orders_them() -> None:
    assert content(answer(A, B), ORDERED) != content(answer(B, A), ORDERED)


def test_a_truth_value_as_a_row_is_a_truth_value() -> None:
    ask = Question("ask", "ASK { }")
    row = answer({"__ASK_RETVAL": literal("1", datatype=XSD + "integer")})
    assert content(row, ask) == content(b'{"head": {}, "boolean": true}', ask)
    assert content(row, ask) != content(b'{"head": {}, "boolean": false}', ask)


def test_there_are_twelve_questions_of_different_names() -> None:
    asked = workload.questions(workload.SEED, "https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e")
    assert len({question.name for question in asked}) == 12


@pytest.fixture
def server() -> Iterator[tuple[socket.socket, list[bytes]]]:
    """A server that sends the bytes it is told to, for each request one piece."""
    listening = socket.create_server(("127.0.0.1", 0))
    replies: list[bytes] = []

    def run() -> None:
        connection, _ = listening.accept()
        with connection:
            for reply in replies:
                connection.recv(65536)
                for piece in (reply[:20], reply[20:]):
                    connection.sendall(piece)

    thread = threading.Thread(target=run)
    thread.start()
    yield listening, replies
    thread.join(5)
    listening.close()


def test_the_client_reads_lengths_chunks_and_ends(server: tuple[socket.socket, list[bytes]]) -> None:
    listening, replies = server
    replies += [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole",
        b"HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nin \r\n6\r\npieces\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end",
    ]
    with Client(listening.getsockname()[1]) as client:
        answers = [client.ask(get("/", "*/*")) for _ in range(3)]
    assert [(one.status, one.body) for one in answers] == [(200, b"whole"), (503, b"in pieces"), (200, b"to the end")]
    assert all(0 <= one.first <= one.whole for one in answers)
