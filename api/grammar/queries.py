"""Whole queries: prologue, query forms, dataset clauses."""

from __future__ import annotations

from api.grammar.patterns import Patterns
from api.grammar.tokens import Group


class Reader(Patterns):
    """A recursive descent over the tokens of one query."""

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
