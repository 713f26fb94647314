"""Rewritten queries: which are, which must not be, and that their answers are those of the query as it was written."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.engine import rewriting, summaries
from api.engine.summaries import Summaries
from api.engine.text import SEARCHED, TextIndex

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "data" / "graph" / "crimecongress.trig"
CC = "https://w3id.org/crimecongress/ontology#"
E = "http://example.org/"
PROLOGUE = f"PREFIX cc: <{CC}> PREFIX e: <{E}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "

TEXTS = [
    ("SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth')) }", "text", ("youth",)),
    ("SELECT ?s { ?s a cc:Item ; cc:text ?t . FILTER CONTAINS(LCASE(STR(?t)), 'of youth') }", "text", ("youth",)),
    ("ASK { ?s cc:text ?t FILTER((CONTAINS(?t, 'crime and'))) }", "text", ("crime",)),
    (
        "CONSTRUCT { ?s e:p ?t } WHERE { ?s cc:text ?t FILTER(REGEX(?t, 'cyber|terroris(m|t)', 'i')) }",
        "text",
        ("cyber", "terroris"),
    ),
    ("SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, '^crimes? .*convention+s$')) }", "text", ("convention",)),
    ("SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth')) OPTIONAL { ?s e:q ?x } }", "text", ("youth",)),
]


def parts(query: str) -> rewriting.Plan | None:
    return rewriting.plan(PROLOGUE + query)


@pytest.mark.parametrize(("query", "form", "runs"), TEXTS)
def test_a_search_by_filter_uses_the_words_that_must_be_there(query: str, form: str, runs: tuple[str, ...]) -> None:
    found = parts(query)
    assert found is not None
    assert (found.form, found.needles.runs) == (form, runs)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s cc:text ?t FILTER(!CONTAINS(?t, 'youth')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth') || ?x) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(UCASE(?t), 'STRASSE')) }",  # UCASE makes SS of ß
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, 'é')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, ?x)) }",
        "SELECT ?s { ?s cc:exact ?t FILTER(CONTAINS(?t, 'youth')) }",  # no property that is indexed
        "SELECT ?s { ?s ?p ?t FILTER(CONTAINS(?t, 'youth')) }",
        "SELECT ?s { OPTIONAL { ?s cc:text ?t } FILTER(CONTAINS(?t, 'youth')) }",
        "SELECT ?s { { ?s cc:text ?t } UNION { ?s e:p ?t } FILTER(CONTAINS(?t, 'youth')) }",
        "SELECT ?s { ?s e:p/cc:text ?t FILTER(CONTAINS(?t, 'youth')) }",
        "SELECT ?s { GRAPH ?g { ?s cc:text ?t } FILTER(CONTAINS(?t, 'youth')) }",
        "SELECT (EXISTS { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth')) } AS ?x) { ?s cc:text ?t }",
        "SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, 'youth|.*')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, 'youth', 'x')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, 'yo\\\\\\\\wuth')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, 'abc?')) }",
        "SELECT ?s { ?s cc:text ?t } ORDER BY DESC(?t) LIMIT 3",
        "SELECT ?s { ?s cc:text ?t } ORDER BY ASC(?t + 1) LIMIT 3",
        "SELECT ?s { ?s cc:text ?t } ORDER BY STRLEN(?t) LIMIT 3",
        "SELECT ?s { ?s cc:text ?t } ORDER BY ?t",
        "SELECT ?s { ?s cc:text ?t } ORDER BY ?t LIMIT 3 VALUES ?s { e:a }",
        "SELECT ?s { ?s cc:text ?t } ORDER BY ?t LIMIT 0",
        "SELECT ?s { ?s cc:text ?t } GROUP BY ?s ORDER BY ?t LIMIT 3",
        "SELECT (MIN(?t) AS ?m) { ?s cc:text ?t } ORDER BY ?t LIMIT 3",
        "SELECT ?s { ?s e:q ?x OPTIONAL { ?s cc:text ?t } } ORDER BY ?t LIMIT 3",
        "SELECT ?s { ?s e:q ?x { SELECT ?s ?t { ?s cc:text ?t } ORDER BY ?t LIMIT 3 } }",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m a cc:Item ; a e:C ; e:p ?k } GROUP BY ?k",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m a cc:Item ; e:p ?k . FILTER(?k > 3) } GROUP BY ?k",
        "SELECT ?k (COUNT(?x) AS ?n) { ?m a cc:Item ; e:p ?k } GROUP BY ?k",
        "SELECT ?k (SUM(?m) AS ?n) { ?m a cc:Item ; e:p ?k } GROUP BY ?k",
        "SELECT ?k ?m (COUNT(?m) AS ?n) { ?m a cc:Item ; e:p ?k } GROUP BY ?k ?m",
        "SELECT (COUNT(?m) AS ?n) { ?m a cc:Item ; e:p ?k }",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m a <Item> ; e:p ?k } GROUP BY ?k",
        "PREFIX x: <http://e.org/\\u0049> SELECT ?k (COUNT(?m) AS ?n) { ?m a x:tem ; e:p ?k } GROUP BY ?k",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m a <http://e.org/x/../Item> ; e:p ?k } GROUP BY ?k",
        "SELECT ?k (COUNT(*) AS ?n) { ?k a e:C OPTIONAL { ?m e:p ?k } } GROUP BY ?k",
        "SELECT ?k (COUNT(?m) AS ?n) { ?k a e:C OPTIONAL { ?m e:p ?k FILTER(?m > 3) } } GROUP BY ?k",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m e:p ?k } GROUP BY ?k HAVING (MAX(?m) > 3)",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m e:p ?k } GROUP BY ?k HAVING (COUNT(DISTINCT ?k) > 3)",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m e:p ?k } GROUP BY ?k ORDER BY COUNT(?m)",
        "SELECT ?k (COUNT(?m) AS ?n) { ?m e:p ?k } GROUP BY ?k VALUES ?k { 1 }",
    ],
)
def test_what_is_not_certain_to_keep_the_answer_is_left_alone(query: str) -> None:
    assert parts(query) is None


def test_the_author_is_told_of_the_rewrite() -> None:
    said = rewriting.told(PROLOGUE + "SELECT ?s { ?s cc:text ?t } ORDER BY ?t LIMIT 3")
    assert said is not None
    assert (said["form"], said["property"]) == ("order", CC + "text")
    assert "first values" in said["how"]
    assert rewriting.told(PROLOGUE + "SELECT ?s { ?s cc:text ?t }") is None


# -- random graphs


WORDS = [
    "youth",
    "Youth",
    "youths",
    "crime",
    "cybercrime",
    "cyber-crime",
    "YOUTH",
    "stra\u00dfe",
    "STRASSE",
    "\u212aelvin",
]
WORDS += [
    "kelvin",
    "\u0130stanbul",
    "istanbul",
    "c\u0301rime",
    "caf\u00e9",
    "cafe",
    "a_youth_b",
    "\ufb01re",
    "fire",
    "Fire",
]
SUBJECTS = [ox.NamedNode(E + name) for name in "abcdef"]
PROPERTIES = [
    ox.NamedNode(CC + "text"),
    ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    ox.NamedNode(E + "p"),
]
CLASSES = [ox.NamedNode(CC + "Item"), ox.NamedNode(E + "C"), ox.NamedNode(E + "D")]
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
GRAPHS = [ox.NamedNode(E + "g"), ox.NamedNode(E + "h")]

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
literals = st.one_of(
    sentences.map(ox.Literal),
    sentences.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), sentences, st.sampled_from(["en", "fr"])),
    st.integers(0, 3).map(ox.Literal),
)
objects = st.one_of(literals, literals, st.sampled_from([*SUBJECTS, ox.BlankNode("b")]))
subjects = st.sampled_from([*SUBJECTS, *SUBJECTS, ox.BlankNode("s")])
quads = st.one_of(
    st.builds(ox.Quad, subjects, st.sampled_from(PROPERTIES), objects, st.sampled_from(GRAPHS)),
    st.builds(ox.Quad, subjects, st.just(TYPE), st.sampled_from(CLASSES), st.sampled_from(GRAPHS)),
)
plain = st.one_of(
    st.builds(
        ox.Quad, st.sampled_from(SUBJECTS), st.sampled_from(PROPERTIES), sentences.map(ox.Literal), st.just(GRAPHS[0])
    ),
    st.builds(ox.Quad, st.sampled_from(SUBJECTS), st.just(TYPE), st.sampled_from(CLASSES), st.just(GRAPHS[0])),
)
graphs = st.one_of(st.lists(quads, max_size=30), st.lists(plain, min_size=5, max_size=40))

properties = st.sampled_from(["cc:text", "rdfs:label", "e:p"])
needles = st.sampled_from(
    ["youth", "crime", "strasse", "kelvin", "istanbul", "cafe", "fire", "YOUTH", "cyber-crime", "th yo"]
)
patterns = st.sampled_from(
    ["youth", "cyber|fire", "kelvin", "ca(f|v)e|crime", "youths?", "^crime", "is+tanbul", "stra", "YOUTH|th"]
)
around = st.sampled_from(["", "?s a e:C .", "?s a ?c ."])
after = st.sampled_from(["", "OPTIONAL { ?s e:p ?x }", "MINUS { ?s a e:D }", "?s a ?d .", "BIND(STRLEN(?t) AS ?l)"])
called = st.sampled_from(["CONTAINS(?t, '{}')", "CONTAINS(LCASE(?t), '{}')", "CONTAINS(LCASE(STR(?t)), '{}')"])
matched = st.sampled_from(["REGEX(?t, '{}')", "REGEX(?t, '{}', 'i')", "REGEX(STR(?t), '{}', 'i')"])
filters = st.one_of(
    st.builds(lambda call, needle: call.format(needle), called, needles),
    st.builds(lambda call, pattern: call.format(pattern), matched, patterns),
)
searches = st.builds(
    lambda p, condition, a, b: f"SELECT * {{ {a} ?s {p} ?t . FILTER({condition}) {b} }}",
    properties,
    filters,
    around,
    after,
)
orders = st.builds(
    lambda p, a, b, key, limit, offset, distinct: (
        f"SELECT {distinct} ?s ?t {{ {a} ?s {p} ?t . {b} }} ORDER BY {key} LIMIT {limit} OFFSET {offset}"
    ),
    *(properties, around, after, st.sampled_from(["?t", "ASC(?t)", "?t ?s"]), st.integers(1, 6), st.integers(0, 4)),
    st.sampled_from(["", "DISTINCT"]),
)
counts = st.builds(
    lambda group, what, having, tail: (
        f"SELECT ?k (COUNT({what}) AS ?n) {{ {group} }} GROUP BY ?k {having.replace('#', what)} {tail}"
    ),
    st.builds(
        lambda shape, p: shape.replace("#", p),
        st.sampled_from(
            ["?m a e:C ; # ?k", "?m # ?k", "?m a ?k", "?k a e:C OPTIONAL { ?m # ?k }", "?m # ?k ; a cc:Item ."]
        ),
        properties,
    ),
    *(
        st.sampled_from(["?m", "*", "DISTINCT ?m"]),
        st.sampled_from(["", "HAVING(COUNT(#) > 1)", "HAVING (COUNT(#) != 2)"]),
    ),
    st.sampled_from(["", "ORDER BY ?k", "ORDER BY DESC(?n) ?k"]),
)


def held(quads: list[ox.Quad]) -> tuple[ox.Store, Summaries]:
    """A store as the service has it, and what is summarised of it."""
    store, index = indexed_store(quads)
    return store, index.summaries


def indexed_store(quads: list[ox.Quad]) -> tuple[ox.Store, TextIndex]:
    """A store as the service has it: its default graph is the union of the graphs as a set; and its index."""
    store = ox.Store()
    store.bulk_extend(quads)
    store.bulk_extend([ox.Quad(*quad.triple) for quad in quads])
    index = TextIndex.build(store)
    summaries.write(index._database, store, SEARCHED)
    return store, TextIndex(index._database)


def answered(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    return rows_of(store.query(query))


def answered_sooner(store: ox.Store, known: Summaries, query: str) -> list[tuple[str, ...]]:
    """The rows as a worker finds them: from the summaries, else by the engine from the query as it is rewritten."""
    table = rewriting.answered(query, known, store.query)
    if table is None:
        return answered(store, rewriting.rewritten(query, known))
    rows = rows_of(ox.parse_query_results(table.body, format=ox.QueryResultsFormat.JSON))
    assert len(rows) == table.rows
    return rows


def rows_of(found: Any) -> list[tuple[str, ...]]:
    names = [variable.value for variable in found.variables]
    return [tuple(f"{name} {row[name]}" for name in sorted(names)) for row in found]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs, st.one_of(searches, counts))
def test_searches_and_counts_have_the_same_rows(quads: list[ox.Quad], query: str) -> None:
    store, known = held(quads)
    as_written = PROLOGUE + query
    assert Counter(answered_sooner(store, known, as_written)) == Counter(answered(store, as_written))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs, orders)
def test_ordered_pages_have_the_same_values_in_the_same_order(quads: list[ox.Quad], query: str) -> None:
    """Rows of equal order may come in any order, so the values are compared, and the rows with those of no limit."""
    store, known = held(quads)
    as_written = PROLOGUE + query
    sooner = answered_sooner(store, known, as_written)
    assert [row[-1] for row in sooner] == [row[-1] for row in answered(store, as_written)]
    everything = Counter(answered(store, as_written.partition("LIMIT")[0]))
    assert not Counter(sooner) - everything


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every list be worth its while, however few the texts are."""
    monkeypatch.setattr(rewriting, "WORTH", 0.001)


def test_each_form_is_really_rewritten() -> None:
    texts = [ox.Quad(SUBJECTS[i], PROPERTIES[0], ox.Literal(f"youth {i}"), GRAPHS[0]) for i in range(6)]
    more = [ox.Quad(subject, TYPE, CLASSES[0], GRAPHS[0]) for subject in SUBJECTS]
    store, known = held([*texts, *more, ox.Quad(SUBJECTS[0], PROPERTIES[2], SUBJECTS[1], GRAPHS[0])])
    for query in (
        "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth')) }",
        "SELECT ?s { ?s cc:text ?t FILTER(REGEX(?t, 'youth')) }",
        "SELECT ?k (COUNT(*) AS ?n) { ?m a cc:Item ; cc:text ?k } GROUP BY ?k",
        "SELECT ?k (COUNT(?m) AS ?n) { ?k a cc:Item OPTIONAL { ?m e:p ?k } } GROUP BY ?k",
    ):
        assert rewriting.rewritten(PROLOGUE + query, known) != PROLOGUE + query, query
    page = PROLOGUE + "SELECT ?s { ?s cc:text ?t } ORDER BY ?t LIMIT 2"
    assert rewriting.answered(page, known, store.query) is not None


@pytest.mark.parametrize(
    "odd",
    [
        ox.Quad(ox.BlankNode("s"), PROPERTIES[0], ox.Literal("youth"), GRAPHS[0]),
        ox.Quad(SUBJECTS[0], PROPERTIES[0], ox.NamedNode(E + "youth"), GRAPHS[0]),
        ox.Quad(SUBJECTS[0], PROPERTIES[0], ox.Literal("x" * 40_000 + "youth"), GRAPHS[0]),
    ],
)
def test_texts_that_the_index_does_not_have_are_still_found(odd: ox.Quad) -> None:
    """A blank node, an IRI as a text, a word longer than the index keeps: the engine has to look itself."""
    store, known = held([odd, ox.Quad(SUBJECTS[1], PROPERTIES[0], ox.Literal("youth"), GRAPHS[0])])
    query = PROLOGUE + "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(LCASE(STR(?t)), 'youth')) }"
    assert rewriting.rewritten(query, known) == query
    assert len(answered(store, query)) == 2


def test_an_index_without_summaries_changes_nothing() -> None:
    store = ox.Store()
    store.add(ox.Quad(SUBJECTS[0], PROPERTIES[0], ox.Literal("youth")))
    query = PROLOGUE + "SELECT ?s { ?s cc:text ?t FILTER(CONTAINS(?t, 'youth')) }"
    assert rewriting.rewritten(query, TextIndex.build(store).summaries) == query


# -- the service


def test_a_large_release_is_served_with_rewrites_and_says_so(
    serve: Callable[..., httpx.Client], tmp_path: Path
) -> None:
    """The same query is answered over the whole release by its summaries, and over one graph without them."""
    path = tmp_path / "large.nq"
    with path.open("w", encoding="utf-8") as file:
        for number in range(summaries.WORTH // 2):
            subject = f"<{E}{number}>"
            file.write(
                f'{subject} {TYPE} {CLASSES[number % 2]} {GRAPHS[0]} .\n{subject} <{E}p> "{number % 7}" {GRAPHS[1]} .\n'
            )
    client = serve(path)
    query = PROLOGUE + "SELECT ?k (COUNT(?m) AS ?n) { ?m a e:C ; e:p ?k } GROUP BY ?k ORDER BY ?k"
    told = client.get("/sparql", params={"query": query, "explain": "1"}).json()
    assert (told["rewrite"]["form"], told["rewrite"]["property"]) == ("count", E + "p")
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    # 25,000 odd numbers below 50,000, by their remainder of 7: 1, 3, 5, 0, 2, 4, 6 again and again
    assert answer.text.split() == ["k,n", "0,3571", "1,3572", "2,3571", "3,3572", "4,3571", "5,3572", "6,3571"]
    one_graph = {"query": query, "format": "csv", "default-graph-uri": E + "g"}
    assert client.get("/sparql", params=one_graph).text.split() == ["k,n"]
    named = {**one_graph, "explain": "1"}
    assert client.get("/sparql", params=named).json()["rewrite"] is None


# -- the published graph


@pytest.mark.skipif(not GRAPH.exists(), reason="the published graph has not been built")
def test_the_example_queries_keep_their_answers() -> None:
    store = ox.Store()
    store.bulk_load(path=str(GRAPH), format=ox.RdfFormat.TRIG)
    store.bulk_extend([ox.Quad(*quad.triple) for quad in store])
    index = TextIndex.build(store)
    summaries.write(index._database, store, SEARCHED)
    index = TextIndex(index._database)
    changed = 0
    for query in examples():
        changed += rewriting.plan(query) is not None
        assert Counter(answered_sooner(store, index.summaries, query)) == Counter(answered(store, query)), query
    assert changed > 0


def examples() -> list[str]:
    found = []
    for path in sorted((ROOT / "queries").glob("*.ttl")):
        example = ox.Store()
        example.load(path=str(path), format=ox.RdfFormat.TURTLE)
        quads = example.quads_for_pattern(None, ox.NamedNode("http://www.w3.org/ns/shacl#select"), None, None)
        found += [str(quad.object.value) for quad in quads if isinstance(quad.object, ox.Literal)]
    return found


def test_a_file_that_other_code_made_is_used_without_summaries(tmp_path: Path) -> None:
    store, _ = held([ox.Quad(SUBJECTS[0], PROPERTIES[0], ox.Literal("youth"), GRAPHS[0])])
    path = tmp_path / "index.sqlite"
    index = TextIndex.build(store, str(path))
    summaries.write(index._database, store, SEARCHED)
    index.close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {summaries.VERSION + 1}")
    assert not TextIndex.open(path).summaries.there
