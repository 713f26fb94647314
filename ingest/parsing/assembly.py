"""Drafts in, a Report out: wording, sub-items printed inline, the paragraphs that footnotes belong to, fragments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.document import Doubt, Fragment, Part, PartKind, Report, Role, SourceDocument
from ingest.errors import ReadingError
from ingest.parsing.counting import roman_value
from ingest.parsing.drafts import Draft
from ingest.parsing.lines import Line
from ingest.parsing.wording import Wording, read_wording

INLINE = re.compile(r"(?P<lead>^|[:;,] (?:and |or )?)\((?P<token>[ivx]{1,6})\) ")
"""A sub-item printed inline: ": (i) coordinating …; (ii) managing …; and (iii) providing …"."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A range of the source that belongs to a part."""

    start: int
    stop: int
    role: Role
    part: str | None


def assemble(
    source: SourceDocument,
    genre: tuple[str, str],
    drafts: Sequence[Draft],
    page: Sequence[Line],
    doubts: tuple[Doubt, ...] = (),
) -> Report:
    """Build the report from the drafts and the lines that belong to the page."""
    notes = frozenset(draft.value for draft in drafts if draft.kind is PartKind.FOOTNOTE and draft.value is not None)
    worded = [
        (draft, read_wording(draft.lines, notes, joint="\n" if draft.rows else " ", lead=draft.lead))
        for draft in drafts
    ]
    homes = _homes_of_notes(worded)
    parts: list[Part] = []
    runs = [_Run(line.start, line.end, Role.PAGE, None) for line in page]
    for draft, wording in worded:
        part = _part(draft, wording, homes)
        inner = _first_inline(part, draft.inline) or _inline_subitems(part)
        parts += [part, *(subitem for subitem, _ in inner)]
        runs += _runs(draft, wording, part, inner)
    ordered = tuple(_renumbered(parts))
    return Report(source, *genre, ordered, _fragments(source, runs), doubts)


def _homes_of_notes(worded: Iterable[tuple[Draft, Wording]]) -> dict[str, str]:
    """Return for each footnote the part whose wording carries its mark."""
    carriers: dict[int | None, list[str]] = {}
    homes: dict[str, str] = {}
    for draft, wording in worded:
        if draft.kind is PartKind.FOOTNOTE:
            queue = carriers.get(draft.value)
            if queue:
                homes[draft.id] = queue.pop(0) if draft.value is not None else queue[-1]
            continue
        for number in wording.notes:
            carriers.setdefault(number, []).append(draft.id)
        if wording.stars:
            carriers.setdefault(None, []).append(draft.id)
    return homes


def _part(draft: Draft, wording: Wording, homes: dict[str, str]) -> Part:
    parent = homes.get(draft.id) if draft.kind is PartKind.FOOTNOTE else draft.parent
    return Part(
        draft.id,
        draft.kind,
        wording.text,
        parent,
        0,
        draft.enumerator,
        draft.value,
        draft.letter,
        draft.level,
        tuple(wording.spans),
    )


def _first_inline(part: Part, letter: str) -> list[tuple[Part, tuple[int, int]]]:
    """Return the first item of a list when it stands on the line of the paragraph or item that has the list."""
    if not letter:
        return []
    stop = len(letter) + 2
    start = len(part.text) - len(part.text[stop:].lstrip())
    kind = PartKind.ITEM if letter == "a" else PartKind.SUBITEM
    spans = _cut(part.spans, start, len(part.text))
    inner = Part(f"{part.id}/{letter}", kind, part.text[start:], part.id, 0, letter, None, letter, 0, spans)
    return [(inner, (0, stop))]


def _inline_subitems(item: Part) -> list[tuple[Part, tuple[int, int]]]:
    """Return the sub-items printed inside an item, each with the range of its number in the item's text."""
    if item.kind is not PartKind.ITEM:
        return []
    found = _inline_row(item.text)
    result: list[tuple[Part, tuple[int, int]]] = []
    for index, match in enumerate(found):
        stop = found[index + 1].start("token") - 1 if index + 1 < len(found) else len(item.text)
        start = match.end()
        words = item.text[start:stop].rstrip()
        spans = _cut(item.spans, start, start + len(words))
        token = match["token"]
        part = Part(f"{item.id}/{token}", PartKind.SUBITEM, words, item.id, 0, token, None, token, 0, spans)
        result.append((part, (match.start("token") - 1, match.end("token") + 1)))
    return result


def _inline_row(text: str) -> list[re.Match[str]]:
    """Return the marks (i), (ii) … of a row of at least two that a colon introduces."""
    row: list[re.Match[str]] = []
    for found in INLINE.finditer(text):
        value = roman_value(found["token"])
        if value == len(row) + 1 and (row or found["lead"] in {": ", ""}):
            row.append(found)
    return row if len(row) > 1 else []


def _cut(spans: Sequence[tuple[int, int, int]], start: int, stop: int) -> tuple[tuple[int, int, int], ...]:
    """Return the spans of text[start:stop], counted from start."""
    pieces = []
    for at, source_at, length in spans:
        begin, end = max(at, start), min(at + length, stop)
        if begin < end:
            pieces.append((begin - start, source_at + begin - at, end - begin))
    return tuple(pieces)


def _runs(draft: Draft, wording: Wording, part: Part, inner: Sequence[tuple[Part, tuple[int, int]]]) -> list[_Run]:
    """Return the ranges of the source that a part and its inline sub-items take."""
    runs = [_Run(start, stop, Role.MARKUP, part.id) for start, stop in wording.markup if start < stop]
    if draft.number:
        runs.append(_Run(*draft.number, Role.NUMBER, part.id))
    position = 0
    for subitem, (start, stop) in inner:
        runs += _text_runs(part.spans, position, start, Role.TEXT, part.id)
        runs += _text_runs(part.spans, start, stop, Role.NUMBER, subitem.id)
        position = stop + len(part.text[stop:]) - len(part.text[stop:].lstrip())
        after = position + len(subitem.text)
        runs += _text_runs(part.spans, position, after, Role.TEXT, subitem.id)
        position = after
    return runs + _text_runs(part.spans, position, len(part.text), Role.TEXT, part.id)


def _text_runs(spans: Sequence[tuple[int, int, int]], start: int, stop: int, role: Role, part_id: str) -> list[_Run]:
    return [_Run(at, at + length, role, part_id) for _, at, length in _cut(spans, start, stop)]


def _renumbered(parts: Sequence[Part]) -> Iterable[Part]:
    for order, part in enumerate(parts, start=1):
        yield Part(
            part.id,
            part.kind,
            part.text,
            part.parent,
            order,
            part.enumerator,
            part.number,
            part.letter,
            part.level,
            part.spans,
        )


def _fragments(source: SourceDocument, runs: list[_Run]) -> tuple[Fragment, ...]:
    """Cut the source into fragments; between the runs there is only white space.

    Raises ReadingError when two parts claim the same characters or characters belong to none: a fault of the parser.
    """
    fragments: list[Fragment] = []
    position = 0
    for run in sorted(runs, key=lambda run: (run.start, run.stop)):
        between = source.text[position : run.start]
        if run.start < position or between.strip():
            raise ReadingError(
                source.name, f"character {position}", repr(between[:40]), f"white space before {run.part}"
            )
        if between:
            fragments.append(Fragment(None, Role.BLANK, between))
        fragments.append(Fragment(run.part, run.role, source.text[run.start : run.stop]))
        position = run.stop
    rest = source.text[position:]
    if rest.strip():
        raise ReadingError(source.name, f"character {position}", repr(rest[:40]), "white space after the last part")
    return (*fragments, Fragment(None, Role.BLANK, rest)) if rest else tuple(fragments)
