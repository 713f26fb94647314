"""Names of the reference data: instruments, bodies, offices, programmes, States, places, congresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.gazetteer import Gazetteer, Match
from ingest.spans import Candidate, Surface
from ontology import identifiers

_UNITED_NATIONS = identifiers.body("UN")

_FUNCTION_WORD = re.compile(
    r"(?:$|[.,;:)]|\s(?:and|or|in|to|for|at|on|by|with|as|is|are|was|were|has|have|had|should|can|may|will|which|that|"
    r"from|under|through|including|throughout|towards)\b)"
)
"""What follows the United Nations itself, and not "the United Nations system"."""

_CAPITAL_BEFORE = re.compile(r"(?:^|\s)(?P<word>[A-Z][a-z]+)\s$")


def find_names(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Find every name of the reference data, also inside longer ones; `ingest.resolving` keeps the right ones.

    Forms: the labels themselves, in their capitals, without a leading "the". A label marked as ambiguous gives a
    doubtful candidate with all it may mean. "United Nations" counts only as a name by itself ("of the United
    Nations"), and a name of one common word only where it is not the end of another ("Commonwealth Secretariat").
    """
    for match in gazetteer.scan(text, nested=True):
        if _is_name(text, match):
            entities = tuple(dict.fromkeys(entry.entity for entry in match.entries))
            surface = Surface(match.entries[0].surface)
            yield Candidate(match.start, match.end, match.kind, "names", entities, surface, is_doubtful=match.ambiguous)


def _is_name(text: str, match: Match) -> bool:
    exact, before = text[match.start : match.end], text[: match.start]
    if match.entity == _UNITED_NATIONS:
        return before.lower().endswith("the ") and _FUNCTION_WORD.match(text, match.end) is not None
    if exact.isalpha() and exact.istitle() and match.kind in {"body", "office"}:
        found = _CAPITAL_BEFORE.search(before)
        return found is None or found["word"] == "The"
    return True
