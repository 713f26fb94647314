"""Queries that the index of texts answers alone: which are, and that the engine would say the same."""

from __future__ import annotations

import json
import socket
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import results
from api.engine import indexed, rewriting, searching, summaries, wire, worker
from api.engine.holding import Charge, Holding, hold
from api.engine.indexed import Table
from api.engine.limits import Limits
from api.engine.text import SEARCHED, TextIndex
from api.engine.worker import Request

CC, E = "https://w3id.org/crimecongress/ontology#", "http://example.org/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PROLOGUE = f"PREFIX cc: <{CC}> PREFIX e: <{E}> PREFIX rdfs: <{RDFS}> PREFIX text: <{searching.NAMESPACE}> "
TEXT, LABEL, TYPE = (ox.NamedNode(iri) for iri in (CC + "text", RDFS + "label", f"{indexed.TYPE[1:-1]}"))
GRAPH = ox.NamedNode(E + "g")
SUBJECTS = [ox.NamedNode(E + name) for name in "abcdef"]
CLASSES = [ox.NamedNode(CC + "Item"), ox.NamedNode(E + "C"), ox.NamedNode(E + "D")]
Row = tuple[tuple[str, str], ...]


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every list be worth its while, however few the texts are."""
    monkeypatch.setattr(rewriting, "WORTH", 0.001)


def held(quads: list[ox.Quad]) -> tuple[ox.Store, TextIndex]:
    """A store whose default graph is the union of the graphs, and the index of a large release over it."""
    store = ox.Store()
    store.bulk_extend(quads)
    store.bulk_extend([ox.Quad(*quad.triple) for quad in quads])
    index = TextIndex.build(store)
    summaries.write(index._database, store, SEARCHED)
    return store, TextIndex(index._database)


def rows_of(solutions: Any) -> Counter[Row]:
    names = [variable.value for variable in solutions.variables]
    return Counter(tuple((name, str(row[name])) for name in names) for row in solutions)


def answered(query: str, index: TextIndex) -> Table | None:
    return rewriting.answered(query, index.summaries, ox.Store().query)


def said(table: Table) -> Counter[Row]:
    return rows_of(ox.parse_query_results(table.body, format=ox.QueryResultsFormat.JSON))


def values(table: Table) -> list[str]:
    """The values of the one variable."""
    return [next(iter(row.values()))["value"] for row in json.loads(table.body)["results"]["bindings"]]


# -- which


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s a cc:Item ; cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }", ["a", "b"]),
        ("SELECT ?s { ?s cc:text ?t . FILTER CONTAINS(?t, 'Youth') . }", ["b"]),
        ("SELECT ?s WHERE { FILTER(CONTAINS(LCASE(STR(?t)), 'youth')) ?s cc:text ?t }", ["a", "b", "c"]),
        ("SELECT DISTINCT ?s { ?s cc:text ?t FILTER(REGEX(?t, '^YOUTH', 'i')) ?s a cc:Item }", ["b"]),
        ("SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'outh')) ?s a e:C, cc:Item }", []),
        ("SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) } LIMIT 2 OFFSET 2", ["c"]),
        ("SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'YOUTH')) }", []),
    ],
)
def test_a_query_for_texts_with_a_word_is_answered_by_the_index(query: str, expected: list[str]) -> None:
    texts = ("the youth of today", "Youth and crime", "\u00e9conomie, youth", "other")
    quads = [ox.Quad(SUBJECTS[at], TEXT, ox.Literal(text), GRAPH) for at, text in enumerate(texts)]
    _, index = held([*quads, *(ox.Quad(subject, TYPE, CLASSES[0], GRAPH) for subject in SUBJECTS[:2])])
    table = answered(PROLOGUE + query, index)
    assert table is not None
    assert sorted(values(table)) == [E + name for name in expected]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) OPTIONAL { ?s e:p ?x } }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) FILTER(CONTAINS(?t, 'crime')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) { ?s a cc:Item } }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth') && ISIRI(?s)) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) MINUS { ?s a cc:Item } }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) FILTER NOT EXISTS { ?s a cc:Item } }",
        "SELECT ?s { ?s a ?c ; cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { ?s a _:c ; cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { _:b cc:text ?t . ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { ?s cc:text ?t ; cc:text ?u FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { ?s cc:text ?t . ?o a cc:Item FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { ?t cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?x { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s (1 AS ?n) { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT (COUNT(?s) AS ?n) { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT REDUCED ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT * { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "ASK { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) } ORDER BY ?s",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) } GROUP BY ?s",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) } VALUES ?s { e:a }",
        # what the engine refuses
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) } LIMIT 1 LIMIT 2",
        "SELECT W<< ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "PREFIX x <e:e> SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) ; a cc:Item }",
        "SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, 'youth', xix)) }",
    ],
)
def test_a_query_that_asks_anything_else_is_left_to_the_engine(query: str) -> None:
    _, index = held([ox.Quad(SUBJECTS[0], TEXT, ox.Literal("youth"), GRAPH)])
    assert answered(PROLOGUE + query, index) is None


# -- the same as the engine's


WORDS = [
    *(
        "youth",
        "Youth",
        "cybercrime",
        "cyber-crime",
        "stra\u00dfe",
        "STRASSE",
        "\u212aelvin",
        "kelvin",
        "\u0130stanbul",
    ),
    *("istanbul", "c\u0301rime", "caf\u00e9", "cafe", "a_youth_b", "\ufb01re", "fire"),
    *('a "quote"', "back\\slash", "two\nlines"),
]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
literals = st.one_of(
    sentences.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), sentences, st.sampled_from(["en", "fr"])),
)
quads = st.one_of(
    st.builds(ox.Quad, st.sampled_from(SUBJECTS), st.sampled_from([TEXT, LABEL]), literals, st.just(GRAPH)),
    st.builds(ox.Quad, st.sampled_from(SUBJECTS), st.just(TYPE), st.sampled_from(CLASSES), st.just(GRAPH)),
)
needles = st.sampled_from(
    ["youth", "Youth", "crime", "kelvin", "istanbul", "cafe", "fire", "cyber-crime", "outh yo", "quote"]
)
called = st.sampled_from(["CONTAINS(?t, '{}')", "CONTAINS(LCASE(?t), '{}')", "CONTAINS(LCASE(STR(?t)), '{}')"])
matched = st.sampled_from(["REGEX(?t, '{}')", "REGEX(STR(?t), '{}', 'i')"])
patterns = st.sampled_from(["youth", "cyber|fire", "kelvin", "youths?$", "^crime", "is+tanbul", "YOUTH|caf."])
filters = st.one_of(
    st.builds(lambda call, needle: call.format(needle), called, needles),
    st.builds(lambda call, pattern: call.format(pattern), matched, patterns),
)
simple = st.builds(
    lambda names, p, condition, a, b: f"SELECT {names} {{ {a} ?s {p} ?t . FILTER({condition}) {b} }}",
    st.sampled_from(["?s", "?t", "?s ?t", "?t ?s", "DISTINCT ?s", "DISTINCT ?t"]),
    st.sampled_from(["cc:text", "rdfs:label"]),
    filters,
    st.sampled_from(["", "?s a e:C ."]),
    st.sampled_from(["", "?s a cc:Item", "?s a e:C, e:D ."]),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(quads, max_size=30), simple, st.integers(0, 5), st.integers(0, 3))
def test_the_index_answers_as_the_engine_does(quads: list[ox.Quad], query: str, limit: int, offset: int) -> None:
    store, index = held(quads)
    table = answered(PROLOGUE + query, index)
    assert table is not None
    whole = rows_of(store.query(PROLOGUE + query))
    assert said(table) == whole
    page = answered(f"{PROLOGUE}{query} LIMIT {limit} OFFSET {offset}", index)
    assert page is not None
    assert page.rows == said(page).total() == min(max(whole.total() - offset, 0), limit)
    assert not said(page) - whole


@pytest.mark.parametrize("language", [None, "en"])
def test_the_bytes_are_those_of_the_engine(language: str | None) -> None:
    text = ox.Literal('youth "x"\t\n\\ \u00e9 \u2028 \x7f \x01/', language=language)
    store, index = held([ox.Quad(SUBJECTS[0], TEXT, text, GRAPH)])
    query = PROLOGUE + "SELECT ?s ?t { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth')) }"
    table = answered(query, index)
    assert table is not None
    found: Any = store.query(query)
    assert table.body == found.serialize(format=ox.QueryResultsFormat.JSON)


def test_the_lower_case_of_all_letters_has_the_same_ascii_in_it_as_the_engine_s() -> None:
    every = [chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000]
    as_ascii = {c: "".join(filter(str.isascii, c.lower())) for c in every}
    asked = [c for c in every if unicodedata.category(c) not in ("Lo", "Cn", "Co")]
    rows = " ".join(f"({number} {ox.Literal(c)})" for number, c in enumerate(asked))
    found: Any = ox.Store().query(f"SELECT ?n (LCASE(?c) AS ?l) {{ VALUES (?n ?c) {{ {rows} }} }}")
    for row in found:
        character = asked[int(row[0].value)]
        assert "".join(filter(str.isascii, row[1].value)) == as_ascii[character], f"U+{ord(character):04X}"


# -- searches


def search(query: str) -> indexed.Searched | None:
    """Read a query in which double angle brackets stand for the braces of a SERVICE block."""
    text = PROLOGUE + query
    begin, end = text.index("<<"), text.index(">>")
    prefixes = (("text", searching.NAMESPACE),)
    return indexed.searched(text, ((begin, end + 2, text[begin + 2 : end]),), prefixes)


def test_a_search_for_resources_is_answered_by_the_index() -> None:
    texts = ("the youth of today", "Youths and crime", "children", "a young person")
    quads = [ox.Quad(SUBJECTS[at], TEXT, ox.Literal(text), GRAPH) for at, text in enumerate(texts)]
    _, index = held([*quads, *(ox.Quad(subject, TYPE, CLASSES[0], GRAPH) for subject in SUBJECTS[1:4])])
    for query in (
        "SELECT ?r { << ?r text:query 'youth' >> ?r a cc:Item }",
        "SELECT ?r WHERE { ?r a cc:Item . << ?r text:query 'youth' ; text:limit 2 >> . }",
    ):
        found = search(query)
        assert found is not None, query
        table = indexed.of_search(found, index)
        assert table is not None
        assert values(table) == [E + "b"]
    few = search("SELECT ?r { << ?r text:query 'youth' ; text:limit 1 >> ?r a cc:Item }")
    assert few is not None
    assert indexed.of_search(few, index) is None, "only ranking tells which is the best one"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?r { << ?r text:query 'youth' ; text:score ?s >> ?r a cc:Item }",
        "SELECT ?r { << ?r text:query 'youth' >> ?r a cc:Item } ORDER BY ?r",
        "SELECT ?r { << ?r text:query 'youth' >> ?r a cc:Item } LIMIT 1",
        "SELECT ?r { << ?r text:query 'youth' >> ?r a ?c }",
        "SELECT ?r { << ?r text:query 'youth' >> ?r cc:text ?t }",
        "SELECT ?r { << ?r text:query 'youth' >> ?x a cc:Item }",
        "SELECT ?r { OPTIONAL { << ?r text:query 'youth' >> } ?r a cc:Item }",
        "SELECT ?r { ?r a cc:Item OPTIONAL { << ?r text:query 'youth' >> } }",
        "SELECT ?r { ?r a cc:Item } << ?r text:query 'youth' >>",
        "SELECT ?r { ?r a cc:Item << ?r text:query 'youth' >> ; a e:C }",
        "SELECT DISTINCT ?r { << ?r text:query 'youth' >> ?r a cc:Item }",
        "SELECT * { << ?r text:query 'youth' >> ?r a cc:Item }",
        "SELECT ?r { << ?r text:query 'youth' >> ?r a cc:Item FILTER(ISIRI(?r)) }",
    ],
)
def test_a_search_with_anything_else_is_left_to_the_engine(query: str) -> None:
    assert search(query) is None


# -- in a worker


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Holding, Holding]:
    """The same graph as a small release, of which nothing is summarised, and as a large one."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    texts = ('the "youth" of\ttoday', "Youth, <b>crime</b> & caf\u00e9s", "other")
    lines = [f"{SUBJECTS[at]} {TEXT} {ox.Literal(text)} {GRAPH} .\n" for at, text in enumerate(texts)]
    path.write_text("".join([*lines, f"{SUBJECTS[0]} {TYPE} {CLASSES[0]} <{E}h> .\n"]), encoding="utf-8")
    small = hold(Charge(str(path), None, 1000, "", Limits())).opened()
    index = TextIndex.build(small.store)
    summaries.write(index._database, small.store, SEARCHED)
    return small, replace(small, texts=TextIndex(index._database))


def served(holding: Holding, request: Request) -> tuple[bytes, int]:
    """The bytes of an answer and its number of rows."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.serve(theirs, holding, request)
        ((kind, payload),) = wire.Parser().feed(ours.recv(1 << 20))
    assert kind == wire.WHOLE, payload
    return payload[wire.FIGURES.size :], wire.FIGURES.unpack_from(payload)[0]


@pytest.mark.parametrize("form", [form for form in results.FORMATS if not form.graph])
def test_each_format_is_written_as_the_engine_writes_it(
    holdings: tuple[Holding, Holding], form: results.Format
) -> None:
    query = PROLOGUE + "SELECT ?s ?t { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }"
    request = Request(query, form.media_type, E, most_rows=10, most_bytes=10_000)
    small, large = (served(holding, request) for holding in holdings)
    assert large[1] == small[1] == 2
    assert sorted(large[0]) == sorted(small[0])  # the rows may be in another order


@pytest.mark.parametrize(("graphs", "rows"), [(None, 1), ((str(GRAPH.value), E + "h"), 1), ((str(GRAPH.value),), 0)])
def test_a_dataset_is_asked_of_the_engine(
    holdings: tuple[Holding, Holding], graphs: tuple[str, ...] | None, rows: int
) -> None:
    query = PROLOGUE + "SELECT ?s { ?s a cc:Item ; cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }"
    request = Request(query, results.JSON.media_type, E, default_graphs=graphs)
    assert [served(holding, request)[1] for holding in holdings] == [rows, rows]


def test_the_limit_of_rows_holds_for_what_the_index_answers(holdings: tuple[Holding, Holding]) -> None:
    query = PROLOGUE + "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(?t), 'youth')) }"
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.serve(theirs, holdings[1], Request(query, results.JSON.media_type, E, most_rows=1))
        ((kind, payload),) = wire.Parser().feed(ours.recv(1 << 20))
    assert (kind, json.loads(payload)["kind"]) == (wire.ERROR, "AnswerTooLarge")
