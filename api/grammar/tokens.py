"""One token of a query at a time: looked at, taken, or said to be out of place. The grammar stands on this."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from api.sandbox import Token

DEEPEST = 100
"""Groups and brackets inside each other: past it reading stops, so that Python's stack is never the limit."""

KEYWORDS = frozenset(
    (
        *("SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FROM", "NAMED", "PREFIX", "BASE", "DISTINCT", "REDUCED"),
        *("GROUP", "BY", "HAVING", "ORDER", "ASC", "DESC", "LIMIT", "OFFSET", "VALUES", "OPTIONAL", "UNION", "GRAPH"),
        *("FILTER", "BIND", "MINUS", "SERVICE", "SILENT", "AS", "UNDEF", "EXISTS", "NOT", "IN", "SEPARATOR"),
    )
)
NAMES = {
    "var": "a variable",
    "iri": "an IRI",
    "name": "a prefixed name",
    "string": "a string",
    "number": "a number",
    "blank": "a blank node",
    "word": "a function",
    "A": "a",
    "TRUE": "true",
    "FALSE": "false",
}


class Unexpected(Exception):  # noqa: N818 - said of a token
    """A token that cannot stand where it stands (None: the end of the query), and what could."""

    def __init__(self, token: Token | None, expected: tuple[str, ...]) -> None:
        super().__init__(f"found {token.text if token else 'the end of the query'}, expected {', '.join(expected)}")
        self.token, self.expected = token, expected


@dataclass(slots=True)
class Group:
    """One group graph pattern: the variables of each thing that is joined in it, and the groups inside."""

    joined: list[frozenset[str]] = field(default_factory=list)
    inside: list[Group] = field(default_factory=list)
    triples: list[tuple[int, int]] = field(default_factory=list)
    """Where each subject with its properties stands in the query: first character, and the one after the last."""
    apart: bool = False
    """Whether the group sees no variables of the one around it (a subquery)."""


class TokenReader:
    """The tokens of one query, what was tried at the next one, and the variables read."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._tokens = list(tokens)
        self._at = 0
        self._tried: dict[str, None] = {}
        self._depth = 0
        self._seen: set[str] = set()
        """Variables read since somebody last asked."""

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def _is(self, wanted: str) -> bool:
        token = self._peek()
        if token is None:
            return False
        if wanted.islower():
            return token.kind == wanted and not (wanted == "word" and token.text.upper() in KEYWORDS)
        return token.text.upper() == wanted and token.kind in ("word", "mark")

    def _accept(self, *wanted: str) -> Token | None:
        """Take the next token if it is one of these (a keyword, a mark or a kind); else remember what was tried."""
        for name in wanted:
            if self._is(name):
                token = self._peek()
                self._at += 1
                self._tried.clear()
                if token is not None and token.kind == "var":
                    self._seen.add(token.text[1:])
                return token
        self._tried.update(dict.fromkeys(NAMES.get(name, name) for name in wanted))
        return None

    def _expect(self, *wanted: str) -> Token:
        return self._accept(*wanted) or self._fail()

    def _fail(self) -> Token:
        raise Unexpected(self._peek(), tuple(self._tried))

    def _nested(self, read: Callable[[], object]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unexpected(self._peek(), (f"at most {DEEPEST} brackets inside each other",))
        read()
        self._depth -= 1

    def _some(self, read: Callable[[], bool]) -> None:
        """Read one or more."""
        if not read():
            self._fail()
        while read():
            pass

    def _variables(self) -> frozenset[str]:
        """Return and forget the variables read since the last call."""
        seen, self._seen = frozenset(self._seen), set()
        return seen
