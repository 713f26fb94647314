"""What can go wrong between a file and a published graph; every message is one line: file, place, found, expected.

IngestError
├── SourceError          a file cannot be taken: unreadable, empty, encrypted, not text, its .toml missing or wrong
│   └── CollisionError   two files claim the same symbol
├── ReadingError         the structure is in doubt: a gap in the numbering, a repeated letter, a document cut short
├── ReferenceDataError   the curated data in data/reference cannot be used
└── ValidationError      the graph breaks a shape; it is not published
"""

from __future__ import annotations


class IngestError(Exception):
    """A file that cannot become graph.

    >>> print(ReadingError("report.txt", "para 40", "(e)", "(d) after (c)"))
    report.txt: para 40: found (e), expected (d) after (c)
    >>> print(SourceError("report.txt", "", "an empty file", "a document"))
    report.txt: found an empty file, expected a document
    """

    def __init__(self, file: str, place: str, found: str, expected: str) -> None:
        super().__init__(file, place, found, expected)
        self.file = file
        self.place = place
        self.found = found
        self.expected = expected

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return " ".join(f"{where}: found {self.found}, expected {self.expected}".split())


class SourceError(IngestError):
    """A file cannot be taken as a source."""


class CollisionError(SourceError):
    """Two files claim the same symbol."""


class ReadingError(IngestError):
    """The structure of a document is in doubt, so nothing of it is published."""


class ReferenceDataError(IngestError):
    """A file of curated reference data cannot be used."""


class ValidationError(IngestError):
    """The built graph breaks a shape."""
