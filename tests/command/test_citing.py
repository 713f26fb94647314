"""Citations and quotations on the command line, against the graph that comes along."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crimecongress import app

BASE = "https://w3id.org/crimecongress/"
REPORT = "A/CONF.234/RPM.3/1"
# paragraph 28 (e) of the report, after its first word
WORDING = "gather and use reliable statistics on crime and justice"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "400", "NO_COLOR": "1"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("words", [f"{REPORT}, para. 28 (e)", "A_CONF234_RPM3_1 §28 e", f"paragraph 28(e) of {REPORT}"])
def test_a_citation_in_any_spelling_gives_the_uri_and_how_the_un_cites_it(words: str) -> None:
    expected = f"{BASE}recommendation/{REPORT}/28/e  {REPORT}, para. 28 (e)\n"
    assert run("cite", words) == (0, expected, "")


def test_each_citation_that_is_found_is_a_line_and_what_is_unknown_is_told_with_the_nearest() -> None:
    code, out, err = run("cite", f"{REPORT}, para. 96", f"{REPORT}, para. 97", "the weather")
    assert code == 1
    assert out == f"{BASE}document/{REPORT}/para/96  {REPORT}, para. 96\n"
    assert f"“{REPORT}, para. 97” is unknown" in err
    assert f"{BASE}document/{REPORT}/para/96" in err
    assert "“the weather”" in err


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "brief.txt"
    file.write_text(
        f"It asked States to “gather and use good statistics on crime and justice” ({REPORT}, para. 28 (e)).\n"
        f"“{WORDING}” ({REPORT}, para. 28 (e)).\n",
        encoding="utf-8",
    )
    return file


def test_a_text_with_a_quotation_that_differs_shows_the_words_and_ends_with_1(brief: Path) -> None:
    code, out, _ = run("verify", str(brief))
    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith(f"differs: {REPORT}, para. 28 (e): “gather and use good statistics")
    assert "[-good -]" in lines[1]
    assert "{+reliable +}" in lines[1]
    assert lines[2] == f"part: {REPORT}, para. 28 (e): “{WORDING}”"
    assert lines[3].startswith("2 quotations, 1 to mend (release ")


def test_quotations_that_stand_as_they_are_end_with_0(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(f'uri,quotation\n"{BASE}recommendation/{REPORT}/28/e",{WORDING}\n', encoding="utf-8")
    code, out, _ = run("verify", str(file), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert (code, row["verdict"], row["citation"]) == (0, "part", f"{REPORT}, para. 28 (e)")
    assert row["source"].startswith("sha256:")


def test_json_tells_the_span_the_source_and_the_release(brief: Path) -> None:
    _, out, _ = run("verify", str(brief), "--format", "json")
    second = json.loads(out)[1]
    assert second["wording"][second["start"] : second["end"]] == WORDING
    assert second["source"].startswith("sha256:")
    assert second["release"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing is quoted here", "found nothing to verify, expected a quotation in quotation marks near a citation"),
        (b"caf\xe9", "byte 3: found no UTF-8"),
        (None, "No such file"),
    ],
)
def test_a_file_with_nothing_to_verify_is_one_line_and_exit_code_2(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "brief.txt"
    if content is not None:
        file.write_bytes(content)
    code, out, err = run("verify", str(file))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
