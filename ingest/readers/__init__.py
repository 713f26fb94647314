"""From the bytes of a file to the text of a document: one module for each format.

What goes in are bytes, never paths: a document may come from an archive. What comes out is plain text as the parser
reads it: blocks parted by blank lines, one line feed at the end of a line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from ingest.errors import SourceError
from ingest.readers.markdown import read_markdown
from ingest.readers.plain import read_plain

LARGEST = 64 * 1024 * 1024
"""Bytes; no document of this kind comes near it, and a longer file is not even opened."""


def _read_word(name: str, data: bytes) -> str:
    """Read DOCX. Its library takes half a second to import: only who has such a document waits for it."""
    from ingest.readers.word import read_word

    return read_word(name, data)


def _read_pdf(name: str, data: bytes) -> str:
    """Read PDF. Its library takes longer yet."""
    from ingest.readers.pdf import read_pdf

    return read_pdf(name, data)


READERS: dict[str, Callable[[str, bytes], str]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".docx": _read_word,
    ".pdf": _read_pdf,
}
ARCHIVES = frozenset({".zip"})
KINDS = ", ".join([*READERS, *ARCHIVES])


def read_document(name: str, data: bytes) -> str:
    """Return the text of a document, by the suffix of its name.

    Raises SourceError when the format is not known, or the file is empty, broken, encrypted, or not what it claims.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise SourceError(name, "", f"a file of kind “{PurePath(name).suffix or 'none'}”", KINDS)
    if not data.strip():
        raise SourceError(name, "", "an empty file", "a document")
    return reader(name, data)
