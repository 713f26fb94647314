"""The relations to other vocabularies are true, weak and spelt as those vocabularies spell their terms."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, PROV, RDF, SDO, SKOS, VOID

from ontology import terms
from ontology.files import folder, ontology_file
from ontology.reasoning import reason

UNDO = "https://w3id.org/un/ontology/undo/"
UNDO_FILE = Path(__file__).parents[2].parent / "shared" / "reference" / "undo" / "undo.ttl"
SDGO_FILE = UNDO_FILE.parents[1] / "sdg" / "sdgs-ontology.ttl"
LISTED = Path(__file__).parent / "data" / "neighbours.txt"
NEIGHBOURS = [
    terms.SKOS,
    terms.PROV,
    terms.ORG,
    terms.FOAF,
    terms.DCTERMS,
    "http://purl.org/spar/doco/",
    "http://purl.org/spar/fabio/",
    terms.SCHEMA,
    "http://www.w3.org/ns/oa#",
    "http://linkedevents.org/ontology/",
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "http://data.europa.eu/eli/ontology#",
    UNDO,
    terms.SDGO,
]
RELATIONS = {terms.RDFS + "subClassOf", terms.RDFS + "subPropertyOf", terms.RDFS + "seeAlso"}

TRIPLES = [quad.triple for quad in ox.parse(path=ontology_file("alignments.ttl"))]
CORE = [quad.triple for quad in ox.parse(path=ontology_file("congress.ttl"))]
OURS = [triple for triple in TRIPLES if triple.subject.value.startswith(terms.CC)]


def named(relation: str) -> set[tuple[str, str]]:
    return {(t.subject.value, t.object.value) for t in OURS if t.predicate.value == terms.RDFS + relation}


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_each_neighbour_is_aligned_with(neighbour: str) -> None:
    assert any(t.object.value.startswith(neighbour) for t in OURS if t.predicate.value in RELATIONS)


def test_only_our_terms_are_said_to_stand_to_others() -> None:
    defined = {triple.subject.value for triple in CORE}
    assert {triple.subject.value for triple in OURS} <= defined
    targets = {t.object.value for t in OURS if t.predicate.value in RELATIONS}
    assert not any(target.startswith(terms.CC) for target in targets)


def test_no_relation_is_stronger_than_being_narrower() -> None:
    """No equivalence and no identity: a class is not said to be the same as a neighbour's."""
    predicates = {t.predicate.value for t in OURS}
    assert predicates == RELATIONS | {terms.SKOS + "scopeNote"}


def test_a_neighbour_is_narrower_or_near_and_not_both() -> None:
    assert (named("subClassOf") | named("subPropertyOf")) & named("seeAlso") == set()


def test_classes_stand_to_classes_and_properties_to_properties_of_their_kind() -> None:
    kinds = {(t.subject.value, t.object.value) for t in (*CORE, *TRIPLES) if t.predicate.value == terms.RDF + "type"}

    def kind(term: str) -> set[str]:
        return {name for name in ("Class", "ObjectProperty", "DatatypeProperty") if (term, terms.OWL + name) in kinds}

    for relation in ("subClassOf", "subPropertyOf"):
        for ours, theirs in named(relation):
            assert kind(ours) == kind(theirs), (ours, theirs)
            assert len(kind(ours)) == 1


def test_the_terms_of_others_exist() -> None:
    """Those of the W3C's, Dublin Core's and schema.org's vocabularies, by the lists that rdflib has of them."""
    lists = {str(namespace): namespace for namespace in (DCAT, DCTERMS, FOAF, ORG, PROV, RDF, SDO, SKOS, VOID)}
    for triple in TRIPLES:
        for term in (triple.subject, triple.object):
            for prefix, names in lists.items():
                if isinstance(term, ox.NamedNode) and term.value.startswith(prefix):
                    assert rdflib.URIRef(term.value) in names, term


@pytest.mark.skipif(not UNDO_FILE.is_file(), reason="the UN's document ontology is not beside the checkout")
def test_the_terms_of_the_uns_document_ontology_exist() -> None:
    theirs = {quad.subject.value for quad in ox.parse(path=UNDO_FILE) if isinstance(quad.subject, ox.NamedNode)}
    ours = {t.object.value for t in (*OURS, *CORE) if isinstance(t.object, ox.NamedNode)}
    assert {term for term in ours if term.startswith("https://w3id.org/un/ontology/undo")} <= theirs


def listed() -> dict[str, set[str]]:
    """The terms of those vocabularies of which no package here has a list, by namespace."""
    found: dict[str, set[str]] = {}
    namespace = ""
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("http"):
            namespace = line
        elif line and not line.startswith("#"):
            found.setdefault(namespace, set()).update(line.split())
    return found


def test_every_aligned_term_is_one_that_its_vocabulary_defines() -> None:
    """No neighbour is left unchecked: its terms are listed here, by rdflib, or in the files beside the checkout."""
    lists = listed()
    elsewhere = (*map(str, (DCAT, DCTERMS, FOAF, ORG, PROV, RDF, SDO, SKOS, VOID)), UNDO, terms.SDGO)
    targets = {t.object.value for t in OURS if t.predicate.value in RELATIONS}
    for target in sorted(targets):
        namespace = next((each for each in lists if target.startswith(each)), "")
        known = target.removeprefix(namespace) in lists[namespace] if namespace else target.startswith(elsewhere)
        assert known, target


@pytest.mark.skipif(not SDGO_FILE.is_file(), reason="the UN's SDG ontology is not beside the checkout")
def test_the_terms_of_the_uns_sdg_ontology_exist() -> None:
    theirs = {quad.subject.value for quad in ox.parse(path=SDGO_FILE) if isinstance(quad.subject, ox.NamedNode)}
    used = {term.value for t in (*TRIPLES, *CORE) for term in t if isinstance(term, ox.NamedNode)}
    codes = {
        terms.SDGO + name for name in ("SDGCode", "SDGCodeCompact")
    }  # datatypes of the UN's data, not defined there
    assert {term for term in used if term.startswith(terms.SDGO)} - codes <= theirs


def test_nothing_is_said_to_be_the_same_but_by_one_thing_of_one_thing() -> None:
    """No owl:sameAs, by which two things would share all that is said of either; schema:sameAs names an item of
    Wikidata or a geographical area of the United Nations, and none is claimed by two things.
    """
    quads = [*ox.parse(path=folder("graph") / "crimecongress.trig")]
    reference = [quad for path in folder("reference").glob("*.ttl") for quad in ox.parse(path=path)]
    everything = [*quads, *reference, *CORE, *TRIPLES]
    assert [each for each in everything if each.predicate.value == terms.OWL + "sameAs"] == []
    same = {(q.subject.value, q.object.value) for q in reference if q.predicate.value == terms.SCHEMA + "sameAs"}
    assert len(same) > 200
    authorities = ("http://www.wikidata.org/entity/Q", "http://metadata.un.org/sdg/codes/geoArea/")
    assert all(theirs.startswith(authorities) for _, theirs in same)
    assert len({theirs for _, theirs in same}) == len(same)
    assert len({(ours, theirs.startswith(authorities[0])) for ours, theirs in same}) == len(same)


THEIR_DISJOINTNESS = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
# PROV-O; FOAF; ORG, section 4
prov:Entity owl:disjointWith prov:Activity .
foaf:Person owl:disjointWith foaf:Organization .
foaf:Document owl:disjointWith foaf:Organization .
foaf:Organization a owl:Class . foaf:Document a owl:Class . foaf:Person a owl:Class .
prov:Entity a owl:Class . prov:Activity a owl:Class .
"""


def test_with_the_alignments_and_the_neighbours_disjointness_each_class_can_have_a_member() -> None:
    verdict = reason(ontology_file("alignments.ttl").read_bytes(), THEIR_DISJOINTNESS.encode())
    assert verdict.consistent
    assert verdict.unsatisfiable == frozenset()


def test_the_terms_stand_in_order() -> None:
    text = ontology_file("alignments.ttl").read_text(encoding="utf-8")
    classes, properties = (part.splitlines() for part in text.partition("# Properties\n")[::2])
    for lines in (classes, properties):
        listed = [line for line in lines if line.startswith("cc:")]
        assert listed == sorted(listed, key=str.lower)
