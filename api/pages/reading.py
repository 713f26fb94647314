"""Quads as a page reads them: by subject and property, with the named graph that tells how each is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from api.pages.model import Evidence
from ontology.identifiers import IdentifierError, Kind, parse

Pairs = dict[str, list[tuple[NamedNode | Literal, str]]]
"""From property to (value, graph)."""


@dataclass
class Facts:
    """Quads indexed by subject."""

    by_subject: dict[str, Pairs] = field(default_factory=dict)

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Facts:
        """Index quads; the order of the quads is kept."""
        facts = cls()
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, (NamedNode, Literal)):
                pairs = facts.by_subject.setdefault(quad.subject.value, {})
                pairs.setdefault(quad.predicate.value, []).append((quad.object, graph_name(quad)))
        return facts

    def text(self, subject: str, *predicates: str) -> str:
        """Return the first value of the first property that has one, as text; "" where none has."""
        for predicate in predicates:
            for value, _ in self.by_subject.get(subject, {}).get(predicate, ()):
                return value.value
        return ""

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the distinct values of a property as text, in order."""
        values = self.by_subject.get(subject, {}).get(predicate, ())
        return list(dict.fromkeys(value.value for value, _ in values))

    def number(self, subject: str, predicate: str) -> int:
        """Return a value that is a whole number; -1 where there is none."""
        text = self.text(subject, predicate)
        return int(text) if text.isdecimal() else -1

    def subjects(self) -> Iterator[str]:
        """Yield the subjects in order."""
        yield from self.by_subject


def graph_name(quad: Quad) -> str:
    """Return the name of a quad's graph; "" for the default graph."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def level_of(graph: str, base: str) -> str:
    """Return how what a graph holds is known: "stated", "curated", "inferred", or "" for the rest."""
    try:
        kind = parse(graph, base).kind
    except IdentifierError:
        return ""
    return str(kind) if kind in (Kind.GRAPH_STATED, Kind.GRAPH_CURATED, Kind.GRAPH_INFERRED) else ""


def evidence_of(graph: str, base: str, source: str = "", score: str = "") -> Evidence:
    """Word the badge of a statement that stands in a graph."""
    level = level_of(graph, base)
    if level == "stated":
        symbol = parse(graph, base).symbol
        return Evidence("stated", "stated", f"In the words of {symbol}")
    if level == "curated":
        title = f"Added by an editor. Source: {source}" if source else "Added by an editor"
        return Evidence("curated", "curated", title)
    if level == "inferred":
        method = parse(graph, base).code or ""
        label = f"inferred {score}" if score else "inferred"
        return Evidence("inferred", label, f"Inferred by the method “{method}”" + (f", score {score}" if score else ""))
    return Evidence()


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(text: str) -> str:
    """Write a date as United Nations documents do: "7 March 2019"; a partial date as far as it goes.

    >>> day("2019-03-07"), day("2016-05"), day("2015")
    ('7 March 2019', 'May 2016', '2015')
    """
    year, _, rest = text.partition("-")
    month, _, day_of_month = rest.partition("-")
    if not (year.isdecimal() and (not month or month.isdecimal())):
        return text
    words = [str(int(day_of_month))] if day_of_month.isdecimal() else []
    return " ".join([*words, *([MONTHS[int(month) - 1]] if month and 1 <= int(month) <= 12 else []), year])


def days(start: str, end: str) -> str:
    """Write a span of dates: "5–7 February 2019", "29 April–8 May 1995".

    >>> days("2019-02-05", "2019-02-07"), days("1995-04-29", "1995-05-08"), days("2021-03-07", "")
    ('5–7 February 2019', '29 April–8 May 1995', '7 March 2021')
    """
    if not end or start == end:
        return day(start)
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return f"{day(start)}–{day(end)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(end)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]}–{day(end)}"
    return f"{day(start)}–{day(end)}"
