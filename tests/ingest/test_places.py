"""Documents on an S3 server are read as those of a folder are, and what fails there is one clear line."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from crimecongress import app
from ingest.build import build
from ingest.errors import SourceError
from ingest.places import place

ROOT = Path(__file__).parents[2]
TEXT = "Report of the Committee\n\n1. The United Nations Office on Drugs and Crime met.\n\n2. It adopted the {}.\n"
SECRETS = {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture
def files(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A file system on the server, which every process of the test finds by the environment."""
    import s3fs

    for name, value in (SECRETS | {"AWS_ENDPOINT_URL": s3_server}).items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem()
    if not files.exists("reports"):
        files.mkdir("reports")
    yield files
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A folder of documents: two files, one of them hidden, one in a folder, one in an archive."""
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    for number, name in enumerate(("one", "below/two", ".hidden"), 1):
        (folder / f"{name}.txt").write_text(TEXT.format("Doha Declaration"), encoding="utf-8")
        (folder / f"{name}.toml").write_text(f'symbol = "A/{number}/2"\nlanguage = "en"\n', encoding="utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("three.txt", TEXT.format("Tokyo Rules"))
        archive.writestr("three.toml", 'symbol = "A/9/2"\nlanguage = "en"\n')
    return folder


def test_an_s3_folder_builds_the_same_bytes(files: Any, local: Path, tmp_path: Path) -> None:
    files.put(str(local), "reports/same", recursive=True)
    here = build([local], tmp_path / "here", cache=tmp_path / "cache-here", workers=1)
    for workers in (1, 2):
        cache = tmp_path / f"cache-{workers}"
        there = build([place("s3://reports/same")], tmp_path / f"there-{workers}", cache=cache, workers=workers)
        assert there.graph.read_bytes() == here.graph.read_bytes()
        assert there.counts["documents"] == 3


def test_a_document_that_changed_on_the_server_is_read_again(files: Any, tmp_path: Path) -> None:
    files.pipe("reports/change/a.toml", b'symbol = "A/1/2"\nlanguage = "en"\n')
    versions = []
    for name in ("Doha Declaration", "Tokyo Rules"):
        files.pipe("reports/change/a.txt", TEXT.format(name).encode())
        versions.append(build([place("s3://reports/change/a.txt")], tmp_path, cache=tmp_path / "cache", workers=1))
    assert versions[0].version != versions[1].version
    assert "instrument/TOKYO-RULES" in versions[1].graph.read_text(encoding="utf-8")


def fails(*sources: str) -> str:
    """Return what the command says of sources that it cannot take, which is one line."""
    done = CliRunner().invoke(app, ["build", *sources, "--out", "/nonexistent/out"], env={"COLUMNS": "300"})
    assert done.exit_code == 2, done.output
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("address", ["s3://no-such-bucket/folder", "s3://reports/no/such/folder"])
def test_what_is_not_there_is_said_in_one_line(files: Any, address: str) -> None:
    assert fails(address) == (
        f"error: {address}: found nothing there, neither bucket nor folder nor file, expected a file or a folder that "
        "may be read\n"
    )


def test_what_may_not_be_read_is_said_in_one_line(files: Any, s3_server: str) -> None:
    files.pipe("reports/closed/a.txt", b"x")
    _let_in(s3_server, "0")
    try:
        said = fails("s3://reports/closed")
    finally:
        _let_in(s3_server, "inf")
    assert said.startswith("error: s3://reports/closed: found no permission to read (")
    assert said.endswith("), expected a file or a folder that may be read\n")


def _let_in(s3_server: str, requests: str) -> None:
    """Let the server take this many requests before it looks at who sends them."""
    httpx.post(f"{s3_server}/moto-api/reset-auth", content=requests.encode()).raise_for_status()


def test_a_server_that_does_not_answer_is_said_in_one_line(files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    assert "found a file system that does not answer (EndpointConnectionError" in fails("s3://reports/same")


def test_a_file_system_that_nobody_knows_is_said_in_one_line(files: Any) -> None:
    assert "found an address of no known file system" in fails("gopher://example.org/reports")


def test_without_the_extra_an_address_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "upath", None)
    with pytest.raises(SourceError, match='the packages of the extra "remote"'):
        place("s3://reports/same")


def test_a_path_of_this_machine_needs_no_package_of_others(local: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from crimecongress import app\n"
        f"app(['build', {str(local)!r}, '--out', {str(tmp_path / 'out')!r}, '--workers', '1'], standalone_mode=False)\n"
        "print(sorted({'fsspec', 'upath', 's3fs'} & set(sys.modules)))"
    )
    environment = {**os.environ, "CRIMECONGRESS_CACHE_FOLDER": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
