"""Where somebody's own view ends what a meeting agreed on.

In: a ReadReport and who is said to have spoken. Out: places at which the wording of an outcome ends. In paragraph
80 (f) of A/CONF.234/RPM.3/1 the sentence "One representative recommended that …" follows the agreement in its item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.document import PartKind
from ingest.facts.evidence import ReadReport
from ingest.speakers import AttributionSpan

_TOGETHER = frozenset({"TheMeeting", "Impersonal"})
"""Kinds of speakers whose words are the meeting's own."""


def find_own_views(read: ReadReport, attributions: Sequence[AttributionSpan]) -> Iterator[tuple[str, int]]:
    """Yield (part, position) of each sentence of an item that begins with others than the meeting as speakers."""
    for each in attributions:
        part = read.report.part(each.part)
        begins = each.start > 0 and part.text[: each.start].rstrip().endswith((".", ";", ":"))
        if part.kind is PartKind.ITEM and begins and each.kind not in _TOGETHER:
            yield each.part, each.start
