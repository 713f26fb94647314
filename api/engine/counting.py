"""Queries that count by the value of one property, recognised whole and answered from the counts of a release.

Two patterns: `{ ?m a C ; P ?k }` (or `{ ?m P ?k }`), in which each solution is one subject with one value, and
`{ ?k a C OPTIONAL { ?m P ?k } }`, in which a value without subjects counts nought. Nothing else may stand in the query
than its projection, GROUP BY, HAVING on the count itself, ORDER BY variables, LIMIT and OFFSET.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.terms import RDF, XSD

if TYPE_CHECKING:
    from api.engine.opening import Opening

TYPE = f"<{RDF}type>"
COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, and how the query is put together again."""

    property: str
    class_: str
    """The class of what is counted; empty: of any."""
    values_of: str
    """The class whose members are counted for, where OPTIONAL keeps those that have nothing; else empty."""
    value: str
    """The variable of the value, without its mark."""
    number: str
    """The variable of the count."""
    head: str
    """The query up to its group, with the count as a plain variable."""
    having: str
    """Comparison and number of the HAVING, as a filter has it; empty: none."""
    tail: str
    """What follows GROUP BY and HAVING."""


@dataclass(slots=True)
class _Projection:
    number: str
    counted: str
    names: list[str]
    pieces: list[str]


def counted(opening: Opening) -> Counted | None:
    """Recognise a query that counts; None for any other."""
    if opening.word(opening.form) != "SELECT" or opening.filters:
        return None
    projection = _projection(opening)
    pattern = _pattern(opening)
    if projection is None or pattern is None:
        return None
    subject, value, property_, class_, values_of = pattern
    names = {subject, value, projection.number}
    if projection.names != [value] or len(names) < 3 or projection.counted not in ("*", subject):
        return None
    if values_of and projection.counted == "*":
        return None  # a value without subjects is one solution: COUNT(*) counts it
    rest = _modifiers(opening, value, projection)
    if rest is None:
        return None
    prologue = " ".join(token.text for token in opening.tokens[: opening.form])
    head = f"{prologue} SELECT {' '.join(projection.pieces)}"
    return Counted(property_, class_, values_of, value, projection.number, head, *rest)


def _projection(opening: Opening) -> _Projection | None:
    """Read variables and one `(COUNT(?m) AS ?n)`."""
    found = _Projection("", "", [], [])
    at = opening.form + 1
    while at < opening.brace and opening.word(at) != "WHERE":
        token = opening.tokens[at]
        if token.kind == "var":
            found.names.append(token.text[1:])
            found.pieces.append("?" + token.text[1:])
            at += 1
            continue
        after = _count(opening, at + 1) if opening.word(at) == "(" and not found.number else 0
        named = opening.word(after) == "AS" and after + 2 < opening.brace and opening.tokens[after + 1].kind == "var"
        if not named or opening.word(after + 2) != ")":
            return None
        found.counted, found.number = _what(opening, at + 1), opening.tokens[after + 1].text[1:]
        found.pieces.append("?" + found.number)
        at = after + 3
    return found if found.number else None


def _count(opening: Opening, at: int) -> int:
    """Return the place after `COUNT(…)` of one variable or a star; 0 for anything else."""
    if opening.word(at) != "COUNT" or opening.word(at + 1) != "(":
        return 0
    at += 2 + (opening.word(at + 2) == "DISTINCT")
    one = opening.word(at) == "*" or (at < len(opening.tokens) and opening.tokens[at].kind == "var")
    return at + 2 if one and opening.word(at + 1) == ")" else 0


def _what(opening: Opening, at: int) -> str:
    """Return the variable that `COUNT(…)` at a place counts, without its mark, or a star."""
    text = opening.tokens[_count(opening, at) - 2].text
    return text if text == "*" else text[1:]


def _pattern(opening: Opening) -> tuple[str, str, str, str, str] | None:
    """Return subject, value, property, class of the subject, class of the value; the group has nothing else."""
    end = opening.closing(opening.brace)
    if opening.word(opening.end) == "OPTIONAL":
        return _optional(opening, end)
    if opening.end + 1 != end:
        return None
    classes = [t.object for t in opening.triples if t.predicate == TYPE and t.object[:1] == "<"]
    others = [t for t in opening.triples if t.predicate != TYPE or t.object[:1] != "<"]
    if len(others) != 1 or len(classes) > 1 or len({t.subject for t in opening.triples}) != 1:
        return None
    (one,) = others
    if not (one.subject[:1] == one.object[:1] == "?" and one.predicate[:1] == "<"):
        return None
    if one.predicate == TYPE and classes:
        return None
    return one.subject[1:], one.object[1:], one.predicate[1:-1], classes[0][1:-1] if classes else "", ""


def _optional(opening: Opening, end: int) -> tuple[str, str, str, str, str] | None:
    """Read `?k a C OPTIONAL { ?m P ?k }` to the end of the group."""
    at = opening.end + 1
    inner = opening.closing(at) if opening.word(at) == "{" else -1
    if len(opening.triples) != 1 or inner < 0 or inner - at not in (5, 6) or end not in (inner + 1, inner + 2):
        return None
    if (inner - at == 6 and opening.word(inner - 2) != ".") or (end == inner + 2 and opening.word(inner) != "."):
        return None
    (outer,) = opening.triples
    subject, property_, value = (opening.term(at + i) for i in (1, 2, 3))
    plain = outer.predicate == TYPE and outer.object[:1] == "<" and subject[:1] == "?" and property_[:1] == "<"
    if not plain or value != outer.subject or value[:1] != "?":
        return None
    return subject[1:], value[1:], property_[1:-1], "", outer.object[1:-1]


def _modifiers(opening: Opening, value: str, projection: _Projection) -> tuple[str, str] | None:
    """Return HAVING as a comparison, and the rest; None where GROUP BY is not by the value alone."""
    at = opening.closing(opening.brace)
    words = [opening.word(at), opening.word(at + 1)]
    if words != ["GROUP", "BY"] or at + 2 >= len(opening.tokens) or opening.tokens[at + 2].text[1:] != value:
        return None
    at += 3
    having = ""
    if opening.word(at) == "HAVING":
        after = _count(opening, at + 2) if opening.word(at + 1) == "(" else 0
        shape = after and opening.word(after) in COMPARISONS and opening.tokens[after + 1].kind == "number"
        if not shape or opening.word(after + 2) != ")" or _what(opening, at + 2) != projection.counted:
            return None
        having = f"{opening.word(after)} {opening.tokens[after + 1].text}"
        at = after + 3
    tail = _tail(opening, at)
    return None if tail is None else (having, tail)


def _tail(opening: Opening, at: int) -> str | None:
    """Return ORDER BY variables, LIMIT and OFFSET as they stand; None for anything else."""
    begin = at
    if opening.word(at) == "ORDER" and opening.word(at + 1) == "BY":
        at += 2
        first = at
        while at < len(opening.tokens):
            directed = opening.word(at) in ("ASC", "DESC") and opening.word(at + 1) == "("
            name = at + 2 * directed
            if name >= len(opening.tokens) or opening.tokens[name].kind != "var":
                break
            if directed and opening.word(name + 1) != ")":
                return None
            at = name + 1 + directed
        if at == first:
            return None
    for _ in range(2):
        number = opening.tokens[at + 1] if at + 1 < len(opening.tokens) else None
        if opening.word(at) in ("LIMIT", "OFFSET") and number is not None and number.text.isdigit():
            at += 2
    if at != len(opening.tokens):
        return None
    return " ".join(token.text for token in opening.tokens[begin:])


def counting_text(found: Counted, values: list[tuple[str, int]]) -> str:
    """Return the query with the counts in place of what is counted."""
    condition = f" FILTER(?{found.number} {found.having})" if found.having else ""
    rows = " ".join(f"({value} {number})" for value, number in values)
    if not found.values_of:
        group = f"VALUES (?{found.value} ?{found.number}) {{ {rows} }}"
    else:
        own = f"of_{found.number}_{found.value}"
        group = (
            f"?{found.value} {TYPE} <{found.values_of}> OPTIONAL {{ VALUES (?{found.value} ?{own}) {{ {rows} }} }} "
            f'BIND(COALESCE(?{own}, "0"^^<{XSD}integer>) AS ?{found.number})'
        )
    return f"{found.head} WHERE {{ {group}{condition} }} {found.tail}"
