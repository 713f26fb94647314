"""Groups of a query and what is joined in them: GroupGraphPattern and what it consists of."""

from __future__ import annotations

from api.grammar.expressions import Expressions
from api.grammar.tokens import Group


class Patterns(Expressions):
    """Reads groups."""

    def _where(self, group: Group) -> None:
        self._accept("WHERE")
        self._group(group)

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

    def _values_clause(self, group: Group) -> None:
        if self._accept("VALUES"):
            self._data_block(group)

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
