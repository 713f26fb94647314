"""Ask a graph file in this process: what `crimecongress query` does, without a server.

In comes a query and the path of a graph; out comes the answer in one of the formats that a terminal needs. The user's
own interrupt is the only limit; the service has the guarded engine instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from api.engine.columns import in_order
from api.engine.release import find, load, needs_union
from ontology.identifiers import BASE
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class QueryError(ValueError):
    """A query that cannot be answered as asked; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query, before it is written down."""

    results: Results

    def rows(self) -> tuple[list[str], list[list[str]]]:
        """Return the variables and the rows of a SELECT as plain words; an ASK is one row.

        Raises QueryError for CONSTRUCT and DESCRIBE, whose answer is a graph.
        """
        if isinstance(self.results, ox.QueryBoolean):
            return ["answer"], [[str(bool(self.results)).lower()]]
        if isinstance(self.results, ox.QuerySolutions):
            names = [variable.value for variable in self.results.variables]
            return names, [[_plain(row[name]) for name in names] for row in self.results]
        raise QueryError("the answer is a graph, which has no rows; use --format ttl")

    def write(self, format_: str) -> str:
        """Return the answer as "csv", "json" or "ttl".

        Raises QueryError where the form of the query has no such format.
        """
        if format_ == "ttl":
            return self._turtle()
        if isinstance(self.results, ox.QueryTriples):
            raise QueryError(f"the answer is a graph, which has no {format_} form; use --format ttl")
        if format_ == "csv" and isinstance(self.results, ox.QueryBoolean):
            return f"answer\n{str(bool(self.results)).lower()}\n"
        written = self.results.serialize(format=_FORMATS[format_])
        return (written or b"").decode()

    def _turtle(self) -> str:
        if not isinstance(self.results, ox.QueryTriples):
            raise QueryError("the answer is a table, which has no Turtle form; use --format table, csv or json")
        written = ox.serialize(self.results, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        return (written or b"").decode()


_FORMATS = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON}


def ask(query: str, graph: Path) -> Answer:
    """Ask the union of a file's named graphs; relative IRIs and the project's prefixes need no declaration.

    Raises QueryError for a query that does not parse, ReleaseUnreadable for a graph that is not there.
    """
    store = load(find(graph))
    union = needs_union(store)

    def evaluate(over: ox.Store, text: str) -> Results:
        return over.query(text, base_iri=BASE, prefixes=dict(PREFIXES), use_default_graph_as_union=union)

    try:
        results = evaluate(store, in_order(query, evaluate))
    except SyntaxError as error:
        raise QueryError(f"the query does not parse: {error}") from error
    return Answer(results)


def _plain(term: object) -> str:
    """Return a term as a reader wants it: the words of a literal, the IRI of a node, nothing for what is unbound."""
    value = getattr(term, "value", None)
    return "" if value is None else str(value)
