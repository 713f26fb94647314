"""`check` answers for text and files, with either engine, and says clearly when it is given something else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph
import pytest

from ontology.identifiers import BASE
from shapes import DataError, Result, check, check_file

PART = """
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
<https://example.org/document/A/1> a cc:Document ; cc:symbol "A/1" .
<https://example.org/document/A/1/para/1> a cc:Deliberation ; cc:inDocument <https://example.org/document/A/1> ;
    cc:partOf <https://example.org/document/A/1> ; cc:order 1 ; cc:number 1 ; cc:text "It was noted." ;
    cc:citation "A/1, para. 1" ; cc:aknLocator "!main~para_1" .
"""
ENGINES = pytest.mark.parametrize("engine", ["shifty", "pyshacl"])


@ENGINES
def test_the_classes_of_the_ontology_need_not_be_in_the_data(engine: str) -> None:
    """A deliberation is a paragraph is a part: the shapes of parts apply to it."""
    assert check(PART, engine).conforms
    report = check(PART.replace("cc:order 1 ; ", ""), engine)
    assert not report.conforms
    assert report.results == (
        Result(
            focus="https://example.org/document/A/1/para/1",
            path="cc:order",
            value=None,
            component="MinCountConstraintComponent",
            severity="Violation",
            message="Give the part its one place in the order of the document, an xsd:integer from 1.",
            shape="https://w3id.org/crimecongress/shapes#DocumentPart-order",
        ),
    )


@ENGINES
def test_a_list_of_plain_strings_is_compared_as_such(engine: str) -> None:
    """pySHACL over a store that types its plain strings refuses all of them: "full" must be allowed, "whole" not."""
    mention = """<https://example.org/document/A/1/para/1/mention/0-2> a cc:Mention ; cc:start 0 ; cc:end 2 ;
        cc:exact "It" ; cc:inContainer <https://example.org/document/A/1/para/1> ;
        cc:refersTo <https://example.org/document/A/1> ;
        cc:rule "symbol" ; cc:mentionKind "document" ; cc:surfaceKind "full" ."""
    assert check(PART + mention, engine).results == ()
    (result,) = check(PART + mention.replace('"full"', '"whole"'), engine).results
    assert (result.component, result.value) == ("InConstraintComponent", '"whole"')


@ENGINES
def test_a_path_that_goes_backwards_is_written_as_in_sparql(engine: str) -> None:
    text = PART + "<https://example.org/a> cc:next <https://example.org/document/A/1/para/1> . "
    text += "<https://example.org/b> cc:next <https://example.org/document/A/1/para/1> . "
    assert [(r.path, r.component) for r in check(text, engine).results] == [("^cc:next", "MaxCountConstraintComponent")]


def test_warnings_do_not_keep_a_graph_from_conforming() -> None:
    text = """@prefix cc: <https://w3id.org/crimecongress/ontology#> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://example.org/query/all> sh:prefixes <https://example.org/> ;
            sh:select "SELECT * WHERE { ?s ?p ?o }" ."""
    report = check(text)
    assert (report.conforms, report.violations, len(report.warnings)) == (True, (), 1)


def test_a_file_is_read_in_the_format_that_its_name_says(tmp_path: Path) -> None:
    broken = PART.replace("cc:order 1 ; ", "")
    quads = list(pyoxigraph.parse(input=broken, format=pyoxigraph.RdfFormat.TURTLE))
    for name, form in [("g.ttl", "TURTLE"), ("g.nt", "N_TRIPLES"), ("g.trig", "TRIG"), ("g.nq", "N_QUADS")]:
        path = tmp_path / name
        pyoxigraph.serialize(quads, output=path, format=getattr(pyoxigraph.RdfFormat, form))
        assert [r.path for r in check_file(path).results] == ["cc:order"]
        packed = tmp_path / (name + ".gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
        assert check_file(packed) == check_file(path)


def test_named_graphs_are_checked_together() -> None:
    head, _, tail = PART.partition("<https://example.org/document/A/1/para/1>")
    body = head.replace(
        "<https://example.org/document/A/1> a", "GRAPH <https://example.org/g1> { <https://example.org/document/A/1> a"
    )
    trig = body + "} GRAPH <https://example.org/g2> { <https://example.org/document/A/1/para/1>" + tail + "}"
    assert check(trig).results == ()


UNREADABLE = [
    ("g.ttl", b"<a> <b> .", r"g\.ttl.*"),
    ("g.ttl", b"\xff\xfe\x00", r"g\.ttl"),
    ("g.csv", b"a,b", r"g\.csv: found \.csv, expected \.trig"),
    ("g.ttl.gz", b"not packed", r"g\.ttl\.gz"),
    ("g", b"", r"found no extension"),
]


@pytest.mark.parametrize(("name", "content", "message"), UNREADABLE)
def test_a_file_that_is_no_rdf_is_refused_by_name(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        check_file(path)


def test_text_that_is_no_rdf_is_refused_with_its_place() -> None:
    with pytest.raises(DataError, match="line 2"):
        check("@prefix cc: <https://w3id.org/crimecongress/ontology#> .\ncc:a cc:b .")


def test_an_engine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        check(PART, "shackle")


def test_a_missing_file_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"g\.ttl"):
        check_file(tmp_path / "g.ttl")


def test_relative_iris_stand_below_the_base() -> None:
    (result,) = check("@prefix cc: <https://w3id.org/crimecongress/ontology#> . <paper> a cc:Extraction .").results
    assert result.focus == BASE + "paper"
