"""A release on an S3 server is the release that was published, or it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from releases.errors import Damaged, NotARelease, ReleaseError
from releases.remote import pull, push
from releases.sums import write_sums

SECRETS = {"AWS_ACCESS_KEY_ID": "writer", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
FILES = {"crimecongress.nq": b"<a:a> <a:b> <a:c> <a:g> .\n" * 50, "graphs/stated.nt": b"<a:a> <a:b> <a:c> .\n"}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A file system with an empty bucket."""
    import s3fs

    for name, value in (SECRETS | {"AWS_ENDPOINT_URL": s3_server}).items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.mkdir("releases")
    yield system
    system.rm("releases", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of two files, and what serving has made beside them."""
    folder = tmp_path / "0123abcd"
    for name, content in (FILES | {"serving/text.db": b"made again"}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    write_sums(folder)
    return folder


def test_what_is_sent_and_fetched_is_what_was_published(bucket: Any, release: Path, tmp_path: Path) -> None:
    assert push(release, "s3://releases/un/") == "s3://releases/un/0123abcd"
    made: list[Path] = []
    assert pull("s3://releases/un/0123abcd", tmp_path / "fetched", made.append) == 3
    found = {
        path.relative_to(tmp_path / "fetched").as_posix(): path.read_bytes() for path in _files(tmp_path / "fetched")
    }
    assert found == FILES | {"SHA256SUMS": (release / "SHA256SUMS").read_bytes()}
    assert len(made) == 1


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_release_that_is_there_is_not_sent_again(bucket: Any, release: Path) -> None:
    push(release, "s3://releases")
    bucket.pipe("releases/0123abcd/crimecongress.nq", b"left alone")
    push(release, "s3://releases")
    assert bucket.cat("releases/0123abcd/crimecongress.nq") == b"left alone"


@pytest.mark.parametrize("how", ["changed", "missing", "cut"])
def test_a_file_that_is_not_what_was_published_is_not_taken(
    bucket: Any, release: Path, tmp_path: Path, how: str
) -> None:
    push(release, "s3://releases")
    name = "releases/0123abcd/graphs/stated.nt"
    if how == "missing":
        bucket.rm(name)
    else:
        bucket.pipe(name, {"changed": b"<a:a> <a:b> <a:d> .\n", "cut": b"<a:a"}[how])
    with pytest.raises(ReleaseError, match=r"stated\.nt|no such"):
        pull("s3://releases/0123abcd", tmp_path / "fetched")
    assert not [path for path in tmp_path.iterdir() if path != release], "nothing is left"


def test_a_release_that_is_damaged_here_is_not_sent(bucket: Any, release: Path) -> None:
    (release / "crimecongress.nq").write_bytes(b"x")
    with pytest.raises(Damaged, match=r"crimecongress\.nq"):
        push(release, "s3://releases")
    assert bucket.find("releases") == []


def test_sending_that_ends_too_soon_leaves_no_release(
    bucket: Any, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = bucket.put_file

    def fail_at_the_second(source: str, target: str, **options: Any) -> None:
        if source.endswith(".nt"):
            raise OSError(28, "no space")
        put(source, target, **options)

    monkeypatch.setattr(bucket, "put_file", fail_at_the_second)
    with pytest.raises(ReleaseError, match="no space"):
        push(release, "s3://releases")
    with pytest.raises(NotARelease, match="sent whole"):
        pull("s3://releases/0123abcd", tmp_path / "fetched")
    monkeypatch.undo()


def test_a_list_that_leads_out_of_the_folder_is_refused(bucket: Any, release: Path, tmp_path: Path) -> None:
    push(release, "s3://releases")
    bucket.pipe("releases/0123abcd/SHA256SUMS", b"0" * 64 + b"  ../../evil\n")
    with pytest.raises(Damaged, match="inside the release"):
        pull("s3://releases/0123abcd", tmp_path / "fetched")


def test_where_nothing_can_be_written_is_said_in_one_line(bucket: Any, s3_server: str, release: Path) -> None:
    with pytest.raises(ReleaseError, match="s3://no-such-bucket: found "):
        push(release, "s3://no-such-bucket")
    httpx.post(f"{s3_server}/moto-api/reset-auth", content=b"0").raise_for_status()
    try:
        with pytest.raises(ReleaseError, match="s3://releases: found no permission"):
            push(release, "s3://releases")
    finally:
        httpx.post(f"{s3_server}/moto-api/reset-auth", content=b"inf").raise_for_status()


@pytest.mark.parametrize("address", ["releases", "C:\\releases", "gopher://example.org/releases"])
def test_what_is_no_address_is_said(release: Path, address: str) -> None:
    with pytest.raises(ReleaseError, match="found"):
        push(release, address)
