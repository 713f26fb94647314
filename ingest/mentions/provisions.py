"""Provisions of instruments: articles, rules and principles, with the instrument that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.spans import Candidate
from ontology import identifiers

_NUMBER = r"\d{1,3}(?:\s\((?:\d{1,2}|[a-z])\))*"
_PROVISION = re.compile(
    rf"""\b(?P<noun>[Aa]rticle|[Rr]ule|[Pp]rinciple|[Gg]uideline)(?P<plural>s?)\s
    (?P<numbers>{_NUMBER}(?:(?:,\s|,?\sand\s|,?\sor\s|\sto\s|–){_NUMBER})*)
    (?:,\sparagraphs?\s(?P<paragraph>{_NUMBER})(?P<more>(?:,\s|\sand\s)[\d\s(),a-z]*?)?)?
    ,?\sof\s(?:the\s)?""",
    re.VERBOSE,
)
_ONE = re.compile(_NUMBER)


def find_provisions(text: str, instruments: Iterable[Candidate]) -> Iterator[Candidate]:
    """Find provisions that name their instrument, which is one of the candidates given.

    Forms: "article 14 of the International Covenant on Civil and Political Rights" (the provision is the whole
    phrase; the instrument in it is a mention of its own); "article 101, paragraph 3, of the Charter"; "rule 6 of the
    Beijing Rules"; "articles 146, 147 and 148 of the Fourth Geneva Convention" (one each: the first with the noun,
    the others the number alone, the last to the end of the phrase).
    """
    ends = {candidate.start: candidate for candidate in sorted(instruments, key=lambda c: c.end)}
    for found in _PROVISION.finditer(text):
        instrument = ends.get(found.end())
        if instrument is not None and instrument.is_settled:
            yield from _provisions(text, found, instrument)


def _provisions(text: str, found: re.Match[str], instrument: Candidate) -> Iterator[Candidate]:
    numbers = list(_ONE.finditer(text, *found.span("numbers")))
    for index, number in enumerate(numbers):
        is_last = index == len(numbers) - 1
        path = _path(found["noun"], number[0], found["paragraph"] if is_last and not found["more"] else None)
        entity = identifiers.provision(instrument.entities[0], path)
        start = found.start() if index == 0 else number.start()
        end = instrument.end if is_last else number.end()
        yield Candidate(start, end, "provision", "provisions", (entity,), instrument.surface)


def _path(noun: str, number: str, paragraph: str | None) -> str:
    """Write the path of a provision below its instrument: "article/14", "article/101/paragraph/3", "rule/4/1"."""
    steps = [noun.lower(), *re.findall(r"\w+", number)]
    if paragraph:
        steps += ["paragraph", *re.findall(r"\w+", paragraph)]
    return "/".join(steps)
