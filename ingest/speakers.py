"""Who is said to have spoken in each sentence of a report's deliberations.

In: a parsed report and its mentions. Out: attributions, each with the span of the speaker phrase, the kind of speaker
(a concept of the ontology), the agent or meeting where one is named, and the verbs. A clause has one attribution: what
stands first. Pronouns carry on the speaker before them in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Part, PartKind, Report
from ingest.memory import sentence_starts
from ingest.spans import Mention, Reading, Surface
from ingest.speech import active, joined_verbs, last_verb, opening_verb, passive
from ontology import identifiers


@dataclass(frozen=True, slots=True)
class AttributionSpan:
    """A speaker phrase, text[start:end] == exact, with the verb that follows it."""

    part: str
    start: int
    end: int
    exact: str
    """With its article: "A number of participants", "The observer for UNAFEI"; "It was noted" when impersonal."""
    kind: str
    """Name of the concept: "TheMeeting", "SomeParticipants", "NamedObserver", "Impersonal" …"""
    speaker: str | None
    """IRI of the agent or meeting, where the text names one."""
    verb: str
    """As printed: "noted", "took note"."""
    verb_start: int
    verb_end: int
    surface: Surface
    """Anaphoric for "He", "They", "The same participant", "The Meeting"."""
    joined: tuple[str, ...] = ()
    """Further verbs of the same speaker in the clause: "highlighted" in "discussed …, but also highlighted"."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that can be the speaker of a clause."""

    start: int
    end: int
    kind: str
    speaker: str | None = None
    surface: Surface = Surface.FULL


_GROUPS: Mapping[str, str] = {
    "a number of": "ANumberOfParticipants", "some": "SomeParticipants", "many": "ManyParticipants",
    "most": "ManyParticipants", "several": "SeveralParticipants", "other": "OtherParticipants",
    "the": "Participants", "all": "Participants", "": "Participants",
    "one": "OneParticipant", "another": "AnotherParticipant", "the same": "OneParticipant",
}  # fmt: skip

_NOUN = r"(?:participant|speaker|delegation|delegate|representative)"
_PLURAL = re.compile(
    rf"\b(?:(?P<many>a\snumber\sof|some|many|most|several|other|the|all)\s)?{_NOUN}s\b(?!\sof\b)", re.IGNORECASE
)
_SINGULAR = re.compile(rf"\b(?P<many>one|another|the\ssame)\s{_NOUN}\b(?!\sof\b)", re.IGNORECASE)
_FOR = re.compile(r"\b(?:(?:the|an?|one)\s)?(?P<noun>representative|observer)s?\s(?:of|for)\s(?:the\s)?", re.IGNORECASE)
_DEFINITE = re.compile(r"\bthe\s(?P<noun>representative|observer)\b(?!\s(?:of|for)\b)", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?P<pronoun>he|she|they)\b", re.IGNORECASE)
_HOST = re.compile(r"\bthe\shost\scountry\sof\sthe\s", re.IGNORECASE)

_NAMED = {"representative": "NamedRepresentative", "observer": "NamedObserver"}
_ONE = frozenset((*_NAMED.values(), "NamedOfficial", "Secretary", "OneParticipant", "AnotherParticipant"))
_MANY = frozenset(_GROUPS.values()) - _ONE

_GENRES = frozenset(("meeting-report", "report"))
_KINDS = frozenset((PartKind.PARAGRAPH, PartKind.ITEM))

_CLAUSE_END = re.compile(r"[;:]\s|,?\swhile\s")


def find_attributions(report: Report, reading: Reading) -> tuple[AttributionSpan, ...]:
    """Find who speaks, in document order; only reports have speakers.

    Forms: "the Meeting stressed"; "some participants", "a number of participants", "one participant", "another
    participant", "the same participant"; "the representative of Costa Rica", "A representative of UNODC, speaking on
    behalf of the Executive Director, highlighted", "the observer for UNAFEI"; a body or the holder of an office by
    name; "the host country of the Fourteenth Congress"; "Presentations were delivered by representatives of the
    Secretariat"; "He referred", "They underlined", "the observer also stressed" (carried on); "it was noted",
    "reference was made", "was also stressed" (impersonal).
    """
    if report.genre not in _GENRES:
        return ()
    named: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        named.setdefault(mention.part, []).append(mention)
    hosts = _hosts(report, named)
    return tuple(
        attribution
        for part in sorted(report.parts, key=lambda part: part.order)
        if part.kind in _KINDS
        for attribution in _attributions(part, named.get(part.id, []), hosts)
    )


def _attributions(part: Part, named: Sequence[Mention], hosts: Mapping[str, str]) -> Iterator[AttributionSpan]:
    earlier: list[AttributionSpan] = []
    for start, end in _clauses(part.text):
        phrases = [*_phrases(part.text, start, end, named, hosts), *_carried(part.text, start, end, earlier)]
        found = [span for span in (_spoken(part, phrase, end) for phrase in phrases) if span is not None]
        found += [*_impersonal(part, start, end), *_delivered(part, start, end, phrases)]
        if found:
            first = min(found, key=lambda span: (span.start, -span.end))
            first = replace(first, joined=joined_verbs(part.text, first.verb_end, end))
            earlier.append(first)
        elif earlier and (verb := opening_verb(part.text, start, end)):
            earlier[-1] = replace(earlier[-1], joined=(*earlier[-1].joined, verb))
    yield from earlier


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into sentences, and these at semicolons, colons and "while"."""
    ends = [*sentence_starts(text), *(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]
    cuts = sorted(set(ends))
    yield from pairwise(cuts)


def _phrases(text: str, start: int, end: int, named: Sequence[Mention], hosts: Mapping[str, str]) -> Iterator[_Phrase]:
    """Yield what can be the speaker: participants, representatives and observers, and named agents."""
    for pattern in (_PLURAL, _SINGULAR):
        for found in pattern.finditer(text, start, end):
            many = " ".join((found["many"] or "").lower().split())
            surface = Surface.ANAPHORIC if many == "the same" else Surface.FULL
            yield _Phrase(*found.span(), _GROUPS[many], surface=surface)
    for found in _FOR.finditer(text, start, end):
        yield from _on_behalf(found, named)
    for found in _HOST.finditer(text, start, end):
        for mention in _starting(named, found.end()):
            yield _Phrase(found.start(), mention.end, "NamedRepresentative", hosts.get(mention.entity))
    for mention in named:
        if start <= mention.start < end:
            yield from _named_phrase(text, mention)


def _on_behalf(found: re.Match[str], named: Sequence[Mention]) -> Iterator[_Phrase]:
    """Yield "the representative of Costa Rica"; those of the Secretariat speak for the Secretary."""
    for mention in _starting(named, found.end()):
        is_secretariat = mention.entity == identifiers.body("UN-SECRETARIAT")
        kind = "Secretary" if is_secretariat else _NAMED[found["noun"].lower()]
        yield _Phrase(found.start(), mention.end, kind, mention.entity)


def _starting(named: Sequence[Mention], position: int) -> list[Mention]:
    """Return the longest mention that begins at a position, if there is one."""
    found = [mention for mention in named if mention.start == position]
    return sorted(found, key=lambda mention: mention.end)[-1:]


def _named_phrase(text: str, mention: Mention) -> Iterator[_Phrase]:
    """Yield a mention as a speaker, with its article: the meeting itself, a body, the holder of an office."""
    kind = _kind_of(mention)
    if kind is not None:
        article = mention.start - 4 if text[: mention.start].lower().endswith("the ") else mention.start
        yield _Phrase(article, mention.end, kind, mention.entity, mention.surface)


def _kind_of(mention: Mention) -> str | None:
    if mention.kind == "meeting" or (mention.kind == "congress" and mention.surface is Surface.ANAPHORIC):
        return "TheMeeting"
    if mention.kind == "office":
        return "Secretary" if mention.entity.endswith("/participation/secretary") else "NamedOfficial"
    if mention.entity == identifiers.body("UN-SECRETARIAT"):
        return "Secretary"
    return "NamedBody" if mention.kind in {"body", "network"} else None


def _carried(text: str, start: int, end: int, earlier: Sequence[AttributionSpan]) -> Iterator[_Phrase]:
    """Yield pronouns and "the observer", as the last speaker of the paragraph whom they fit."""
    for found in _PRONOUN.finditer(text, start, end):
        fitting = _MANY if found["pronoun"].lower() == "they" else _ONE
        yield from _as(earlier, fitting, found)
    for found in _DEFINITE.finditer(text, start, end):
        yield from _as(earlier, frozenset((_NAMED[found["noun"].lower()],)), found)


def _as(earlier: Sequence[AttributionSpan], kinds: frozenset[str], found: re.Match[str]) -> Iterator[_Phrase]:
    last = next((span for span in reversed(earlier) if span.kind in kinds), None)
    if last is not None:
        yield _Phrase(*found.span(), last.kind, last.speaker, Surface.ANAPHORIC)


# -- what they do ------------------------------------------------------------------------------------------------


def _spoken(part: Part, phrase: _Phrase, end: int) -> AttributionSpan | None:
    """Return the attribution if a verb of speaking follows the phrase, an insertion and adverbs apart."""
    found = active().match(part.text, phrase.end, end)
    if found is None or _SUBORDINATE.search(part.text[: phrase.start]):
        return None
    return _span(part, phrase, found)


def _span(part: Part, phrase: _Phrase, verb: re.Match[str]) -> AttributionSpan:
    exact = part.text[phrase.start : phrase.end]
    return AttributionSpan(
        part.id, phrase.start, phrase.end, exact, phrase.kind, phrase.speaker, verb["verb"], *verb.span("verb"),
        phrase.surface,
    )  # fmt: skip


def _impersonal(part: Part, start: int, end: int) -> Iterator[AttributionSpan]:
    for found in passive().finditer(part.text, start, end):
        verb = last_verb().search(part.text, *found.span())
        if verb is not None:
            yield _span(part, _Phrase(*found.span(), "Impersonal"), verb)


def _delivered(part: Part, start: int, end: int, phrases: Sequence[_Phrase]) -> Iterator[AttributionSpan]:
    """Yield the agents of "Presentations were delivered by representatives of the Secretariat"."""
    for found in _DELIVERED.finditer(part.text, start, end):
        for phrase in phrases:
            if phrase.start == found.end() and phrase.kind != "Participants":
                yield _span(part, phrase, found)


_DELIVERED = re.compile(
    r"\b(?:[Pp]resentations?|[Ss]tatements?)\s(?:was|were)\s(?:also\s)?(?P<verb>delivered|made|given)\sby\s(?:the\s)?"
)
_SUBORDINATE = re.compile(r"\b(?:that|which|by|with|to|of|for|informing)\s$")
"""Before a phrase: it is the subject of another clause, or no subject."""


def _hosts(report: Report, named: Mapping[str, Sequence[Mention]]) -> Mapping[str, str]:
    """Map congresses to the States that the report calls their hosts: "Japan, the host country of the …"."""
    hosts: dict[str, str] = {}
    for part_id, mentions in named.items():
        text = report.part(part_id).text
        for state in (mention for mention in mentions if mention.kind == "state"):
            found = re.compile(r",\sthe\shost\scountry\sof\sthe\s").match(text, state.end)
            for congress in _starting(mentions, found.end()) if found else ():
                hosts.setdefault(congress.entity, state.entity)
    return hosts
