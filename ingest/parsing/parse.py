"""The parser's steps on one screen."""

from __future__ import annotations

from ingest.document import Report, SourceDocument
from ingest.genre import recognise_genre
from ingest.parsing.assembly import assemble
from ingest.parsing.contents import find_contents
from ingest.parsing.furniture import find_furniture
from ingest.parsing.lines import read_lines
from ingest.parsing.structure import Builder
from ingest.parsing.units import form_units


def parse_report(source: SourceDocument) -> Report:
    """Read the parts of a document, each with its exact wording and its place in the source.

    Raises ReadingError where the structure is in doubt.
    """
    lines = read_lines(source.text)
    furniture = find_furniture(lines)
    page = [lines[index] for index in sorted(furniture)]
    words = [line for index, line in enumerate(lines) if index not in furniture]
    contents = find_contents(words)
    first, last = (contents.first, contents.last) if contents else (0, 0)
    units = form_units(words[:first]) + form_units(words[last:])
    structure = Builder(units, contents, words[first:last], source.metadata.symbol.rpartition("RES/")[2]).build()
    genre, reason = recognise_genre(source, structure.drafts)
    return assemble(source, genre, reason, structure.drafts, page)
