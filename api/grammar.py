"""The grammar of SPARQL 1.1 Query as a reader of tokens, to explain queries: never to decide what may run.

In comes a list of tokens, out comes either the first token that cannot stand where it stands, with all that could, or
the groups of the query with the variables of each pattern, in which `hints` finds cross products. Production names in
the docstrings are those of SPARQL 1.1 Query Language, section 19.8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from api.sandbox import Token

DEEPEST = 100
"""Groups and brackets inside each other: past it reading stops, so that Python's stack is never the limit."""

AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
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


class Reader:
    """A recursive descent over the tokens of one query."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._tokens = list(tokens)
        self._at = 0
        self._tried: dict[str, None] = {}
        self._depth = 0
        self._seen: set[str] = set()
        """Variables read since somebody last asked."""

    def query(self) -> Group:
        """Read a whole query (Query) and return its outermost group.

        Raises Unexpected.
        """
        self._prologue()
        group = Group()
        forms = {"SELECT": self._select, "CONSTRUCT": self._construct, "DESCRIBE": self._describe, "ASK": self._ask}
        for word, read in forms.items():
            if self._accept(word):
                read(group)
                break
        else:
            self._fail()
        self._values_clause(group)
        if self._peek() is not None:
            self._fail()
        return group

    # -- one token at a time

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

    def _variables(self) -> frozenset[str]:
        """Return and forget the variables read since the last call."""
        seen, self._seen = frozenset(self._seen), set()
        return seen

    # -- query forms

    def _prologue(self) -> None:
        while True:
            if self._accept("BASE"):
                self._expect("iri")
            elif self._accept("PREFIX"):
                name = self._peek()
                if name is None or name.kind != "name" or not name.text.endswith(":"):
                    self._tried["a prefix that ends in a colon"] = None
                    self._fail()
                self._expect("name")
                self._expect("iri")
            else:
                return

    def _select(self, group: Group) -> None:
        self._accept("DISTINCT", "REDUCED")
        if not self._accept("*"):
            self._some(self._projected)
        self._dataset()
        self._where(group)
        self._modifiers()

    def _projected(self) -> bool:
        if self._accept("("):
            self._expression()
            self._expect("AS")
            self._expect("var")
            self._expect(")")
            return True
        return self._accept("var") is not None

    def _construct(self, group: Group) -> None:
        if self._is("{"):
            self._template()
            self._dataset()
            self._where(group)
        else:
            self._dataset()
            self._expect("WHERE")
            self._template(group)
        self._modifiers()

    def _template(self, group: Group | None = None) -> None:
        self._expect("{")
        while not self._accept("}"):
            self._triples(group or Group())
            if not self._accept("."):
                self._expect("}")
                return

    def _describe(self, group: Group) -> None:
        if not self._accept("*"):
            self._some(lambda: self._accept("var", "iri", "name") is not None)
        self._dataset()
        if self._is("WHERE") or self._is("{"):
            self._where(group)
        self._modifiers()

    def _ask(self, group: Group) -> None:
        self._dataset()
        self._where(group)
        self._modifiers()

    def _dataset(self) -> None:
        while self._accept("FROM"):
            self._accept("NAMED")
            self._expect("iri", "name")

    def _where(self, group: Group) -> None:
        self._accept("WHERE")
        self._group(group)

    def _some(self, read: Callable[[], bool]) -> None:
        """Read one or more."""
        if not read():
            self._fail()
        while read():
            pass

    def _modifiers(self) -> None:
        if self._accept("GROUP"):
            self._expect("BY")
            self._some(self._group_condition)
        if self._accept("HAVING"):
            self._some(self._constraint)
        if self._accept("ORDER"):
            self._expect("BY")
            self._some(self._order_condition)
        for _ in range(2):
            if self._accept("LIMIT", "OFFSET"):
                self._expect("number")

    def _group_condition(self) -> bool:
        if self._accept("("):
            self._expression()
            if self._accept("AS"):
                self._expect("var")
            self._expect(")")
            return True
        return self._accept("var") is not None or self._call()

    def _order_condition(self) -> bool:
        if self._accept("ASC", "DESC"):
            self._bracketed()
            return True
        return self._accept("var") is not None or self._constraint()

    def _constraint(self) -> bool:
        if self._is("("):
            self._bracketed()
            return True
        return self._call()

    def _values_clause(self, group: Group) -> None:
        if self._accept("VALUES"):
            self._data_block(group)

    # -- patterns

    def _group(self, group: Group) -> None:
        """Read GroupGraphPattern."""
        self._expect("{")
        self._variables()
        self._nested(lambda: self._subquery(group) if self._accept("SELECT") else self._patterns(group))
        self._expect("}")

    def _subquery(self, group: Group) -> None:
        inner = Group(apart=True)
        group.inside.append(inner)
        self._accept("DISTINCT", "REDUCED")
        everything = self._accept("*") is not None
        if not everything:
            self._some(self._projected)
        projected = self._variables()
        self._where(inner)
        group.joined.append(frozenset().union(*inner.joined) if everything else projected)
        self._modifiers()
        self._values_clause(inner)

    def _patterns(self, group: Group) -> None:
        """Read GroupGraphPatternSub."""
        while not self._is("}"):
            if not self._not_triples(group):
                self._triples(group)
                if not self._accept(".") and not self._starts_pattern():
                    self._tried["}"] = None
                    self._fail()
            self._accept(".")

    def _starts_pattern(self) -> bool:
        words = ("OPTIONAL", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES", "{", "}")
        return any(self._is(word) for word in words)

    def _not_triples(self, group: Group) -> bool:
        """Read GraphPatternNotTriples, if one begins here."""
        if self._is("{"):
            self._unions(group)
        elif self._accept("OPTIONAL"):
            self._joined_group(group)
        elif self._accept("MINUS"):
            inner = Group()
            group.inside.append(inner)
            self._group(inner)
        elif self._accept("GRAPH"):
            self._expect("var", "iri", "name")
            self._joined_group(group, self._variables())
        elif self._accept("SERVICE"):
            self._accept("SILENT")
            self._expect("var", "iri", "name")
            self._joined_group(group)
        elif self._accept("FILTER"):
            if not self._constraint():
                self._fail()
        elif self._accept("BIND"):
            self._bind(group)
        elif self._accept("VALUES"):
            self._data_block(group)
        else:
            return False
        return True

    def _joined_group(self, group: Group, more: frozenset[str] = frozenset()) -> None:
        inner = Group()
        group.inside.append(inner)
        self._group(inner)
        group.joined.append(frozenset().union(more, *inner.joined))

    def _unions(self, group: Group) -> None:
        branches: list[frozenset[str]] = []
        while True:
            holder = Group()
            self._joined_group(holder)
            group.inside += holder.inside
            branches += holder.joined
            if not self._accept("UNION"):
                break
        group.joined.append(frozenset().union(*branches))

    def _bind(self, group: Group) -> None:
        self._variables()
        self._expect("(")
        self._expression()
        self._expect("AS")
        self._expect("var")
        self._expect(")")
        group.joined.append(self._variables())

    def _data_block(self, group: Group) -> None:
        """Read DataBlock."""
        self._variables()
        if self._accept("var"):
            self._expect("{")
            while not self._accept("}"):
                self._data_value()
        else:
            self._expect("(")
            while self._accept("var"):
                pass
            self._expect(")")
            self._expect("{")
            while not self._accept("}"):
                self._expect("(")
                while not self._accept(")"):
                    self._data_value()
        group.joined.append(self._variables())

    def _data_value(self) -> None:
        if self._accept("UNDEF", "iri", "name") is None and not self._literal():
            self._fail()

    # -- triples

    def _triples(self, group: Group) -> None:
        """Read TriplesSameSubjectPath; each subject with its objects is one joined thing."""
        self._variables()
        first = self._at
        if self._is("(") or self._is("["):
            self._node()
            if not (self._is(".") or self._is("}")):
                self._properties(optional=True)
        else:
            if not self._term():
                self._fail()
            self._properties()
        group.joined.append(self._variables())
        group.triples.append((self._tokens[first].start, self._tokens[self._at - 1].end))

    def _properties(self, *, optional: bool = False) -> None:
        """Read PropertyListPathNotEmpty."""
        if optional and not self._begins_verb():
            return
        self._property()
        while self._accept(";"):
            if self._begins_verb():
                self._property()

    def _begins_verb(self) -> bool:
        wanted = ("var", "iri", "name", "A", "^", "!", "(")
        self._tried.update(dict.fromkeys(NAMES.get(name, name) for name in ("var", "iri", "name", "A")))
        return any(self._is(name) for name in wanted)

    def _property(self) -> None:
        if not self._accept("var"):
            self._path()
        self._node()
        while self._accept(","):
            self._node()

    def _path(self) -> None:
        """Read Path."""
        self._path_step()
        while self._accept("|", "/"):
            self._path_step()

    def _path_step(self) -> None:
        self._accept("^")
        if self._accept("!"):
            self._negated()
        elif self._accept("("):
            self._nested(self._path)
            self._expect(")")
        else:
            self._expect("iri", "name", "A")
        self._accept("?", "*", "+")

    def _negated(self) -> None:
        if not self._accept("("):
            self._accept("^")
            self._expect("iri", "name", "A")
            return
        while not self._accept(")"):
            self._accept("^")
            self._expect("iri", "name", "A")
            self._accept("|")

    def _node(self) -> None:
        """Read GraphNodePath."""
        if self._accept("("):
            while not self._accept(")"):
                self._nested(self._node)
        elif self._accept("["):
            if not self._is("]"):
                self._nested(self._properties)
            self._expect("]")
        elif not self._term():
            self._fail()

    def _term(self) -> bool:
        return self._accept("var", "iri", "name", "blank") is not None or self._literal()

    def _literal(self) -> bool:
        if self._accept("string"):
            token = self._peek()
            if token is not None and token.kind == "lang":
                self._at += 1
            elif self._accept("^^"):
                self._expect("iri", "name")
            return True
        if (self._is("+") or self._is("-")) and (after := self._peek(1)) is not None and after.kind == "number":
            self._at += 1
        return self._accept("number", "TRUE", "FALSE") is not None

    # -- expressions

    def _bracketed(self) -> None:
        self._expect("(")
        self._nested(self._expression)
        self._expect(")")

    def _expression(self) -> None:
        """Read Expression; precedence does not matter for what is asked here."""
        self._operand()
        while True:
            if self._accept("||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"):
                self._operand()
            elif self._accept("NOT"):
                self._expect("IN")
                self._arguments()
            elif self._accept("IN"):
                self._arguments()
            elif (token := self._peek()) is not None and token.kind == "number" and token.text[0] in "+-":
                self._at += 1
            else:
                return

    def _operand(self) -> None:
        while self._accept("!", "+", "-"):
            pass
        if self._is("("):
            self._bracketed()
        elif not (self._accept("var") or self._literal() or self._call()):
            self._fail()

    def _call(self) -> bool:
        """Read BuiltInCall, Aggregate, FunctionCall or a bare IRI."""
        if self._accept("NOT"):
            self._expect("EXISTS")
            self._exists()
        elif self._accept("EXISTS"):
            self._exists()
        elif self._accept("iri", "name"):
            if self._is("("):
                self._arguments()
        elif (word := self._accept("word")) is not None:
            self._aggregate() if word.text.upper() in AGGREGATES else self._arguments()
        else:
            return False
        return True

    def _exists(self) -> None:
        before = set(self._seen)
        self._group(Group())
        self._seen = before

    def _aggregate(self) -> None:
        self._expect("(")
        self._accept("DISTINCT")
        if not self._accept("*"):
            self._nested(self._expression)
        if self._accept(";"):
            self._expect("SEPARATOR")
            self._expect("=")
            self._expect("string")
        self._expect(")")

    def _arguments(self) -> None:
        self._expect("(")
        self._accept("DISTINCT")
        if self._accept(")"):
            return
        self._nested(self._expression)
        while self._accept(","):
            self._nested(self._expression)
        self._expect(")")
