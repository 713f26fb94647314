"""The columns of `SELECT *`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.engine.columns import in_order, star
from api.local import ask

STORE = ox.Store()
STORE.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c")))


def columns(query: str) -> list[str]:
    def evaluate(store: ox.Store, text: str) -> object:
        return store.query(text)

    found = STORE.query(in_order(query, evaluate))
    assert isinstance(found, ox.QuerySolutions)
    return [variable.value for variable in found.variables]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?z ?b ?a }", ["z", "b", "a"]),
        ("PREFIX e: <x:y> select distinct * { $z ?b ?a OPTIONAL { ?a ?k ?c } }", ["z", "b", "a", "k", "c"]),
        ("SELECT * # all of ?a\n{ ?z ?b ?a }", ["z", "b", "a"]),
        # what only EXISTS, MINUS or a FILTER names is not in scope (SPARQL 1.1 Query, section 18.2.1)
        ("SELECT * { ?z ?b ?a MINUS { ?m ?n ?o } FILTER(EXISTS { ?e ?f ?a } || BOUND(?w)) }", ["z", "b", "a"]),
        ("SELECT * { { SELECT ?y (1 AS ?x) { ?y ?t ?u } } BIND(2 AS ?i) }", ["y", "x", "i"]),
        ("SELECT * { ?z ?b ?a } ORDER BY ?a LIMIT 1", ["z", "b", "a"]),
        ("SELECT * { VALUES (?q ?d) { (1 2) } }", ["q", "d"]),
        ("SELECT * {}", []),
        ("SELECT ?a ?z { SELECT * { ?z ?b ?a } }", ["a", "z"]),
        ("SELECT (?z * 2 AS ?n) { ?z ?b ?a }", ["n"]),
    ],
)
def test_columns_come_in_the_order_in_which_the_query_names_them(query: str, expected: list[str]) -> None:
    assert columns(query) == expected


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "SELECT", "", "*"])
def test_only_a_select_has_columns(query: str) -> None:
    assert star(query) is None


def test_all_formats_of_rows_have_the_same_columns(serve: Callable[..., httpx.Client], graph_file: Path) -> None:
    query = "PREFIX cc: <https://w3id.org/crimecongress/ontology#> SELECT * { ?x cc:order ?n ; cc:text ?a } ORDER BY ?n"
    client = serve(graph_file)

    def answer(accept: str) -> httpx.Response:
        return client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert answer("text/csv").text.splitlines()[0] == "x,n,a"
    assert answer("text/tab-separated-values").text.splitlines()[0] == "?x\t?n\t?a"
    assert answer("application/sparql-results+json").json()["head"]["vars"] == ["x", "n", "a"]
    names = ('<variable name="x"/>', '<variable name="n"/>', '<variable name="a"/>')
    assert "".join(names) in answer("application/sparql-results+xml").text
    assert '<th scope="col">x</th><th scope="col">n</th>' in answer("text/html").text


def test_a_search_has_its_columns_where_the_query_writes_them(
    serve: Callable[..., httpx.Client], graph_file: Path
) -> None:
    query = """PREFIX text: <https://w3id.org/crimecongress/text#>
    SELECT * { SERVICE <https://w3id.org/crimecongress/text> {
      ?z text:query "justice" ; text:literal ?a ; text:score ?m
    } }
    """
    answer = serve(graph_file).get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.text.splitlines()[0] == "z,a,m"


def test_the_command_shows_the_same_columns(graph_file: Path) -> None:
    names, _ = ask("SELECT * { ?x cc:order ?n ; cc:text ?a }", graph_file).rows()
    assert names == ["x", "n", "a"]
