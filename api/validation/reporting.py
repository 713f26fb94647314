"""Findings as a validation report: RDF as SHACL has it (section 3.6), JSON, or what the page lays out.

Paths that are more than a property are taken over from the shape, which has them as RDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ontology.terms import PREFIXES, RDF, SH, XSD
from shapes.paths import Index
from shapes.sources import shapes_triples

if TYPE_CHECKING:
    from api.validation.checking import Findings
    from shapes import Result

Node = ox.NamedNode | ox.BlankNode


def as_json(findings: Findings, release: str) -> dict[str, Any]:
    """Return a report as JSON; it conforms when nothing was found at all, as in SHACL."""
    return {
        "conforms": not findings.results,
        "violations": count(findings, "Violation"),
        "warnings": len(findings.results) - count(findings, "Violation"),
        "triples": findings.triples,
        "resources": findings.resources,
        "checked": findings.checked,
        "release": release,
        "results": [
            {
                "focus": result.focus,
                "path": result.path,
                "value": result.value,
                "severity": result.severity,
                "message": result.message,
                "component": SH + result.component,
                "shape": result.shape,
            }
            for result in findings.results
        ],
    }


def count(findings: Findings, severity: str) -> int:
    """Return how many results have a severity: "Violation"."""
    return sum(result.severity == severity for result in findings.results)


def as_triples(findings: Findings) -> list[ox.Triple]:
    """Return a report as RDF."""
    report = ox.BlankNode("report")
    said = [
        _say(report, RDF + "type", ox.NamedNode(SH + "ValidationReport")),
        _say(report, SH + "conforms", ox.Literal("false" if findings.results else "true", datatype=_BOOLEAN)),
    ]
    shapes = Index(shapes_triples())
    for number, result in enumerate(findings.results, 1):
        node = ox.BlankNode(f"result{number}")
        said.append(_say(report, SH + "result", node))
        said.extend(_result(shapes, node, result, f"{number}"))
    return said


_BOOLEAN = ox.NamedNode(XSD + "boolean")


def _say(subject: Node, predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def _result(shapes: Index, node: ox.BlankNode, result: Result, number: str) -> Iterator[ox.Triple]:
    yield _say(node, RDF + "type", ox.NamedNode(SH + "ValidationResult"))
    yield _say(node, SH + "focusNode", _node(result.focus, f"focus{number}"))
    yield from _path(shapes, node, result, number)
    if result.value is not None:
        yield _say(node, SH + "value", _value(result.value, f"value{number}"))
    yield _say(node, SH + "resultMessage", ox.Literal(result.message, language="en"))
    yield _say(node, SH + "resultSeverity", ox.NamedNode(SH + result.severity))
    yield _say(node, SH + "sourceConstraintComponent", ox.NamedNode(SH + result.component))
    yield _say(node, SH + "sourceShape", _node(result.shape, f"shape{number}"))


def _node(name: str, label: str) -> Node:
    return ox.BlankNode(label) if name == "[]" else ox.NamedNode(name)


def _value(written: str, label: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Read a value as N-Triples write it."""
    if written == "[]":
        return ox.BlankNode(label)
    quad = next(ox.parse(f"<a:a> <a:a> {written} .".encode(), format=ox.RdfFormat.N_TRIPLES))
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object


def _path(shapes: Index, node: ox.BlankNode, result: Result, number: str) -> Iterator[ox.Triple]:
    """Say the path: a property, or the nodes in which the shape has it, under labels of this result."""
    stated = None if result.shape == "[]" else shapes.value(ox.NamedNode(result.shape), SH + "path")
    if isinstance(stated, ox.BlankNode):
        yield _say(node, SH + "resultPath", ox.BlankNode(f"{stated.value}x{number}"))
        yield from _copied(stated, number)
    elif result.path is not None:
        yield _say(node, SH + "resultPath", ox.NamedNode(_expanded(result.path)))


def _copied(node: ox.BlankNode, number: str) -> Iterator[ox.Triple]:
    for triple in _of_blank_nodes().get(node.value, ()):
        object_ = triple.object
        assert not isinstance(object_, ox.Triple)
        if isinstance(object_, ox.BlankNode):
            yield from _copied(object_, number)
            object_ = ox.BlankNode(f"{object_.value}x{number}")
        yield _say(ox.BlankNode(f"{node.value}x{number}"), triple.predicate.value, object_)


@cache
def _of_blank_nodes() -> dict[str, list[ox.Triple]]:
    """Return what the shapes say of their blank nodes, by these."""
    said: dict[str, list[ox.Triple]] = {}
    for triple in sorted(shapes_triples(), key=str):
        if isinstance(triple.subject, ox.BlankNode):
            said.setdefault(triple.subject.value, []).append(triple)
    return said


def _expanded(path: str) -> str:
    """Return the IRI of a property that is written with a prefix or in angle brackets."""
    prefix, _, name = path.partition(":")
    return PREFIXES[prefix] + name if prefix in PREFIXES else path.strip("<>")
