"""The shapes as a page: one section a family, one row a constraint, each at the anchor of its shape's IRI."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from api.pages.model import Page
from ontology.terms import PREFIXES, SH
from shapes import FAMILIES, SHAPES, shapes_file
from shapes.paths import Index, render_path

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
SAID = frozenset(("path", "message", "name", "severity", "prefixes", "select", "property", "sparql"))
"""What a row shows elsewhere than among the constraints."""


@dataclass(frozen=True, slots=True)
class Row:
    """One shape: what it looks at and what it asks for."""

    anchor: str
    name: str
    path: str
    """The property path, or what the shape is about: "every cc:Topic"."""
    constraints: tuple[str, ...]
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Section:
    """The shapes of one family."""

    anchor: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ShapesPage(Page):
    """The page of all shapes."""

    sections: tuple[Section, ...] = ()


@cache
def shapes_page() -> ShapesPage:
    """Return the page; it follows from the files alone."""
    sections = tuple(Section(family, title, tuple(_rows(family))) for family, title in FAMILIES.items())
    return ShapesPage(title="Shapes", description="What a well-made graph looks like, in SHACL.", sections=sections)


def _rows(family: str) -> Iterator[Row]:
    quads = ox.parse(shapes_file(family).read_bytes(), format=ox.RdfFormat.TURTLE)
    triples = [quad.triple for quad in quads]
    index = Index(triples)
    named = dict.fromkeys(t.subject for t in triples if isinstance(t.subject, ox.NamedNode))
    for shape in named:
        if shape.value.startswith(SHAPES):
            yield _row(index, shape, [t for t in triples if t.subject == shape])


def _row(index: Index, shape: ox.NamedNode, said: list[ox.Triple]) -> Row:
    path = index.value(shape, SH + "path")
    about = "; ".join(_about(t) for t in said if t.predicate.value.removeprefix(SH) in TARGETS)
    severity = index.value(shape, SH + "severity")
    return Row(
        anchor=shape.value.removeprefix(SHAPES),
        name=_text(index, shape, "name") or shape.value.removeprefix(SHAPES),
        path=render_path(index, path) if path is not None else about,
        constraints=tuple(_constraint(t) for t in said if _is_constraint(t)),
        severity=severity.value.removeprefix(SH) if isinstance(severity, ox.NamedNode) else "",
        message=_text(index, shape, "message"),
    )


def _text(index: Index, shape: ox.NamedNode, name: str) -> str:
    value = index.value(shape, SH + name)
    return value.value if isinstance(value, ox.Literal) else ""


def _about(triple: ox.Triple) -> str:
    words = {"targetClass": "every", "targetSubjectsOf": "what has", "targetObjectsOf": "what is the value of"}
    return f"{words[triple.predicate.value.removeprefix(SH)]} {_short(triple.object)}"


def _is_constraint(triple: ox.Triple) -> bool:
    name = triple.predicate.value.removeprefix(SH)
    return triple.predicate.value.startswith(SH) and name not in SAID and name not in TARGETS


def _constraint(triple: ox.Triple) -> str:
    return f"{triple.predicate.value.removeprefix(SH)} {_short(triple.object)}"


def _short(term: object) -> str:
    """Write a term briefly; what is nested in the file is "…"."""
    if isinstance(term, ox.BlankNode):
        return "…"
    if isinstance(term, ox.Literal):
        return term.value
    iri = str(getattr(term, "value", term))
    if iri.startswith(SHAPES):
        return iri.removeprefix(SHAPES)
    spaces = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))
    return next((f"{name}:{iri.removeprefix(space)}" for name, space in spaces if iri.startswith(space)), f"<{iri}>")
