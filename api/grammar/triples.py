"""Triples, paths and terms of a query: TriplesSameSubjectPath and what it consists of."""

from __future__ import annotations

from api.grammar.tokens import NAMES, Group, TokenReader


class Triples(TokenReader):
    """Reads triples."""

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
