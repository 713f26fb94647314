"""Say what kind of document a source is, and why: the first sign that fits decides.

The genres are those of the crime congresses and of what they lead to: reports of meetings, resolutions (with the
declarations and rules annexed to them), conventions, other reports with numbered paragraphs. What is of another kind
(a letter, a document of the Security Council, a budget) is "other" and is read as paragraphs all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.document import PartKind, SourceDocument
from ingest.parsing.drafts import Draft
from ingest.parsing.units import ENDED

FEWEST_ARTICLES = 5
FEWEST_PARAGRAPHS = 10
FIELD = re.compile(
    r"crime prevention|prevention of crime|criminal justice|transnational organized crime|against corruption"
    r"|treatment of (?:offenders|prisoners)|juvenile justice|Office on Drugs and Crime",
    re.IGNORECASE,
)
"""Words by which a document of the field is known."""
MEETING = re.compile(
    r"\bReport of the\b(?! Secretary| Executive| Director| High Commissioner| Special| Independent)"
    r".{0,200}\b(?:Meeting|Congress|Commission|Committee|Conference|Group)\b"
    r"|\bReport on the .{0,60}\bsession\b"
)
PROCEEDINGS = re.compile(
    r"attendance|opening of the|election of officers|adoption of the (?:agenda|report)|organization of (?:work|the)"
    r"|closure of the|date and venue|list of documents|adoption of its report",
    re.IGNORECASE,
)
"""Headings under which a meeting reports its own proceedings."""
COUNCIL = re.compile(r"^S/|\bSecurity Council\b")


@dataclass(frozen=True, slots=True)
class Signs:
    """What genre is read from."""

    symbol: str
    front: str
    """The lines before the text, joined."""
    headings: tuple[str, ...]
    contents: tuple[str, ...]
    """The titles that the table of contents lists."""
    articles: int
    numbered: int
    """Paragraphs with a number, annexes left out."""
    preamble: tuple[str, ...]
    annexes: tuple[str, ...]
    words: str

    @classmethod
    def of(cls, source: SourceDocument, drafts: Sequence[Draft], contents: Sequence[str]) -> Signs:
        """Collect the signs."""
        kinds: dict[PartKind, list[str]] = {kind: [] for kind in PartKind}
        for draft in drafts:
            kinds[draft.kind].append(" ".join(line.text for line in draft.lines[:3]))
        clauses = [
            " ".join(line.text for line in draft.lines[:3])
            for draft in drafts
            if draft.kind is PartKind.PREAMBLE and draft.id.startswith(("preamble/", "annex"))
        ]
        own = [draft for draft in drafts if draft.kind is PartKind.PARAGRAPH and draft.id.startswith("para/")]
        numbered = [draft for draft in own if draft.value is not None and ENDED.search(draft.lines[-1].text[-20:])]
        annexes = [d.lines[0].text for d in drafts if d.id.startswith("section/annex")]
        articles = [d for d in drafts if d.kind is PartKind.SECTION and re.search(r"(?:^|/)article/\w+$", d.id)]
        return cls(
            source.metadata.symbol,
            " ".join(kinds[PartKind.FRONT]),
            tuple(kinds[PartKind.SECTION]),
            tuple(contents),
            len(articles),
            len(numbered),
            tuple(clauses),
            tuple(annexes),
            source.text,
        )


def _of_the_security_council(signs: Signs) -> str | None:
    if COUNCIL.search(signs.symbol) or COUNCIL.search(signs.front) or "The Security Council," in signs.preamble:
        return "a document of the Security Council, which has no part in the programme of the crime congresses"
    return None


def _convention(signs: Signs) -> str | None:
    if signs.articles >= FEWEST_ARTICLES and re.search(r"\bStates? Part(?:y|ies)\b", signs.words):
        where = " annexed to a resolution" if signs.annexes else ""
        return f"{signs.articles} articles that bind States Parties{where}"
    return None


def _resolution(signs: Signs) -> str | None:
    organ = next((clause for clause in signs.preamble if clause.startswith("The ")), None)
    adopted = re.search(r"\bResolutions? adopted by\b|\bdeclaration\b", signs.front, re.IGNORECASE)
    named = re.search(r"\bRES/", signs.symbol)
    if organ and (adopted or named or signs.preamble[1:]):
        annexed = f", with “{signs.annexes[0]}” annexed" if signs.annexes else ""
        return f"a preamble of {organ.rstrip(',. ')} and operative paragraphs{annexed}"
    if adopted:
        return f"“{adopted[0]}” in its title"
    return None


def _meeting_report(signs: Signs) -> str | None:
    found = [heading for heading in signs.headings if PROCEEDINGS.search(heading)]
    found = found if len(found) > 1 else [title for title in signs.contents if PROCEEDINGS.search(title)]
    title = MEETING.search(signs.front) if len(found) > 1 else None
    if title:
        words = "“report of the” meeting" if "of the" in title[0][:20] else "“report on the” session"
        return f"{words} in its title, and headings such as “{found[0]}” and “{found[-1]}”"
    return None


def _report(signs: Signs) -> str | None:
    if signs.numbered >= FEWEST_PARAGRAPHS:
        return f"{signs.numbered} numbered paragraphs"
    return None


RULES: tuple[tuple[str, Callable[[Signs], str | None]], ...] = (
    ("other", _of_the_security_council),
    ("convention", _convention),
    ("meeting-report", _meeting_report),
    ("resolution", _resolution),
    ("report", _report),
)


def recognise_genre(source: SourceDocument, drafts: Sequence[Draft], contents: Sequence[str] = ()) -> tuple[str, str]:
    """Return the genre and the reason, which also says whether the document names the field."""
    signs = Signs.of(source, drafts, contents)
    times = len(FIELD.findall(source.text))
    field = (
        f"names crime prevention and criminal justice {times} times" if times else "does not name the field of crime"
    )
    for genre, rule in RULES:
        if reason := rule(signs):
            return genre, f"{reason}; {field}"
    return "other", f"neither the paragraphs of a report nor the preamble of a resolution; {field}"
