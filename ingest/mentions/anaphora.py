"""Wordings that point back: "the same resolution", "its Goals", "the Institute". What to, `ingest.resolving` finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ingest.mentions.congresses import secretary
from ingest.mentions.sdg import ALL_GOALS
from ingest.setting import Setting
from ingest.spans import Candidate, Surface

_BODY = ("body", "network")
_PROGRAMME = ("programme", "body")
_INSTRUMENT = ("instrument",)
_GROUP = ("instrument", "instrument-group")

HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("Assembly", "Council", "Commission", "Committee", "Institute", "Expert Group", "Group"), _BODY
        ),
        **dict.fromkeys(("Office", "Organization", "Network", "Task Force", "Fund", "Court", "Conference"), _BODY),
        "High Commissioner": ("office",),
        **dict.fromkeys(("Global Programme", "Programme"), _PROGRAMME),
        **dict.fromkeys(("Convention", "Covenant", "Protocol", "Declaration", "Agreement", "Charter"), _INSTRUMENT),
        **dict.fromkeys(
            ("Agenda", "Statute", "Treaty", "Strategy", "Compact", "Global Compact", "Plan of Action"), _INSTRUMENT
        ),
        **dict.fromkeys(("Rules", "Principles", "Guidelines", "Protocols", "Covenants", "Conventions"), _GROUP),
    }
)
"""Each noun that can point back, with the kinds of mention that it can point to, the usual one first."""

_NAME_GOES_ON = (
    r"(?![\w-])(?!\s[A-Z])(?!\sof\s(?:19|20)\d\d\b)"
    r"(?!\s(?:of|on|for|against|to|concerning|relating\sto)\s(?:the\s|an?\s|its\s)?[A-Z](?!ember|tate))"
    r"(?!\sand\s[A-Z](?!ember|tate))(?!(?<=Declaration)\son\b)"
)
"""No anaphor: "the Commission on Human Settlements", "the Programme Committee", "the Convention against Torture",
"the Declaration and Programme of Action", "the Protocol of 2014"; but "the Commission to Member States"."""

_SAME = r"(?:the\s(?:same|said|aforementioned|above-mentioned)|that)"
_NOUNS = "|".join(sorted(HEADS, key=len, reverse=True))
_CAPITAL = re.compile(
    rf"(?<!Office\sof\s)\b(?P<det>(?i:the(?:\s(?:same|said|aforementioned|above-mentioned))?|that)|its(?=\sProtocols))"
    rf"\s(?P<head>{_NOUNS}){_NAME_GOES_ON}"
)
_RESOLUTION = re.compile(rf"\b(?i:{_SAME})\s(?P<head>resolution|decision)\b")
_PRESENT = re.compile(r"\b(?i:the\spresent|this)\s(?P<head>resolution)\b")
_DECLARATION = re.compile(r"\b(?i:the|its|that)\s(?P<head>declaration)\b(?!\s(?:of|on|that|by|made)\b)")
_MEETING = re.compile(
    r"\b(?i:the)\s(?P<head>Meeting|meeting)\b"
    r"(?!\s(?:of\s(?:the\s)?[A-Z]\w*|held|convened|between|organized|rooms?)\b)(?!\s[A-Z])"
)
_CONGRESS = re.compile(rf"\b(?i:the(?:\s(?:same|said|upcoming|forthcoming))?)\s(?P<head>Congress){_NAME_GOES_ON}")
_GOALS = re.compile(r"\b(?i:the|its|those|these)\s(?P<head>Goals)\b(?!\s\d)")
_SECRETARY = re.compile(r"\b(?i:the)\s(?P<head>Secretary)\b(?![-‑]|\sof\b|\s[A-Z])")
_WORKSHOP = re.compile(r"\b(?i:the|that)\s(?P<head>workshop)\b(?!\s(?:topics?|on|of|\d)\b)")
_SEVERAL = re.compile(r"\b(?i:those|these)\s(?P<head>treaties|conventions|instruments|protocols)\b")


def find_anaphora(text: str, setting: Setting) -> Iterator[Candidate]:
    """Find wordings that point back, with their determiner, which is what points.

    Forms: "the same resolution", "that resolution", "the present resolution"; "the Assembly", "the Commission",
    "the Institute", "the Expert Group" and other nouns of HEADS; "the same Programme", "that Programme",
    "the Global Programme"; "the Convention", "the Agenda", "its Protocols"; "the declaration", "its declaration";
    "the Goals", "its Goals"; "the Congress", "the upcoming Congress"; "the Meeting", "the meeting", "the Secretary"
    in the report of a meeting; "the workshop"; "those treaties".
    """
    for pattern, antecedents, entity in _patterns(setting):
        for found in pattern.finditer(text):
            kinds = antecedents or HEADS[found["head"]]
            entities = (entity,) if entity else ()
            yield Candidate(
                *found.span(), kinds[0], "anaphora", entities, Surface.ANAPHORIC, head=found["head"], antecedents=kinds
            )


def _patterns(setting: Setting) -> Iterator[tuple[re.Pattern[str], tuple[str, ...], str | None]]:
    """Yield (pattern, kinds of antecedent, the entity that the document itself decides on)."""
    own = setting.document if setting.genre == "resolution" else None
    yield _CAPITAL, (), None
    yield _RESOLUTION, ("resolution", "decision"), None
    yield _DECLARATION, ("instrument",), None
    yield _CONGRESS, ("congress",), setting.congress
    yield _GOALS, ("sdg-goal", "instrument"), ALL_GOALS
    yield _WORKSHOP, ("workshop",), None
    yield _SEVERAL, ("instrument-group", "instrument"), None
    if own is not None:
        yield _PRESENT, ("resolution",), own
    if setting.meeting is not None:
        yield _MEETING, ("meeting",), setting.meeting
        yield _SECRETARY, ("office",), secretary(setting.meeting)
