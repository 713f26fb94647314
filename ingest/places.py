"""Where documents are: a path on this machine, or an address on any file system that fsspec knows.

In comes what a user wrote, `folder/` or `s3://bucket/folder`; out goes something that `ingest.sources` reads as a path.
What stands on this machine needs none of fsspec's packages, and does not import them (extra "remote").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ingest.errors import SourceError

if TYPE_CHECKING:
    from upath import UPath

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://.+")
"""Scheme and what follows; one letter before the colon is a drive."""
READABLE = "a file or a folder that may be read"


def place(written: str | Path) -> Path:
    """Return the path that a user wrote; an address must be there.

    Raises SourceError, one clear line, when there is nothing at an address, its file system is not known or does not
    answer, or reading is not allowed.
    """
    if isinstance(written, Path) or not ADDRESS.fullmatch(written):
        return Path(written)
    path = _path(written)
    try:
        with as_os_errors(cast("Path", path)):
            path.fs.invalidate_cache()
            if not path.exists():
                raise FileNotFoundError(written)
            if path.is_dir():
                next(iter(path.iterdir()), None)
    except FileNotFoundError:
        raise SourceError(written, "", "nothing there, neither bucket nor folder nor file", READABLE) from None
    except PermissionError as error:
        raise SourceError(written, "", f"no permission to read ({error})", READABLE) from None
    except OSError as error:
        raise SourceError(written, "", f"a file system that does not answer ({error})", READABLE) from None
    return cast("Path", path)


def is_remote(path: Path) -> bool:
    """Whether a path is an address."""
    return not isinstance(path, Path)


def files_below(folder: Path) -> list[Path]:
    """Return all files of a folder and of those in it, in order; of an address by one listing."""
    if not is_remote(folder):
        return [path for path in sorted(folder.rglob("*")) if path.is_file()]
    remote = cast("UPath", folder)
    with as_os_errors(folder):
        found = sorted(remote.fs.find(remote.path))
    return [cast("Path", _path(remote.fs.unstrip_protocol(name))) for name in found]


@contextmanager
def as_os_errors(path: Path) -> Iterator[None]:
    """Turn what the libraries behind an address raise into OSError, with their words."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        if not is_remote(path):
            raise
        raise OSError(" ".join(f"{type(error).__name__}: {error}".split())) from error


def _path(address: str) -> UPath:
    try:
        from upath import UPath
    except ImportError as error:
        raise SourceError(address, "", "an address", 'the packages of the extra "remote"') from error
    try:
        return UPath(address)
    except (ValueError, ImportError) as error:
        raise SourceError(address, "", f"an address of no known file system ({error})", "s3:// or the like") from None
