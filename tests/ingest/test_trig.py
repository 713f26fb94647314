from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.quads import RDF_TYPE, XSD, Literal, Triple, decimal, english, integer, read_turtle
from ingest.trig import Writer, quote, write_ntriples, write_trig
from ontology.identifiers import BASE, rebased
from ontology.terms import PREFIXES

CC = PREFIXES["cc"]
GRAPH = BASE + "graph/curated"
ROOT = Path(__file__).parents[2]


def parsed(text: str) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TRIG))


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        (CC + "Recommendation", "cc:Recommendation"),
        ("http://metadata.un.org/sdg/16.a", "sdg:16.a"),
        ("http://metadata.un.org/sdg/ontology#Target", "sdgo:Target"),
        # A slash or a parenthesis would need an escape in a prefixed name.
        (BASE + "place/CHL", "<place/CHL>"),
        (BASE + "document/S/RES/2462(2019)", "<document/S/RES/2462(2019)>"),
        (BASE + "document/A/CONF.234/RPM.3/1/para/40/j/i", "<document/A/CONF.234/RPM.3/1/para/40/j/i>"),
        # Dotted or empty segments and colons would resolve to something else.
        (BASE + "document/../x", f"<{BASE}document/../x>"),
        (BASE + "document//x", f"<{BASE}document//x>"),
        (BASE + "a:b/c", f"<{BASE}a:b/c>"),
        ("https://example.org/x", "<https://example.org/x>"),
        (BASE + "ontology", "cg:ontology"),
        ("http://www.w3.org/ns/prov#", "<http://www.w3.org/ns/prov#>"),
        ("http://metadata.un.org/sdg/16.", "<http://metadata.un.org/sdg/16.>"),
    ],
)
def test_an_iri_is_written_as_short_as_turtle_allows(iri: str, written: str) -> None:
    assert Writer().iri(iri) == written
    quads = parsed(write_trig({GRAPH: [Triple(iri, RDF_TYPE, iri)]}))
    assert {(q.subject.value, q.object.value) for q in quads} == {(iri, iri)}


@pytest.mark.parametrize("iri", ["no scheme", "https://a/b c", "https://a/<b>", 'https://a/"', "relative/path"])
def test_what_is_no_iri_is_refused_by_name(iri: str) -> None:
    with pytest.raises(ValueError, match="not an IRI") as error:
        Writer().iri(iri)
    assert repr(iri) in str(error.value)


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (Literal("a"), '"a"'),
        (english("crime"), '"crime"@en'),
        (integer(-3), "-3"),
        (decimal(0.5), "0.500"),
        (Literal("true", XSD + "boolean"), "true"),
        (Literal("2019-02-05", XSD + "date"), '"2019-02-05"^^xsd:date'),
        # Not in the lexical form of a bare number.
        (Literal("1e3", XSD + "decimal"), '"1e3"^^xsd:decimal'),
        (Literal('the "Rules"\\\n\t\x00'), '"the \\"Rules\\"\\\\\\n\\t\\u0000"'),
        (Literal("Pía – “x”"), '"Pía – “x”"'),
    ],
)
def test_a_literal_is_written_in_its_shortest_exact_form(literal: Literal, written: str) -> None:
    assert Writer().term(literal) == written


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8")))
def test_every_string_comes_back_from_its_quoted_form(text: str) -> None:
    [quad] = pyoxigraph.parse(f"<a:b> <a:b> {quote(text)} .", format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert quad.object == pyoxigraph.Literal(text)


SEGMENT = st.text("abcXYZ019._-()~", min_size=1, max_size=6)
IRIS = st.lists(SEGMENT, min_size=1, max_size=4).map(lambda parts: BASE + "/".join(parts))
LITERALS = st.text(st.characters(codec="utf-8"), max_size=8).map(Literal) | st.builds(integer, st.integers())
TRIPLES = st.lists(st.builds(Triple, IRIS, IRIS, IRIS | LITERALS), max_size=12)


@settings(max_examples=50, deadline=None)
@given(TRIPLES, st.sampled_from([BASE, "http://localhost:8000/x/"]))
def test_what_is_written_is_what_is_read(triples: list[Triple], base: str) -> None:
    moved = [Triple(*(rebased(t, base) if isinstance(t, str) else t for t in triple)) for triple in triples]
    expected = set(pyoxigraph.parse(write_ntriples(moved), format=pyoxigraph.RdfFormat.N_TRIPLES))
    got = {q.triple for q in parsed(write_trig({GRAPH: triples}, base))}
    assert got == {q.triple for q in expected}


@settings(max_examples=50, deadline=None)
@given(TRIPLES, st.randoms(use_true_random=False))
def test_the_order_of_the_statements_does_not_matter(triples: list[Triple], random: object) -> None:
    shuffled = [*triples, *triples]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert write_trig({GRAPH: shuffled}) == write_trig({GRAPH: triples})


def test_another_base_moves_our_things_and_leaves_the_vocabulary() -> None:
    moved = rebased(BASE + "congress/14", "http://localhost/")
    assert moved == "http://localhost/congress/14"
    for fixed in (CC + "Congress", BASE + "ontology", "http://metadata.un.org/sdg/16"):
        assert rebased(fixed, "http://localhost/") == fixed
    text = write_trig({GRAPH: [Triple(BASE + "congress/14", RDF_TYPE, CC + "Congress")]}, "http://localhost/")
    [quad] = parsed(text)
    assert quad.subject.value == "http://localhost/congress/14"
    assert quad.object.value == CC + "Congress"
    assert quad.graph_name.value == "http://localhost/graph/curated"


def test_graphs_subjects_and_predicates_are_in_order_and_an_empty_graph_is_left_out() -> None:
    triples = [
        Triple(BASE + "place/b", CC + "m49", Literal("2")),
        Triple(BASE + "place/a", CC + "m49", Literal("1")),
        Triple(BASE + "place/a", RDF_TYPE, CC + "State"),
    ]
    text = write_trig({BASE + "graph/z": triples[:1], GRAPH: triples, BASE + "graph/empty": []})
    assert text[text.index("\n\n") + 2 :] == (
        "<graph/curated> {\n"
        '<place/a>\n    a cc:State ;\n    cc:m49 "1" .\n'
        '<place/b>\n    cc:m49 "2" .\n'
        "}\n\n"
        '<graph/z> {\n<place/b>\n    cc:m49 "2" .\n}\n'
    )


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from ingest.quads import Triple; from ingest.trig import write_trig;"
        "ts = {Triple(f'a:{n % 7}', f'a:p{n % 3}', f'a:{n}') for n in range(200)};"
        "print(write_trig({'a:g': ts}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1


def test_blank_nodes_of_a_turtle_file_are_named_by_their_place_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("@prefix : <a:> . :x :p [ :q 1 ], [ :q 2 ] .", encoding="utf-8")
    first, second = list(read_turtle(path)), list(read_turtle(path))
    assert first == second
    assert {t.object for t in first if t.subject == "a:x"} == {"_:b0", "_:b1"}
