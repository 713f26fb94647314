from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.engine.readying import differences, make_ready
from releases.doctor import examine
from releases.locking import locked
from releases.publishing import Wish, publish
from releases.repair import mended

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/crimecongress/"


def ready(release: Path) -> None:
    make_ready(release, 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sound releases, the second with a tombstone, both with a store and an index of texts."""
    folder = tmp_path_factory.mktemp("made") / "releases"
    graph = folder.with_name("graph.trig")
    body = '<{0}body/{1}> a <{0}ontology#Body> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "{1}"@en .'
    for month, codes, reason in ((1, ("FAO", "UNODC"), None), (2, ("FAO",), "a mistake")):
        rows = "\n".join(body.format(BASE, code) for code in codes)
        graph.write_text(f"<{BASE}graph/curated> {{\n{rows}\n}}\n", encoding="utf-8")
        at = datetime(2026, month, 1, tzinfo=UTC)
        publish(folder, Wish(graph, at, withdraw=reason, validate=False), ready)
    return folder


@pytest.fixture
def sound(made: Path, tmp_path: Path) -> Path:
    """A copy of the two sound releases, to be damaged."""
    return shutil.copytree(made, tmp_path / "releases", symlinks=True)


def found(folder: Path) -> list[str]:
    return [finding.what for finding in examine(folder, differences)]


def content(folder: Path) -> dict[str, bytes]:
    """All that is published: no serving files, which are not the same at each making."""
    files = (path for path in folder.rglob("*") if path.is_file() and "serving" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name != ".lock"}


def test_a_sound_folder_has_no_findings(sound: Path) -> None:
    assert found(sound) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"something else entirely, and rather longer than most files of a small release are")


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cut dump": (lambda r: _cut(r / "crimecongress.nq"), "crimecongress.nq is not what was published"),
    "a missing dump": (lambda r: (r / "crimecongress.trig").unlink(), "crimecongress.trig is missing"),
    "a wrong archive": (lambda r: _overwrite(r / "crimecongress.nq.gz"), "crimecongress.nq.gz is not what"),
    "missing graphs": (lambda r: shutil.rmtree(r / "graphs"), "graphs/curated.nt is missing"),
    "a changed description": (lambda r: _cut(r / "release.ttl"), "release.ttl is not what was published"),
    "missing checksums": (lambda r: (r / "SHA256SUMS").unlink(), "SHA256SUMS is not what was published"),
    "a missing index": (lambda r: (r / "serving" / "texts.sqlite").unlink(), "serving/texts.sqlite is missing"),
    "a damaged index": (lambda r: _overwrite(r / "serving" / "texts.sqlite"), "serving/texts.sqlite cannot be read"),
    "a damaged store": (lambda r: _overwrite(r / "serving" / "store" / "CURRENT"), "the store cannot be opened"),
    "only one good dump": (
        lambda r: [_overwrite(r / name) for name in ("crimecongress.trig", "crimecongress.trig.zst")] and None,
        "crimecongress.trig.zst is not what was published",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_found_and_mended_from_the_dump(damage: str, sound: Path) -> None:
    before = content(sound)
    do, expected = DAMAGES[damage]
    do((sound / "current").resolve())
    assert any(expected in what for what in found(sound)), found(sound)
    told, left = mended(sound, differences, ready)
    assert told and left == []
    assert content(sound) == before
    assert found(sound) == []


def test_what_no_dump_can_make_again_is_left_and_named(sound: Path) -> None:
    tombstones = (sound / "current").resolve() / "tombstones.ttl"
    _overwrite(tombstones)
    _, left = mended(sound, differences, ready)
    assert [each.partition(": ")[2] for each in left] == ["tombstones.ttl is not what was published"]


def test_a_release_without_one_good_dump_is_left_as_it_is(sound: Path) -> None:
    release = (sound / "current").resolve()
    for path in release.glob("crimecongress.trig*"):
        _overwrite(path)
    _, left = mended(sound, differences, ready)
    assert sum("is not what was published" in each for each in left) == 3


def test_a_count_that_is_not_the_described_one_is_found(sound: Path) -> None:
    path = (sound / "current").resolve() / "crimecongress.nq"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])
    assert any("graph/curated has 3 triples, the description says 2" in what for what in found(sound))


def test_checksums_that_were_rewritten_do_not_hide_a_change(sound: Path) -> None:
    from releases.sums import write_sums

    release = (sound / "current").resolve()
    _overwrite(release / "tombstones.ttl")
    write_sums(release)
    assert "SHA256SUMS is not what was published" in found(sound)


def test_the_folder_itself_is_examined(sound: Path, tmp_path: Path) -> None:
    (sound / "current").unlink()
    shutil.copytree(next(sound.glob("*/SHA256SUMS")).parent, sound / "0000unknown")
    (sound / ".draft-1").mkdir()
    told = "\n".join(found(sound))
    for expected in ("the link current", "0000unknown is a release that the log does not know", ".draft-1 was left"):
        assert expected in told
    mended(sound, differences, ready)
    assert [what for what in found(sound) if "0000unknown" not in what] == []
    assert found(tmp_path / "nowhere") == [f"{tmp_path}/nowhere/log.jsonl: found no release"]
    (sound / "log.jsonl").write_text("{", encoding="utf-8")
    assert "line 1: found '{', expected an entry of the log" in found(sound)[0]


def test_a_publisher_at_work_is_no_finding(sound: Path) -> None:
    with locked(sound):
        (sound / ".draft-1").mkdir()
        assert found(sound) == []
    assert found(sound) == [".draft-1 was left behind by a publisher that was ended"]


def test_a_missing_release_is_found_and_left(sound: Path) -> None:
    shutil.rmtree((sound / "current").resolve())
    assert "the release is missing" in found(sound)
    assert mended(sound, differences, ready)[1]


def test_the_command_ends_with_1_while_something_is_wrong(sound: Path) -> None:
    (sound / "current" / "release.ttl").unlink()
    command = [sys.executable, "-m", "crimecongress", "doctor", str(sound)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stdout) == (1, "1 findings\n")
    assert "release.ttl is missing" in ended.stderr
    ended = subprocess.run([*command, "--repair"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stdout) == (0, "1 findings, 0 left\n")
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stdout) == (0, "sound\n")
