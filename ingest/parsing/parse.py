"""The parser's steps on one screen."""

from __future__ import annotations

from ingest.document import Report, SourceDocument
from ingest.genre import recognise_genre
from ingest.parsing.assembly import assemble
from ingest.parsing.checks import check_structure
from ingest.parsing.contents import find_contents
from ingest.parsing.details import check_details
from ingest.parsing.embedded import find_embedded
from ingest.parsing.footnotes import find_old_notes
from ingest.parsing.furniture import find_furniture
from ingest.parsing.joining import form_units
from ingest.parsing.lines import read_lines
from ingest.parsing.settling import settle_marks
from ingest.parsing.structure import build_structure


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
    notes = find_old_notes(lines)
    units = settle_marks(form_units(words[:first], notes) + form_units(words[last:], notes))
    units, embedded = find_embedded(units, frozenset(contents.titles if contents else ()))
    structure = build_structure(units, embedded, contents, words[first:last], source.metadata.symbol)
    genre = recognise_genre(source, structure.drafts, contents.titles if contents else ())
    doubts = check_structure(source, genre[0], structure.drafts, structure.doubts, contents)
    return check_details(assemble(source, genre, structure.drafts, page, doubts))
