"""What an editor should look at before a document is published, though it was read.

In: a document that was read and its outcomes. Out: sentences for the warnings of a build and its quality report: where
the document and its .toml disagree, what is doubtful about its structure, outcomes that it announces and that were not
recorded, and an end that nobody vouches for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.document import Part, PartKind, Report
from ingest.facts.evidence import ReadReport
from ingest.facts.outcomes import Outcome, announces

_DECIDES = frozenset(("resolution", "convention"))
"""Genres whose paragraphs are not the outcomes of a meeting that they report of."""


def notes_of(read: ReadReport, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the notes on a document, each with its file, the place, what was found and what was expected."""
    source = read.report.source
    for found in source.metadata.contradictions:
        yield (
            f"{source.name}: {found.field}: the document says {found.document}, its .toml {found.toml}; "
            "the .toml is taken"
        )
    for doubt in read.report.doubts:
        yield f"{source.name}: {doubt.place}: found {doubt.found}, expected {doubt.expected}"
    recorded = {outcome.chapeau.part for outcome in outcomes}
    for paragraph in read.parts(PartKind.PARAGRAPH):
        kind = announces(paragraph.text)
        if kind and paragraph.id not in recorded and read.report.genre not in _DECIDES:
            what = f"{kind.value}s are announced and none was recorded"
            yield f"{source.name}: {paragraph.id.replace('/', ' ')}: {what}: {_why(read, paragraph)}"
    if end := _open_end(read.report):
        yield (
            f"{source.name}: {end}: the document ends in a list, which may have been cut; "
            "a sha256 in its .toml vouches for the whole file"
        )


def _why(read: ReadReport, paragraph: Part) -> str:
    """Say what is missing for the outcomes that a paragraph announces."""
    if read.report.genre != "meeting-report":
        return f"it was taken for “{read.report.genre}”, {read.report.genre_reason}"
    if read.event is None:
        return "the first lines name no congress that the reference data knows"
    items = [child for child in read.report.children(paragraph.id) if child.kind is PartKind.ITEM]
    return "no lettered items stand below it" if not items else "its items were read otherwise"


def _open_end(report: Report) -> str | None:
    """Return the last line of a list with which a document ends that nobody vouches for."""
    body = [part for part in report.parts if part.kind is not PartKind.FOOTNOTE]
    last = body[-1] if body else None
    if last is None or report.source.metadata.vouched or last.kind is not PartKind.ENTRY or "closing/" in last.id:
        return None
    return last.id.replace("/", " ")
