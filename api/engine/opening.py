"""The beginning of a query's outermost group, read strictly: simple triples and filters, up to whatever else follows.

A rewrite may rest only on what is certainly matched first, so reading stops at the first thing that is not a triple of
plain terms or a filter: a path, a bracket, OPTIONAL, a subquery. What comes after it is left to the engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from api.sandbox import Token, resolve, tokens
from ontology.terms import RDF

TERMS = frozenset(("var", "iri", "name", "string", "number"))
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*/\.)[^\\]+")
"""An IRI that says what it is: absolute, without escapes or segments that are resolved away."""
FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern: each place is "?name", an absolute IRI in angle brackets, or "" for any other term."""

    subject: str
    predicate: str
    object: str


@dataclass(slots=True)
class Opening:
    """What was read of a query."""

    tokens: list[Token]
    prefixes: dict[str, str] = field(default_factory=dict)
    form: int = 0
    """Place of the token that names the query form."""
    brace: int = 0
    """Place of the token that opens the outermost group."""
    end: int = 0
    """Place of the first token after what was read of the group."""
    triples: list[Triple] = field(default_factory=list)
    filters: list[tuple[int, int]] = field(default_factory=list)
    """For each filter, the places of its first token after FILTER and the one after its last."""

    def word(self, place: int) -> str:
        """Return the token at a place in capitals if it is a word or a mark, else nothing."""
        if place < len(self.tokens) and self.tokens[place].kind in ("word", "mark"):
            return self.tokens[place].text.upper()
        return ""

    def term(self, place: int) -> str:
        """Return the term at a place as `Triple` writes it."""
        token = self.tokens[place]
        if token.kind == "var":
            return "?" + token.text[1:]
        if self.word(place) == "A" and token.text == "a":
            return f"<{RDF}type>"
        iri = resolve(token, self.prefixes) if token.kind in ("iri", "name") else ""
        known = token.kind == "iri" or iri != token.text  # else the name has no prefix that was declared
        return f"<{iri}>" if known and PLAIN.fullmatch(iri) else ""

    def closing(self, place: int) -> int:
        """Return the place after the bracket that closes the one at `place`; -1 when none does."""
        depth = 0
        for at in range(place, len(self.tokens)):
            mark = self.word(at)
            depth += (mark in ("(", "{")) - (mark in (")", "}"))
            if not depth:
                return at + 1
        return -1

    def window(self, place: int) -> tuple[int | None, int] | None:
        """Return LIMIT (None: there is none) and OFFSET, which stand at a place; None where anything else does."""
        found: dict[str, int] = {}
        while place < len(self.tokens):
            number = self.tokens[place + 1].text if place + 1 < len(self.tokens) else ""
            if self.word(place) not in ("LIMIT", "OFFSET") or not number.isdigit():
                return None
            found[self.word(place)] = int(number)
            place += 2
        return found.get("LIMIT"), found.get("OFFSET", 0)


def read(text: str) -> Opening | None:
    """Read a query; None for one whose outermost group does not begin with a triple of plain terms."""
    found = Opening(tokens(text))
    if not _prologue(found) or found.word(found.form) not in FORMS or not _brace(found):
        return None
    at = found.brace + 1
    while (after := _filter(found, at) or _triples(found, at)) > 0:
        at = after
    found.end = at
    return found if found.triples else None


def _prologue(found: Opening) -> bool:
    at, all_tokens = 0, found.tokens
    while found.word(at) in ("PREFIX", "BASE"):
        wide = 3 if found.word(at) == "PREFIX" else 2
        if len(all_tokens) <= at + wide:
            return False
        if wide == 3:
            found.prefixes[all_tokens[at + 1].text[:-1]] = all_tokens[at + 2].text[1:-1]
        at += wide
    found.form = at
    return at < len(all_tokens)


def _brace(found: Opening) -> bool:
    """Find the brace that opens the outermost group: the first one, but after the template of a CONSTRUCT.

    A query that has groups in what it selects, by EXISTS, is left alone.
    """
    at = next((i for i in range(found.form, len(found.tokens)) if found.word(i) == "{"), -1)
    if at > 0 and found.word(found.form) == "CONSTRUCT" and found.word(at - 1) == "CONSTRUCT":
        at = next((i for i in range(found.closing(at), len(found.tokens)) if found.word(i) == "{"), -1)
    found.brace = at
    return at > 0 and not any(found.word(i) == "EXISTS" for i in range(found.form, at))


def _filter(found: Opening, at: int) -> int:
    """Read a filter; return the place after it, 0 where none begins."""
    if found.word(at) != "FILTER":
        return 0
    begin = at + 1
    bracket = begin if found.word(begin) == "(" else begin + 1
    if found.word(bracket) != "(" or (end := found.closing(bracket)) < 0:
        return 0
    found.filters.append((begin, end))
    return end + (found.word(end) == ".")


def _triples(found: Opening, at: int) -> int:
    """Read a subject with its properties; return the place after them, 0 where anything in them is not plain."""
    read: list[Triple] = []
    subject, at = at, at + 1
    if not _plain(found, subject):
        return 0
    while True:
        predicate, at = at, at + 1
        if not (_plain(found, predicate) or found.word(predicate) == "A"):
            return 0
        while True:
            thing, at = at, _after_object(found, at)
            if not at:
                return 0
            read.append(Triple(found.term(subject), found.term(predicate), found.term(thing)))
            if found.word(at) != ",":
                break
            at += 1
        while found.word(at) == ";":
            at += 1
        if found.word(at - 1) != ";" or found.word(at) in (".", "}"):
            break
    if found.word(at) not in (".", "}", "FILTER", "OPTIONAL", "BIND", "MINUS", "VALUES", "GRAPH"):
        return 0
    found.triples += read
    return at + (found.word(at) == ".")


def _plain(found: Opening, place: int) -> bool:
    return place < len(found.tokens) and found.tokens[place].kind in TERMS


def _after_object(found: Opening, at: int) -> int:
    """Return the place after an object that begins here, with its language or datatype; 0 where none does."""
    if not _plain(found, at):
        return 0
    if found.tokens[at].kind == "string" and at + 1 < len(found.tokens):
        if found.tokens[at + 1].kind == "lang":
            return at + 2
        if found.word(at + 1) == "^^":
            return at + 3
    return at + 1
