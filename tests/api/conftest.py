"""A small graph and an engine over it, shared by the tests of the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import Settings

TRIG = """
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
@prefix cg: <https://w3id.org/crimecongress/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/crimecongress/graph/stated/A/CONF.234/RPM.3/1> {
  <https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e> a cc:Recommendation ;
    cc:text "Promote the use of restorative justice, in particular for children" ;
    cc:order 5 ;
    cc:citation "A/CONF.234/RPM.3/1, para. 28 (e)" ;
    cc:madeAt <https://w3id.org/crimecongress/congress/14/meeting/RPM.3> .
  <https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/f> a cc:Recommendation ;
    cc:text "Strengthen international cooperation against trafficking in firearms" ;
    cc:order 6 .
}
<https://w3id.org/crimecongress/graph/curated> {
  <https://w3id.org/crimecongress/instrument/UNTOC> a cc:Treaty ;
    rdfs:label "Convention against Transnational Organized Crime"@en ;
    cc:abbreviation "UNTOC" .
  <https://w3id.org/crimecongress/congress/14> a cc:Congress ; cc:ordinal 14 ; rdfs:label "Fourteenth Congress"@en .
}
<https://w3id.org/crimecongress/graph/inferred/owl-rules> {
  <https://w3id.org/crimecongress/instrument/UNTOC> a cc:Instrument .
}
<https://w3id.org/crimecongress/graph/catalogue> {
  <https://w3id.org/crimecongress/release/0123456789ab> a cc:Release .
  <https://w3id.org/crimecongress/ontology> sh:declare
    <https://w3id.org/crimecongress/prefix/cc>, <https://w3id.org/crimecongress/prefix/cg> .
  <https://w3id.org/crimecongress/prefix/cc> sh:prefix "cc" ;
    sh:namespace "https://w3id.org/crimecongress/ontology#"^^xsd:anyURI .
  <https://w3id.org/crimecongress/prefix/cg> sh:prefix "cg" ;
    sh:namespace "https://w3id.org/crimecongress/"^^xsd:anyURI .
}
"""


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "crimecongress.trig"
    path.write_text(TRIG, encoding="utf-8")
    return path


@pytest.fixture
def settings(graph_file: Path, tmp_path: Path) -> Settings:
    return Settings(graph=graph_file, workers=2, seconds=5, shutdown_seconds=2, cache=tmp_path / "cache")
