"""Refuse a document whose words are not all there: a gap in the numbering, a letter twice, an end in mid-sentence.

A missing number is no proof of missing words: where text without a number stands in the gap, its number was lost,
and that is recorded as a doubt. Of old prints (with page markers), which often are extracts, and
of reports and documents of other kinds a gap is recorded and not refused. A meeting report has to be whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Doubt, PartKind, SourceDocument
from ingest.errors import ReadingError
from ingest.parsing.contents import Contents, normal_title
from ingest.parsing.drafts import Draft
from ingest.parsing.units import DANGLING, LONG, is_title

ADOPTION = re.compile(r"\badopt(?:ed|ion of)\b.{0,60}\breport\b", re.IGNORECASE)
"""With this a meeting report ends: "the Meeting considered and adopted its report"."""
PAGE_MARKER = re.compile(r"<!--\s*[Pp]age")
TERMINAL = re.compile(r"[.!?][\"'”’»)\]*⁰¹²³⁴-⁹\d]{0,6}$|[)\]”\"]$")
MOST_DOUBTS = 200
"""Of one document; where more numbers and letters do not follow, they are not those of a United Nations document."""
RUNNING = {PartKind.PARAGRAPH, PartKind.ITEM, PartKind.SUBITEM, PartKind.PREAMBLE}


@dataclass(frozen=True, slots=True)
class Placed:
    """A doubt and whether words without a number or letter stand in the gap."""

    doubt: Doubt
    bridged: bool


def check_structure(
    source: SourceDocument, genre: str, drafts: Sequence[Draft], doubts: Sequence[Placed], contents: Contents | None
) -> tuple[Doubt, ...]:
    """Return what is doubtful and yet may be read.

    Raises ReadingError for what may not: see the module's docstring.
    """
    if not any(draft.kind in RUNNING for draft in drafts):
        raise ReadingError(source.name, "", "no paragraph", "the text of a document")
    whole = genre == "meeting-report"
    old_print = PAGE_MARKER.search(source.text) is not None
    lenient = old_print or genre in {"other", "report"}
    for placed in doubts:
        if whole or not (placed.bridged or lenient):
            raise _error(source, placed.doubt)
    if len(doubts) > MOST_DOUBTS:
        first = doubts[0].doubt
        raise _error(source, replace(first, found=f"{first.found}, and {len(doubts) - 1:,} more out of order"))
    ends = _end(drafts) or (_proceedings(drafts, contents) if whole else None)
    # the tables of an annex are often lost, and then a report ends with the heading of one
    extract = old_print or genre == "other" or (genre == "report" and drafts[-1].kind is PartKind.SECTION)
    if ends and (whole or not extract):
        raise _error(source, ends)
    missing, cut_short = _missing_sections(drafts, contents)
    if missing and (cut_short or (whole and not _is_printed(missing, drafts))):
        raise _error(source, missing)
    return (*(placed.doubt for placed in doubts), *(doubt for doubt in (ends, missing) if doubt))


def _error(source: SourceDocument, doubt: Doubt) -> ReadingError:
    return ReadingError(source.name, doubt.place, doubt.found, doubt.expected)


def _end(drafts: Sequence[Draft]) -> Doubt | None:
    """The document ends where its last paragraph does not."""
    body = (draft for draft in reversed(drafts) if draft.kind is not PartKind.FOOTNOTE and "closing/" not in draft.id)
    last = next((draft for draft in body if not _is_bare_title(draft)), None)
    if last is None or not last.lines:
        return None
    if last.kind is PartKind.SECTION:
        return Doubt(_named(last), "the end of the file", "what stands below the heading")
    words = last.lines[-1].text[-LONG:]
    numbered = last.number is not None or last.kind is PartKind.PREAMBLE
    quoted = sum(line.text.count("“") - line.text.count("”") for line in last.lines) == 1
    broken = not TERMINAL.search(words) and (numbered or words.endswith(":") or bool(DANGLING.search(words)))
    if not (broken and last.kind in RUNNING) and not (quoted and last.kind is PartKind.ENTRY):
        return None
    return Doubt(_named(last), f"the end of the file after “{words[-40:]}”", "the end of the sentence")


def _is_bare_title(draft: Draft) -> bool:
    """Words that look like a heading and have nothing below them, as before a cut."""
    words = " ".join(line.text for line in draft.lines)
    return draft.kind is PartKind.PARAGRAPH and draft.number is None and is_title(words) and len(words) < 4 * LONG


def _proceedings(drafts: Sequence[Draft], contents: Contents | None) -> Doubt | None:
    """A meeting report tells of its own adoption; one that has contents is checked by them."""
    told = (" ".join(line.text for line in draft.lines) for draft in drafts if draft.kind is PartKind.PARAGRAPH)
    if contents is not None or any(ADOPTION.search(words) for words in told):
        return None
    return Doubt("the end", "no adoption of the report", "the paragraph in which the meeting adopted its report")


def _missing_sections(drafts: Sequence[Draft], contents: Contents | None) -> tuple[Doubt | None, bool]:
    """A section that the contents list never comes; the document is cut short when none comes after it."""
    if contents is None:
        return None, False
    there = {normal_title(" ".join(line.text for line in d.lines)) for d in drafts if d.kind is PartKind.SECTION}
    listed = [title for title in contents.titles if title]
    missing = [index for index, title in enumerate(listed) if title not in there]
    if not missing:
        return None, False
    doubt = Doubt("contents", f"no section “{listed[missing[0]]}” in the text", "every section that the contents list")
    return doubt, len(missing) > 1 and missing == list(range(missing[0], len(listed)))


def _is_printed(missing: Doubt, drafts: Sequence[Draft]) -> bool:
    """Tell whether the title of a missing section stands alone on a line that was taken for something else."""
    lines = (line.text for draft in drafts if draft.kind is not PartKind.CONTENTS for line in draft.lines)
    return any(f"“{normal_title(line)}”" in missing.found for line in lines)


def _named(draft: Draft) -> str:
    return draft.id.replace("/", " ")
