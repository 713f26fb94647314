"""Citations resolved against the graph: what each means, what it may mean, what is written most alike.

Works over anything that answers a SELECT, so that the service and the command resolve alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from api.names import Names
from api.resources.nearest import nearest
from ontology.citations import Citation, CitationError, Known, candidates, name_key, read_citation, symbol_key
from ontology.identifiers import BASE, ONTOLOGY, OUTCOME_KINDS, IdentifierError, Kind, document, part, rebased
from ontology.identifiers import parse as take_apart

if TYPE_CHECKING:
    from api.description import Asker

TEXTS = f"""PREFIX cc: <{ONTOLOGY}>
SELECT DISTINCT ?instrument ?symbol WHERE {{
  {{ ?document cc:textOf|cc:reportOf ?instrument }} UNION {{ ?instrument cc:adoptedIn ?document }}
  ?document cc:symbol ?symbol .
}} ORDER BY ?instrument ?symbol"""

SPELLINGS = f"""PREFIX cc: <{ONTOLOGY}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?iri ?name WHERE {{ ?iri skos:hiddenLabel|skos:altLabel|cc:identifier ?name }} ORDER BY ?iri ?name"""
"""Names that are recognised but not shown, those that several things share, and codes of meetings ("RPM.3")."""

HELD = re.compile(r", held (?:in|at|from) .*$")
"""What a citation leaves out of the title of a meeting's report."""


class Outcome(StrEnum):
    """How the resolving of one citation ended."""

    FOUND = "found"
    SEVERAL = "several"
    """The words may mean several things; the reader has to choose."""
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one citation means."""

    words: str
    outcome: Outcome
    iris: tuple[str, ...] = ()
    """What it means, or may mean, the likeliest first; for what is unknown, the nearest."""
    reason: str = ""


async def read_known(asker: Asker, names: Names) -> Known:
    """Read what the graph knows of works: their symbols, their names, which documents hold their text."""
    symbols: dict[str, list[str]] = {}
    named: dict[str, list[str]] = {}
    titled: dict[str, list[str]] = {}
    for iri, name in names.known.items():
        symbol = _symbol(iri, names)
        if symbol:
            symbols.setdefault(symbol_key(symbol), []).append(symbol)
        if symbol or not iri.startswith(ONTOLOGY):
            _add(named, (name.label, name.short, *name.others), _default(iri, names))
            _add(titled, (name.title, HELD.sub("", name.title)), _default(iri, names))
    for row in await asker.select(SPELLINGS):
        _add(named, (row["name"].value,), _default(row["iri"].value, names))
    # a resolution has the title of what it is about: whoever writes that name means the thing
    named = titled | named
    texts: dict[str, list[str]] = {}
    for row in await asker.select(TEXTS):
        texts.setdefault(_default(row["instrument"].value, names), []).append(row["symbol"].value)
    return Known(
        *({key: tuple(dict.fromkeys(values)) for key, values in each.items()} for each in (symbols, named, texts))
    )


def _add(named: dict[str, list[str]], labels: Sequence[str], iri: str) -> None:
    for key in {name_key(label) for label in labels if label}:
        named.setdefault(key, []).append(iri)


def _symbol(iri: str, names: Names) -> str:
    try:
        found = take_apart(iri, names.base)
    except IdentifierError:
        return ""
    return found.symbol or "" if found.kind is Kind.DOCUMENT else ""


def _default(iri: str, names: Names) -> str:
    return BASE + iri.removeprefix(names.base) if iri.startswith(names.base) else iri


async def resolve(asker: Asker, names: Names, known: Known, citations: Sequence[str]) -> list[Resolution]:
    """Resolve citations, all with one question to the graph for what exists."""
    readings = [_read(words) for words in citations]
    meant = [candidates(r, known) if isinstance(r, Citation) else () for r in readings]
    moved = [[rebased(iri, names.base) for iri in each] for each in meant]
    there = await existing(asker, [iri for each in moved for iri in each])
    resolutions = []
    for words, reading, iris in zip(citations, readings, moved, strict=True):
        if isinstance(reading, CitationError):
            resolutions.append(Resolution(words, Outcome.UNREADABLE, reason=str(reading)))
        else:
            found = _of_the_annex([iri for iri in iris if iri in there], reading, known, names)
            resolutions.append(await _resolution(asker, names, words, iris, found))
    return resolutions


def is_pointed(words: str) -> bool:
    """Whether words point at one thing by symbol, paragraph or address, and are no mere name or search."""
    reading = _read(words)
    return isinstance(reading, Citation) and bool(reading.path or "/" in reading.work)


def _read(words: str) -> Citation | CitationError:
    try:
        return read_citation(words)
    except CitationError as error:
        return error


def _of_the_annex(iris: list[str], citation: Citation, known: Known, names: Names) -> list[str]:
    """Leave out the paragraphs of a resolution that annexes the declaration which is cited by its name."""
    if symbol_key(citation.work) in known.symbols:
        return iris
    annexed = [iri for iri in iris if _path(iri, names).startswith("annex/")]
    return annexed or iris


def _path(iri: str, names: Names) -> str:
    try:
        return take_apart(iri, names.base).path or ""
    except IdentifierError:
        return ""


async def _resolution(asker: Asker, names: Names, words: str, iris: Sequence[str], there: list[str]) -> Resolution:
    found = _without_doubles(there, names)
    if found:
        outcome = Outcome.FOUND if len(found) == 1 else Outcome.SEVERAL
        return Resolution(words, outcome, tuple(found))
    near = [each for iri in iris[:4] for each in await nearest(asker, names, iri)]
    return Resolution(words, Outcome.UNKNOWN, tuple(dict.fromkeys(near))[:5], _why(iris, names))


def _why(iris: Sequence[str], names: Names) -> str:
    """Say what is missing: the place in a document that the graph has, or whatever was meant."""
    for iri in iris:
        try:
            symbol = take_apart(iri, names.base).symbol
        except IdentifierError:
            continue
        if symbol and rebased(document(symbol), names.base) in names.known:
            return f"the graph has nothing at this place of {symbol}"
    return "the graph has nothing of that name"


def _without_doubles(iris: Sequence[str], names: Names) -> list[str]:
    """Leave out the item of an outcome that is there itself: both are cited in the same words."""
    stated = {_place(iri, names) for iri in iris}
    return [iri for iri in iris if iri not in stated]


def _place(iri: str, names: Names) -> str:
    """Return the part that an outcome's own address says it stands in; "" for what is no outcome."""
    try:
        found = take_apart(iri, names.base)
    except IdentifierError:
        return ""
    if found.kind not in OUTCOME_KINDS or not found.symbol or not found.path:
        return ""
    annex, _, number = found.path.rpartition("annex/")
    prefix = "annex/" if annex or found.path.startswith("annex/") else ""
    return rebased(part(found.symbol, f"{prefix}para/{number}"), names.base)


async def existing(asker: Asker, iris: Sequence[str]) -> set[str]:
    """Return those of some IRIs of which the graph says something."""
    nodes = []
    for iri in dict.fromkeys(iris):
        try:
            nodes.append(str(NamedNode(iri)))
        except ValueError:
            continue
    if not nodes:
        return set()
    rows = await asker.select(f"SELECT DISTINCT ?iri WHERE {{ VALUES ?iri {{ {' '.join(nodes)} }} ?iri ?p ?o }}")
    return {row["iri"].value for row in rows}


def described(resolution: Resolution, names: Names, href: Mapping[str, str]) -> dict[str, object]:
    """Return a resolution as a JSON object."""
    body: dict[str, object] = {"q": resolution.words, "status": resolution.outcome.value}
    entries = [{"id": iri, "url": href[iri], "label": names.label(iri)} for iri in resolution.iris]
    if resolution.outcome is Outcome.FOUND:
        return (
            body | entries[0] | ({"citation": names.cited(entries[0]["id"])} if names.cited(entries[0]["id"]) else {})
        )
    key = "choices" if resolution.outcome is Outcome.SEVERAL else "nearest"
    return body | {key: entries} | ({"detail": resolution.reason} if resolution.reason else {})
