"""What the author of a query is told: place, cause and what was probably meant."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.engine.errors import BadQuery
from api.engine.release import ReleaseInfo
from api.grammar import Reader, Unexpected
from api.hints import explain, hints
from api.sandbox import tokens
from ontology.identifiers import BASE, ONTOLOGY

CC = f"PREFIX cc: <{ONTOLOGY}>\n"
RELEASE = ReleaseInfo(
    version="1",
    iri=BASE + "release/1",
    base=BASE,
    digest="0",
    modified="2026-01-01T00:00:00+00:00",
    triples=0,
    graphs=(),
    prefixes=(("cc", ONTOLOGY),),
    classes=(ONTOLOGY + "Recommendation", ONTOLOGY + "Congress"),
    properties=(ONTOLOGY + "text", ONTOLOGY + "statedIn", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
    in_memory=True,
    union=True,
)


@pytest.mark.parametrize(
    ("query", "line", "column", "detail", "hint"),
    [
        ("SELECT *\n{ ?s ?p }", 2, 9, "found '}'; expected a term or ( or [", ""),
        ("SELCT * { ?s ?p ?o }", 1, 1, "found 'SELCT'", "did you mean SELECT?"),
        ("SELECT * { ?s foa:x ?o }", 1, 15, "the prefix foa: is not declared", "did you mean foaf:"),
        ("SELECT * { ?s a cc:Congress }", 1, 17, "the prefix cc: is not declared", f"add PREFIX cc: <{ONTOLOGY}>"),
        ("SELECT * { ?s ?p ?o ", 1, 20, "the query ends too early", "a bracket may not be closed"),
        ("SELECT * { ?s ?p 'abc }", 1, 18, 'found "\'"', "a string is not closed"),
        ("SELECT * { ?s <a b> ?o }", 1, 15, "found '<'", "an IRI has no spaces"),
        ("SELECT ?x WHERE { ?s ?p ?o } GROUP ?x", 1, 36, "found '?x'; expected BY", ""),
        ("SELECT (COUNT(?x) ?n) { ?s ?p ?o }", 1, 19, "expected", ""),
        ("SELECT * { ?s ?p ?o . FILTER(?o > ) }", 1, 35, "found ')'", ""),
        ("PREFIX x <http://e.org/> ASK {}", 1, 8, "expected a prefix that ends in a colon", ""),
        ("ASK {} x", 1, 8, "found 'x'", ""),
        ("", 1, 1, "the query ends too early", ""),
    ],
)
def test_a_malformed_query_is_explained(query: str, line: int, column: int, detail: str, hint: str) -> None:
    found = explain(query, BadQuery("one of [_]", 1, 1), RELEASE)
    assert (found.line, found.column) == (line, column)
    assert detail in found.detail
    assert hint in " ".join(found.hints)
    assert found.text.split("\n")[1].index("^") == column - 1


def test_what_only_the_engine_finds_wrong_keeps_its_place_and_cause() -> None:
    query = "SELECT ?x (COUNT(?y) AS ?n)\n{ ?x ?p ?y }"
    found = explain(query, BadQuery("one of The SELECT contains a variable that is unbound, [_]", 2, 12), RELEASE)
    assert (found.line, found.column) == (2, 12)
    assert "The SELECT contains a variable that is unbound" in found.detail


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", ["{?a, ?b, ?c} and {?d, ?e, ?f}"]),
        ("SELECT * { ?a ?b ?c . ?c ?e ?f }", []),
        ("SELECT * { ?a ?b ?c OPTIONAL { ?a ?e ?f . ?c ?g ?h } }", []),
        ("SELECT * { ?a ?b ?c { ?d ?e ?f } UNION { ?a ?e ?f } }", []),
        ("SELECT * { ?a ?b ?c { SELECT ?d { ?d ?e ?a } } }", ["{?a, ?b, ?c} and {?d}"]),
        ("SELECT * { VALUES ?a { 1 2 } ?d ?e ?f }", ["{?a} and {?d, ?e, ?f}"]),
        ("SELECT * { ?a ?b ?c BIND(STR(?c) AS ?d) ?e ?f ?d }", []),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?x ?y ?a } }", []),
        (CC + "SELECT * { ?s a cc:Recomendation }", ["did you mean Recommendation?"]),
        (CC + "SELECT * { ?s cc:text ?t }", []),
        (CC + "SELECT ?text { ?s cc:text ?texte }", ["the variable ?text occurs only once; is it ?texte?"]),
        ("SELECT ?a ?z { ?a ?b ?c }", ["the variable ?z is selected and occurs nowhere else, so it has no value"]),
        ("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?a", []),
        ("CONSTRUCT { ?a <a:p> ?z } { ?a ?b ?c }", []),
        ("SELECT ?a { { SELECT ?a { ?a ?b ?c } } }", []),
    ],
)
def test_likely_mistakes_are_named(query: str, expected: list[str]) -> None:
    found = [hint for hint in hints(query, RELEASE) if "?texte occurs" not in hint]
    assert len(found) == len(expected)
    assert all(part in hint for part, hint in zip(expected, found, strict=True))


GROUPED = """SELECT DISTINCT ?a (COUNT(DISTINCT ?b) AS ?n) FROM <a:g> FROM NAMED <a:h>
WHERE { ?a <a:p>/^<a:q>*|!(<a:r>|^a) ?b ; a <a:C> , [] . }
GROUP BY ?a HAVING(COUNT(?b) > 1) ORDER BY DESC(?n) ?a LIMIT 5 OFFSET 2"""
GOOD = (
    GROUPED,
    "CONSTRUCT { ?a <a:p> [ <a:q> ( 1 2.5 'x'@en true ) ] } WHERE { GRAPH ?g { ?a ?b ?c } MINUS { ?a ?b 3 } } LIMIT 1",
    "CONSTRUCT WHERE { ?s ?p ?o . ?o ?q -1 }",
    "DESCRIBE ?a <a:b> { ?a ?b ?c FILTER(?c IN (1, 2) && !BOUND(?d) || REGEX(STR(?c), 'a', 'i')) }",
    "DESCRIBE <a:b>",
    "ASK { { ?a ?b ?c } UNION { SELECT * { ?a ?b ?c } VALUES ?a { <a:a> UNDEF } } }",
    "SELECT * { ?a ?b ?c BIND(IF(?c = 1, 2, 3) AS ?d) FILTER EXISTS { ?a ?b ?d } VALUES (?a ?b) { (<a:a> UNDEF) } }",
    "SELECT (GROUP_CONCAT(?a; SEPARATOR=', ') AS ?all) { SERVICE SILENT <a:s> { ?a ?b ?c } }",
    "BASE <http://e.org/> PREFIX a: <b/> SELECT * { ?s a:b '''long\n'quoted' text'''^^a:type ; a:c 1e5, +2 , 'x' }",
)


@pytest.mark.parametrize("query", GOOD)
def test_the_grammar_reads_what_sparql_allows(query: str) -> None:
    Reader(tokens(query)).query()


@given(st.lists(st.sampled_from([t.text for query in GOOD for t in tokens(query)]), max_size=25))
def test_any_tokens_are_read_or_refused_at_one_of_them(words: list[str]) -> None:
    text = " ".join(words)
    try:
        Reader(tokens(text)).query()
    except Unexpected as wrong:
        assert wrong.token is None or text[wrong.token.start :].startswith(wrong.token.text)


def test_deep_nesting_is_refused_and_does_not_exhaust_the_stack() -> None:
    with pytest.raises(Unexpected):
        Reader(tokens("ASK " + "{" * 5000 + "}" * 5000)).query()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(700)) + " }",
        CC + "SELECT ?x { " + " ".join(f"?s cc:wrong{n} ?o ." for n in range(900)) + " }",
        "SELECT * { " + "{ ?a ?b ?c } UNION " * 900 + "{ ?d ?e ?f } }",
        "SELECT * { ?s ?p '" + "a" * 19_000,
    ],
)
def test_advice_is_never_dear(query: str) -> None:
    started = time.process_time()
    hints(query, RELEASE)
    explain(query, BadQuery("x", 1, 1), RELEASE)
    assert time.process_time() - started < 0.5
