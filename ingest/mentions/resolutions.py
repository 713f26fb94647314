"""Resolutions and decisions cited by number, resolved to the symbol of the document that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.setting import Setting
from ingest.spans import Candidate, Surface
from ontology import identifiers

_NUMBER = r"""(?:
    (?P<year>(?:19|20)\d\d)/(?P<item>\d{1,3})(?:\s(?P<part_y>[A-Z](?:-[A-Z])?))?     # 2002/13
  | (?P<session>(?:S-|ES-)?\d{1,2})/(?P<no>\d{1,3})(?:\s(?P<part_s>[A-Z](?:-[A-Z])?))?  # 56/119, 74/550 B, S-21/2
  | (?P<council>\d{1,4})\s\((?P<dated>(?:19|20)\d\d)\)                             # 1325 (2000)
  | (?P<old>\d{1,4})(?:\s(?P<part_o>[A-Z](?:-[A-Z])?))?\s\((?P<roman>(?:S-)?[IVXLC]+)\)  # 2200 A (XXI), 155 C (VII)
)(?![\w/])"""

_ISSUER = r"""(?:
    General\sAssembly | Economic\sand\sSocial\sCouncil | Security\sCouncil | Human\sRights\sCouncil
  | Commission\son\s(?:[A-Z]\w+|and|the|of|\s|,\s(?=[A-Z]))+?(?=\s(?:resolution|decision)) | Conference
  | Governing\sCouncil | Environment\sAssembly | Assembly | Council | Commission
)"""

_CITATION = re.compile(
    rf"(?<!draft\s)(?:\b(?P<issuer>{_ISSUER})\s)?\b(?P<noun>[Rr]esolution|[Dd]ecision)(?P<plural>s?)\s(?={_NUMBER})",
    re.VERBOSE,
)
_FIRST = re.compile(_NUMBER, re.VERBOSE)
_NEXT = re.compile(
    rf"(?P<gap>[^;:\n]{{0,160}}?)(?:,\s(?:and\s|or\s)?|\sand\s|\sor\s|\sto\s|–)(?:also\s)?(?P<number>{_NUMBER})",
    re.VERBOSE,
)
_OTHER_NOUN = re.compile(r"resolution|decision|article|paragraph|\brule|item|symbol", re.IGNORECASE)

_ITS = re.compile(rf"(?P<issuer>{_ISSUER}),?\s(?:(?:in|by|through|under)\s)?its\s(?:\w+\s){{0,2}}$", re.VERBOSE)
"""the Human Rights Council, in its resolution 16/21"""

_OF = re.compile(rf"(?:\sof\s\d{{1,2}}\s\w+\s\d{{4}})?,?\sof\sthe\s(?P<issuer>{_ISSUER})\b", re.VERBOSE)
"""resolution 9/8 of 17 December 2021 of the Conference of the States Parties"""

_UNDATED = re.compile(r"\b(?:Security\sCouncil\s)?resolutions?\s(?P<number>\d{3,4})(?![\w/(]|\s\(|\s[A-Z]\b)")
"""resolution 1373, where the document gives the year elsewhere"""

_FIRST_SESSION = 31
"""Resolutions of the General Assembly are numbered by session in arabic since its thirty-first, 1976."""


def find_resolutions(text: str, setting: Setting) -> Iterator[Candidate]:
    """Find cited resolutions and decisions.

    Forms: "resolution 56/119"; "General Assembly resolution 71/206"; "Economic and Social Council resolution 2002/13";
    "its resolutions 55/25 of 15 November 2000 and 58/4 of 31 October 2003" (one each); "decision 74/550 B";
    "resolution 1325 (2000)"; "resolution 1373" where its year stands elsewhere in the document;
    "General Assembly resolution 2200 A (XXI)"; "Economic and Social Council resolution 155 C (VII)";
    "the Human Rights Council, in its resolution 16/21"; "Council resolution 16/21" in a document of that Council.
    """
    for found in _CITATION.finditer(text):
        yield from _cited(text, found, setting)
    for found in _UNDATED.finditer(text):
        year = setting.years.get(found["number"])
        entity = (identifiers.document(f"S/RES/{found['number']}({year})"),) if year else ()
        reason = None if year else "a number without its year, which stands nowhere in the document"
        yield Candidate(*found.span(), "resolution", "resolutions", entity, Surface.SHORT, reason)


def _cited(text: str, citation: re.Match[str], setting: Setting) -> Iterator[Candidate]:
    """Yield the resolutions of one citation: the first with the noun and its issuer, others by number alone."""
    kind = citation["noun"].lower()
    start, end = citation.end(), citation.end()
    number = _FIRST.match(text, start)
    before = text[: citation.start()]
    while number is not None:
        end = number.end()
        issuer = _issuer(citation, before, text[end:])
        symbol = _symbol(kind, number, issuer, setting)
        first = start == citation.end()
        surface = Surface.FULL if first else Surface.SHORT
        entities = (identifiers.document(symbol),) if symbol else ()
        reason = None if symbol else f"no symbol is known for a {kind} so numbered of {issuer or 'an unnamed body'}"
        yield Candidate(citation.start() if first else start, end, kind, "resolutions", entities, surface, reason)
        following = _NEXT.match(text, end) if citation["plural"] else None
        if following is None or _OTHER_NOUN.search(following["gap"]):
            return
        start = following.start("number")
        number = _FIRST.match(text, start)


def _issuer(citation: re.Match[str], before: str, after: str) -> str | None:
    """Return the body that the text names as the author, if it does."""
    if citation["issuer"]:
        return " ".join(citation["issuer"].split())
    found = _OF.match(after) or _ITS.search(before[-120:])
    return " ".join(found["issuer"].split()) if found else None


def _symbol(kind: str, number: re.Match[str], issuer: str | None, setting: Setting) -> str | None:
    """Return the symbol of the document that holds a resolution, or None where the body gives it none of its own."""
    word = "RES" if kind == "resolution" else "DEC"
    if number["council"]:
        return f"S/RES/{number['council']}({number['dated']})" if kind == "resolution" else None
    if number["year"]:
        return _by_year(word, number, issuer)
    if number["session"]:
        return _by_session(word, number, issuer, setting)
    return _old(number, issuer, setting) if kind == "resolution" else None


def _by_year(word: str, number: re.Match[str], issuer: str | None) -> str | None:
    """2002/13: the Economic and Social Council since 1978, the Commission on Human Rights from 1986 to 2005."""
    tail = f"{number['year']}/{number['item']}{number['part_y'] or ''}"
    if issuer in {None, "Economic and Social Council", "Council"}:
        return f"E/{word}/{tail}"
    return f"E/CN.4/{word}/{tail}" if issuer == "Commission on Human Rights" else None


def _by_session(word: str, number: re.Match[str], issuer: str | None, setting: Setting) -> str | None:
    """56/119, S-21/2: the General Assembly; 16/21: the Human Rights Council where it is named or speaks."""
    session = number["session"]
    tail = f"{session}/{number['no']}{number['part_s'] or ''}"
    own_council = setting.organ == "A/HRC" and issuer in {None, "Council"}
    if issuer == "Human Rights Council" or own_council:
        return f"A/HRC/{word}/{tail}"
    assembly = issuer in {"General Assembly", "Assembly"}
    if assembly or (issuer is None and (not session.isdigit() or int(session) >= _FIRST_SESSION)):
        return f"A/{word}/{tail}"
    return None


def _old(number: re.Match[str], issuer: str | None, setting: Setting) -> str | None:
    """2200 A (XXI), 155 C (VII): sessions in roman numerals, to 1976 in the Assembly and 1977 in the Council."""
    tail = f"{number['old']}{number['part_o'] or ''}({number['roman']})"
    if issuer == "Economic and Social Council" or (setting.organ == "E" and issuer in {None, "Council"}):
        return f"E/RES/{tail}"
    return f"A/RES/{tail}" if issuer in {None, "General Assembly", "Assembly"} else None
