from __future__ import annotations

from pathlib import Path

from releases.difference import Change, What, compare

BASE = "https://w3id.org/crimecongress/"
CC = f"{BASE}ontology#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
STATED, INFERRED = f"<{BASE}graph/stated/A/1>", f"<{BASE}graph/inferred/topics>"


def release(folder: Path, *lines: str) -> Path:
    folder.mkdir()
    quads = "".join(sorted(f"{line} .\n" for line in lines))
    (folder / "crimecongress.nq").write_text(quads, encoding="utf-8")
    return folder


def outcome(path: str, text: str) -> list[str]:
    iri = f"<{BASE}recommendation/A/1/{path}>"
    return [
        f"{iri} {TYPE} <{CC}Recommendation> {STATED}",
        f'{iri} <{CC}text> "{text}" {STATED}',
        f'{iri} <{CC}citation> "A/1, para. {path}" {STATED}',
    ]


def test_outcomes_are_added_withdrawn_and_reworded(tmp_path: Path) -> None:
    old = release(tmp_path / "old", *outcome("1", "Adopt"), *outcome("2", "Strengthen"), *outcome("3", "Keep"))
    new = release(tmp_path / "new", *outcome("2", 'Strengthen \\"more\\"'), *outcome("3", "Keep"), *outcome("4", "Ask"))
    iri = f"{BASE}recommendation/A/1/"
    assert compare(old, new).changes == (
        Change(What.WITHDRAWN, f"{iri}1", "Recommendation", "A/1, para. 1", "Adopt", ""),
        Change(What.REWORDED, f"{iri}2", "Recommendation", "A/1, para. 2", "Strengthen", 'Strengthen "more"'),
        Change(What.ADDED, f"{iri}4", "Recommendation", "A/1, para. 4", "", "Ask"),
    )


def test_what_is_only_inferred_of_a_thing_does_not_change_it(tmp_path: Path) -> None:
    topic = f"<{BASE}recommendation/A/1/1> <{CC}concerns> <{BASE}topic/firearms> {INFERRED}"
    old = release(tmp_path / "old", *outcome("1", "Adopt"))
    new = release(tmp_path / "new", *outcome("1", "Adopt"), topic)
    found = compare(old, new)
    assert found.changes == ()
    assert [(graph.graph, graph.added, graph.deleted) for graph in found.graphs] == [(INFERRED.strip("<>"), 1, 0)]


def test_evidence_is_counted_and_releases_and_graphs_are_left_out(tmp_path: Path) -> None:
    mention = f"<{BASE}document/A/1/para/1/mention/0-5> {TYPE} <{CC}Mention> {STATED}"
    catalogue = f"<{BASE}graph/catalogue>"
    itself = f"<{BASE}release/1> {TYPE} <{CC}Release> {catalogue}"
    graph = f"{catalogue} {TYPE} <http://rdfs.org/ns/void#DatasetDescription> {catalogue}"
    found = compare(release(tmp_path / "old"), release(tmp_path / "new", mention, itself, graph))
    assert (found.changes, found.evidence) == ((), (("Mention", What.ADDED, 1),))
