"""Plain text: UTF-8, as it is."""

from __future__ import annotations

import codecs
import re

from ingest.errors import SourceError

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""Signs that no text has; a form feed parts pages and is white space."""
MOST_CHARACTERS = 10_000_000
"""Of a document: forty times the longest one that is known."""
LONGEST_LINE = 1_000_000
"""Characters: four times the longest document that is known, on one line."""


def read_plain(name: str, data: bytes) -> str:
    """Return the text of a file in UTF-8, a byte order mark left out and line ends as line feeds.

    Raises SourceError when it is in another encoding, has signs that no text has, or one line without an end.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError(name, "byte 1", "text in UTF-16", "text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte {data[error.start]:#04x}, which is not UTF-8"
        raise SourceError(name, f"line {line}", found, "text in UTF-8 throughout") from None
    if sign := CONTROL.search(text):
        line = text.count("\n", 0, sign.start()) + 1
        raise SourceError(name, f"line {line}", f"the control character U+{ord(sign[0]):04X}", "text")
    return check_lines(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def check_lines(name: str, text: str) -> str:
    """Return the text. Raises SourceError when it is blank, or longer than a document, or has a line that is."""
    if not text.strip():
        raise SourceError(name, "", "an empty file", "a document")
    if len(text) > MOST_CHARACTERS:
        raise SourceError(name, "", f"{len(text):,} characters", f"at most {MOST_CHARACTERS:,}")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            found = f"a line of {len(line):,} characters"
            raise SourceError(name, f"line {number}", found, f"lines of at most {LONGEST_LINE:,}")
    return text
