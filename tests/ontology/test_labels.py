"""Labels in other languages are those of a United Nations source, letter by letter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDFS, SKOS

from ontology.files import ontology_file

UNBIS = Path(__file__).parents[2].parent / "shared" / "reference" / "unbis" / "unbis-labels.tsv"
THESAURUS = "http://metadata.un.org/thesaurus/"


@pytest.mark.skipif(not UNBIS.is_file(), reason="the labels of the UNBIS Thesaurus are not beside the checkout")
def test_every_label_in_another_language_is_the_thesaurus_s() -> None:
    with UNBIS.open(encoding="utf-8", newline="") as file:
        rows = {row["iri"]: row for row in csv.DictReader(file, delimiter="\t")}
    graph = rdflib.Graph().parse(ontology_file("congress.ttl"))
    labelled = {term for term, label in graph.subject_objects(SKOS.altLabel) if isinstance(label, rdflib.Literal)}
    assert labelled
    for term in labelled:
        (concept,) = (str(iri) for iri in graph.objects(term, RDFS.seeAlso) if str(iri).startswith(THESAURUS))
        for label in graph.objects(term, SKOS.altLabel):
            assert isinstance(label, rdflib.Literal)
            assert rows[concept][str(label.language)] == str(label)
