"""terms.py and congress.ttl name the same terms."""

from __future__ import annotations

import pytest
from rdflib import Graph

from ontology import terms
from ontology.files import ontology_file
from ontology.identifiers import ONTOLOGY, ONTOLOGY_IRI


@pytest.fixture(scope="module")
def defined() -> set[str]:
    graph = Graph().parse(ontology_file("congress.ttl"))
    return {str(subject) for subject in graph.subjects() if str(subject).startswith(ONTOLOGY)}


def constants() -> dict[str, str]:
    return {name: value for name, value in vars(terms).items() if isinstance(value, str) and not name.isupper()}


def test_every_term_of_the_ontology_is_a_constant_of_its_name(defined: set[str]) -> None:
    named = {name: value for name, value in constants().items() if value.startswith(ONTOLOGY)}
    assert set(named.values()) == defined
    assert all(value == ONTOLOGY + name for name, value in named.items())


def test_every_prefix_is_a_constant_of_its_name() -> None:
    assert {name.upper(): iri for name, iri in terms.PREFIXES.items()} == {
        name: getattr(terms, name.upper()) for name in (prefix.upper() for prefix in terms.PREFIXES)
    }
    assert list(terms.PREFIXES) == sorted(terms.PREFIXES)
    assert terms.CC.startswith(ONTOLOGY_IRI)
