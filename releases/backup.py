"""A folder of releases as one file, and back: the log and all releases, without what serving can make again.

The file is a tar archive, plain or compressed as its suffix says, with the same bytes for the same releases.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

import zstandard

from releases.doctor import examine
from releases.durable import flush, flush_below, link
from releases.errors import Damaged, Refused, ReleaseError
from releases.folder import CURRENT, LOG, SUMS, Releases
from releases.locking import locked
from releases.publishing import Ready
from releases.sums import read_sums

SUFFIXES = (".tar", ".tar.gz", ".tar.zst")


def backup(folder: Path, file: Path, wait: float = 0) -> int:
    """Write a folder of releases into a file, whole or not at all; return the number of releases.

    Raises Damaged when a release is not what was published, InUse, OSError, and ReleaseError for another suffix.
    """
    with locked(folder, wait):
        releases = Releases(folder)
        releases.current()
        _sound(folder)
        beside = file.with_name(f".{os.getpid()}.{file.name}")
        try:
            with _writing(beside) as archive:
                for name in _names(releases):
                    _add(archive, folder / name, name)
            flush(beside)
            beside.replace(file)
            flush(file.parent)
        finally:
            beside.unlink(missing_ok=True)
        return len(releases.newest_first())


def restore(file: Path, folder: Path, ready: Ready | None = None) -> int:
    """Make a folder of releases of a file, whole or not at all; return the number of releases.

    Raises Refused when the folder has something in it, Damaged when the file is not a whole backup, OSError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder}: is not empty; a backup is restored into a folder of its own")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        beside.mkdir()
        _unpack(file, beside)
        releases = Releases(beside)
        link(beside / CURRENT, releases.current().version)
        _sound(beside)
        for entry in releases.newest_first():
            if ready is not None:
                ready(beside / entry.version)
        flush_below(beside)
        beside.replace(folder)
        flush(folder.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return len(Releases(folder).newest_first())


def _sound(folder: Path) -> None:
    """Raise Damaged for the first thing that is wrong with a release."""
    for finding in examine(folder):
        if finding.where:
            raise Damaged(f"{finding}; `crimecongress doctor {folder} --repair` mends what can be mended")


def _names(releases: Releases) -> Iterator[str]:
    yield LOG
    for entry in reversed(releases.newest_first()):
        yield f"{entry.version}/{SUMS}"
        for name in read_sums(releases.folder / entry.version):
            yield f"{entry.version}/{name}"


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file without what differs from machine to machine: owner, time, permissions."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = path.stat().st_size, 0o644
    with path.open("rb") as content:
        archive.addfile(info, content)


@contextmanager
def _writing(path: Path) -> Iterator[tarfile.TarFile]:
    with path.open("wb") as raw, _packed(raw, path.name) as out, tarfile.open(fileobj=out, mode="w|") as archive:
        yield archive


def _packed(raw: IO[bytes], name: str) -> IO[bytes] | gzip.GzipFile:
    if name.endswith(".tar.zst"):
        return zstandard.ZstdCompressor(6, write_checksum=True).stream_writer(raw, closefd=False)
    if name.endswith(".tar.gz"):
        return gzip.GzipFile("", "wb", 6, raw, mtime=0)
    if name.endswith(".tar"):
        return open(os.dup(raw.fileno()), "wb")  # noqa: PTH123 - a second file over the same descriptor
    raise ReleaseError(f"{name}: found another suffix, expected one of {', '.join(SUFFIXES)}")


def _unpack(file: Path, folder: Path) -> None:
    """Write the files of an archive below a folder: only files, and only below it.

    Raises Damaged for what is no such archive.
    """
    try:
        with file.open("rb") as raw, _unpacked(raw, file.name) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or name.is_absolute() or ".." in name.parts:
                    raise Damaged(f"{file}: found {member.name!r}, expected the files of releases")
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as out:
                    shutil.copyfileobj(content, out, 1 << 20)
    except (tarfile.TarError, EOFError, zstandard.ZstdError, gzip.BadGzipFile) as error:
        raise Damaged(f"{file}: cannot be read as a backup: {error}") from error


def _unpacked(raw: IO[bytes], name: str) -> IO[bytes] | gzip.GzipFile:
    if name.endswith(".tar.zst"):
        return zstandard.ZstdDecompressor().stream_reader(raw)
    if name.endswith(".tar.gz"):
        return gzip.GzipFile(fileobj=raw)
    if name.endswith(".tar"):
        return open(os.dup(raw.fileno()), "rb")  # noqa: PTH123 - a second file over the same descriptor
    raise ReleaseError(f"{name}: found another suffix, expected one of {', '.join(SUFFIXES)}")
