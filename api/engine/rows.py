"""Counting rows in serialised results as they pass, without building one Python object a row.

Each counter takes the output in pieces, in order. Only marks that cannot stand inside a value are counted: in CSV a
line end outside quotes, in TSV any line end (values escape theirs), in XML the start tag (values escape `<`), in JSON
the beginning of an object after a comma (inside a string its quotation mark would be escaped). One doubt is left: a
row with nothing bound is `{}` in JSON, and a value that contains the text `},{}` is counted as such a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from api import results

NEXT = re.compile(rb'\},\{(?=["}])')
"""Where in JSON one row ends and the next begins."""


def counter(media_type: str) -> Callable[[bytes], int] | None:
    """Return a fresh counter for a row format; None for other formats."""
    kinds: dict[str, Callable[[], Callable[[bytes], int]]] = {
        results.CSV.media_type: CsvCounter,
        results.TSV.media_type: TsvCounter,
        results.XML.media_type: lambda: MarkCounter(b"<result>"),
        results.JSON.media_type: JsonCounter,
    }
    return kinds[media_type]() if media_type in kinds else None


class MarkCounter:
    """Count a mark, also where two pieces cut it."""

    __slots__ = ("_mark", "_tail")

    def __init__(self, mark: bytes) -> None:
        self._mark, self._tail = mark, b""

    def __call__(self, data: bytes) -> int:
        """Return how many marks end in this piece."""
        text = self._tail + data
        self._tail = text[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
        return text.count(self._mark)


class TsvCounter:
    """Count lines after the header."""

    __slots__ = ("_header",)

    def __init__(self) -> None:
        self._header = 1

    def __call__(self, data: bytes) -> int:
        """Return how many rows end in this piece."""
        lines = data.count(b"\n")
        header, self._header = (self._header, 0) if lines else (0, self._header)
        return lines - header


class CsvCounter:
    """Count lines after the header whose end stands outside quotation marks (RFC 4180)."""

    __slots__ = ("_header", "_quoted")

    def __init__(self) -> None:
        self._header, self._quoted = 1, False

    def __call__(self, data: bytes) -> int:
        """Return how many rows end in this piece."""
        pieces = data.split(b'"')
        lines = sum(piece.count(b"\n") for piece in pieces[self._quoted :: 2])
        self._quoted ^= len(pieces) % 2 == 0
        header, self._header = (self._header, 0) if lines else (0, self._header)
        return lines - header


class JsonCounter:
    """Count `},{"` and `},{}`, and what stands first after `"bindings":[`."""

    __slots__ = ("_first", "_tail")

    def __init__(self) -> None:
        self._first: MarkCounter | None = MarkCounter(b'"bindings":[{')
        self._tail = b""

    def __call__(self, data: bytes) -> int:
        """Return how many rows begin in this piece."""
        text = self._tail + data
        self._tail = text[-3:]
        # no comma stands before an object anywhere else in the SPARQL results format, triple terms included
        rows = len(NEXT.findall(text))
        if self._first is not None and self._first(data):
            rows, self._first = rows + 1, None
        return rows
