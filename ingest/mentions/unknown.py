"""Names that look like those of instruments and bodies and that the reference data do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.spans import Candidate

_INSTRUMENT = (
    "Convention|Covenant|Protocol|Declaration|Charter|Agreement|Treaty|Statute|Strategy|Framework|Compact|Principles|"
    "Rules|Guidelines|Plan of Action|Programme of Action"
)
_BODY = (
    "Commission|Committee|Council|Institute|Network|Forum|Conference|Office|Organization|Fund|Court|Tribunal|Union|"
    "Association|Centre|Agency|Task Force|Working Group|Expert Group|Programme|Secretariat|Mechanism|Mission|"
    "Institution|Initiative|Panel|Board|Bank|Partnership|Alliance|Coalition"
)
_WORD = r"[A-Z][\w’'-]*"
_BEFORE = (
    rf"(?:(?!(?:The|In|That|See|This|These|Those|Such|Annex|Chapter|Part|[IVXLC]+)\s){_WORD}"
    rf"(?:,?\s(?:and|(?:of|for|on)(?:\sthe)?)(?=\s[A-Z]))?\s){{0,6}}?"
)
_AFTER = (
    rf"(?:\s(?:on|of|for|against|to|concerning|in)(?:\s(?:the|an?))?\s{_WORD}"
    rf"(?:,?\s(?!and\sthe\s)(?:(?:and|of|the|in|for|on|or|to)\s)*{_WORD})*)"
)
_NAME = re.compile(rf"\b(?![A-Z][a-z]+ing\s)(?P<before>{_BEFORE})(?P<head>{_INSTRUMENT}|{_BODY})\b(?P<after>{_AFTER}?)")
_OFFICE = re.compile(
    r"""\b(?:Special\s(?:Rapporteur|Representative|Adviser|Envoy)|Independent\sExpert)s?\b
    (?:\sof\sthe\s(?:Secretary-General|Human\sRights\sCouncil))?
    (?:\s(?:on|for)(?:\s[\w’'-]+){1,14}?(?=[.;,)]|\s(?:and|to|as|who|which|in\sorder)\b|$))?""",
    re.VERBOSE,
)
"""Special Rapporteur on the situation of human rights in Afghanistan"""
_POINTING = re.compile(r"\b(?:[Tt]his|[Tt]hat|[Ii]ts|[Tt]he\ssame)\s$")
"""Before words that point at what is named elsewhere: "this Global Compact"."""
_IS_INSTRUMENT = re.compile(rf"(?:{_INSTRUMENT})\b")

REASON = "no name of the reference data"


def find_unknown(text: str) -> Iterator[Candidate]:
    """Find capitalized names of two or more words around a noun for instruments or bodies.

    Forms: "Inter-American Convention on Extradition"; "World Customs Council"; "Convention on Road Traffic"; "Special
    Rapporteur on the situation of human rights in Afghanistan". They are reported as unresolved unless a known name
    stands in their place, so that an editor can add them.
    """
    for found in _NAME.finditer(text):
        words = re.findall(_WORD, found[0])
        if _POINTING.search(text[max(0, found.start() - 10) : found.start()]):
            continue
        if len(words) > len(found["head"].split()) - found["head"].count(" of "):
            kind = "instrument" if _IS_INSTRUMENT.match(found["head"]) else "body"
            yield Candidate(*found.span(), kind, "unknown", reason=REASON)
    for found in _OFFICE.finditer(text):
        yield Candidate(*found.span(), "office", "unknown", reason=REASON)
