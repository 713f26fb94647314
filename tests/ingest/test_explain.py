from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.explain import explain
from ontology import terms
from ontology.files import folder
from ontology.identifiers import BASE, IdentifierError

SOURCE = folder("sources") / "A-CONF.234-RPM.3-1.txt"


def test_a_recommendation_is_traced_to_its_words_in_the_file() -> None:
    found = explain("recommendation/A/CONF.234/RPM.3/1/19/d", folder("graph"))
    assert found.source is not None
    text = SOURCE.read_text(encoding="utf-8")
    assert text[found.source.start : found.source.end] == found.source.words
    # A page break parts the item: the file has an empty line where the wording has one space.
    assert " ".join(found.source.words.split()) == found.text
    assert "indigenous peoples,\n\npeople with disabilities" in found.source.words
    assert text.splitlines()[found.source.line - 1].startswith("(d) Pursue a holistic approach")


def test_the_rules_and_the_words_they_read_are_shown() -> None:
    found = explain(BASE + "recommendation/A/CONF.234/RPM.3/1/28/f", folder("graph"))
    steps = {(step.rule, step.predicate.removeprefix(terms.CC), step.words) for step in found.steps}
    assert ("verb", "leadingVerb", "Support") in steps
    assert ("heading", "underAgendaItem", "(agenda item 3)") in steps
    assert ("not-negotiated", "negotiationStatus", "which were not negotiated by the participants") in steps
    assert ("names", "mentions", "UNODC") in steps


def test_the_row_of_the_reference_data_is_named_with_its_line() -> None:
    found = explain("recommendation/A/CONF.234/RPM.3/1/28/f", folder("graph"))
    [row] = [row for row in found.rows if row.entity == BASE + "body/UNODC"]
    lines = Path(row.file).read_text(encoding="utf-8").splitlines()
    assert lines[row.line - 1] == "<body/UNODC>"


def test_each_quad_has_the_graph_that_says_it() -> None:
    found = explain("recommendation/A/CONF.234/RPM.3/1/28/f", folder("graph"))
    graphs = {(triple.predicate, graph.removeprefix(BASE)) for triple, graph in found.quads}
    assert (terms.text, "graph/stated/A/CONF.234/RPM.3/1") in graphs
    assert (terms.concerns, "graph/inferred/topics") in graphs


def test_the_view_of_one_representative_is_no_part_of_the_agreement() -> None:
    found = explain("agreement/A/CONF.234/RPM.3/1/80/f", folder("graph"))
    assert found.text.endswith("the necessary and adequate expertise in pertinent deliberations.")
    assert "One representative" not in found.text


def test_the_printed_explanation_has_all_five_parts() -> None:
    lines = str(explain("recommendation/A/CONF.234/RPM.3/1/79/c", folder("graph"))).splitlines()
    assert lines[0] == "A/CONF.234/RPM.3/1, para. 79 (c)"
    assert {"rules:", "reference data:", "quads:"} <= set(lines)
    assert any(line.startswith("source: ") and "A-CONF.234-RPM.3-1.txt" in line for line in lines)


def test_a_source_that_is_gone_is_said_to_be_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The United Nations met.\n", encoding="utf-8")
    other.with_suffix(".toml").write_text('symbol = "A/1"\nlanguage = "en"\n')
    monkeypatch.setattr("ingest.explain.folder", lambda name: tmp_path if name == "sources" else folder(name))
    found = explain("recommendation/A/CONF.234/RPM.3/1/28/f", folder("graph"))
    assert found.source is None
    assert "not there any more" in str(found)


@pytest.mark.parametrize("uri", ["body/UNODC", "document/A/CONF.234/RPM.3/1/para/28/f", "no such thing"])
def test_what_is_no_outcome_cannot_be_explained(uri: str) -> None:
    with pytest.raises(IdentifierError):
        explain(uri, folder("graph"))


def test_an_outcome_that_the_graph_does_not_have_is_named() -> None:
    with pytest.raises(SourceError, match="nothing of recommendation/A/CONF"):
        explain("recommendation/A/CONF.234/RPM.3/1/28/z", folder("graph"))
