"""The names by which texts call things, and a scanner that finds them.

In: the labels of the curated Turtle in data/reference. Out: matches with their place in a text. The matchers in
`ingest.mentions` decide from the context what an ambiguous name means; this step only knows that it is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.quads import RDF_TYPE
from ingest.reference import Row, parse_reference
from ontology import terms
from ontology.identifiers import topic_scheme

Surface = Literal["full", "short"]

KINDS: Mapping[str, str] = {
    terms.Congress: "congress",
    terms.PreparatoryMeeting: "meeting",
    terms.Event: "congress",
    terms.InstrumentGroup: "instrument-group",
    terms.Treaty: "instrument",
    terms.Protocol: "instrument",
    terms.DeclarationInstrument: "instrument",
    terms.StandardsAndNorms: "instrument",
    terms.GeneralComment: "instrument",
    terms.PolicyFramework: "instrument",
    terms.ResolutionInstrument: "resolution",
    terms.Office: "office",
    terms.Network: "network",
    terms.Body: "body",
    terms.Programme: "programme",
    terms.State: "state",
    terms.Person: "person",
    terms.City: "place",
    terms.Region: "region",
    terms.Place: "place",
    terms.SKOS + "ConceptScheme": "sdg-goal",
}
"""Class to kind of mention; the first class of a resource in this order counts.

An Event that is neither is the series of congresses; the one scheme that texts name is that of all Goals. Topics and
themes are not names; documents, provisions, Goals and targets are known by a symbol or number, which a pattern finds.
"""

_PREFERRED = terms.SKOS + "prefLabel"
_LABELS = (_PREFERRED, terms.SKOS + "altLabel", terms.SKOS + "hiddenLabel", terms.abbreviation, terms.ambiguousLabel)

_TOKEN = re.compile(r"(?:[^\W⁰¹²³⁴-⁹]|[\u0300-\u036f])+|\S")
"""A word, with combining accents but without the raised number of a footnote, or a sign."""
_DROPPED = frozenset('“”„"«»‘')
"""Quotation marks, which some texts print around a short name: the “Nelson Mandela Rules”."""
_SAME = str.maketrans({"’": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one thing."""

    label: str
    entity: str
    """IRI in the default base, or the United Nations' own for goals and targets."""
    kind: str
    """Kind of mention: "instrument", "body", "state" …"""
    surface: Surface
    """ "full" for an official name or one that contains it, "short" for abbreviations and everyday names."""
    ambiguous: bool
    """The name also means something else, here or outside the reference data: the context has to decide."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text: text[start:end], without a leading "the"."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    """One, or each thing that an ambiguous name may mean, ordered by IRI."""

    @property
    def entity(self) -> str | None:
        """The IRI of what is named, or None while the context has to decide."""
        return None if self.ambiguous else self.entries[0].entity

    @property
    def ambiguous(self) -> bool:
        """Whether the name may mean more than one thing."""
        return len(self.entries) > 1 or self.entries[0].ambiguous

    @property
    def kind(self) -> str:
        """The kind of the first entry."""
        return self.entries[0].kind


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    """In composed form, with plain apostrophe and hyphen."""
    key: str
    """Case-folded."""


@dataclass(slots=True)
class _Node:
    """A place in the tree of names, reached by the tokens before it."""

    next: dict[str, _Node] = field(default_factory=dict)
    names: list[tuple[tuple[str, ...], Entry]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names, in a tree of tokens; scanning costs time linear in the length of the text."""

    entries: tuple[Entry, ...]
    """Ordered by label, then IRI."""
    _root: _Node = field(repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """Read the labels of every Turtle file of a folder.

        Raises `ingest.errors.ReferenceDataError` when a file cannot be parsed.
        """
        return cls.of(entry for row in parse_reference(folder) for entry in _entries(row))

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Gazetteer:
        """Build a gazetteer from its entries, in any order."""
        ordered = tuple(sorted(set(entries), key=lambda e: (e.label, e.entity, e.surface)))
        root = _Node()
        for entry in ordered:
            _insert(root, entry)
        return cls(ordered, root)

    def scan(self, text: str, *, nested: bool = False) -> tuple[Match, ...]:
        """Find names: leftmost first, the longest at each place, none inside another.

        With `nested`, also the names inside longer ones, such as "Council of Europe" in
        "Council of Europe Convention on Cybercrime"; ordered by start, the longest first.
        Forms: words whole, in the label's capitals (or all capitals, for names of several words); any white space
        between them; quotation marks and "the" before or inside a name present or not; curly or straight
        apostrophes; any hyphen.
        """
        tokens = _tokens(text)
        matches: list[Match] = []
        index = 0
        while index < len(tokens):
            found = self._at(text, tokens, index)
            matches += [match for _, match in (found if nested else found[:1])]
            index += found[0][0] if found and not nested else 1
        return tuple(matches)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return what a whole string names; empty when it is not a name."""
        tokens = _tokens(name)
        found = self._at(name, tokens, 0) if tokens else []
        return found[0][1].entries if found and found[0][0] == len(tokens) else ()

    def _at(self, text: str, tokens: list[_Token], first: int) -> list[tuple[int, Match]]:
        """Return (number of tokens, match) of the names that begin at a token, the longest first."""
        start = tokens[first].start
        # "Inter-American Convention" is not the American Convention.
        if start >= 2 and text[start - 1] in "-‑‐" and text[start - 2].isalnum():
            return []
        found: list[tuple[int, Match]] = []
        node = self._root
        for last in range(first, len(tokens)):
            if tokens[last].key not in node.next:
                break
            node = node.next[tokens[last].key]
            if node.names and (entries := _agreeing(node, [token.text for token in tokens[first : last + 1]])):
                found.insert(0, (last + 1 - first, Match(start, tokens[last].end, entries)))
        return found


def _tokens(text: str) -> list[_Token]:
    """Cut a text into words and signs, without quotation marks and "the"."""
    return [token for token in _all_tokens(text) if token.key != "the" and token.text not in _DROPPED]


def _all_tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        plain = unicodedata.normalize("NFC", match.group()).translate(_SAME)
        yield _Token(match.start(), match.end(), plain, plain.casefold())


def _insert(root: _Node, entry: Entry) -> None:
    tokens = _tokens(entry.label)
    node = root
    for token in tokens:
        node = node.next.setdefault(token.key, _Node())
    if tokens:
        node.names.append((tuple(token.text for token in tokens), entry))


def _agreeing(node: _Node, surface: list[str]) -> tuple[Entry, ...]:
    """Return the entries whose capitals agree with the words found, one an entity; an exact label before a variant."""
    chosen: dict[str, Entry] = {}
    for label, entry in sorted(node.names, key=lambda name: (name[0] != tuple(surface), name[1].surface)):
        if entry.entity not in chosen and _same_case(label, surface):
            chosen[entry.entity] = entry
    return tuple(sorted(chosen.values(), key=lambda entry: entry.entity))


def _same_case(label: tuple[str, ...], surface: list[str]) -> bool:
    """Tell whether a text's capitals are those of a label: more capitals are allowed, fewer are not."""
    if all(
        seen in (name, name.capitalize(), name.upper()) if name.islower() else seen == name
        for name, seen in zip(label, surface, strict=True)
    ):
        return True
    words = [seen for seen in surface if seen.isalpha()]
    return len(words) > 1 and all(word.isupper() for word in words)


def _entries(row: Row) -> Iterator[Entry]:
    """Make an entry of each English label of a resource whose class is a kind of mention."""
    classes = set(row.objects(RDF_TYPE))
    kind = next((kind for cls, kind in KINDS.items() if cls in classes), None)
    if kind is None or row.subject == topic_scheme():
        return
    preferred = [_keys(label) for label in row.labels(_PREFERRED)]
    ambiguous = set(row.labels(terms.ambiguousLabel))
    short = set(row.labels(terms.abbreviation))
    for label in sorted(set(row.labels(*_LABELS))):
        full = label not in short and any(_is_full(_keys(label), official) for official in preferred)
        yield Entry(label, row.subject, kind, "full" if full else "short", label in ambiguous)


def _keys(label: str) -> list[str]:
    return [token.key for token in _tokens(label)]


def _is_full(words: list[str], official: list[str]) -> bool:
    """Tell whether a name has no fewer words than the preferred one: it has that in it, or is its like."""
    return len(words) >= len(official)
