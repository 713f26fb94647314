"""The United Nations' SDG vocabulary is read whole, and its faults are survived and reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import ReferenceDataError
from ingest.quads import Literal, Triple
from ingest.sdg import Fault, SdgReport, load_sdg
from ontology import terms
from ontology.identifiers import SDG

SHARED = Path(__file__).parents[3] / "shared" / "reference" / "sdg"
HEAD = (
    "@prefix sdg: <http://metadata.un.org/sdg/> .\n"
    "@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
)
IS_TARGET_OF = terms.SDGO + "isTargetOf"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the United Nations' file is not beside the checkout")


def load(tmp_path: Path, body: str) -> tuple[SdgReport, tuple[Triple, ...]]:
    path = tmp_path / "sdg.ttl"
    path.write_text(HEAD + body, encoding="utf-8")
    return load_sdg(path)


def done(report: SdgReport, subject: str) -> list[str]:
    return [fault.done for fault in report.faults if fault.subject == SDG + subject]


@needs_shared
def test_the_full_file_gives_17_goals_169_targets_and_232_indicators() -> None:
    report, triples = load_sdg(SHARED / "sdg-kos-goals-targets-indicators.ttl")
    assert (report.goals, report.targets, report.indicators) == (17, 169, 232)
    assert report.triples == len(triples) == len(set(triples))
    assert len([t for t in triples if t.predicate == IS_TARGET_OF]) == 169
    assert Triple(SDG + "16.a", IS_TARGET_OF, SDG + "16") in triples
    assert not any(
        str(term).startswith("_:") for t in triples for term in (t.subject, t.object) if isinstance(term, str)
    )


@needs_shared
def test_the_known_faults_of_the_full_file_are_reported_and_mended() -> None:
    report, triples = load_sdg(SHARED / "sdg-kos-goals-targets-indicators.ttl")
    assert done(report, "12.3") == ["the longest kept, others alternative"] * 3
    labels = {t.object for t in triples if t.subject == SDG + "12.3" and t.predicate == terms.SKOS + "prefLabel"}
    assert sorted(label.language for label in labels if isinstance(label, Literal)) == ["en", "es", "fr"]
    assert not any("By 2030,d" in str(label) for label in labels)
    assert done(report, "Goals") == ["written as skos:member"]
    assert len([t for t in triples if t.subject == SDG + "Goals" and t.predicate == terms.SKOS + "member"]) == 17


@needs_shared
def test_a_folder_is_read_as_one_vocabulary() -> None:
    report, triples = load_sdg(SHARED)
    assert (report.goals, report.targets, report.indicators) == (17, 169, 232)
    assert any(t.subject == "http://metadata.un.org/sdg/codes/geoArea/152" for t in triples)


def test_a_target_without_goal_gets_the_one_of_its_number(tmp_path: Path) -> None:
    report, triples = load(tmp_path, "sdg:16.5 a sdgo:Target .\n")
    assert Triple(SDG + "16.5", IS_TARGET_OF, SDG + "16") in triples
    assert done(report, "16.5") == [f"taken to be of <{SDG}16>"]


def test_a_goal_that_names_its_target_is_believed(tmp_path: Path) -> None:
    _, triples = load(tmp_path, "sdg:16 a sdgo:Goal ; sdgo:hasTarget sdg:x .\n\nsdg:x a sdgo:Target .\n")
    assert Triple(SDG + "x", IS_TARGET_OF, SDG + "16") in triples


def test_a_target_of_no_goal_is_reported(tmp_path: Path) -> None:
    report, triples = load(tmp_path, "sdg:x a sdgo:Target .\n")
    assert done(report, "x") == ["left as it is"]
    assert not any(t.predicate == IS_TARGET_OF for t in triples)


def test_a_broken_statement_does_not_lose_the_others(tmp_path: Path) -> None:
    body = 'sdg:1 a sdgo:Goal .\n\nsdg:2 a sdgo:Goal ; skos:prefLabel "Two@en .\n\nsdg:3 a sdgo:Goal .\n\n'
    report, triples = load(tmp_path, body)
    assert {t.subject for t in triples} == {SDG + "1", SDG + "3"}
    (fault,) = report.faults
    assert fault.subject == "sdg.ttl, line 7"
    assert fault.done == "the statement is left out"


def test_stray_white_space_in_labels_is_removed(tmp_path: Path) -> None:
    report, triples = load(tmp_path, 'sdg:1 a sdgo:Goal ; skos:prefLabel " End  poverty "@en .\n')
    assert Literal("End poverty", terms.RDF + "langString", "en") in {t.object for t in triples}
    assert report.faults == (Fault(SDG + "1", "stray white space in “End poverty”@en", "removed"),)


def test_a_circular_list_of_members_ends(tmp_path: Path) -> None:
    body = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\nsdg:Goals skos:memberList _:a .\n"
    _, triples = load(tmp_path, body + "_:a rdf:first sdg:1 ; rdf:rest _:a .\n")
    assert triples == (Triple(SDG + "Goals", terms.SKOS + "member", SDG + "1"),)


def test_other_blank_nodes_are_left_out_and_reported(tmp_path: Path) -> None:
    report, triples = load(tmp_path, "sdg:1 a sdgo:Goal ; skos:note [ skos:note 1 ] .\n")
    assert len(triples) == 1
    assert done(report, "1") == ["the statement is left out"]


def test_the_same_file_gives_the_same_triples_in_the_same_order(tmp_path: Path) -> None:
    lines = ["sdg:2 a sdgo:Goal .\n", "sdg:1 a sdgo:Goal .\n"]
    assert load(tmp_path, "".join(lines)) == load(tmp_path, "".join(reversed(lines)))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"<http://x.org/a> a <http://x.org/B> .", b"not turtle at all"])
def test_what_is_not_the_vocabulary_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sdg.ttl"
    path.write_bytes(content)
    with pytest.raises(ReferenceDataError, match=r"sdg\.ttl"):
        load_sdg(path)


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttl", tmp_path):
        with pytest.raises(ReferenceDataError):
            load_sdg(path)
