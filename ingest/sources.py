"""Find documents and read them: from files, folders and zip archives, in any of the formats of `ingest.readers`.

Paths may be addresses on other file systems (`ingest.places`).

Beside a document may stand a file of the same name that ends in .toml: it says what the document does not say of
itself, and wins where both speak. The next step is `ingest.parsing`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from ingest.description import Description, describe, read_description
from ingest.document import SourceDocument
from ingest.errors import CollisionError, SourceError
from ingest.places import as_os_errors, files_below, is_remote
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


@dataclass(frozen=True, slots=True)
class _Place:
    """A document that was found, before it has its name."""

    path: Path
    member: str | None
    digest: str

    @property
    def order(self) -> tuple[str, str]:
        """What places are ordered by."""
        return str(self.path), self.member or ""


def find_sources(paths: Sequence[Path]) -> tuple[SourceFile, ...]:
    """Return the documents at the paths, ordered by name: files, all files of folders, all files of zip archives.

    A document whose bytes and description are found twice is returned once. What is wrong with a file is said by
    `read_source`, so that one broken file does not keep the others from being read.
    Raises SourceError when there is no document at all.
    """
    places = sorted({place for path in paths for place in _places(path)}, key=attrgetter("order"))
    if not places:
        raise SourceError(", ".join(map(str, paths)) or "no path", "", "no document", f"files {KINDS}")
    found: dict[tuple[str, str], SourceFile] = {}
    for place, name in zip(places, _names(places), strict=True):
        source = SourceFile(place.path, place.member, name, place.digest)
        found.setdefault((source.digest, PurePosixPath(place.member or place.path.name).name), source)
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


@dataclass(frozen=True, slots=True)
class Symbols:
    """The symbols that documents claim, each with the name of its file and the digest of its text."""

    _claimed: dict[str, tuple[str, str]] = field(default_factory=dict)

    def claim(self, name: str, symbol: str, digest: str) -> None:
        """Take up the symbol of a document, which no other may have.

        Symbols that differ in case or spaces only are one, since they would be taken for each other.
        Raises CollisionError.
        """
        first, text = self._claimed.setdefault("".join(symbol.casefold().split()), (name, digest))
        if first == name:
            return
        if text != digest:
            found = f"symbol {symbol} with another text than in {first}"
            raise CollisionError(name, "", found, "one text for a symbol")
        raise CollisionError(name, "", f"symbol {symbol}, which {first} has already", "a symbol of its own")


def _read(source: SourceFile, data: bytes) -> str:
    """Read a member of an archive; its suffix is the member's, its name in messages that of both."""
    try:
        return read_document(source.member or source.name, data)
    except SourceError as error:
        raise SourceError(source.name, error.place, error.found, error.expected) from None


def _places(path: Path) -> Iterator[_Place]:
    """Yield the documents at a path; an archive that cannot be opened stands for itself."""
    if path.is_dir():
        for below in files_below(path):
            hidden = any(part.startswith(".") for part in below.relative_to(path).parts)
            if not hidden and not _is_description(below.as_posix()):
                yield from _places(below)
        return
    members = _members(path) if _is_archive(path) else []
    yield from members or [
        _Place(path, None, _digest(path.name, partial(_load, SourceFile(path, None, path.name, ""))))
    ]


def _members(path: Path) -> list[_Place]:
    """Return the documents of an archive, which is opened once; none when it cannot be opened."""
    try:
        with _open_archive(path, path.name) as package:
            members = [info.filename for info in package.infolist() if not info.is_dir()]
            return [
                _Place(path, member, _digest(member, partial(_load_member, path.name, package, member)))
                for member in members
                if not _is_description(member) and not _is_hidden(member)
            ]
    except SourceError:
        return []


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() in ARCHIVES and path.is_file()


def _open_archive(path: Path, name: str) -> ZipFile:
    _check_size(path, name, LARGEST_ARCHIVE)
    return open_package(name, _bytes(path, name, LARGEST_ARCHIVE) if is_remote(path) else path)


def _is_hidden(member: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(member).parts)


def _is_description(name: str) -> bool:
    return name.lower().endswith(".toml")


def _names(places: Sequence[_Place]) -> list[str]:
    """Name each document by its file; files of one name by their folder too."""
    short = [f"{place.path.name}/{place.member}" if place.member else place.path.name for place in places]
    times = Counter(short)
    return [
        name if times[name] == 1 else f"{place.path.parent.as_posix()}/{name}"
        for name, place in zip(short, places, strict=True)
    ]


def _digest(place: str, load: Callable[[], tuple[bytes, Description]]) -> str:
    """Return the digest of a document and its description; of what cannot be read, that of its name."""
    digest = hashlib.sha256(f"{PurePosixPath(place).name}\n".encode())
    try:
        data, description = load()
    except SourceError as error:
        digest.update(str(error).encode())
        return digest.hexdigest()
    digest.update(hashlib.sha256(data).digest())
    digest.update(repr(description).encode())
    return digest.hexdigest()


def _load(source: SourceFile) -> tuple[bytes, Description]:
    """Return the bytes of a document and its description."""
    if source.member is not None:
        with _open_archive(source.path, source.name) as package:
            return _load_member(source.path.name, package, source.member)
    if _is_archive(source.path):
        _open_archive(source.path, source.name).close()
        raise SourceError(source.name, "", "an archive without documents", f"documents ({', '.join(READERS)}) in it")
    data = _bytes(source.path, source.name, LARGEST)
    beside = source.path.with_suffix(".toml")
    written = _bytes(beside, beside.name, LARGEST) if beside.is_file() else None
    return data, read_description(beside.name, written)


def _load_member(name: str, package: ZipFile, member: str) -> tuple[bytes, Description]:
    data = read_member(name, package, member, LARGEST)
    beside = PurePosixPath(member).with_suffix(".toml").as_posix()
    written = read_member(name, package, beside, LARGEST) if beside in package.NameToInfo else None
    return data, read_description(f"{name}/{beside}", written)


def _bytes(path: Path, name: str, most: int) -> bytes:
    """Return the bytes of a file. Raises SourceError when it cannot be read or is too large."""
    _check_size(path, name, most)
    try:
        with as_os_errors(path):
            return path.read_bytes()
    except OSError as error:
        raise _unreadable(name, error) from None


def _check_size(path: Path, name: str, most: int) -> None:
    """Raise SourceError for what is no file, or one that is too large."""
    try:
        with as_os_errors(path):
            size = path.stat().st_size
    except OSError as error:
        raise _unreadable(name, error) from None
    if path.is_dir():
        raise SourceError(name, "", "a folder", "a file")
    if size > most:
        raise SourceError(name, "", f"a file of {size:,} bytes", f"at most {most:,}")


def _unreadable(name: str, error: OSError) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(name, "", "no such file", "a document")
    return SourceError(name, "", f"an unreadable file ({error.strerror or error})", "one that may be read")
