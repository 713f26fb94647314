"""Requests that a connection answers by itself, over a transport that keeps what is written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from uvicorn.server import ServerState

from api.app import create_app
from api.direct import Direct
from api.engine.cache import AnswerCache
from api.envelope import Sent
from api.journal import Journal
from api.manners import split
from api.rates import Rates
from api.settings import Settings
from api.shortcuts import CAPACITY, LARGEST, Shortcuts, repeatable

ASK = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: e.org\r\nAccept: text/csv\r\n\r\n"
CG = "https://w3id.org/crimecongress/"
DIFFERENT = (b"x-query-id", b"x-request-id", b"date")


class Wire(asyncio.Transport):
    """The other end of a connection."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[bytes] = []
        self.closed = False

    def write(self, data: Any) -> None:
        self.answers.append(bytes(data))

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("192.0.2.7", 5), "sockname": ("127.0.0.1", 80)}.get(name, default)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def abort(self) -> None: ...


class Connection:
    """A connection to a service; `read` counts the requests that the app was asked."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        self.read = 0
        config = uvicorn.Config(self._counted, interface="asgi3", lifespan="off", proxy_headers=False)
        state = ServerState()
        state.default_headers = [(b"date", b"Tue, 24 Nov 2026 12:00:00 GMT")]
        self._make: Callable[[], Direct] = partial(
            self.app.state.connection, config=config, server_state=state, app_state={}
        )

    async def _counted(self, scope: Any, receive: Any, send: Any) -> None:
        self.read += 1
        await self.app(scope, receive, send)

    def open(self) -> None:
        """Begin a connection."""
        self.wire = Wire()
        self.protocol = self._make()
        self.protocol.connection_made(self.wire)

    async def send(self, *pieces: bytes) -> bytes:
        """Send bytes, piece by piece, and return what comes back."""
        self.wire.answers.clear()
        for piece in pieces:
            self.protocol.data_received(piece)
        for _ in range(1_000):
            await asyncio.sleep(0.005)
            if self.wire.answers and self.protocol.idle:
                break
        return b"".join(self.wire.answers)


Act = Callable[[Connection], Coroutine[Any, Any, None]]


@pytest.fixture
def act(settings: Settings) -> Callable[..., None]:
    """Return a function that runs `play(connection)` on a service that is ready."""

    def run(play: Act, **more: object) -> None:
        async def live() -> None:
            connection = Connection(settings.model_copy(update=more))
            async with connection.app.router.lifespan_context(connection.app):
                connection.open()
                await play(connection)

        asyncio.run(live())

    return run


def fields(answer: bytes) -> dict[bytes, bytes]:
    head, _, _ = answer.partition(b"\r\n\r\n")
    return dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])


def get(query: str, *more: str, path: str = "/sparql", parameters: str = "", accept: str = "text/csv") -> bytes:
    """Return a request for a query."""
    lines = [f"GET {path}?query={quote(query)}{parameters} HTTP/1.1", "Host: e.org", f"Accept: {accept}", *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_the_same_bytes_get_the_same_answer_without_being_read(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        first, second = await connection.send(ASK), await connection.send(ASK)
        assert connection.read == 1
        connection.open()
        third = await connection.send(ASK)
        assert connection.read == 1
        assert third.endswith(b"\r\n\r\ntrue\n") and third.startswith(b"HTTP/1.1 200 OK\r\n")
        kept, again = fields(second), fields(third)
        assert kept.keys() == again.keys() >= {*DIFFERENT, b"etag", b"link", b"vary", b"x-result-rows"}
        assert {name for name in kept if kept[name] != again[name]} == {b"x-query-id", b"x-request-id"}
        assert fields(first)[b"etag"] == again[b"etag"]

    act(play)


def test_what_a_client_holds_is_not_sent_again(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        tag = fields(await connection.send(ASK))[b"etag"]
        held = ASK.replace(b"\r\n\r\n", b"\r\nIf-None-Match: " + tag + b"\r\n\r\n")
        answers = [await connection.send(held) for _ in range(3)]
        assert all(answer.startswith(b"HTTP/1.1 304 ") and answer.endswith(b"\r\n\r\n") for answer in answers)
        assert connection.read == 2

    act(play)


def test_bytes_in_the_body_of_a_request_are_no_request(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        for _ in range(3):
            await connection.send(ASK)
        connection.open()
        head = b"POST /sparql HTTP/1.1\r\nHost: e.org\r\nContent-Type: application/sparql-query\r\n"
        answer = await connection.send(head + b"Content-Length: %d\r\n\r\n" % len(ASK), ASK)
        assert answer.startswith(b"HTTP/1.1 400 ") and answer.count(b"HTTP/1.1") == 1

    act(play)


def test_several_requests_at_once_are_answered_in_their_order(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        for _ in range(3):
            await connection.send(ASK)
        other = ASK.replace(b"ASK%20%7B%7D", b"ASK%20%7B%20FILTER(false)%20%7D")
        answer = await connection.send(other, ASK, ASK + other)
        for _ in range(200):
            if answer.count(b"HTTP/1.1 200") == 4:
                break
            await asyncio.sleep(0.01)
            answer = b"".join(connection.wire.answers)
        assert [part.split(b"\r\n\r\n")[1][:5] for part in answer.split(b"HTTP/1.1 200 OK")[1:]] == [
            *(b"false", b"true\n", b"true\n", b"false")
        ]

    act(play)


def test_the_log_tells_of_every_answer(act: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    told: list[dict[str, Any]] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(getattr(record, "fields", {}))

    async def play(connection: Connection) -> None:
        handler = Listening()
        logging.getLogger("crimecongress").addHandler(handler)
        for _ in range(4):
            await connection.send(ASK)
        logging.getLogger("crimecongress").removeHandler(handler)
        assert connection.read == 1
        assert len({frozenset(line) for line in told}) == 1
        assert [line["form"] for line in told] == ["ask"] * 4
        assert [line["cached"] for line in told] == [False, True, True, True]
        assert len({line["request_id"] for line in told}) == len({line["query_id"] for line in told}) == 4
        assert {line["client"] for line in told} == {"192.0.2.7"}

    act(play, log_clients=True)


def test_a_client_s_requests_count_however_they_are_answered(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        answers = [await connection.send(ASK) for _ in range(5)]
        assert [answer[9:12] for answer in answers] == [b"200"] * 4 + [b"429"]
        assert [fields(answer)[b"ratelimit"].split(b";")[1] for answer in answers[:4]] == [
            b"r=3",
            b"r=2",
            b"r=1",
            b"r=0",
        ]

    act(play, rate=4)


def test_another_release_has_other_answers(act: Callable[..., None], tmp_path: Path) -> None:
    async def play(connection: Connection) -> None:
        count = ASK.replace(b"ASK%20%7B%7D", b"SELECT(COUNT(*)AS%3Fn)%7B%3Fs%20%3Fp%20%3Fo%7D")
        assert [(await connection.send(count)).endswith(b"\r\n22\r\n") for _ in range(4)] == [True] * 4
        small = tmp_path / "small.nt"
        small.write_text("<x:1> <x:p> <x:2> .\n", encoding="utf-8")
        await connection.app.state.engine.swap(small)
        assert [(await connection.send(count)).endswith(b"\r\n1\r\n") for _ in range(3)] == [True] * 3

    act(play)


@pytest.mark.parametrize(
    ("request_", "may"),
    [
        (ASK, True),
        (ASK.replace(b"\r\n\r\n", b"\r\nConnection: keep-alive\r\n\r\n"), True),
        (ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), False),
        (ASK.replace(b"\r\n\r\n", b"\r\nX-Request-ID: 7\r\n\r\n"), False),
        (ASK.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"), False),
        (ASK.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n"), False),
        (ASK.replace(b"GET", b"HEAD"), False),
        (ASK.replace(b"1.1", b"1.0"), False),
        (ASK + ASK, False),
        (ASK + b"a", False),
        (ASK[:-1], False),
        (b"", False),
    ],
)
def test_only_a_whole_request_that_is_anybody_s_may_come_again(request_: bytes, may: bool) -> None:
    assert repeatable(request_) is may


def test_what_is_kept_is_bounded(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        release = connection.app.state.engine.release.digest
        sent = Sent(200, [], bytes(LARGEST))
        names = [ASK.replace(b"ASK", b"ASK%d" % number) for number in range(2 * CAPACITY // LARGEST)]
        shortcuts = Shortcuts(connection.app.state.engine, Rates(0), Journal(Settings(), None), lambda: "name")
        for name in names:
            shortcuts.put(name, release, sent, {})
        kept = [name for name in names if shortcuts.answer(name, "", ())]
        assert kept == names[-len(kept) :]
        assert CAPACITY - 2 * LARGEST < len(kept) * LARGEST <= CAPACITY
        shortcuts.put(ASK, release, Sent(200, [], bytes(LARGEST + 1)), {})
        assert shortcuts.answer(ASK, "", ()) is None

    act(play)


JSON = "application/sparql-results+json"


ALIKE: list[tuple[str, str, dict[str, str]]] = [
    ("ASK {}", "ASK { ?s ?p ?o }", {}),
    ("ASK {}", "ASK { FILTER(false) }", {"accept": JSON}),
    ("SELECT * { ?s ?p ?o } LIMIT 1", "# a comment\nSELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 2", {"accept": JSON}),
    ("SELECT * {}", "SELECT (<x> AS ?base) {}", {"accept": "*/*"}),
    ("SELECT * {}", "SELECT ('é+%&=' AS ?text) {}", {"parameters": "&format=tsv"}),
    ("SELECT * {}", "SELECT (COUNT(*) AS ?n) {?s ?p ?o}", {"parameters": f"&default-graph-uri={CG}graph/curated"}),
    ("CONSTRUCT { <a:a> <a:p> 1 } {}", "CONSTRUCT { <a:a> <a:p> 2 } {}", {"accept": "application/n-triples"}),
    ("DESCRIBE <a:a>", f"DESCRIBE <{CG}congress/14>", {"accept": "text/turtle"}),
]


def test_a_query_like_one_before_is_answered_as_if_it_were_read(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        for first, other, manner in ALIKE:
            ordinary = await connection.send(get(other, "X-Request-ID: 7", **manner))
            await connection.send(get(first, **manner))
            connection.app.state.engine.cache = AnswerCache(1 << 20)
            before = connection.read
            direct = await connection.send(get(other, **manner))
            assert connection.read == before
            assert direct.partition(b"\r\n\r\n")[2] == ordinary.partition(b"\r\n\r\n")[2] != b""
            one, two = fields(ordinary), fields(direct)
            assert one.keys() == two.keys()
            different = {name for name in one if one[name] != two[name]}
            assert different <= {b"x-query-id", b"x-request-id", b"server-timing"}

    act(play)


WRONG = [
    ("SELECT * {", 400, b"malformed-query"),
    ("CLEAR ALL", 403, b"update-refused"),
    ("SELECT * { SERVICE <http://127.0.0.1/> {} }", 403, b"service-refused"),
    ("SELECT * {} #" + "x" * 9_000, 413, b"content-too-large"),
]


def test_what_is_wrong_with_a_query_like_one_before_is_told(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        for query, status, kind in WRONG:
            await connection.send(get("SELECT * {}", accept=JSON))
            answer = await connection.send(get(query, accept=JSON))
            assert answer.startswith(b"HTTP/1.1 %d " % status) and b"/problems/" + kind in answer
            assert (await connection.send(get("SELECT * {}", accept=JSON))).startswith(b"HTTP/1.1 200 ")
        assert connection.app.state.engine.pool.kills == 0

    act(play, query_length=9_000)


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }"
FIRST = "SELECT (1 AS ?one) {}"


def test_a_slow_query_like_one_before_ends_at_its_limit(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        answer = await connection.send(get(SLOW))
        assert answer.startswith(b"HTTP/1.1 504 ") and b"did not end within 1 second" in answer
        assert connection.app.state.engine.pool.kills == 1
        assert (await connection.send(get(FIRST))).endswith(b"\r\n1\r\n")

    act(play, seconds=1)


def test_a_large_answer_to_a_query_like_one_before_comes_in_chunks(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        answer = await connection.send(get("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
        assert fields(answer)[b"transfer-encoding"] == b"chunked" and answer.endswith(b"\r\n0\r\n\r\n")
        assert connection.read == 2

    act(play)


@pytest.mark.parametrize("field", ["Accept-Encoding: identity", "Accept-Encoding: gzip"])
def test_a_kept_answer_is_not_computed_again_whatever_its_size(act: Callable[..., None], field: str) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST, field))
        query = get("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 3000", field)
        answers = [await connection.send(query) for _ in range(4)]
        assert all(b"HTTP/1.1 200 " in answer for answer in answers)
        assert [b"kept answer" in fields(answer)[b"server-timing"] for answer in answers] == [False, True, True, True]
        assert connection.app.state.engine.pool.kills == 0

    act(play)


def test_a_client_that_takes_compressed_answers_gets_them(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        gzip = "Accept-Encoding: gzip"
        await connection.send(get(FIRST, gzip))
        small = await connection.send(get("SELECT (2 AS ?two) {}", gzip))
        large = await connection.send(get("SELECT * { ?s ?p ?o }", gzip))
        assert b"content-encoding" not in fields(small) and fields(large)[b"content-encoding"] == b"gzip"
        assert fields(small)[b"vary"] == fields(large)[b"vary"]
        assert connection.read == 2

    act(play)


def test_a_query_ends_when_its_client_has_gone(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        connection.protocol.data_received(get(SLOW))
        await asyncio.sleep(0.2)
        assert not connection.protocol.idle
        connection.protocol.connection_lost(None)
        assert connection.app.state.engine.pool.kills == 1
        connection.open()
        assert (await connection.send(get(FIRST))).endswith(b"\r\n1\r\n")

    act(play, concurrent_per_client=1)


def test_what_a_client_sends_meanwhile_is_answered_after(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        numbers = [2, 3, 4]
        for number in numbers:
            connection.protocol.data_received(get(FIRST.replace("1", str(number))))
        for _ in range(400):
            await asyncio.sleep(0.005)
            if b"".join(connection.wire.answers).count(b"HTTP/1.1 200") == 4:
                break
        answers = b"".join(connection.wire.answers).split(b"HTTP/1.1 200 OK")[2:]
        assert [int(answer.split(b"\r\n\r\n")[1].split()[1]) for answer in answers] == numbers

    act(play)


def test_no_more_queries_of_a_client_run_at_once_than_it_may(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        connection.protocol.data_received(get(SLOW))
        slow = connection.protocol
        connection.open()
        answer = await connection.send(get("SELECT (2 AS ?two) {}"))
        assert answer.startswith(b"HTTP/1.1 429 ")
        slow.connection_lost(None)
        assert (await connection.send(get("SELECT (2 AS ?two) {}"))).startswith(b"HTTP/1.1 200 ")

    act(play, concurrent_per_client=1)


def test_a_query_like_one_before_waits_for_a_worker(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        slow, read = connection.protocol, connection.read
        slow.data_received(get(SLOW))
        connection.open()
        answer = await connection.send(get("SELECT (2 AS ?two) {}"))
        assert answer.startswith(b"HTTP/1.1 503 ") and b"no worker was free within 0.3 seconds" in answer
        connection.open()
        connection.protocol.data_received(get("SELECT (3 AS ?three) {}"))
        connection.protocol.connection_lost(None)
        assert connection.app.state.engine.pool.counts["waiting"] == 0
        connection.open()
        connection.protocol.data_received(get("SELECT (4 AS ?four) {}"))
        slow.connection_lost(None)
        for _ in range(400):
            await asyncio.sleep(0.005)
            if connection.wire.answers:
                break
        assert connection.wire.answers[-1].endswith(b"\r\n4\r\n") and connection.read == read + 1

    act(play, concurrent=1, workers=1, queue_seconds=0.3)


def test_a_service_that_ends_answers_first_what_is_under_way(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        await connection.send(get(FIRST))
        connection.wire.answers.clear()
        connection.protocol.data_received(get("SELECT (2 AS ?two) {}"))
        connection.protocol.shutdown()
        assert not connection.wire.is_closing()
        for _ in range(400):
            await asyncio.sleep(0.005)
            if connection.wire.closed:
                break
        answer = b"".join(connection.wire.answers)
        assert answer.endswith(b"\r\n2\r\n") and fields(answer)[b"connection"] == b"close"

    act(play)


def test_a_request_that_says_more_is_read(act: Callable[..., None]) -> None:
    async def play(connection: Connection) -> None:
        for field in ("Connection: close", 'If-None-Match: W/"x"', "X-Forwarded-For: 192.0.2.1", "X-Request-ID: 7"):
            before = connection.read
            for number in (1, 2):
                connection.open()
                answer = await connection.send(get(FIRST.replace("1", str(number)), field))
                assert answer.endswith(b"\r\n%d\r\n" % number)
            assert connection.read == before + 2

    act(play)


@pytest.mark.parametrize(
    ("request_", "parts"),
    [
        (b"GET /sparql?query=ASK{} HTTP/1.1\r\n\r\n", None),
        (b"GET /sparql?query= HTTP/1.1\r\n\r\n", None),
        (b"GET /sparql?query=a#b HTTP/1.1\r\n\r\n", None),
        (b"GET /sparql?xquery=a HTTP/1.1\r\n\r\n", None),
        (b"POST /sparql?query=a HTTP/1.1\r\n\r\n", None),
        (b"GET /sparql?query=a\r\n\r\n", None),
        (b"GET /sparql?query=a&b=c HTTP/1.1\r\n\r\n", (b"GET /sparql?query=&b=c HTTP/1.1\r\n\r\n", b"a")),
        (b"GET /sparql?b=c&query=a+b HTTP/1.1\r\n\r\n", (b"GET /sparql?b=c&query= HTTP/1.1\r\n\r\n", b"a+b")),
    ],
)
def test_a_query_is_found_in_its_request(request_: bytes, parts: tuple[bytes, bytes] | None) -> None:
    assert split(request_) == parts
