"""A validation report that people read and that does not depend on the engine.

In: the report graph of an engine (SHACL, section 3.6). Out: a Report. Paths are taken from the shapes, because one
engine leaves out all but simple ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from ontology.terms import RDF, SH
from shapes.paths import Index, render_path
from shapes.sources import shapes_triples

if TYPE_CHECKING:
    from collections.abc import Iterable

Term = NamedNode | BlankNode | Literal

_SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing that a shape finds wrong."""

    focus: str
    """IRI of the resource that was checked; "[]" for a blank node."""
    path: str | None
    """What of it, as a property path with prefixes: "cc:text", "^cc:next"; None: the resource itself."""
    value: str | None
    """The value at fault, as N-Triples write it; None when one is missing or there are too many."""
    component: str
    """The kind of constraint, by its name in SHACL: "MinCountConstraintComponent"."""
    severity: str
    """ "Violation", "Warning" or "Info"."""
    message: str
    """What the editor is to do."""
    shape: str
    """IRI of the shape that says so."""


@dataclass(frozen=True, slots=True)
class Report:
    """All results, sorted: violations first, then by focus."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing forbids publishing: there may be warnings."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """What must be mended."""
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """What is worth a look."""
        return tuple(result for result in self.results if result.severity != "Violation")


def read_report(graph: bytes) -> Report:
    """Read the results out of a report graph given as N-Triples or Turtle."""
    index = Index(quad.triple for quad in pyoxigraph.parse(input=graph, format=RdfFormat.TURTLE))
    shapes = _shapes()
    # pySHACL also writes the results of nested shapes, which are details and not results of the report.
    nodes = (
        node for report in index.subjects(RDF + "type", SH + "ValidationReport") for node in _results(index, report)
    )
    return Report(tuple(in_order(_result(index, shapes, node) for node in nodes)))


def _results(index: Index, report: Term) -> list[Term]:
    return index.values(report, SH + "result")


@cache
def _shapes() -> Index:
    return Index(shapes_triples())


def in_order(results: Iterable[Result]) -> list[Result]:
    """Return results sorted: violations first, then by focus."""

    def key(result: Result) -> tuple[int, tuple[str, ...]]:
        fields = (result.focus, result.path, result.component, result.value, result.shape, result.message)
        return _SEVERITIES.index(result.severity), tuple(field or "" for field in fields)

    return sorted(results, key=key)


def _result(index: Index, shapes: Index, node: Term) -> Result:
    shape = index.value(node, SH + "sourceShape")
    value = index.value(node, SH + "value")
    message = index.value(node, SH + "resultMessage")
    return Result(
        focus=_name(index.value(node, SH + "focusNode")),
        path=_path(index, shapes, node, shape),
        value=None if value is None else _ntriples(value),
        component=_name(index.value(node, SH + "sourceConstraintComponent")).removeprefix(SH),
        severity=_name(index.value(node, SH + "resultSeverity")).removeprefix(SH),
        message=message.value if message is not None else "",
        shape=_name(shape),
    )


def _path(index: Index, shapes: Index, node: Term, shape: Term | None) -> str | None:
    """Return the path of the shape; of a closed shape or a query, which have none, the path of the result."""
    path = None if shape is None else shapes.value(shape, SH + "path")
    if path is not None:
        return render_path(shapes, path)
    found = index.value(node, SH + "resultPath")
    return None if found is None else render_path(index, found)


def _name(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else "[]"


def _ntriples(term: Term) -> str:
    return "[]" if isinstance(term, BlankNode) else str(term)
