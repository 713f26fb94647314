"""Statements as plain tuples: what the readers of facts hand to the writer and to the validator.

An IRI is a `str`, a literal is a `Literal`; both are hashable, small and cross a process boundary cheaply, and
nothing here needs an RDF library. IRIs are on the default base; `ingest.trig` moves them to another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class Literal(NamedTuple):
    """An RDF literal: plain string unless a datatype or a language is given."""

    value: str
    datatype: str = XSD_STRING
    language: str = ""


Term = str | Literal
"""An IRI, a blank node ("_:label") or a literal."""


class Triple(NamedTuple):
    """A statement without its graph."""

    subject: str
    predicate: str
    object: Term


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), XSD + "integer")


def decimal(value: float, places: int = 3) -> Literal:
    """Return an xsd:decimal rounded to a fixed number of places, so that it has one spelling.

    >>> decimal(2).value
    '2.000'
    """
    return Literal(f"{value:.{places}f}", XSD + "decimal")


def day(value: date) -> Literal:
    """Return an xsd:date."""
    return Literal(value.isoformat(), XSD + "date")


def english(value: str) -> Literal:
    """Return a string in English, as labels and definitions are."""
    return Literal(value, RDF_LANG_STRING, "en")


def read_turtle(path: Path) -> Iterator[Triple]:
    """Read a Turtle file; blank nodes are named by their place in the file, so that two readings agree.

    Raises SyntaxError (of pyoxigraph: with line and column) and OSError.
    """
    names: dict[str, str] = {}
    for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
        yield of_oxigraph(quad, names)


def of_oxigraph(quad: pyoxigraph.Quad | pyoxigraph.Triple, names: dict[str, str] | None = None) -> Triple:
    """Turn a quad of pyoxigraph into a triple; blank nodes get the names b0, b1 … in `names`, in the order seen.

    Raises ValueError for a triple about a triple, which is not published.
    """
    names = {} if names is None else names
    return Triple(_named(quad.subject, names), quad.predicate.value, _term(quad.object, names))


def to_oxigraph(triple: Triple, graph: pyoxigraph.NamedNode | pyoxigraph.DefaultGraph) -> pyoxigraph.Quad:
    """Turn a triple into a quad of pyoxigraph."""
    subject = pyoxigraph.NamedNode(triple.subject)
    return pyoxigraph.Quad(subject, pyoxigraph.NamedNode(triple.predicate), _oxigraph_term(triple.object), graph)


def _oxigraph_term(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if isinstance(term, str):
        return pyoxigraph.NamedNode(term)
    if term.language:
        return pyoxigraph.Literal(term.value, language=term.language)
    return pyoxigraph.Literal(term.value, datatype=pyoxigraph.NamedNode(term.datatype))


def _named(term: object, names: dict[str, str]) -> str:
    found = _term(term, names)
    assert isinstance(found, str)
    return found


def _term(term: object, names: dict[str, str]) -> Term:
    match term:
        case pyoxigraph.NamedNode():
            return term.value
        case pyoxigraph.BlankNode():
            return names.setdefault(term.value, f"_:b{len(names)}")
        case pyoxigraph.Literal():
            return Literal(term.value, term.datatype.value, term.language or "")
    message = f"a triple about a triple is not published: {term}"
    raise ValueError(message)
