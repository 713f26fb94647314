"""Persons: officers with their State, and names behind a title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ingest.gazetteer import Gazetteer
from ingest.spans import Candidate
from ontology import identifiers

_GIVEN = r"[^\W\d_a-z][\w’'-]+"
_PARTICLE = r"(?:de|da|do|dos|del|della|der|den|van|von|bin|ibn|al|el|la|le|y|e)"
_NAME = rf"(?P<name>{_GIVEN}(?:\s(?:{_PARTICLE}\s)*(?:{_GIVEN}|[A-Z]\.)){{1,4}})"

_OF_STATE = re.compile(rf"(?<![\w-]){_NAME}\s\((?P<state>[^()]*(?:\([^()]*\)[^()]*)?)\)")
"""Pia Greene (Chile); Juan Pérez (Bolivia (Plurinational State of))"""

_TITLED = re.compile(rf"\b(?:Mr|Ms|Mrs|Dr|Sir|Judge|Ambassador)\.?\s{_NAME}")
"""Ms. Navi Pillay"""


def find_persons(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Find persons whom the text itself marks as such.

    Forms: "Pia Greene (Chile)", where the brackets hold a State; "Ms. Navi Pillay".
    """
    for found in _OF_STATE.finditer(text):
        if any(entry.kind == "state" for entry in gazetteer.lookup(found["state"])):
            yield _person(found)
    for found in _TITLED.finditer(text):
        yield _person(found)


def _person(found: re.Match[str]) -> Candidate:
    return Candidate(*found.span("name"), "person", "persons", (identifiers.person(slug(found["name"])),))


def slug(name: str) -> str:
    """Write a name as identifiers do: lower case, hyphens, no accents.

    >>> slug("Pía Greene"), slug("Ban Ki-moon")
    ('pia-greene', 'ban-ki-moon')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
