"""Zip packages, opened with care: archives of documents, and DOCX, which is one.

Refused before anything is unpacked: broken and encrypted packages, and those that unpack to far more than a document
is; while unpacking, what is longer than the package says.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from ingest.errors import SourceError

MOST_FILES = 20_000
MOST_BYTES = 512 * 1024 * 1024
"""Of a whole package, unpacked."""
MOST_TIMES = 200
"""How much larger than packed a file of any size may be."""
SMALL = 1024 * 1024
"""Bytes below which it does not matter how well a file packs."""
ENCRYPTED = 0x1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of Word's old format and of encrypted DOCX."""


def open_package(name: str, packed: bytes | Path) -> zipfile.ZipFile:
    """Open a zip package, its bytes or its file. Raises SourceError when it is broken, encrypted or a bomb."""
    try:
        if _begins(packed, OLE):
            raise SourceError(name, "", "an encrypted document or one of Word's old format", "an open .docx or .zip")
        package = zipfile.ZipFile(io.BytesIO(packed) if isinstance(packed, bytes) else packed)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise SourceError(name, "", f"a broken package ({error})", "a whole zip package") from None
    members = package.infolist()
    if len(members) > MOST_FILES:
        raise SourceError(name, "", f"{len(members):,} files", f"at most {MOST_FILES:,}")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise SourceError(name, "", "an encrypted package", "one that needs no password")
    _check_sizes(name, members)
    return package


def _begins(packed: bytes | Path, mark: bytes) -> bool:
    if isinstance(packed, bytes):
        return packed.startswith(mark)
    with packed.open("rb") as file:
        return file.read(len(mark)) == mark


def _check_sizes(name: str, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    swollen = [m for m in members if m.file_size > SMALL and m.file_size > MOST_TIMES * max(m.compress_size, 1)]
    if swollen:
        found = f"{swollen[0].file_size:,} bytes packed into {swollen[0].compress_size:,}"
        raise SourceError(name, swollen[0].filename, found, f"a file at most {MOST_TIMES} times its packed size")
    if total > MOST_BYTES:
        raise SourceError(name, "", f"{total:,} bytes when unpacked", f"at most {MOST_BYTES:,}")


def read_member(name: str, package: zipfile.ZipFile, member: str, most: int) -> bytes:
    """Return the bytes of a file of a package.

    Raises SourceError when it is not there, damaged, encrypted, or longer than `most` bytes.
    """
    try:
        with package.open(member) as file:
            data = file.read(most + 1)
    except KeyError:
        raise SourceError(name, member, "no such file in the package", "one that is there") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, NotImplementedError, OSError) as error:
        raise SourceError(name, member, f"a damaged file ({error})", "a whole one") from None
    if len(data) > most:
        raise SourceError(name, member, f"more than {most:,} bytes", "a document of this kind")
    return data
