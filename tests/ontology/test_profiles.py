"""The ontology is in OWL 2 DL and in its RL profile, and the measure finds what would take it out of them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ontology.files import ontology_file
from ontology.profiles import Objection, measure, measure_ours

PREFIXES = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty . :d a owl:DatatypeProperty .
"""


def measured(turtle: str) -> list[tuple[str, str]]:
    quads = ox.parse(input=PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return [(each.profile, each.reason) for each in measure(quad.triple for quad in quads)]


def test_the_ontology_keeps_to_dl_and_rl_and_not_to_el_and_ql() -> None:
    found = measure_ours()
    assert {each.profile for each in found} == {"EL", "QL"}
    assert Objection("EL", "inverseOf") in found
    assert Objection("QL", "TransitiveProperty") in found


def test_the_ontology_says_which_profiles_it_keeps_to() -> None:
    text = ontology_file("congress.ttl").read_text(encoding="utf-8")
    assert "OWL 2 DL (and within the RL profile)" in text


def test_nothing_stands_against_a_class_and_its_properties() -> None:
    assert measured(":p rdfs:domain :A ; rdfs:range :A . :q rdfs:subPropertyOf :p . :d rdfs:range xsd:string .") == []


OBJECTIONS = [
    (":A rdfs:subClassOf :B .", ("DL", "https://example.org/B is not declared as a class")),
    (":x a :B .", ("DL", "https://example.org/B is not declared as a class")),
    (":x :r :y .", ("DL", "https://example.org/r is not declared as a property")),
    (":p a owl:DatatypeProperty .", ("DL", "https://example.org/p is a property of two kinds")),
    (
        ":d rdfs:range xsd:date .",
        (
            "DL",
            "http://www.w3.org/2001/XMLSchema#date is neither a declared class nor a datatype of the OWL 2 map",
        ),
    ),
    (
        ":q a owl:TransitiveProperty ; rdfs:subPropertyOf :p . :p a owl:AsymmetricProperty .",
        ("DL", "https://example.org/p is AsymmetricProperty and not simple"),
    ),
    (
        ":q a owl:TransitiveProperty , owl:FunctionalProperty .",
        ("DL", "https://example.org/q is FunctionalProperty and not simple"),
    ),
    (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] .",
        ("DL", "someValuesFrom is not measured here"),
    ),
    (":p a owl:ReflexiveProperty .", ("RL", "ReflexiveProperty")),
    (":p a owl:SymmetricProperty .", ("EL", "SymmetricProperty")),
    (":p a owl:TransitiveProperty .", ("QL", "TransitiveProperty")),
]


@pytest.mark.parametrize(("turtle", "objection"), OBJECTIONS)
def test_what_takes_an_ontology_out_of_a_profile_is_named(turtle: str, objection: tuple[str, str]) -> None:
    assert objection in measured(turtle)
