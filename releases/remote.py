"""Releases on another file system: sent to any address that fsspec knows, s3:// or the like, and fetched from there.

Out goes one release, each file read back and held to its checksum, `SHA256SUMS` last: where it is, the release is
whole. In comes a release into a folder that is renamed to its name when every file is what was published. fsspec and
what it needs for an address are the extra "remote".
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from releases.durable import digest, flush, flush_below
from releases.errors import Damaged, NotARelease, ReleaseError
from releases.folder import DRAFT, SUMS, Releases, is_release, is_releases
from releases.publishing import Ready
from releases.sums import files, read_sums

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://.+")
PIECE = 1 << 20


def push(folder: Path, address: str) -> str:
    """Send a release, or the current one of a folder of releases, below an address; return where it is.

    A release that is there already is not sent again. Raises Damaged when the release is not what was published, or
    what arrived is not what was sent, and ReleaseError when the address cannot be written to.
    """
    release = _one(folder)
    sums = _sound(release)
    target = f"{address.rstrip('/')}/{release.name}"
    with _reached(address) as system:
        if _there(system, f"{target}/{SUMS}") == (release / SUMS).read_bytes():
            return target
        _check_top(system, address)
        for name in (*sums, SUMS):
            system.makedirs(str(PurePosixPath(_path(system, f"{target}/{name}")).parent), exist_ok=True)
            system.put_file(str(release / name), _path(system, f"{target}/{name}"))
            with system.open(_path(system, f"{target}/{name}"), "rb") as file:
                _compare(f"{target}/{name}", _digest(file), sums.get(name) or digest(release / SUMS))
    return target


def pull(address: str, folder: Path, ready: Ready | None = None) -> int:
    """Fetch one release into a folder that is not there yet; return the number of its files.

    `ready` makes what serving needs. Raises NotARelease where the address has none, Damaged when a file is not what
    was published (nothing is left then), ReleaseError when the folder exists or the address cannot be read.
    """
    if folder.exists():
        raise ReleaseError(f"{folder}: exists; expected a folder that is not there yet")
    draft = folder.with_name(f"{DRAFT}{folder.name}.{os.getpid()}")
    try:
        with _reached(address) as system:
            if _there(system, f"{address.rstrip('/')}/{SUMS}") is None:
                raise NotARelease(f"{address}: found no {SUMS}, expected a release that was sent whole")
            _fetch(system, address, SUMS, draft)
            sums = read_sums(draft)
            for name in sums:
                _fetch(system, address, name, draft)
        _sound(draft)
        if ready is not None:
            ready(draft)
        flush_below(draft)
        draft.replace(folder)
        flush(folder.absolute().parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return len(sums) + 1


def _one(folder: Path) -> Path:
    if is_releases(folder):
        return folder / Releases(folder).current().version
    if is_release(folder):
        return folder.resolve()
    raise NotARelease(f"{folder}: found no release, expected one or a folder of releases")


def _sound(release: Path) -> Mapping[str, str]:
    """Return the checksums of a release whose files are what they say. Raises Damaged."""
    sums = read_sums(release)
    there = set(files(release))
    for name in sorted(sums.keys() - there):
        raise Damaged(f"{release / name}: is missing")
    for name, expected in sums.items():
        _compare(str(release / name), digest(release / name), expected)
    return sums


def _fetch(system: Any, address: str, name: str, draft: Path) -> None:
    """Fetch one file; a name that leads out of the folder is refused."""
    target = draft / name
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise Damaged(f"{address}: found the file {name!r}, expected one inside the release")
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        system.open(_path(system, f"{address.rstrip('/')}/{name}"), "rb") as source,
        target.open("wb") as file,
    ):
        shutil.copyfileobj(source, file, PIECE)


def _check_top(system: Any, address: str) -> None:
    """Raise FileNotFoundError where not even the bucket, or the first folder, is there: none is made by mistake."""
    path = PurePosixPath(_path(system, address))
    above = [each for each in (path, *path.parents) if each.name]
    if above and not any(system.exists(str(each)) for each in above):
        raise FileNotFoundError(str(above[-1]))


def _there(system: Any, address: str) -> bytes | None:
    """Return what a small file has in it, None when it is not there."""
    try:
        content: bytes = system.cat_file(_path(system, address))
    except FileNotFoundError:
        return None
    return content


def _path(system: Any, address: str) -> str:
    return str(system._strip_protocol(address))


def _digest(file: IO[bytes]) -> str:
    total = hashlib.sha256()
    while piece := file.read(PIECE):
        total.update(piece)
    return total.hexdigest()


def _compare(name: str, found: str, expected: str) -> None:
    if found != expected:
        raise Damaged(f"{name}: found a file with the checksum {found}, expected {expected}")


@contextmanager
def _reached(address: str) -> Iterator[Any]:
    """Yield the file system of an address; what its libraries raise becomes one line. Raises ReleaseError."""
    if not ADDRESS.fullmatch(address):
        raise ReleaseError(f"{address}: found no address, expected one such as s3://bucket/releases")
    try:
        from fsspec.core import url_to_fs

        system, _ = url_to_fs(address)
        system.invalidate_cache()
        yield system
    except ImportError as error:
        raise ReleaseError(f'{address}: needs the packages of the extra "remote" ({error})') from error
    except ReleaseError:
        raise
    except FileNotFoundError as error:
        raise ReleaseError(f"{address}: found no such bucket or folder ({error})") from None
    except PermissionError as error:
        raise ReleaseError(f"{address}: found no permission ({error})") from None
    except Exception as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())
        raise ReleaseError(f"{address}: found a file system that fails ({told})") from error
