"""Expressions of a query, and what is made of them: projection, conditions, the order and number of solutions."""

from __future__ import annotations

from abc import abstractmethod

from api.grammar.tokens import Group
from api.grammar.triples import Triples

AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))


class Expressions(Triples):
    """Reads expressions."""

    @abstractmethod
    def _group(self, group: Group) -> None:
        """Read GroupGraphPattern, which EXISTS has inside."""

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

    def _projected(self) -> bool:
        if self._accept("("):
            self._expression()
            self._expect("AS")
            self._expect("var")
            self._expect(")")
            return True
        return self._accept("var") is not None

    def _constraint(self) -> bool:
        if self._is("("):
            self._bracketed()
            return True
        return self._call()

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
