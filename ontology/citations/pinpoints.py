"""What of a work is cited: a paragraph with its letter, several, an article, a footnote, a section, an annex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.citations.works import SYMBOL
from ontology.identifiers import OUTCOME_KINDS

MOST = 60
"""Paragraphs of a range."""


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """What is cited of a work, and the words that are left to name the work."""

    rest: str
    path: str = ""
    kind: str = ""
    more: tuple[str, ...] = ()


_LETTER = r"(?:\(\s*[a-z]{1,2}\s*\)|[.\s]?(?:[a-z]|aa|bb|cc|dd|ee|ff)(?![a-z0-9]))"
""" "(e)", "e", ".e", "aa": without brackets two letters are one twice, for "of" is no letter of an item."""

_ROMAN = r"(?:\(\s*[ivx]{1,5}\s*\)|[.\s]?[ivx]{1,5}(?![a-z0-9]))"

_LEAD = r"(?:\s*,?\s*(?:sub-?\s?para(?:graph|s?\.)?|item|letter|lit\.|point|apartado|inciso|alin[eé]a)\s*)?"
""" "paragraph 28, subparagraph (e)", "párrafo 28, apartado e)"."""

_PINPOINT = re.compile(
    rf"""
    (?<![a-z])
    (?P<word> recommendations?|recs?\.|agreements?|commitments?
            | operative\s+paragraphs?|preambular\s+para(?:graphs?|s?\.)
            | paragraph(?:e?s?)|paras?\.?|pars?\.|p[áa]rr(?:afos?|s?\.)|OPs?|PPs?|§+|¶+|\#)
    \s*(?:nos?\.\s*)?(?:para(?:graph|\.)?\s*)?
    (?P<number>[0-9]{{1,4}})
    (?:{_LEAD}\s*(?P<letter>{_LETTER}))?
    (?:{_LEAD}\s*(?P<roman>{_ROMAN}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
""" "para. 28 (e)", "paragraph 28(e)", "§28 e", "paras 40 (j) (i)", "recommendation 28 (e)"."""

_BARE = re.compile(
    rf"""
    [,:;\s]\s*(?P<number>[0-9]{{1,4}})
    (?: \s*(?P<letter>\(\s*[a-z]{{1,2}}\s*\))(?:\s*(?P<roman>{_ROMAN}))? | (?P<joined>[a-z]) )
    \s*\.?$""",
    re.VERBOSE | re.IGNORECASE,
)
""" "A/CONF.234/RPM.3/1, 28 (e)", "… 28e": a number with its letter at the end needs no word before it."""

_MORE = re.compile(
    r"""
    \s*(?P<join>[-–—]|,?\s*\b(?:to|and|or)\b|,|;|&)\s*
    (?: (?P<letter>\(\s*[a-z]{1,2}\s*\)) | (?P<number>[0-9]{1,4})(?![0-9/.])(?:\s*(?P<own>\(\s*[a-z]{1,2}\s*\)))? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What goes on with a list: " and (f)", "-31", ", 29 (a)"."""

_AKN = re.compile(
    r"/?!(?P<component>main|annex_1)~(?P<name>para|rec|article)_(?P<number>[0-9]{1,4})"
    r"(?:__list_1__item_(?P<letter>[a-z]{1,2}))?(?:__list_1__item_(?P<roman>[ivx]{1,5}))?"
)
""" "!main~para_28__list_1__item_e": the locator of Akoma Ntoso that each outcome carries."""

_ARTICLE = re.compile(
    r"\bart(?:icles?|s?\.)\s*(?P<number>[0-9]{1,3})(?:\s*bis)?\b"
    r"(?:,?\s*(?:para(?:graph|s?\.)\s*)?\(?[0-9]{1,2}\)?(?:\s*\([a-z]\))?)?",
    re.IGNORECASE,
)
""" "article 14, paragraph 3 (c), ICCPR": the article is what has an address."""

_FOOTNOTE = re.compile(r"\b(?:(?:foot)?note|fn\.?)\s*(?:No\.?\s*)?(?P<number>[0-9]{1,4})", re.IGNORECASE)
_SECTION = re.compile(
    r"\b(?:section|sect?\.|chapter|ch(?:ap)?\.)\s*(?P<name>(?:[IVX]+|[A-Z]|[0-9]{1,2})(?:\.(?:[IVX]+|[A-Z]|[0-9]{1,2}))*)\b"
)
_ANNEX = re.compile(r",?\s*\bannex\b(?:\s+I\b)?", re.IGNORECASE)


def find(text: str) -> Pinpoint:
    """Find what a citation points at in its work; the path is "" for the whole of it.

    >>> find("A/1, paras. 28 (e) and (f)")
    Pinpoint(rest='A/1, ', path='para/28/e', kind='', more=('para/28/f',))
    """
    if annex := _outside_symbols(_ANNEX, text):
        inside = _find(_cut(text, annex.start(), annex.end()))
        return _in_annex(inside)
    return _find(text)


def _find(text: str) -> Pinpoint:
    if locator := _AKN.search(text):
        return Pinpoint(_cut(text, *locator.span()), _located(locator))
    if (article := _outside_symbols(_ARTICLE, text)) is not None:
        return Pinpoint(_cut(text, *article.span()), f"article/{int(article['number'])}")
    if found := _outside_symbols(_PINPOINT, text) or _outside_symbols(_BARE, text):
        more, end = _continued(text, found)
        return Pinpoint(_cut(text, found.start(), end), _path(found), _kind(found), more)
    if note := _FOOTNOTE.search(text):
        return Pinpoint(_cut(text, *note.span()), f"footnote/{note['number']}")
    if section := _SECTION.search(text):
        return Pinpoint(_cut(text, *section.span()), f"section/{section['name']}")
    return Pinpoint(text)


def _in_annex(inside: Pinpoint) -> Pinpoint:
    path = f"annex/{inside.path}" if inside.path else "section/annex"
    return Pinpoint(inside.rest, path, inside.kind, tuple(f"annex/{each}" for each in inside.more))


def _outside_symbols(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    symbols = [found.span() for found in SYMBOL.finditer(text)]
    free = (m for m in pattern.finditer(text) if not any(start <= m.start() < end for start, end in symbols))
    return next(free, None)


def _cut(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' if text[end:] else ''}{text[end:]}"


def _located(locator: re.Match[str]) -> str:
    name = "preambular" if locator["name"] == "rec" else locator["name"]
    annex = "" if locator["component"] == "main" else "annex/"
    return annex + "/".join(filter(None, (name, locator["number"], locator["letter"], locator["roman"])))


def _path(found: re.Match[str]) -> str:
    groups = found.groupdict()
    letters = [_letters(groups.get(name)) for name in ("letter", "joined", "roman")]
    is_preambular = (groups.get("word") or "").lower().startswith(("preambular", "pp"))
    return "/".join(["preambular" if is_preambular else "para", str(int(found["number"])), *filter(None, letters)])


def _letters(words: str | None) -> str:
    return re.sub(r"[^a-z]", "", (words or "").lower())


def _kind(found: re.Match[str]) -> str:
    """Return the kind of outcome that a citation names: "rec." and "recommendations" are both "recommendation"."""
    word = (found.groupdict().get("word") or "").lower().rstrip(".").rstrip("s")
    word = "recommendation" if word == "rec" else word
    return word if word in OUTCOME_KINDS else ""


def _continued(text: str, found: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """Return the further paths of a list or a range, and where it ends."""
    more: list[str] = []
    end, last = found.end(), _path(found)
    while (next_ := _MORE.match(text, end)) and _goes_on(found, next_):
        more += _between(last, next_)
        end, last = next_.end(), more[-1] if more else last
    return tuple(more[:MOST]), end


def _goes_on(found: re.Match[str], next_: re.Match[str]) -> bool:
    """Whether what follows belongs to the list: a number after a comma does so only after "paras." or "§§"."""
    word = (found.groupdict().get("word") or "").lower().rstrip(".")
    several = word.endswith("s") or word in ("§§", "¶¶")
    return bool(next_["letter"]) or several or "," not in next_["join"]


def _between(last: str, next_: re.Match[str]) -> Iterator[str]:
    """Yield the paths after one up to the next: each of a range, else the next alone."""
    name, number, *letters = last.split("/")
    is_range = next_["join"].strip() in ("-", "–", "—", "to")
    if next_["letter"]:
        letter = _letters(next_["letter"])
        first = letters[0] if letters else letter
        if is_range and len(letter) == len(first) == 1:
            yield from (f"{name}/{number}/{chr(each)}" for each in range(ord(first) + 1, ord(letter) + 1))
        else:
            yield f"{name}/{number}/{letter}"
        return
    stop = int(next_["number"])
    own = f"/{_letters(next_['own'])}" if next_["own"] else ""
    if is_range and not own:
        yield from (f"{name}/{each}" for each in range(int(number) + 1, min(stop, int(number) + MOST) + 1))
    else:
        yield f"{name}/{stop}{own}"
