"""What a line begins with: a number, a letter, the enumerator of a heading, a bullet, the mark of a footnote.

A mark is what the line looks like; what it is ("1." may be a paragraph, a heading or a line of an agenda) is
decided by `numbering` and `lettering`, which see the whole document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from ingest.parsing.counting import letter_value, ordinal_value, roman_value


class Look(Enum):
    """What kind of mark a line begins with."""

    NUMBER = auto()
    """ "12." """
    BARE = auto()
    """ "12" alone on its line: a page or a paragraph"""
    DECIMAL = auto()
    """ "1.3", "16.a" """
    INSERTED = auto()
    """ "3 bis." """
    LETTER = auto()
    """ "(a)", "(aa)", "(iv)" """
    LOOSE = auto()
    """ "a.", "a)" """
    ROMAN = auto()
    """ "II." before a heading """
    CAPITAL = auto()
    """ "B." before a heading """
    KEYWORD = auto()
    """ "Article 5", "Chapter II", "Rule 12", "Part one" """
    ANNEX = auto()
    RESOLUTION = auto()
    """ "76/181." before the title of a resolution """
    EMBEDDED = auto()
    """ "Draft resolution I", "Resolution 28/1" above a text within a report """
    BULLET = auto()
    NOTE = auto()
    """ "¹", "[106]", "[^1]:" before a footnote """
    STAR = auto()
    """ "*" before a footnote """


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark at the start of a line."""

    look: Look
    token: str
    """What is counted: "12", "aa", "II", "76/181"."""
    value: int | None
    start: int
    """Offset of the mark in the line; what stands before it is a quotation mark or a bullet."""
    end: int
    """Offset of the first word after the mark."""
    word: str = ""
    """Of a keyword: "article"."""


_QUOTE = r"(?:[\"“”„«‘’'](?=[\d(]))?"
_BULLET = r"[-–—•∙♦▪◦·](?:\.?)[ \t\u00a0]+"
_KEYWORDS = (
    "Article|Rule|Principle|Procedure|Chapter|Part|Section|Goal|Objective|Guideline|Standard|Regulation|Title|Action"
)
_BIS = r"[ \u00a0](?:bis|ter|quater|quinquies|sexies)"
_ORDINALS = "[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|ONE|TWO|THREE|FOUR|FIVE|SIX"

PATTERNS: tuple[tuple[Look, re.Pattern[str]], ...] = (
    # 76/181.<tab>Title; 1989/65. Title; S-37/1.<tab>Title; 27/31 alone on its line
    (
        Look.RESOLUTION,
        re.compile(r"(?P<mark>(?P<token>(?:S-|ES-)?\d{1,4}/\d{1,3}(?:[ ]?[A-Z](?:-[A-Z])?)?)(?:\.(?=\s|$)|$))\s*"),
    ),
    # 1.3 text; 16.a text; 12.10. text
    (Look.DECIMAL, re.compile(r"(?P<mark>(?P<token>\d{1,2}\.(?:\d{1,2}|[a-z]))\.?)(?=\s)\s*")),
    # 3 bis. text: inserted between 3 and 4
    (Look.INSERTED, re.compile(rf"(?P<mark>(?P<token>\d{{1,3}}{_BIS})\.)(?=\s|$)\s*")),
    # 12. text; "1. text; 12.Text
    (Look.NUMBER, re.compile(rf"{_QUOTE}(?P<mark>(?P<token>\d{{1,3}})\.(?=\s|$|[A-Z“]))\s*")),
    (Look.BARE, re.compile(r"(?P<mark>(?P<token>\d{1,4}))$")),
    # (a) text; - (a) text; "(a) text
    (Look.LETTER, re.compile(rf"(?:{_BULLET})?{_QUOTE}(?P<mark>\((?P<token>[a-z]{{1,7}})\))\s*")),
    # a. text; a) text
    (Look.LOOSE, re.compile(r"(?P<mark>(?P<token>[a-z])[.)](?=\s))\s*")),
    # Annex; ANNEX II; Annex. Title; Appendix A
    (
        Look.ANNEX,
        re.compile(
            r"(?P<mark>(?:Annex(?:es)?|ANNEX(?:ES)?|Appendix|APPENDIX|Enclosure)"
            r"(?:[ \u00a0](?P<token>[IVXL]{1,6}|\d{1,2}|[A-Z]))?(?:[.:]|\t|$|(?=\n)))\s*"
        ),
    ),
    # Draft resolution I; Draft decision II; Resolution 28/1; Resolution 1; Decision 28/1, alone on their line
    (
        Look.EMBEDDED,
        re.compile(
            r"(?P<mark>(?P<word>Draft (?:resolution|decision)|Resolution|Decision)[ \u00a0]"
            r"(?P<token>[IVXL]{1,6}|\d{1,3}(?:/\d{1,3})?))$"
        ),
    ),
    # Article 5 Title; Article 5 bis; Chapter II; Part one. Title; Goal 16.<tab>Title; Objective 3: Title; Rule 7
    (
        Look.KEYWORD,
        re.compile(
            rf"[\"“]?(?P<mark>(?P<word>(?:{_KEYWORDS})|(?:{_KEYWORDS.upper()}))[ \u00a0]+"
            rf"(?P<token>\d{{1,3}}(?:{_BIS})?|[IVXL]{{1,6}}|{_ORDINALS})(?:[.:](?!\d)|(?=[\s]|$)))\s*"
        ),
    ),
    # II. Title; II alone on its line; II Title
    (Look.ROMAN, re.compile(r"(?P<mark>(?P<token>[IVXL]{1,7})(?:\.|$|(?=\t)|(?<=[IVXL]{2})(?=[ ][A-Z])))\s*")),
    # B. Title; B.Title; B alone on its line
    (Look.CAPITAL, re.compile(r"(?P<mark>(?P<token>[A-Z])(?:\.|$))(?=\s|$|[A-Z][a-z])\s*")),
    (Look.NOTE, re.compile(r"(?P<mark>(?P<token>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))\s*(?=\S)")),
    (Look.NOTE, re.compile(r"(?P<mark>\[\^?(?P<token>\d{1,3})\]:?)\s+(?=\S)")),
    (Look.STAR, re.compile(r"(?P<mark>(?P<token>\*{1,3}))[ \t\u00a0]+(?=\S)")),
    (Look.BULLET, re.compile(rf"(?P<mark>(?P<token>{_BULLET}))")),
)

UNCOUNTED = frozenset({Look.RESOLUTION, Look.DECIMAL, Look.INSERTED, Look.EMBEDDED, Look.BULLET, Look.STAR})
OLD_NOTE = re.compile(r"(\d ?\d{0,2})\s+(?=[A-Z\"“(])")
"""A number and words, as footnotes look where raised numbers were lost."""
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def find_mark(line: str) -> Mark | None:
    """Return the mark that a line begins with, None when it begins with a word.

    >>> find_mark("(aa) Take part;").token, find_mark("Article 14 Title").word, find_mark("The Meeting")
    ('aa', 'article', None)
    """
    for look, pattern in PATTERNS:
        if (found := pattern.match(line)) and (mark := _checked(look, found)):
            return mark
    return None


def note_mark(line: str) -> Mark:
    """Return the mark of a footnote of an old print: "66 Resolution 1386 (XIV)."."""
    found = OLD_NOTE.match(line)
    token = found[1].replace(" ", "") if found else ""
    return Mark(Look.NOTE, token, int(token or 0), 0, found.end() if found else 0)


def _checked(look: Look, found: re.Match[str]) -> Mark | None:
    """Drop what only looks like a mark: "(see", "IIX.", "(the)"."""
    token = (found["token"] or "").translate(SUPERSCRIPTS)
    value = _value(look, token)
    if value is None and look in {Look.LETTER, Look.LOOSE, Look.ROMAN, Look.KEYWORD}:
        return None
    word = found["word"].lower() if look in {Look.KEYWORD, Look.EMBEDDED} else ""
    return Mark(look, token.strip(), value, found.start("mark"), found.end(), word)


def _value(look: Look, token: str) -> int | None:
    if look in {Look.LETTER, Look.LOOSE}:
        return letter_value(token) or roman_value(token)
    if look is Look.CAPITAL:
        return letter_value(token.lower())
    if look in UNCOUNTED or not token:
        return None
    return ordinal_value(token.split()[0])
