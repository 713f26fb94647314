"""The small parts of the engine: counting rows, frames, the cache, bindings, values in JSON-LD."""

from __future__ import annotations

import asyncio
import socket
import tracemalloc

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import results
from api.engine import wire
from api.engine.binding import bind
from api.engine.cache import AnswerCache, Kept
from api.engine.errors import BadQuery
from api.engine.exchange import HIGH, Exchange, Figures
from api.engine.rows import counter
from api.engine.writing import cell, value
from api.ticker import Ticker

TERMS = st.one_of(
    st.none(),
    st.text(max_size=12).map(ox.Literal),
    st.sampled_from(['"', ",", "\n", "\r\n", '},{"', "<result>", 'a"b""c', "\\", '\\"', "\t"]).map(ox.Literal),
    st.integers().map(ox.Literal),
)
ROW_FORMATS = {
    results.CSV.media_type: ox.QueryResultsFormat.CSV,
    results.TSV.media_type: ox.QueryResultsFormat.TSV,
    results.JSON.media_type: ox.QueryResultsFormat.JSON,
    results.XML.media_type: ox.QueryResultsFormat.XML,
}


@given(st.lists(st.tuples(TERMS, TERMS), max_size=6), st.sampled_from(sorted(ROW_FORMATS)), st.integers(1, 9))
def test_rows_are_counted_in_whatever_pieces_they_come(
    rows: list[tuple[ox.Literal | None, ox.Literal | None]], media_type: str, size: int
) -> None:
    listed = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {listed} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=ROW_FORMATS[media_type]) or b""
    count = counter(media_type)
    assert count is not None
    assert sum(count(body[i : i + size]) for i in range(0, len(body), size)) == len(rows)


@given(
    st.lists(st.tuples(st.sampled_from([wire.DATA, wire.END]), st.binary(max_size=20)), max_size=5), st.integers(1, 7)
)
def test_frames_come_out_as_they_went_in(frames: list[tuple[bytes, bytes]], size: int) -> None:
    stream = b"".join(wire.frame(kind, payload) for kind, payload in frames)
    parser = wire.Parser()
    found = [frame for i in range(0, len(stream), size) for frame in parser.feed(stream[i : i + size])]
    assert found == frames


def test_a_large_request_is_received_whole_and_a_closed_socket_is_the_end() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        payload = b"x" * 150_000
        ours.setblocking(False)
        sent = ours.send(wire.frame(wire.ASK, payload))
        ours.setblocking(True)
        assert sent == len(payload) + wire.HEADER.size
        assert wire.receive(theirs) == (wire.ASK, payload)
        ours.close()
        assert wire.receive(theirs) is None


def test_the_cache_is_bounded_in_bytes_and_forgets_what_was_used_longest_ago() -> None:
    cache = AnswerCache(1_000)
    for name in "abc":
        cache.put(name, Kept(name.encode() * 40, Figures()))
        cache.get("a")
    assert cache.get("b") is None
    assert cache.get("a") is not None and cache.get("c") is not None
    assert 80 < cache.bytes <= 1_000
    cache.put("large", Kept(b"x" * 1_001, Figures()))
    assert cache.get("large") is None


def test_many_small_answers_take_no_more_memory_than_the_cache_may_have() -> None:
    capacity = 1 << 20
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        cache = AnswerCache(capacity)
        for number in range(10_000):
            figures = Figures(*wire.FIGURES.unpack(wire.FIGURES.pack(*range(len(Figures.__slots__)))))
            cache.put(f"{number:032x}", Kept(b"%d" % number, figures))
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert capacity / 2 < taken < capacity * 1.1


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ("SELECT ?o { ?x ?p ?o }", "SELECT ?o { <a:x> ?p ?o }"),
        ("SELECT ?x (COUNT(?x) AS ?n) { ?x ?p ?o }", "SELECT (<a:x> AS ?x) (COUNT(<a:x>) AS ?n) { <a:x> ?p ?o }"),
        (
            "SELECT ?p { ?x ?p ?o } GROUP BY ?p ?x ORDER BY ?x",
            "SELECT ?p { <a:x> ?p ?o } GROUP BY ?p (<a:x>) ORDER BY (<a:x>)",
        ),
        ("SELECT ?o { ?xs ?p '?x' } # ?x", "SELECT ?o { ?xs ?p '?x' } # ?x"),
        ("CONSTRUCT { ?x ?p ?o } { { SELECT ?x ?p ?o { ?x ?p ?o } } }", None),
        ("ASK { ?s ?p ?x FILTER(?x IN (?x, 1)) }", "ASK { ?s ?p <a:x> FILTER(<a:x> IN (<a:x>, 1)) }"),
        ("DESCRIBE ?x", "DESCRIBE <a:x>"),
    ],
)
def test_a_bound_variable_becomes_its_term_wherever_the_grammar_allows_one(query: str, bound: str | None) -> None:
    text = bind(query, {"x": ox.NamedNode("a:x")})
    ox.Store().query(text)
    assert bound is None or text == bound


@given(st.text(max_size=20))
def test_a_bound_literal_cannot_break_out(text: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:p"), ox.Literal(text)))
    found = store.query(bind("SELECT ?s { ?s ?p ?o }", {"o": ox.Literal(text)}))
    assert [row["s"] for row in found] == [ox.NamedNode("a:a")]  # type: ignore[union-attr,index]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ox.NamedNode("a:a"), {"@id": "a:a"}),
        (ox.BlankNode("b"), {"@id": "_:b"}),
        (ox.Literal("x"), {"@value": "x"}),
        (ox.Literal("x", language="en"), {"@value": "x", "@language": "en"}),
        (ox.Literal(14), {"@value": 14}),
        (ox.Literal(True), {"@value": True}),
        (ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")), None),
        (ox.Literal("99999999999999999999", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")), None),
        (ox.Literal("x", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")), None),
        (ox.Literal("2019-03-07", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")), None),
    ],
)
def test_json_ld_values_are_native_only_where_they_come_back_unchanged(term: object, expected: object) -> None:
    if expected is None:
        assert isinstance(term, ox.Literal)
        expected = {"@value": term.value, "@type": term.datatype.value}
    assert value(term) == expected


def test_cells_are_escaped_and_only_web_addresses_are_links() -> None:
    assert cell(ox.NamedNode("http://e.org/a?b&c")) == '<a href="http://e.org/a?b&amp;c">http://e.org/a?b&amp;c</a>'
    assert cell(ox.NamedNode("javascript:alert(1)")) == "javascript:alert(1)"
    assert cell(ox.Literal("<b>", language="en")) == '<span lang="en">&lt;b&gt;</span>'
    assert cell(ox.Literal(5)) == '<span data-datatype="http://www.w3.org/2001/XMLSchema#integer">5</span>'
    assert cell(None) == ""


def test_an_exchange_pauses_its_producer_and_ends_once() -> None:
    async def go() -> None:
        pauses: list[bool] = []
        ended: list[int] = []
        exchange = Exchange(lambda: None, pauses.append)
        exchange.after = lambda: ended.append(1)
        exchange.put(b"x" * (HIGH + 1))
        assert pauses == [True]
        exchange.finish(Figures(1, HIGH + 1))
        exchange.finish(BadQuery("too late"))
        assert [len(chunk) async for chunk in exchange.chunks()] == [HIGH + 1]
        assert (pauses, ended, exchange.error) == ([True, False], [1], None)

    asyncio.run(go())


def test_a_broken_exchange_raises_and_sends_nothing_more() -> None:
    async def go() -> None:
        exchange = Exchange(lambda: None, lambda _paused: None)
        exchange.put(b"part")
        exchange.finish(BadQuery("broken"))
        with pytest.raises(BadQuery):
            [chunk async for chunk in exchange.chunks()]

    asyncio.run(go())


def test_the_ticker_ticks_only_for_what_is_registered() -> None:
    class Counting:
        ticks = 0

        def tick(self, now: float) -> None:
            self.ticks += 1

    async def go() -> None:
        ticker, item = Ticker(0.005), Counting()
        ticker.add(item)
        await asyncio.sleep(0.05)
        assert item.ticks > 1
        ticker.remove(item)
        before = item.ticks
        await asyncio.sleep(0.02)
        assert item.ticks == before

    asyncio.run(go())
