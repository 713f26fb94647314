"""From a text to the words that are compared: stems in their order, each with the word as printed.

In: the wording of an outcome or a name. Out: Words, without those of grammar (grammar-words.txt); those that drafters
write around the matter (drafting-words.txt) are marked. Stems are Snowball's English ones but for the words of
irregular.txt, where it takes two for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import snowballstemmer


@dataclass(frozen=True, slots=True)
class Word:
    """A word that counts."""

    stem: str
    text: str
    """As printed, in lower case."""
    place: int
    """How many words stand before it in the text, those that do not count included."""

    @property
    def weighty(self) -> bool:
        """Whether two texts that share it are more alike for it."""
        return self.text not in _listed("drafting-words.txt")


_FRAME = re.compile(
    r"\b(?:crime prevention(?:,| and) criminal justice|united nations|member states|(?:\w+teenth )?(?:crime )?congress"
    r"|prevent(?:ing)? and combat(?:ing)?)\b"
)
"""The name of the field and of those who act in it: they stand in outcomes about anything."""
_WORD = re.compile(r"ex-offenders?\b|[^\W_]+(?:['’][^\W_]+)?|_")
"""Compounds are taken apart ("evidence-based"), but not where a part says the contrary of the whole."""


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words that count.

    >>> [word.stem for word in words_of("Promote the reintegration of ex-offenders;")]
    ['promot', 'reintegr', 'ex-offend']
    """
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    framed = _FRAME.sub(lambda frame: "_ " * (1 + frame[0].count(" ")), text.lower())
    for place, match in enumerate(_WORD.finditer(framed)):
        word = match[0].replace("’", "'").removesuffix("'s")
        if word != "_" and word not in _listed("grammar-words.txt"):
            yield Word(stem_of(word), match[0], place)


@cache
def stem_of(word: str) -> str:
    """Return the stem of a word in lower case."""
    return _irregular().get(word) or _stemmer().stemWord(word)


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@cache
def _irregular() -> dict[str, str]:
    return dict(line.split() for line in _lines("irregular.txt"))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    text = (files("ingest.inferring") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
