"""The events of a report: which meeting or congress it reports of, when and where events were or are to be held.

In: a report and its mentions. Out: the ReadReport that the other readers need, and the facts about events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.document import Part, PartKind, Report
from ingest.facts.dates import Period, find_periods
from ingest.facts.evidence import Evidence, Fact, ReadReport, describe, of_mention, typed
from ingest.quads import day
from ingest.spans import Mention, Reading, Surface
from ontology import terms
from ontology.identifiers import IdentifierError, Kind, meeting, parse

_HELD = re.compile(
    r"""
    ,?\s+(?:which\s+|that\s+)?
    (?P<aux>(?:was|were|had\ been|has\ been|is\ to\ be|was\ to\ be|would\ be|will\ be|shall\ be)\s+)?
    held\s+
    (?:(?:in|at)\s+|(?=from\s|on\s))
    """,
    re.VERBOSE,
)
""" "…, held in", "… was held in", "…, which had been held in", "… would be held in"."""

_TO_COME = ("is to be", "was to be", "would be", "will be", "shall be")
_MEETING_CODE = re.compile(r"/(?P<code>[A-Z]*PM(?:\.\d+)?)(?:/|$)")
"""In the symbols of preparatory meetings' documents: "RPM.3" in A/CONF.234/RPM.3/1."""


def read_report(report: Report, reading: Reading) -> ReadReport:
    """Find the congress and the event that the front matter and the title name.

    The event of a meeting report is the meeting in its title; of one without, the congress itself. A meeting that
    the reference data does not know gets its code from the document's symbol.
    """
    read = ReadReport(report, reading)
    front = [part.id for part in read.parts(PartKind.FRONT)]
    named = [mention for part in front for mention in read.mentions(part)]
    congress = next((m.entity for m in named if _is(m.entity, Kind.CONGRESS)), None)
    if report.genre != "meeting-report" or congress is None:
        return ReadReport(report, reading, congress)
    event = next((m.entity for m in named if _is(m.entity, Kind.MEETING)), None)
    return ReadReport(report, reading, congress, event or _meeting_by_symbol(read, congress) or congress)


def _meeting_by_symbol(read: ReadReport, congress: str) -> str | None:
    code = _MEETING_CODE.search(read.symbol)
    return meeting(congress, code["code"]) if code else None


def _is(iri: str, kind: Kind) -> bool:
    try:
        return parse(iri).kind is kind
    except IdentifierError:
        return False


def read_events(read: ReadReport) -> Iterator[Fact]:
    """Yield what the report says of events: its own and others; their dates, planned and held, and their places."""
    yield from _reported(read)
    yield from _announced(read)
    for part in read.parts(PartKind.FRONT, PartKind.PARAGRAPH, PartKind.ITEM):
        named = read.mentions(part.id, "meeting", "congress")
        for mention in named:
            # The congress in "Preparatory Meeting for the … Congress, held in" is not what was held.
            inside = any(o.start < mention.start and mention.end <= o.end for o in named)
            if mention.surface is not Surface.ANAPHORIC and not inside:
                yield from _held(read, part, mention)


def _reported(read: ReadReport) -> Iterator[Fact]:
    """Read "Report of the … Meeting for the … Congress …" in the front matter."""
    for part in read.parts(PartKind.FRONT):
        named = read.mentions(part.id, "meeting", "congress")
        if not part.text.startswith("Report") or not named or read.event is None:
            continue
        evidence = of_mention(named[0], "report-title")
        yield Fact(read.document, terms.reportOf, read.event, evidence)
        if read.event != read.congress and read.congress:
            yield typed(read.event, terms.PreparatoryMeeting, evidence)
            congress = next((m for m in named if m.entity == read.congress), named[0])
            yield Fact(read.event, terms.preparesFor, read.congress, of_mention(congress, "report-title"))


def _announced(read: ReadReport) -> Iterator[Fact]:
    """Read the line "Kyoto, Japan, 20–27 April 2020" below the name of the congress.

    In the report of the congress itself these are the days on which it was held; before it, those planned.
    """
    planned = read.event != read.congress
    for part in read.parts(PartKind.FRONT):
        places = read.mentions(part.id, "place", "state")
        periods = list(find_periods(part.text))
        if read.congress and read.event and places and periods and places[0].start == 0:
            yield typed(read.congress, terms.Congress, Evidence(part.id, 0, len(part.text), "front-matter"))
            yield from _dated(read.congress, part, periods[0], "front-matter", planned=planned)
            yield from _placed(read.congress, places, "front-matter")


def _held(read: ReadReport, part: Part, event: Mention) -> Iterator[Fact]:
    """Read "… held in Santiago from 5 to 7 February 2019" behind the name of an event."""
    held = _HELD.match(part.text, event.end)
    if held is None:
        return
    places = read.mentions(part.id, "place", "state", start=held.end(), end=held.end() + _NEAR)
    if places and places[0].start == held.end():
        yield from _placed(event.entity, places, "held")
    clause = part.text[: _clause_end(part.text, held.end())]
    period = next((p for p in find_periods(clause) if p.start >= held.end()), None)
    if period:
        planned = bool(held["aux"]) and held["aux"].strip() in _TO_COME
        yield from _dated(event.entity, part, period, "held", planned=planned)


_NEAR = 60
"""City and State of an event stand within so many characters: "Kyoto, Japan"."""


def _clause_end(text: str, start: int) -> int:
    end = text.find(". ", start)
    return len(text) if end < 0 else end


def _placed(event: str, places: tuple[Mention, ...], rule: str) -> Iterator[Fact]:
    city = places[0]
    yield Fact(event, terms.place, city.entity, of_mention(city, rule))
    if len(places) > 1 and city.kind == "place" and places[1].kind == "state":
        span = Evidence(city.part, city.start, places[1].end, rule)
        yield Fact(city.entity, terms.locatedIn, places[1].entity, span)


def _dated(event: str, part: Part, period: Period, rule: str, *, planned: bool) -> Iterator[Fact]:
    evidence = Evidence(part.id, period.start, period.end, rule)
    first, last = (terms.plannedStart, terms.plannedEnd) if planned else (terms.heldStart, terms.heldEnd)
    yield from describe(event, evidence, {first: day(period.first), last: day(period.last)})


def year_of(read: ReadReport) -> int | None:
    """Return the year in which the report's own event was held, for days that the text gives without one."""
    dates = (f.object for f in read_events(read) if f.subject == read.event and f.predicate.endswith("heldStart"))
    first = next(dates, None)
    return date.fromisoformat(first.value).year if first is not None and not isinstance(first, str) else None
