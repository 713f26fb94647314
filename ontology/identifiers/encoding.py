"""What IRIs are made of: segments of a path, encoded, or an error that names what no IRI can be made of."""

from __future__ import annotations

import re
from urllib.parse import quote

from ontology.identifiers.kinds import IdentifierError

_UNESCAPED = "/:@!$&'*+,;=-._~"
"""What stands in a path as it is (RFC 3986, pchar), without parentheses, which end links in running text."""

WORD = re.compile(r"[a-z][a-z-]*")
"""A segment that is a lower-case word begins a path inside a document ("para", "annex"); no symbol has one."""

OUTCOME_PATH = re.compile(r"(?:[a-z][a-z-]+/)*[0-9]+(?:/[a-z]+)*")
""" "28/e", "40/j/i", "annex/12/a": what follows the symbol in the IRI of an outcome."""

_SPAN_SEGMENT = re.compile(r"(?:^|/)(?:mention|attribution|statement)(?:/|$)")


def symbol_segments(symbol: str) -> str:
    """Encode a symbol, or raise: its segments must not read as the beginning of a path."""
    if any(WORD.fullmatch(piece) for piece in symbol.split("/")):
        raise IdentifierError(f"a segment of a symbol is a lower-case word: {symbol!r}")
    return segments(symbol)


def segments(path: str) -> str:
    """Encode a path, or raise if a segment is empty, ".", ".." or edged with blanks (RFC 3986, section 5.2.4)."""
    if any(piece.strip() in {"", ".", ".."} or piece != piece.strip() for piece in path.split("/")):
        raise IdentifierError(f"no IRI can be made of {path!r}")
    return quote(path, safe=_UNESCAPED)


def segment(code: str) -> str:
    """Encode one segment, or raise."""
    if "/" in code:
        raise IdentifierError(f"not one segment: {code!r}")
    return segments(code)


def positive(number: int) -> int:
    """Return a number that counts something, or raise."""
    if number < 1:
        raise IdentifierError(f"expected a number from 1, found {number}")
    return number


def span(start: int, end: int) -> str:
    """Write a half-open span of characters, or raise if it is empty."""
    if not 0 <= start < end:
        raise IdentifierError(f"not a span: {start}-{end}")
    return f"{start}-{end}"


def part_path(path: str) -> str:
    """Encode a path inside a document, or raise: it begins with a lower-case word and names no span."""
    if not WORD.fullmatch(path.partition("/")[0]) or _SPAN_SEGMENT.search(path):
        raise IdentifierError(f"not a path inside a document: {path!r}")
    return segments(path)
