"""Find documents and read them: from files, folders and zip archives, in any of the formats of `ingest.readers`.

Beside a document may stand a file of the same name that ends in .toml: it says what the document does not say of
itself, and wins where both speak. The next step is `ingest.parsing`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.description import Description, describe, read_description
from ingest.document import SourceDocument
from ingest.errors import CollisionError, SourceError
from ingest.readers import ARCHIVES, KINDS, LARGEST, READERS, read_document
from ingest.readers.package import open_package, read_member

LARGEST_ARCHIVE = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where a document is; plain data that a worker process can be handed."""

    path: Path
    member: str | None
    """Its place in the archive that the path names; None for a file of its own."""
    name: str
    """What messages call it."""
    digest: str
    """Of its bytes and those of its .toml: while it is the same, the document need not be read again."""


def find_sources(paths: Sequence[Path]) -> tuple[SourceFile, ...]:
    """Return the documents at the paths, ordered by name: files, all files of folders, all files of zip archives.

    A document whose bytes and description are found twice is returned once. What is wrong with a file is said by
    `read_source`, so that one broken file does not keep the others from being read.
    Raises SourceError when there is no document at all.
    """
    places = sorted(
        {place for path in paths for place in _places(path)}, key=lambda place: (str(place[0]), place[1] or "")
    )
    if not places:
        raise SourceError(", ".join(map(str, paths)) or "no path", "", "no document", f"files {KINDS}")
    names = _names(places)
    found: dict[tuple[str, str], SourceFile] = {}
    for (path, member), name in zip(places, names, strict=True):
        source = SourceFile(path, member, name, _digest(path, member))
        found.setdefault((source.digest, PurePosixPath(member or path.name).name), source)
    return tuple(sorted(found.values(), key=lambda source: source.name))


def read_source(source: SourceFile | Path) -> SourceDocument:
    """Read a document and what is said of it.

    Raises SourceError, one clear line, when the file is unreadable, empty, encrypted, broken, not text, of another
    kind, or its .toml is wrong, or neither says the document's symbol.
    """
    if isinstance(source, Path):
        source = SourceFile(source, None, source.name, "")
    data, description = _load(source)
    text = read_document(source.member or source.path.name, data) if source.member is None else _read(source, data)
    return SourceDocument(source.name, text, describe(source.name, text, data, description))


def check_symbols(documents: Iterable[tuple[str, str, str]]) -> None:
    """Check that no two documents claim one symbol: (name of the file, symbol, digest of the text).

    Symbols that differ in case or spaces only are one, since they would be taken for each other.
    Raises CollisionError.
    """
    seen: dict[str, tuple[str, str, str]] = {}
    for name, symbol, digest in documents:
        first = seen.setdefault("".join(symbol.casefold().split()), (name, symbol, digest))
        if first[0] == name:
            continue
        if first[2] != digest:
            found = f"symbol {symbol} with another text than in {first[0]}"
            raise CollisionError(name, "", found, "one text for a symbol")
        raise CollisionError(name, "", f"symbol {symbol}, which {first[0]} has already", "a symbol of its own")


def _read(source: SourceFile, data: bytes) -> str:
    """Read a member of an archive; its suffix is the member's, its name in messages that of both."""
    try:
        return read_document(source.member or source.name, data)
    except SourceError as error:
        raise SourceError(source.name, error.place, error.found, error.expected) from None


def _places(path: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield the documents at a path; an archive that cannot be opened stands for itself."""
    if path.is_dir():
        for below in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in below.relative_to(path).parts)
            if below.is_file() and not hidden and not _is_description(below.as_posix()):
                yield from _places(below)
    elif path.suffix.lower() in ARCHIVES and path.is_file():
        yield from _members(path)
    else:
        yield path, None


def _members(path: Path) -> Iterator[tuple[Path, str | None]]:
    try:
        with open_package(path.name, _bytes(path, path.name, LARGEST_ARCHIVE)) as package:
            members = [info.filename for info in package.infolist() if not info.is_dir()]
    except SourceError:
        yield path, None
        return
    documents = [m for m in members if not _is_description(m) and not _is_hidden(m)]
    if not documents:
        yield path, None
    for member in documents:
        yield path, member


def _is_hidden(member: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(member).parts)


def _is_description(name: str) -> bool:
    return name.lower().endswith(".toml")


def _names(places: Sequence[tuple[Path, str | None]]) -> list[str]:
    """Name each document by its file; files of one name by their folder too."""
    short = [f"{path.name}/{member}" if member else path.name for path, member in places]
    times = Counter(short)
    return [
        name if times[name] == 1 else f"{path.parent.as_posix()}/{name}"
        for name, (path, _) in zip(short, places, strict=True)
    ]


def _digest(path: Path, member: str | None) -> str:
    """Return the digest of a document and its description; of what cannot be read, that of its name."""
    digest = hashlib.sha256(f"{PurePosixPath(member or path.name).name}\n".encode())
    try:
        data, description = _load(SourceFile(path, member, path.name, ""))
    except SourceError as error:
        digest.update(str(error).encode())
        return digest.hexdigest()
    digest.update(hashlib.sha256(data).digest())
    digest.update(repr(description).encode())
    return digest.hexdigest()


def _load(source: SourceFile) -> tuple[bytes, Description]:
    """Return the bytes of a document and its description."""
    if source.member is not None:
        return _load_member(source)
    if source.path.suffix.lower() in ARCHIVES and source.path.is_file():
        open_package(source.name, _bytes(source.path, source.name, LARGEST_ARCHIVE)).close()
        raise SourceError(source.name, "", "an archive without documents", f"documents ({', '.join(READERS)}) in it")
    data = _bytes(source.path, source.name, LARGEST)
    beside = source.path.with_suffix(".toml")
    written = _bytes(beside, beside.name, LARGEST) if beside.is_file() else None
    return data, read_description(beside.name, written)


def _load_member(source: SourceFile) -> tuple[bytes, Description]:
    member = source.member or ""
    with open_package(source.name, _bytes(source.path, source.name, LARGEST_ARCHIVE)) as package:
        data = read_member(source.name, package, member, LARGEST)
        beside = PurePosixPath(member).with_suffix(".toml").as_posix()
        present = beside in package.namelist()
        written = read_member(source.name, package, beside, LARGEST) if present else None
    return data, read_description(f"{source.path.name}/{beside}", written)


def _bytes(path: Path, name: str, most: int) -> bytes:
    """Return the bytes of a file. Raises SourceError when it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise SourceError(name, "", "a folder", "a file")
        if size > most:
            raise SourceError(name, "", f"a file of {size:,} bytes", f"at most {most:,}")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(name, "", "no such file", "a document") from None
    except OSError as error:
        raise SourceError(name, "", f"an unreadable file ({error.strerror})", "one that may be read") from None
