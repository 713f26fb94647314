"""Full-text search: how words are found, and how a search stands in a query."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.engine.errors import BadQuery
from api.engine.searching import NAMESPACE, SERVICE, parse_group, snippet
from api.engine.text import Search, TextIndex

TEXTS = """
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://e.org/> .
:g {
  :a cc:text "Promote the use of restorative justice, in particular for children in contact with the law" .
  :b cc:text "Justice for victims; restorative measures may follow" .
  :c cc:text "Combat illicit trafficking in firearms (A/CONF.234/RPM.3/1)" .
  :d cc:text "Tráfico ilícito de armas" ; skos:prefLabel "arms trafficking"@en ;
    skos:altLabel "tráficos de armas"@es, "trafics d'armes"@fr .
  :e cc:notSearched "restorative justice" .
}
"""
PREFIX = f"PREFIX text: <{NAMESPACE}> "


@pytest.fixture(scope="module")
def index() -> TextIndex:
    store = ox.Store()
    store.load(TEXTS.encode(), format=ox.RdfFormat.TRIG)
    return TextIndex.build(store)


@pytest.mark.parametrize(
    ("query", "language", "found"),
    [
        ("restorative", "en", {"a", "b"}),
        ("RESTORING", "en", {"a", "b"}),
        ("justices children", "en", {"a"}),
        ('"restorative justice"', "en", {"a"}),
        ('"justice restorative"', "en", set()),
        ("restorat*", "en", {"a", "b"}),
        ("restorative -victim", "en", {"a"}),
        ("children OR firearm", "en", {"a", "c"}),
        ("trafficked", "en", {"c", "d"}),
        ("tráfico", "es", {"d"}),
        ("trafico", "es", {"d"}),
        ("trafic armes", "fr", {"d"}),
        ("A/CONF.234", "en", {"c"}),
        ("A/CONF.235", "en", set()),
        ("", "en", set()),
        ("-children", "en", set()),
        ('"', "en", set()),
    ],
)
def test_words_are_found_as_people_write_them(index: TextIndex, query: str, language: str, found: set[str]) -> None:
    assert {hit.resource.removeprefix("http://e.org/") for hit in index.find(Search(query, language))} == found


def test_the_text_that_says_more_of_it_comes_first(index: TextIndex) -> None:
    hits = index.find(Search("restorative"))
    assert hits[0].resource == "http://e.org/b"  # the shorter one
    assert hits[0].score > hits[1].score > 0


@given(st.text(max_size=40))
def test_no_search_is_a_syntax_error_to_the_index(query: str) -> None:
    store = ox.Store()
    store.load(TEXTS.encode(), format=ox.RdfFormat.TRIG)
    assert isinstance(TextIndex.build(store).find(Search(query)), list)


def test_a_snippet_shows_the_words_around_the_hit() -> None:
    text = " ".join(f"w{n}" for n in range(50)) + " firearms " + " ".join(f"v{n}" for n in range(50))
    shown = snippet(text, Search("firearm"))
    assert shown.startswith("… w38") and shown.endswith("v11 …") and " firearms " in shown


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "?resource text:query"),
        ("?r text:score ?s", "needs text:query"),
        ("?r text:query ?q", "takes a string"),
        ("?r text:query 'a' ; text:score 'b'", "takes a variable"),
        ("?r text:query 'a' ; text:limit 'many'", "whole number"),
        ("?r text:other 'a'", "no property of a text search"),
        ("<a:a> text:query 'a'", "?resource text:query"),
    ],
)
def test_a_search_that_is_not_one_says_what_is_expected(body: str, message: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse_group(body, {"text": NAMESPACE})
    assert message in str(caught.value)


def test_a_search_may_name_all_it_wants() -> None:
    body = '?r text:query "a \\"b c\\"" ; text:score ?s ; text:snippet ?n ; text:limit 7 ; text:language "fr" .'
    found = parse_group(body, {"text": NAMESPACE})
    assert (found.query, found.limit, found.language) == ('a "b c"', 7, "fr")
    assert found.variables == {"resource": "r", "score": "s", "snippet": "n"}


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    path = tmp_path_factory.mktemp("texts") / "texts.trig"
    path.write_text(TEXTS, encoding="utf-8")
    return serve(path)


def ask(client: httpx.Client, query: str) -> list[str]:
    answer = client.post("/sparql", data={"query": PREFIX + query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return answer.text.split()[1:]


def test_a_search_joins_with_patterns_of_the_graph(client: httpx.Client) -> None:
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    query = f"SELECT ?r {{ SERVICE <{SERVICE}> {{ ?r text:query 'traffick' }} ?r {label} ?l }}"
    assert set(ask(client, query)) == {"http://e.org/d"}


def test_two_searches_in_one_query_both_count(client: httpx.Client) -> None:
    query = (
        f"SELECT ?r {{ {{ SERVICE <{SERVICE}> {{ ?r text:query 'children' }} }} UNION "
        f"{{ SERVICE <{SERVICE}> {{ ?r text:query 'firearm' }} }} }} ORDER BY ?r"
    )
    assert ask(client, query) == ["http://e.org/a", "http://e.org/c"]


def test_a_search_without_hits_has_no_solutions(client: httpx.Client) -> None:
    assert ask(client, f"SELECT ?r ?s {{ SERVICE <{SERVICE}> {{ ?r text:query 'zebra' ; text:score ?s }} }}") == []


def test_a_malformed_search_is_a_malformed_query(client: httpx.Client) -> None:
    query = PREFIX + f"SELECT * {{ SERVICE <{SERVICE}> {{ ?r text:query ?q }} }}"
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 400
    assert "takes a string" in answer.json()["detail"]


def test_large_releases_have_their_index_in_a_file(serve: Callable[..., httpx.Client], tmp_path: Path) -> None:
    path = tmp_path / "texts.trig"
    path.write_text(TEXTS, encoding="utf-8")
    client = serve(path, memory_store_mb=0)
    assert ask(client, f"SELECT ?r {{ SERVICE <{SERVICE}> {{ ?r text:query 'children' }} }}") == ["http://e.org/a"]
