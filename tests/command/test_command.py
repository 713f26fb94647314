"""The command as a user meets it: words in, words and an exit code out."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crimecongress import app
from ontology.files import folder
from ontology.identifiers import BASE

pytestmark = pytest.mark.usefixtures("loaded_once")

COUNT = "SELECT (COUNT(?r) AS ?n) WHERE { ?r a cc:Recommendation }"


def run(*words: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), input=stdin, env={"COLUMNS": "200", "NO_COLOR": "1"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("command", ["build", "check", "explain", "serve", "query"])
def test_help_names_every_command_and_each_explains_itself(command: str) -> None:
    code, everything, _ = run("--help")
    assert code == 0
    assert command in everything
    code, one, _ = run(command, "--help")
    assert code == 0
    assert "--help" in one


def test_a_query_prints_a_table_with_the_usual_prefixes_undeclared() -> None:
    code, out, _ = run("query", COUNT)
    assert code == 0
    assert "63" in out


def test_a_table_folds_an_iri_that_is_too_wide_and_never_cuts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crimecongress.out.width", 60)
    _, out, _ = run("query", "SELECT ?r { ?r cc:citation 'A/CONF.234/RPM.3/1, para. 28 (e)' ; cc:leadingVerb ?v }")
    words = "".join(line.strip("│ ") for line in out.splitlines() if line.startswith("│"))
    assert words == "https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e"


def test_the_command_says_its_version() -> None:
    assert run("--version")[:2] == (0, f"crimecongress {version('crimecongress')}\n")


def test_a_query_prints_csv_and_json() -> None:
    assert run("query", COUNT, "--format", "csv")[1].split() == ["n", "63"]
    answer = json.loads(run("query", COUNT, "--format", "json")[1])
    assert answer["results"]["bindings"][0]["n"]["value"] == "63"


def test_a_query_is_read_from_standard_input() -> None:
    assert run("query", "-", "--format", "csv", stdin=COUNT)[1].split() == ["n", "63"]


def test_a_construct_prints_turtle() -> None:
    code, out, _ = run("query", "CONSTRUCT { ?c a cc:Congress } WHERE { ?c cc:ordinal 14 }", "--format", "ttl")
    assert code == 0
    assert "a cc:Congress" in out


def test_an_ask_prints_its_answer() -> None:
    assert run("query", "ASK { ?r a cc:Recommendation }", "--format", "csv")[1].split() == ["answer", "true"]


def test_check_says_where_a_file_is_not_rdf(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("x")
    code, _, err = run("check", str(tmp_path / "bad.ttl"))
    assert code == 2
    assert "bad.ttl: " in err
    assert "line 1" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("query", "SELECT ?s WHERE { ?s ?p }"), "does not parse"),
        (("query", COUNT, "--format", "ttl"), "has no Turtle form"),
        (("query", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "--format", "csv"), "use --format ttl"),
        (("query", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1"), "use --format ttl"),
        (("query", COUNT, "--graph", "no-such-file.trig"), "no-such-file.trig"),
        (("check", "no-such-file.ttl"), "no-such-file.ttl"),
        (("explain", "https://example.org/nothing"), "https://example.org/nothing"),
        (("build", "no-such-file.txt"), "no-such-file.txt"),
        (("serve", "no-such-folder", "--port", "0"), "no-such-folder"),
        (("serve", "pyproject.toml", "--port", "0"), "pyproject.toml"),
        (("check", "pyproject.toml"), "expected .trig"),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_exit_code_2(words: tuple[str, ...], said: str) -> None:
    code, _, err = run(*words)
    assert code == 2
    *_, last = err.splitlines()
    assert last.startswith("error:")
    assert said in last


def test_check_finds_the_published_graph_without_violation() -> None:
    code, out, _ = run("check", str(folder("graph") / "crimecongress.trig"))
    assert code == 0
    assert "0 violations" in out


def test_explain_shows_source_words_and_quads_of_a_recommendation() -> None:
    code, out, _ = run("explain", "recommendation/A/CONF.234/RPM.3/1/28/f")
    assert code == 0
    assert "Support UNODC in its efforts to collect and analyse reliable national statistics" in out
    assert "A-CONF.234-RPM.3-1.txt" in out


def test_build_publishes_the_seed_with_its_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    listing = tmp_path / "uris.txt"
    listing.write_text(f"{BASE}place/ATLANTIS\n{BASE}place/CHL\n", encoding="utf-8")
    code, out, err = run("build", str(folder("sources")), "--out", "published", "--uris", str(listing))
    assert code == 0
    assert out.startswith("A/CONF.234/RPM.3/1: meeting-report (“report of the” meeting in its title")
    counts = {name: count for count, name, *rest in map(str.split, out.splitlines()) if not rest}
    expected = {"document": "1", "paragraphs": "96", "recommendations": "63", "agreements": "6", "violations": "0"}
    assert counts.items() >= expected.items()
    assert (tmp_path / "published" / "crimecongress.trig").is_file()
    assert out.endswith("added, 1 vanished\n")
    assert f"warning: {BASE}place/ATLANTIS is minted no more: " in err
    assert f"\n{BASE}recommendation/A/CONF.234/RPM.3/1/28/e\n" in listing.read_text(encoding="utf-8")
