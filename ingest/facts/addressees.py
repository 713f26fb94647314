"""Whom an outcome asks to act, where its wording names them.

In: a ReadReport and its outcomes. Out: facts cc:addressee. Most recommendations name nobody: they are for the States.
Forms: "The Fourteenth Congress should …"; "… call upon the Commission … to …"; "Promote coordination between UNODC
and FAO …". Whoever is merely supported or spoken of is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.facts.evidence import Fact, ReadReport, of_mention
from ingest.facts.outcomes import Outcome
from ingest.spans import Mention
from ontology import terms

_KINDS = ("body", "office", "network", "programme", "state", "congress", "meeting")
_SHOULD = re.compile(r"(?:,[^,;.]*,)?\s+(?:should|shall|must)\b(?!\s+be\s+\w+ed\b)")
""" "The Fourteenth Congress, through the Kyoto declaration, should"; "should be utilized" asks others."""
_CALLED = re.compile(r"\b(?i:calls?\s+upon|invites?|requests?|urges?|encourages?)\s+(?:the\s+)?$")
_BETWEEN = re.compile(r"^[A-Z]\w+\s+(?:\w+\s+)?(?:coordination|cooperation|collaboration)\s+between\s+(?:the\s+)?$")
_AND = re.compile(r"^\s+and\s+(?:the\s+)?$")
_ARTICLE = re.compile(r"^(?:The\s+)?$")


def read_addressees(read: ReadReport, outcomes: Sequence[Outcome]) -> Iterator[Fact]:
    """Yield whom each outcome addresses, with the words that name them."""
    for outcome in outcomes:
        text = read.report.part(outcome.part).text[: outcome.end]
        before: Mention | None = None
        for mention in read.mentions(outcome.part, *_KINDS, end=outcome.end):
            joined = before is not None and _AND.match(text[before.end : mention.start])
            if joined or _is_addressed(text, mention):
                yield Fact(outcome.iri, terms.addressee, mention.entity, of_mention(mention, "addressee"))
                before = mention


def _is_addressed(text: str, mention: Mention) -> bool:
    before = text[: mention.start]
    subject = _ARTICLE.match(before) and _SHOULD.match(text, mention.end)
    return bool(subject or _CALLED.search(before) or _BETWEEN.match(before))
