"""The commands that publish: what they print, and what they refuse."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import crimecongress

GRAPH = """@base <https://w3id.org/crimecongress/> .
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<graph/curated> { <body/FAO> a cc:Body ; skos:prefLabel "Food"@en ; dcterms:source "A/1" . }
"""


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph" / "crimecongress.trig"
    path.parent.mkdir()
    path.write_text(GRAPH, encoding="utf-8")
    return path.parent


def run(*words: object) -> Result:
    return CliRunner().invoke(crimecongress.app, [str(word) for word in words])


def test_a_graph_is_published_and_listed(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    done = run("publish", graph, "--to", folder, "--date", "2026-11-01")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"published: {folder}/")
    assert done.stdout.endswith("(since 2026-11-01 00:00:00 UTC)\n")
    assert run("publish", graph, "--to", folder).stdout.startswith("unchanged: ")
    listed = run("releases", folder)
    assert "2026-11-01 00:00:00" in listed.stdout
    assert (folder / "current").resolve().name in listed.stdout


def hearing_hangups() -> None:
    """Undo what nohup does, under which the tests may run."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_a_server_is_told_by_its_process_id_or_the_file_with_it(graph: Path, tmp_path: Path) -> None:
    folder, told = tmp_path / "releases", tmp_path / "server.pid"
    for notify in ("pid", "file"):
        listening = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], preexec_fn=hearing_hangups)
        told.write_text(f"{listening.pid}\n", encoding="ascii")
        done = run("publish", graph, "--to", folder, "--notify", listening.pid if notify == "pid" else told)
        assert done.exit_code == 0
        assert listening.wait(10) == -signal.SIGHUP


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--date", "yesterday"), "'yesterday' is no date; expected 2026-11-24"),
        (("--notify", "nobody.pid"), "'nobody.pid' is neither a process id nor a file with one"),
    ],
)
def test_what_cannot_be_understood_is_said(words: tuple[str, ...], expected: str, graph: Path, tmp_path: Path) -> None:
    done = run("publish", graph, "--to", tmp_path / "releases", *words)
    assert done.exit_code == 2
    assert expected in " ".join(done.output.replace("│", " ").split())
    assert not (tmp_path / "releases").exists()


def test_nothing_that_is_not_there_is_published_or_listed(tmp_path: Path) -> None:
    for words in (("publish", tmp_path), ("releases", tmp_path), ("rollback", tmp_path), ("doctor", tmp_path)):
        done = run(*words, *(("--to", tmp_path / "r") if words[0] == "publish" else ()))
        assert done.exit_code in (1, 2), words
        assert str(tmp_path) in done.output
