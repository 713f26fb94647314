from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from api.engine.readying import differences, make_ready
from releases.backup import backup, restore
from releases.doctor import examine
from releases.errors import Damaged, NotARelease, Refused, ReleaseError
from releases.publishing import Published

ROOT = Path(__file__).parents[2]
Publish = Callable[..., Published]


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and "serving" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name != ".lock"}


@pytest.fixture
def two(folder: Path, release: Publish) -> Path:
    release(day=1, FAO="Food", UNODC="Drugs")
    release(day=2, withdraw="a mistake", FAO="Food")
    return folder


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".tar.zst"])
def test_what_is_restored_is_what_was_backed_up_and_ready_to_serve(suffix: str, two: Path, tmp_path: Path) -> None:
    file, again = tmp_path / f"backup{suffix}", tmp_path / f"again{suffix}"
    assert backup(two, file) == 2
    assert restore(file, tmp_path / "restored", lambda path: make_ready(path, 1_000)) == 2
    assert content(tmp_path / "restored") == content(two)
    assert list(examine(tmp_path / "restored", differences)) == []
    backup(tmp_path / "restored", again)
    assert again.read_bytes() == file.read_bytes()


def test_by_command(two: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crimecongress"]
    file, restored = str(tmp_path / "b.tar.zst"), str(tmp_path / "restored")
    for words in (["backup", str(two), file], ["restore", file, restored], ["doctor", restored]):
        ended = subprocess.run([*command, *words], capture_output=True, text=True, check=False, cwd=ROOT)
        assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "sound\n"


def test_a_damaged_release_is_not_backed_up(two: Path, tmp_path: Path) -> None:
    (two / "current" / "release.ttl").unlink()
    with pytest.raises(Damaged, match=r"release\.ttl is missing; `crimecongress doctor"):
        backup(two, tmp_path / "b.tar")
    assert not list(tmp_path.glob("*.tar"))
    with pytest.raises(NotARelease):
        backup(tmp_path / "nothing", tmp_path / "b.tar")


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".tar.zst"])
def test_a_cut_backup_restores_nothing(suffix: str, two: Path, tmp_path: Path) -> None:
    file = tmp_path / f"b{suffix}"
    backup(two, file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises((Damaged, NotARelease)):
        restore(file, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    assert [path.name for path in tmp_path.iterdir() if "restored" in path.name] == []


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside"])
def test_nothing_is_written_outside_the_folder(name: str, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    with tarfile.open(file, "w") as archive:
        info = tarfile.TarInfo(name)
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(Damaged, match="expected the files of releases"):
        restore(file, tmp_path / "deep" / "restored")
    assert not list(tmp_path.rglob("outside"))


def test_a_folder_with_something_in_it_is_left_alone(two: Path, tmp_path: Path) -> None:
    backup(two, tmp_path / "b.tar")
    before = content(two)
    with pytest.raises(Refused, match="is not empty"):
        restore(tmp_path / "b.tar", two)
    assert content(two) == before


def test_another_kind_of_file_is_refused_by_its_suffix(two: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"expected one of \.tar, \.tar\.gz, \.tar\.zst"):
        backup(two, tmp_path / "b.zip")
    (tmp_path / "b.zip").write_bytes(b"PK")
    with pytest.raises(ReleaseError, match="expected one of"):
        restore(tmp_path / "b.zip", tmp_path / "restored")
