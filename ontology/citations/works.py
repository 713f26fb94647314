"""How the work is named in a citation: by its symbol, a resolution's number, a Goal's number, or a name."""

from __future__ import annotations

import re

_UN_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:undocs|docs\.un|documents\.un)\.org/(?:symbol/)?(?:(?:ar|en|es|fr|ru|zh)/)?(?=[A-Z])",
    re.IGNORECASE,
)
""" "https://docs.un.org/en/A/CONF.234/RPM.3/1": the symbol stands in the address as printed."""

SYMBOL = re.compile(r"\b(?:A|E|S|CCPR|CEDAW|CRC|HSP|UNEP|ST|TD)[/_][A-Za-z0-9._/()\-]*[A-Za-z0-9)]")

_RESOLUTION = re.compile(
    r"""
      (?P<organ> general\s+assembly | UN\s?GA | G\.?\s?A\.?  # "G.A. Res. 70/1"
               | economic\s+and\s+social\s+council | ECOSOC | (?<!rights\s)(?<!security\s)council )?
      \s* \bres(?:olutions?|s?\.|\b) \s* (?:nos?\.\s*)?
      (?P<number> [0-9]{1,4}/[0-9]{1,4} )
      (?P<after> \s*,?\s*(?:of|by)\s+the\s+economic\s+and\s+social\s+council )?
    """,
    re.VERBOSE | re.IGNORECASE,
)

_OTHER_ORGAN = re.compile(r"\b(?:human\s+rights|security)\s+council\b|\bcommission\b|\bcongress\b", re.IGNORECASE)
"""Organs with resolutions of their own, whose numbers say nothing of the Assembly's."""

_GOAL = re.compile(
    r"""
      (?: (?:the\s+)? (?:UN\s+)? (?:SDGs?|(?:sustainable\s+development\s+)?goals?) \s* [0-9]{1,2} \s*,\s* )?  # its Goal
      (?:the\s+)? (?:UN\s+)? (?:SDGs?\s*)? (?:sustainable\s+development\s+)?
      (?: SDGs? | (?:goals?\s+)?targets? | goals? )? \s*
      (?P<number> (?<=[a-z\s])(?:[1-9]|1[0-7])(?:\.(?:[1-9][0-9]?|[a-d]))? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
""" "SDG 16", "target 16.a", "Goal 16, target 16.4", "Sustainable Development Goal target 16.a"."""

_FILLER = re.compile(
    r"^(?:[\s,;:.\[(]|of\b|in\b|the\b|to\b|at\b|see\b|also\b|cf\.|document\b|doc\b\.?|UN\b|U\.N\.)+"
    r"|(?:[\s,;:\])]|\bof|\bin|\bthe|\bsee|\bat|\bart\.)+$",
    re.IGNORECASE,
)
"""What stands around the name of a work and is no part of it."""


def plain(text: str) -> str:
    """Return a citation with single blanks, and the symbol for an address of the United Nations' documents.

    >>> plain("https://undocs.org/en/A/CONF.234/RPM.3/1,  para. 3")
    'A/CONF.234/RPM.3/1, para. 3'
    """
    return _UN_SITE.sub("", " ".join(text.split())).replace("GA/RES/", "A/RES/")


def goal(text: str) -> str:
    """Return the number of the Goal or target that a text names and nothing else, "" for another text.

    >>> [goal(each) for each in ("SDG16", "target 16.A", "Goal 16, target 16.4", "16.4", "target")]
    ['16', '16.a', '16.4', '', '']
    """
    found = _GOAL.fullmatch(text.rstrip(". "))
    return found["number"].lower() if found else ""


def work(rest: str) -> str:
    """Return the work that what is left of a citation names: a symbol, else the words without filler."""
    if found := SYMBOL.search(rest):
        return found[0]
    if (found := _RESOLUTION.search(rest)) and not _OTHER_ORGAN.search(rest):
        council = found["after"] or (found["organ"] or "").lower().startswith(("ec", "council"))
        return f"{'E' if council else 'A'}/RES/{found['number']}"
    before = None
    while before != rest:
        before, rest = rest, _FILLER.sub("", rest)
    return rest.strip(" \"'“”()")
