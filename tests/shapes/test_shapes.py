"""The shapes are well-formed SHACL, say what to do, and depend on no base."""

from __future__ import annotations

import re
import warnings

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib.namespace import SH

from ontology import terms
from ontology.identifiers import BASE, ONTOLOGY, SHAPES_IRI
from shapes import FAMILIES, SHAPES, shapes_file
from shapes.paths import Index
from shapes.sources import shapes_graph, shapes_triples

INDEX = Index(shapes_triples())
PROPERTY_SHAPES = sorted(INDEX.subjects(terms.RDF + "type", terms.SH + "PropertyShape"), key=str)
NODE_SHAPES = sorted(INDEX.subjects(terms.RDF + "type", terms.SH + "NodeShape"), key=str)
QUERIES = sorted((t.object for t in shapes_triples() if t.predicate.value == terms.SH + "sparql"), key=str)
NAMED = [shape for shape in (*PROPERTY_SHAPES, *QUERIES) if isinstance(shape, NamedNode)]


def local(shape: object) -> str:
    return shape.value.removeprefix(SHAPES) if isinstance(shape, NamedNode) else str(shape)


def test_only_terms_of_the_shacl_vocabulary_are_used() -> None:
    """No engine reports a misspelt sh:minCuont; the standard's own list of terms does."""
    used = {
        term.value
        for triple in shapes_triples()
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(terms.SH)
    }
    standard = {terms.SH + name for name in (*SH.__annotations__, *SH._extras)}
    assert used - standard == set()


def test_the_shapes_conform_to_the_shapes_of_shapes() -> None:
    shapes = rdflib.Graph().parse(data=shapes_graph(), format="turtle")
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_term_that_a_shape_names_is_defined() -> None:
    vocabulary = {value for name, value in vars(terms).items() if isinstance(value, str) and not name.isupper()}
    named = {
        term.value
        for triple in shapes_triples()
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(ONTOLOGY)
    }
    texts = " ".join(t.object.value for t in shapes_triples() if t.predicate.value == terms.SH + "select")
    assert named - vocabulary == set()
    assert {ONTOLOGY + name for name in re.findall(r"\bcc:(\w+)", texts)} - vocabulary == set()


@pytest.mark.parametrize("shape", NAMED, ids=local)
def test_a_constraint_has_a_message_that_tells_what_to_do(shape: NamedNode) -> None:
    message = INDEX.value(shape, terms.SH + "message")
    assert isinstance(message, Literal)
    assert (message.language, message.value[-1]) == ("en", ".")
    assert len(message.value.split()) >= 5


@pytest.mark.parametrize("shape", [*PROPERTY_SHAPES, *NODE_SHAPES], ids=local)
def test_a_shape_that_checks_something_has_a_severity(shape: NamedNode) -> None:
    """A query has none of its own: its results have that of the shape it belongs to (SHACL, section 5.2.1)."""
    checks = {"pattern", "or", "xone", "closed", "sparql", "path"}
    if any(INDEX.value(shape, terms.SH + parameter) for parameter in checks) and isinstance(shape, NamedNode):
        assert INDEX.value(shape, terms.SH + "severity") is not None


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=local)
def test_a_property_shape_has_a_name_of_its_own(shape: NamedNode) -> None:
    name = INDEX.value(shape, terms.SH + "name")
    assert isinstance(name, Literal)
    assert [name] == [n for s in PROPERTY_SHAPES if (n := INDEX.value(s, terms.SH + "name")) == name]


def test_a_shape_that_has_a_target_has_a_name_of_its_own_and_a_severity() -> None:
    aimed = {str(t.subject) for t in shapes_triples() if t.predicate.value.startswith(terms.SH + "target")}
    shapes = [shape for shape in NODE_SHAPES if str(shape) in aimed]
    names = [INDEX.value(shape, terms.SH + "name") for shape in shapes]
    assert None not in names
    assert len(set(names)) == len(names) > 40
    assert [local(shape) for shape in shapes if INDEX.value(shape, terms.SH + "severity") is None] == []


def test_messages_are_told_apart() -> None:
    messages = [INDEX.value(shape, terms.SH + "message") for shape in QUERIES]
    assert len(set(messages)) == len(messages)


def test_no_shape_stands_unused() -> None:
    """Each property shape and query belongs to a node shape, and each node shape has a target or is part of one."""
    referred = {
        str(triple.object)
        for triple in shapes_triples()
        if triple.predicate.value.removeprefix(terms.SH) in {"property", "sparql", "node", "qualifiedValueShape"}
    } | {str(triple.object) for triple in shapes_triples() if triple.predicate.value == terms.RDF + "first"}
    targets = {
        str(t.subject) for t in shapes_triples() if t.predicate.value.removeprefix(terms.SH).startswith("target")
    }
    assert [s for s in (*NAMED, *NODE_SHAPES) if str(s) not in referred | targets] == []


def test_no_pattern_depends_on_the_base() -> None:
    patterns = [t.object.value for t in shapes_triples() if t.predicate.value == terms.SH + "pattern"]
    assert not any("w3id" in pattern or "crimecongress" in pattern for pattern in patterns)
    for triple in shapes_triples():
        for term in (triple.subject, triple.object):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                assert term.value.startswith((ONTOLOGY, SHAPES, SHAPES_IRI))


def test_each_family_is_a_file_that_stands_alone() -> None:
    names = [name for family in FAMILIES for name in sorted(shape_names(family))]
    assert len(names) == len(set(names))


def shape_names(family: str) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = rdflib.Graph().parse(shapes_file(family))
    return {str(s) for s in graph.subjects(rdflib.RDF.type, SH.NodeShape) if isinstance(s, rdflib.URIRef)}


def test_a_family_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        shapes_file("persons")
