"""`load sdg` as a user meets it."""

from __future__ import annotations

import shutil
from pathlib import Path

from typer.testing import CliRunner

from crimecongress import app
from ontology.files import folder

SDG = (
    "@prefix sdg: <http://metadata.un.org/sdg/> .\n"
    "@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
    'sdg:16 a sdgo:Goal ; skos:prefLabel "Paix "@fr .\n\n'
    'sdg:16.5 a sdgo:Target ; skos:prefLabel "Réduire la corruption"@fr .\n\n'
    'sdg:16.6 a sdgo:Target ; skos:prefLabel "not closed@fr .\n\n'
)


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "200", "NO_COLOR": "1"})
    return result.exit_code, result.stdout, result.stderr


def test_the_vocabulary_is_loaded_and_each_fault_is_named(tmp_path: Path) -> None:
    graph = Path(shutil.copy(folder("graph") / "crimecongress.trig", tmp_path))
    source = tmp_path / "sdg.ttl"
    source.write_text(SDG, encoding="utf-8")
    code, out, err = run("load", "sdg", str(source), "--graph", str(tmp_path))
    assert code == 0, err
    assert "1  targets" in out
    assert "https://w3id.org/crimecongress/graph/vocabulary/sdg" in out
    assert "sdg.ttl, line 9:" in err
    assert "sdg/16: stray white space in “Paix”@fr: removed" in err
    assert "sdg/16.5: no sdgo:isTargetOf: taken to be of <http://metadata.un.org/sdg/16>" in err
    question = "SELECT ?l { sdg:16.5 skos:prefLabel ?l FILTER(LANG(?l) = 'fr') }"
    assert run("query", "--graph", str(graph), "--format", "csv", question)[1].split("\n")[1] == "Réduire la corruption"


def test_what_cannot_be_loaded_is_one_line_and_changes_nothing(tmp_path: Path) -> None:
    graph = Path(shutil.copy(folder("graph") / "crimecongress.trig", tmp_path))
    before = graph.read_bytes()
    (tmp_path / "other.ttl").write_text("<https://e.org/a> a <https://e.org/B> .", encoding="utf-8")
    code, _, err = run("load", "sdg", str(tmp_path / "other.ttl"), "--graph", str(graph))
    assert code == 2
    assert err.startswith("error:")
    assert "other.ttl" in err
    assert len(err.splitlines()) == 1
    assert graph.read_bytes() == before
