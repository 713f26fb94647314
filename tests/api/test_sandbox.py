"""What the token scanner sees in a query, tricks included."""

from __future__ import annotations

import contextlib
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.results import Form
from api.sandbox import WORDS, Refused, read, tokens

CLOSED = "http://127.0.0.1:9/"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", Form.SELECT),
        ("select*{?s ?p ?o}", Form.SELECT),
        ("# ASK\nPREFIX ask: <http://e.org/> CONSTRUCT WHERE { ?s ask:ask 'SELECT' }", Form.CONSTRUCT),
        ("BASE <http://e.org/> DESCRIBE <x>", Form.DESCRIBE),
        ("ASK{}", Form.ASK),
        ("SELCT * { ?s ?p ?o }", None),
        ("", None),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(text: str, form: Form | None) -> None:
    assert read(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "PREFIX a: <http://e.org/> delete where { ?s ?p ?o }",
        "LOAD <http://e.org/>",
        "# nothing\nCLEAR ALL",
        "WITH <a:a> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "DROP SILENT GRAPH <a:a>",
    ],
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text)
    assert caught.value.what == "update"


@pytest.mark.parametrize(
    ("text", "has_dataset"),
    [
        ("SELECT * FROM <a:g> { ?s ?p ?o }", True),
        ("SELECT * from named <a:g> { ?s ?p ?o }", True),
        ("SELECT * { ?s ?from 'FROM <a:g>' } # FROM <a:g>", False),
        ("PREFIX from: <a:> SELECT * { from:FROM ?p ?o }", False),
    ],
)
def test_dataset_clauses_are_seen_only_where_they_are(text: str, *, has_dataset: bool) -> None:
    assert read(text).has_dataset is has_dataset


def test_queries_that_differ_only_in_layout_have_one_canonical_text() -> None:
    one = read("SELECT *\n  WHERE { ?s a <http://e.org/A> . # every A\n ?s ?p 'a  b' }")
    other = read("SELECT * WHERE{?s a <http://e.org/A>.?s ?p 'a  b'}")
    assert one.canonical == other.canonical
    assert one.canonical != read("SELECT * WHERE{?s a <http://e.org/A>.?s ?p 'a b'}").canonical


@pytest.mark.parametrize(
    ("text", "target", "silent", "body"),
    [
        (f"SELECT * {{ SERVICE <{CLOSED}> {{ ?s ?p ?o }} }}", CLOSED, False, " ?s ?p ?o "),
        (
            f"PREFIX e: <{CLOSED}> SELECT * {{ service silent e:x{{ {{ ?s ?p ?o }} }} }}",
            CLOSED + "x",
            True,
            " { ?s ?p ?o } ",
        ),
        (f"SELECT * {{ {{ SERVICE<{CLOSED}>{{ ?s ?p '}}' }} }} }}", CLOSED, False, " ?s ?p '}' "),
    ],
)
def test_a_service_block_is_found_with_its_braces(text: str, target: str, body: str, *, silent: bool) -> None:
    reading = read(text)
    (block,) = reading.services
    assert (block.target, block.silent, block.body) == (target, silent, body)
    assert reading.text[block.start :].upper().startswith("SERVICE")
    assert reading.text[block.end - 1] == "}"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { VALUES ?a { true}SERVICE ?w { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICEx:y{ ?s ?p ?o } }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o ",
    ],
)
def test_a_service_that_cannot_be_judged_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text)


HIDDEN = (
    f"SELECT * {{ ?a ?p ?b FILTER(?b<?b#>'''\n) SERVICE <{CLOSED}> {{ ?x ?y ?z }} #'''\n}}",
    f'SELECT * {{ ?a ?p ?b FILTER(?b<?a#>"""\n) SERVICE <{CLOSED}> {{ ?x ?y ?z }} #"""\n}}',
    f"SELECT * {{ ?a ?p ?b FILTER(?b<?a#>'\n) SERVICE <{CLOSED}> {{ ?x ?y ?z }} #'\n}}",
    f"SELECT * {{ ?a ?p ?b FILTER(?a<?b&&?c>?d) SERVICE <{CLOSED}> {{ ?x ?y ?z }} }}",
    f"SELECT * {{ \\u0053ERVICE <{CLOSED}> {{ ?x ?y ?z }} }}",
    f"SELECT * {{ ?s ?p 'a'@enSERVICE<{CLOSED}>{{ ?x ?y ?z }} }}",
    f"SELECT * {{ ?s ?p 5SERVICE<{CLOSED}>{{ ?x ?y ?z }} }}",
)


@pytest.mark.parametrize("text", HIDDEN)
def test_no_trick_gets_a_service_past_the_scanner(text: str) -> None:
    """Whatever the scanner lets pass, the engine never tries to connect: it finds no SERVICE, or a syntax error."""
    try:
        reading = read(text)
    except Refused:
        return
    safe = reading.text
    for block in reversed(reading.services):
        safe = safe[: block.start] + safe[block.end :]
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")))
    try:
        found = list(store.query(safe))
    except SyntaxError:
        return
    assert isinstance(found, list)  # an OSError would be the attempt to connect


def test_letters_of_service_inside_strings_and_iris_keep_their_meaning() -> None:
    same = "'the service SERVICE' = 'the service SERVICE' && <http://e.org/service> = <http://e.org/service>"
    assert bool(ox.Store().query(read(f"ASK {{ FILTER({same}) }}").text))


@given(st.text("SERVICEservic {}<>?:#'\"\\ \n.x/", max_size=60))
def test_no_text_breaks_the_scanner(text: str) -> None:
    assert [word for word in WORDS.findall(text) if word] == [token.text for token in tokens(text)]
    try:
        read(text)
    except Refused as refused:
        assert refused.what in ("service", "update")


def test_line_numbers_survive_what_is_made_harmless() -> None:
    text = "SELECT * {\n # a comment on service\n ?s ?p 'service'\n }"
    assert read(text).text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "a-",
        "a.-",
        "\"'a",
        "<a",
        "'''a\"",
        '"""',
        '"\\',
        "'\\'",
        ":%",
        "a:.",
        "#a",
        "SERVICE <a:b> {} ",
        "?a",
        "_:a.",
        "1.",
    ],
)
def test_no_text_takes_long_to_scan(piece: str) -> None:
    text = "SELECT * { " + piece * (100_000 // len(piece))
    started = time.thread_time()
    with contextlib.suppress(Refused):
        read(text)
    assert time.thread_time() - started < 3.0
