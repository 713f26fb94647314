"""From what a person writes for a thing (a code, a number, a name) to its IRI: "UNTOC", "16.a", "Kyoto Declaration"."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from api.addresses import SDG, SDG_CODE
from api.problems import Problem
from ontology.identifiers import Identifier, IdentifierError, Kind, document, parse, rebased

if TYPE_CHECKING:
    from api.names import Names
    from api.records.shape import Filter

Codes = dict[Kind, dict[str, list[str]]]
"""IRIs by kind and by each way to write one of that kind, in lower case."""


def resolve(value: str, each: Filter, names: Names) -> list[str]:
    """Return the IRIs that a filter's value names.

    An IRI stands for itself. A number of an agenda item or workshop without its congress names those of every congress.

    Raises Problem (400), with the nearest codes, when the value names nothing that the filter takes.
    """
    if value.startswith(("http://", "https://")):
        return [_iri(value, each)]
    if (each.classes == () and each.kinds == ()) or value.lower().startswith("sdg/"):
        code = value.lower().removeprefix("sdg/")
        if not SDG_CODE.fullmatch(code):
            raise Problem("bad-request", f"{each.name} is a Goal or target such as 16 or 16.a; found {value[:80]!r}")
        return [SDG + code]
    codes = codes_of(names)
    for kind in each.kinds:
        found = [iri for iri in codes.get(kind, {}).get(value.lower(), []) if _fits(iri, each, names)]
        if found:
            return found
    if Kind.DOCUMENT in each.kinds and "/" in value:
        return [_document(value, each, names)]
    raise Problem(
        "bad-request", f"{each.name} names nothing here: {value[:80]!r}", {"nearest": _near(value, each, codes)}
    )


def code_of(iri: str, each: Filter, names: Names) -> str:
    """Return the shortest way to write a thing by which a filter finds it and nothing else; else its IRI.

    The inverse of `resolve`, for links: "UNTOC", "16.a", "14/5".
    """
    path = iri.removeprefix(SDG) if iri.startswith(SDG) else iri.removeprefix(names.base)
    ways = (
        path.partition("/")[2],
        "/".join(part for part in path.split("/") if part not in ("congress", "agenda")),
        path,
    )
    for way in filter(None, ways):
        try:
            if resolve(way, each, names) == [iri]:
                return way
        except Problem:
            continue
    return iri


def _iri(value: str, each: Filter) -> str:
    try:
        return NamedNode(value).value
    except ValueError as error:
        raise Problem("bad-request", f"{each.name} is not an IRI: {value[:80]!r}") from error


def _document(value: str, each: Filter, names: Names) -> str:
    try:
        return rebased(document(value), names.base)
    except IdentifierError as error:
        raise Problem("bad-request", f"{each.name} is not a document symbol: {value[:80]!r}") from error


def _fits(iri: str, each: Filter, names: Names) -> bool:
    return not each.classes or bool(set(each.classes) & set(names.known[iri].types))


def _near(value: str, each: Filter, codes: Codes) -> list[str]:
    known = [code for kind in each.kinds for code in codes.get(kind, {})]
    return get_close_matches(value.lower(), known, 5, 0.5)


@lru_cache(maxsize=4)
def codes_of(names: Names) -> Codes:
    """Return every way to write each named thing, by kind."""
    codes: Codes = {}
    for iri in sorted(names.known):
        try:
            found = parse(iri, names.base)
        except IdentifierError:
            continue
        for way in _ways(found, iri, names):
            into = codes.setdefault(found.kind, {}).setdefault(way.lower(), [])
            into.extend([] if iri in into else [iri])
    return codes


def _ways(found: Identifier, iri: str, names: Names) -> Iterator[str]:
    """Yield the ways to write one thing: its path, code, number, symbol, abbreviation and names."""
    path = iri.removeprefix(names.base)
    yield path
    yield from (each for each in (found.code, found.symbol) if each)
    if path.startswith("congress/"):
        yield path.removeprefix("congress/")
        segments = path.split("/")
        if len(segments) > 2:
            # "14/5" is item 5 of the Congress, "14/RPM.3" one of its meetings
            yield f"{segments[1]}/{segments[-1]}"
    name = names.known[iri]
    yield from (each for each in (name.label, name.short, name.title, *name.others) if each)
