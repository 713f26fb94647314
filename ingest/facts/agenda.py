"""Two agendas: the congress's, which headings name, and the meeting's own, which it adopts in a list.

In: a ReadReport. Out: facts about agenda items, workshops and the main theme, and for each section what it deals with.
"Agenda item 3" in a heading of a preparatory meeting's report is an item of the *congress's* agenda; the numbered
list below "adopted its agenda" is the meeting's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Part, PartKind
from ingest.facts.evidence import Evidence, Fact, ReadReport, describe, of_part, typed
from ingest.quads import Literal, integer
from ontology import terms
from ontology.identifiers import agenda_item, theme, workshop

_NUMBERED = re.compile(r"\((?:(?P<item>(?:substantive |agenda )*item)|workshop(?: topic)?) (?P<number>\d+)\)")
""" "(agenda item 3)", "(workshop 1)": the title stands before it."""
_LEADING = re.compile(r"(?P<item>Agenda item|Item)?(?:Workshop)? (?P<number>\d+)[.:] (?P<title>.+)")
""" "Agenda item 3: …", "Workshop 1. …": the title stands behind it."""
_BETWEEN = re.compile(r"[\s;,]*(?:and\s+)?")
_THEME = re.compile(r"(?:Main|Overall) theme\b[^:]*:\s*(?P<title>[“\"](?P<words>.+?)[”\"])")
_AGENDA = re.compile(r"\badopted\b.*\bagenda\b", re.DOTALL)
_END = " .;:"


@dataclass(frozen=True, slots=True)
class Heading:
    """One thing that a heading says its section deals with."""

    kind: str
    """ "item", "workshop" or "theme"."""
    iri: str
    number: int
    """Of the item or workshop; 0 for a theme."""
    title: tuple[int, int]
    """Where the title stands in the text."""
    name: tuple[int, int]
    """Where it is named: "(agenda item 3)"."""


def headings(read: ReadReport, part: Part) -> tuple[Heading, ...]:
    """Return the congress's agenda items, workshops and theme that a heading or a line of an agenda names.

    Forms: "Title (agenda item 3); and title (workshop 1)", "Workshop 2: title", "Main theme of the …: “title”".
    """
    if read.congress is None:
        return ()
    if found := tuple(_trailing(read.congress, part.text)):
        return found
    if match := _THEME.match(part.text):
        return (Heading("theme", theme(read.congress), 0, match.span("words"), match.span()),)
    match = _LEADING.fullmatch(part.text) if part.kind is PartKind.SECTION else None
    return (_heading(read.congress, match, match.span("title")),) if match else ()


def _trailing(congress: str, text: str) -> Iterator[Heading]:
    start = 0
    for match in _NUMBERED.finditer(text):
        between = _BETWEEN.match(text, start)
        title = (between.end() if between else start, len(text[: match.start()].rstrip()))
        if title[0] < title[1]:
            yield _heading(congress, match, title)
        start = match.end()


def _heading(congress: str, match: re.Match[str], title: tuple[int, int]) -> Heading:
    number = int(match["number"])
    if match["item"]:
        return Heading("item", agenda_item(congress, str(number)), number, title, match.span())
    return Heading("workshop", workshop(congress, number), number, title, match.span())


def dealt_with(read: ReadReport, part: Part) -> Iterator[tuple[Part, Heading]]:
    """Yield what the sections that a part stands in deal with, from the nearest section that says so."""
    for section in read.sections_of(part):
        if found := headings(read, section):
            yield from ((section, heading) for heading in found)
            return


def read_agenda(read: ReadReport) -> Iterator[Fact]:
    """Yield the items, workshops and theme of the congress, which stand together, and the meeting's own agenda."""
    for part in read.parts(PartKind.SECTION, PartKind.ENTRY):
        found = headings(read, part)
        for heading in found:
            yield from _of_congress(read, part, heading)
        yield from _together(part, found)
    for paragraph in read.parts(PartKind.PARAGRAPH):
        if _AGENDA.search(paragraph.text):
            yield from _own_items(read, paragraph, "")


def _of_congress(read: ReadReport, part: Part, heading: Heading) -> Iterator[Fact]:
    named = Evidence(part.id, *heading.name, "heading")
    titled = Evidence(part.id, *heading.title, "heading")
    words = part.text[slice(*heading.title)]
    # Within a sentence a title begins small: "(agenda item 3); and evidence-based crime prevention: …".
    title = Literal(words[:1].upper() + words[1:])
    congress = str(read.congress)
    if heading.kind == "theme":
        yield typed(heading.iri, terms.Theme, titled)
        yield Fact(congress, terms.hasTheme, heading.iri, titled)
    elif heading.kind == "item":
        yield typed(heading.iri, terms.AgendaItem, named)
        number = Literal(str(heading.number))
        yield from describe(heading.iri, named, {terms.onAgendaOf: congress, terms.enumerator: number})
    else:
        yield typed(heading.iri, terms.Workshop, named)
        yield from describe(heading.iri, named, {terms.onAgendaOf: congress, terms.number: integer(heading.number)})
    yield Fact(heading.iri, terms.title, title, titled)


def _together(part: Part, found: tuple[Heading, ...]) -> Iterator[Fact]:
    """Read the pairing of "… (agenda item 3); and … (workshop 1)"."""
    items = [heading for heading in found if heading.kind == "item"]
    workshops = [heading for heading in found if heading.kind == "workshop"]
    for item in items:
        for other in workshops:
            first, last = sorted((item.name, other.name))
            evidence = Evidence(part.id, first[0], last[1], "heading")
            yield Fact(item.iri, terms.discussedTogetherWith, other.iri, evidence)


def _own_items(read: ReadReport, above: Part, number: str) -> Iterator[Fact]:
    """Read the numbered lines below the paragraph by which a meeting adopts its agenda, and the lettered below them."""
    if read.event is None:
        return
    for entry in read.report.children(above.id):
        if entry.kind is PartKind.ENTRY and entry.enumerator:
            path = f"{number}/{entry.enumerator}" if number else entry.enumerator
            iri = agenda_item(read.event, path)
            yield typed(iri, terms.AgendaItem, of_part(entry, "own-agenda"))
            yield from describe(
                iri,
                of_part(entry, "own-agenda"),
                {
                    terms.onAgendaOf: read.event,
                    terms.enumerator: Literal(path.replace("/", " (") + ")" * path.count("/")),
                    terms.title: Literal(entry.text.rstrip(_END)),
                },
            )
            yield from _own_items(read, entry, path)
