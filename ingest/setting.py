"""What a document is, as far as it decides what its words refer to: whose resolution, which meeting, which Congress.

In: a parsed report and the gazetteer. Out: a Setting, which the matchers of `ingest.mentions` are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.document import PartKind, Report
from ingest.gazetteer import Gazetteer
from ontology import identifiers


@dataclass(frozen=True, slots=True)
class Setting:
    """The document that a wording stands in."""

    symbol: str = ""
    genre: str = "other"
    organ: str = "A"
    """Whose document it is, as its symbol begins: "A", "A/HRC", "E", "S"; "its resolution 16/21" is then theirs."""
    congress: str | None = None
    """IRI of the Congress that the document reports on or prepares for."""
    meeting: str | None = None
    """IRI of the meeting that the document is the report of."""
    years: Mapping[str, str] = field(default_factory=dict)
    """Number to year of the Security Council resolutions that the document cites with their year."""
    is_of_the_field: bool = True
    """Whether the document speaks of crime prevention or criminal justice at all."""

    @property
    def document(self) -> str:
        """IRI of the document itself."""
        return identifiers.document(self.symbol)


_MEETING_CODE = re.compile(r"A/CONF\.\d+/(?P<code>(?:RPM|IPM)\.\d+)/")
"""A/CONF.234/RPM.3/1: the third regional preparatory meeting."""

_DATED = re.compile(r"\b(?P<number>\d{1,4})\s\((?P<year>(?:19|20)\d\d)\)")
"""1373 (2001)"""

_FIELD = re.compile(
    r"\bcrime prevention|\bcriminal justice|\bprevention of crime\b|\btransnational organized crime", re.IGNORECASE
)


def read_setting(report: Report, gazetteer: Gazetteer) -> Setting:
    """Read the setting from the symbol, and from the title, which names the Congress."""
    metadata = report.source.metadata
    text = "\n".join(part.text for part in report.parts)
    congress = _congress(report, gazetteer)
    code = _MEETING_CODE.match(metadata.symbol)
    return Setting(
        symbol=metadata.symbol,
        genre=report.genre,
        organ=_organ(metadata.symbol),
        congress=congress,
        meeting=identifiers.meeting(congress, code["code"]) if congress and code else None,
        years={found["number"]: found["year"] for found in _DATED.finditer(text)},
        is_of_the_field=_FIELD.search(text) is not None,
    )


def _organ(symbol: str) -> str:
    if symbol.startswith("A/HRC/"):
        return "A/HRC"
    return symbol.partition("/")[0]


def _congress(report: Report, gazetteer: Gazetteer) -> str | None:
    """Return the Congress that the title names, in a document of a conference: "… for the Fourteenth …"."""
    if not report.source.metadata.symbol.startswith("A/CONF."):
        return None
    titles = [part.text for part in report.parts if part.kind is PartKind.FRONT]
    titles += [report.source.metadata.title or ""]
    matches = (match for title in titles for match in gazetteer.scan(title, nested=True))
    named = (match.entity for match in matches if match.kind == "congress" and match.entity)
    return next((entity for entity in named if entity != f"{identifiers.BASE}congress"), None)
