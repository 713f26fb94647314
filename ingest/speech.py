"""The verbs with which reports say that somebody spoke, and how they stand in a sentence.

In: `reporting-verbs.txt`. Out: patterns that `ingest.speakers` puts behind a speaker, or that stand without one, and
the verbs that are joined to the first.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_ADVERBS = r"(?:(?:also|further|furthermore|had|has|have|not\sonly|only|then|therefore|again|\w+ly)\s)*"
_INSERTION = r"(?:,\s[^;:.]{1,200}?,)?"


@cache
def active() -> re.Pattern[str]:
    """Match what follows a speaker: an insertion between commas, adverbs, and the verb, as group "verb"."""
    verbs = "|".join(re.escape(verb).replace(r"\ ", r"\s") for verb, _ in _verbs())
    return re.compile(rf"{_INSERTION}\s{_ADVERBS}(?P<verb>{verbs})\b")


@cache
def passive() -> re.Pattern[str]:
    """Match impersonal forms: "it was further noted", "reference was made", "was also stressed", "identified as"."""
    verbs = "|".join(re.escape(verb).replace(r"\ ", r"\s") for verb, passive in _verbs() if passive)
    be = rf"(?:was|were|has\sbeen|have\sbeen|had\sbeen)\s{_ADVERBS}"
    return re.compile(
        rf"""\b(?:
          [Ii]t\s{be}(?:{verbs}) (?=\sthat\b|\s[a-z]+\sthat\b|,)
        | (?:[Pp]articular\s)?(?:[Rr]eference|[Mm]ention)\s{be}made
        | [Ee]mphasis\s{be}placed
        | [Qq]uestions\s{be}raised
        | {be}(?:{verbs}|identified(?=\sas\b)|presented(?=\sas\b)) (?!\sby\b|\sin\s(?:the\s)?[A-Z])
        )\b""",
        re.VERBOSE,
    )


@cache
def last_verb() -> re.Pattern[str]:
    """Match the verb that an impersonal phrase ends with, as group "verb"."""
    verbs = "|".join(re.escape(verb).replace(r"\ ", r"\s") for verb, passive in _verbs() if passive)
    return re.compile(rf"\b(?P<verb>{verbs}|made|placed|identified|presented)$")


def joined_verbs(text: str, first: int, end: int) -> tuple[str, ...]:
    """Return the verbs that go on with the same speaker after the one that ends at `first`, up to `end`.

    Forms: "noted … and referred", "discussed …, but also highlighted", "was reported and praised". What follows "that"
    or "which" is said by others, unless a comma and "also" come back to the speaker: "decided that …, and also asked".
    """
    subordinate = _SUBORDINATE.search(text, first, end)
    stop = subordinate.start() if subordinate else end
    joined = _joined().finditer(text, first, end)
    return tuple(found["verb"] for found in joined if found.start() < stop or found["back"])


def opening_verb(text: str, start: int, end: int) -> str | None:
    """Return the verb of a clause that begins with it after a semicolon: "…; and invited Member States"."""
    opening = _joined().match(text, start - 1, end) if start else None
    return opening["verb"] if opening else None


_SUBORDINATE = re.compile(r"\b(?:that|which|who|whether|how|where|because|as\swell\sas)\b")


@cache
def _joined() -> re.Pattern[str]:
    """Match "and referred", as group "verb"; group "back" tells that a comma and "also" go before."""
    verbs = "|".join(re.escape(verb).replace(r"\ ", r"\s") for verb, _ in _verbs())
    return re.compile(
        rf"(?:(?P<back>,\s(?:and|but)\s(?:also|further|then)\s)|,?\s(?:and|but)\s){_ADVERBS}(?P<verb>{verbs})\b"
        r"(?!\s(?:by|to\sbe)\b)"
    )


@cache
def _verbs() -> tuple[tuple[str, bool], ...]:
    """Return (verb, whether it is used without a speaker too) of reporting-verbs.txt."""
    lines = files("ingest").joinpath("reporting-verbs.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((word, bool(marks)) for word, *marks in words)
