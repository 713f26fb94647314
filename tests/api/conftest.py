"""A small graph and a folder of two releases, shared by the tests of the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.engine.readying import make_ready
from api.settings import Settings
from releases.folder import Releases
from releases.publishing import Wish, publish

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


@pytest.fixture(scope="session")
def folder(write_bodies: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: the second withdraws a body, renames one and has a new one, and is served from a store on disk."""
    made = tmp_path_factory.mktemp("published")
    first = write_bodies(made / "first.trig", FAO="Food and Agriculture Organization", PAU="Crime Prevention Unit")
    second = write_bodies(made / "second.trig", FAO="Food Organization", UNODC="Office on Drugs and Crime")
    publish(
        made / "releases", Wish(first, datetime(2026, 1, 1, 12, tzinfo=UTC)), lambda draft: make_ready(draft, 1_000)
    )
    (made / "sbom.json").write_text('{"bomFormat": "CycloneDX"}', encoding="utf-8")
    at, bill = datetime(2026, 2, 1, 12, tzinfo=UTC), made / "sbom.json"
    wish = Wish(second, at, withdraw="it is no body", bill=bill)
    publish(made / "releases", wish, lambda draft: make_ready(draft, 0))
    return made / "releases"


@pytest.fixture(scope="session")
def versions(folder: Path) -> tuple[str, str]:
    """The versions of the two releases, the older first."""
    first, second = (entry.version for entry in Releases(folder).newest_first()[::-1])
    return first, second
