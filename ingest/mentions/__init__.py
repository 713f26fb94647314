"""The matchers: each module finds one family of mentions in one wording; `find_mentions` reads a whole report.

In: a parsed report and the gazetteer. Out: a Reading, which `ingest.facts` makes statements of. The table of contents
is not read: it repeats the headings. Sub-items whose wording stands in their item are read there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from ingest.document import Part, PartKind, Report
from ingest.gazetteer import Gazetteer
from ingest.memory import Answer, Memory, sentence_starts
from ingest.mentions.abbreviations import with_abbreviations
from ingest.mentions.agenda import find_agenda_items
from ingest.mentions.anaphora import find_anaphora
from ingest.mentions.congresses import find_congresses
from ingest.mentions.names import find_names
from ingest.mentions.persons import find_persons
from ingest.mentions.provisions import find_provisions
from ingest.mentions.resolutions import find_resolutions
from ingest.mentions.sdg import find_goals_and_targets
from ingest.mentions.states import keep_places
from ingest.mentions.symbols import find_symbols
from ingest.mentions.unknown import find_unknown
from ingest.overlaps import settle
from ingest.resolving import resolve
from ingest.setting import Setting, read_setting
from ingest.spans import Candidate, Mention, Reading, Surface, Unresolved

__all__ = ["Mention", "Reading", "Surface", "Unresolved", "find_candidates", "find_mentions"]


def find_mentions(report: Report, gazetteer: Gazetteer) -> Reading:
    """Find what every part of a report names, and resolve it.

    Each span satisfies part.text[start:end] == exact. What the text, or the reference data, do not decide is
    returned as unresolved, with the reason.
    """
    setting = read_setting(report, gazetteer)
    parts = list(_read(report))
    found = with_abbreviations(parts, {part.id: find_candidates(part.text, gazetteer, setting) for part in parts})
    certain = {c.entities[0] for candidates in found.values() for c in candidates if c.is_settled}
    memory = Memory(gazetteer, setting, frozenset(certain))
    spans = [
        span
        for part in parts
        for span in sorted(_resolved(part, found[part.id], memory), key=lambda span: (span.start, -span.end))
    ]
    return Reading(
        tuple(span for span in spans if isinstance(span, Mention)),
        tuple(span for span in spans if isinstance(span, Unresolved)),
    )


def find_candidates(text: str, gazetteer: Gazetteer, setting: Setting) -> list[Candidate]:
    """Find what one wording names, each matcher by itself, and settle what overlaps."""
    names = list(find_names(text, gazetteer))
    instruments = [name for name in names if name.kind in {"instrument", "instrument-group"}]
    found = [
        *names,
        *find_provisions(text, instruments),
        *find_resolutions(text, setting),
        *find_symbols(text),
        *find_goals_and_targets(text),
        *find_congresses(text, setting),
        *find_agenda_items(text, setting),
        *find_persons(text, gazetteer),
        *find_anaphora(text, setting),
        *find_unknown(text),
    ]
    return settle(text, keep_places(text, found))


def _read(report: Report) -> Iterator[Part]:
    """Yield the parts whose wording is read, in document order."""
    for part in sorted(report.parts, key=lambda part: part.order):
        repeats = part.kind is PartKind.SUBITEM and part.text in report.part(str(part.parent)).text
        if part.kind is not PartKind.CONTENTS and not repeats:
            yield part


def _resolved(part: Part, candidates: list[Candidate], memory: Memory) -> Iterator[Mention | Unresolved]:
    """Resolve the candidates of a part from left to right, remembering each for those after it."""
    starts = sentence_starts(part.text)
    pointing: list[Candidate] = []
    for candidate in candidates:
        span = _span(part, candidate, resolve(candidate, part, memory))
        if isinstance(span, Mention):
            memory.add(part, starts, span)
            if candidate.head is not None and span.kind == "instrument":
                start = candidate.end - len(candidate.head)
                pointing.append(replace(candidate, start=start, entities=(span.entity,), head=None))
        elif span is not None and candidate.rule == "unknown":
            memory.add_unknown(part, starts, span)
        if span is not None:
            yield span
    for provision in find_provisions(part.text, pointing):
        yield cast("Mention", _span(part, provision, Answer(provision.entities[0])))


def _span(part: Part, candidate: Candidate, answer: Answer) -> Mention | Unresolved | None:
    """Write an answer down; None where the wording turned out to name nothing."""
    place = (part.id, *candidate.span, part.text[candidate.start : candidate.end])
    if answer.entity is not None:
        kind = answer.kind or candidate.kind
        return Mention(*place, kind, answer.entity, candidate.surface, candidate.rule)
    return Unresolved(*place, candidate.kind, answer.reason) if answer.reason is not None else None
