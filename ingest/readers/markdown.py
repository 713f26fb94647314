"""Markdown: headings, lists, tables and escapes become plain text; the numbers and letters are the document's own.

Emphasis and links stay, since the parser takes them off the wording. Footnotes in Markdown ("[^1]") stay too.
"""

from __future__ import annotations

import re

from ingest.readers.plain import read_plain

HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
QUOTE = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]{1,300}?)(?<=\S)\1(?!\w)")
TABLE_ROW = re.compile(r"^[ \t]*\|(.*)\|[ \t]*$", re.MULTILINE)
TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?$\n?", re.MULTILINE)
LIST = re.compile(r"^[ \t]*[-*+][ \t]+(?=\(?[a-z]{1,4}\)|\d{1,3}\\?\.)", re.MULTILINE)
"""A bullet before a letter or number that the document prints."""


def read_markdown(name: str, data: bytes) -> str:
    """Return the text of a Markdown file. Raises SourceError as for plain text."""
    text = read_plain(name, data)
    text = HEADING.sub(r"\n\1\n", text)
    text = TABLE_RULE.sub("", QUOTE.sub("", text))
    text = TABLE_ROW.sub(lambda row: "\t".join(cell.strip() for cell in row[1].split("|")), text)
    text = UNDERSCORES.sub(r"\2", LIST.sub("", text))
    return ESCAPE.sub(r"\1", text)
