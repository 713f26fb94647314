"""What is to be validated, as one data graph: N-Triples of the union of all graphs, with the hierarchy of our classes.

The engines get text, never a store: over store-backed graphs pySHACL compares plain strings wrongly, and text is what
both read at the same speed.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph

from ontology.files import ontology_file
from ontology.terms import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class DataError(ValueError):
    """Text that is not the RDF it should be; the message has the file and the place."""


def from_text(data: str | bytes) -> bytes:
    """Read Turtle, N-Triples or TriG."""
    return _with_ontology(_parsed(data, pyoxigraph.RdfFormat.TRIG, "data"))


def from_file(path: Path) -> bytes:
    """Read a file in the format that its extension names."""
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    form = pyoxigraph.RdfFormat.from_extension(plain.suffix.removeprefix("."))
    if form is None:
        found = plain.suffix or "no extension"
        raise DataError(f"{path}: found {found}, expected .trig, .nq, .ttl, .nt, .rdf or .jsonld")
    content = path.read_bytes()
    if plain is not path:
        content = _unpacked(content, path)
    return _with_ontology(_parsed(content, form, str(path)))


def _unpacked(content: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(content)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{path}: {error}") from error


def _parsed(data: str | bytes, form: pyoxigraph.RdfFormat, name: str) -> Iterable[pyoxigraph.Quad]:
    try:
        return list(pyoxigraph.parse(input=data, format=form, base_iri="https://w3id.org/crimecongress/"))
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{name}: {error}") from error


def _with_ontology(quads: Iterable[pyoxigraph.Quad]) -> bytes:
    triples = dict.fromkeys(quad.triple for quad in quads)
    triples.update(dict.fromkeys(ontology_triples()))
    lines = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert lines is not None  # only when it is given a file to write to
    return lines


@cache
def ontology_triples() -> tuple[pyoxigraph.Triple, ...]:
    """Return of the ontology what shapes ask for: which class is below which, and of which class the codes are."""
    text = ontology_file("congress.ttl").read_bytes()
    triples = (quad.triple for quad in pyoxigraph.parse(input=text, format=pyoxigraph.RdfFormat.TURTLE))
    return tuple(triple for triple in triples if triple.predicate.value in _OF_CLASSES and _of_ours(triple.object))


_OF_CLASSES = {RDFS + "subClassOf", RDF + "type"}


def _of_ours(term: object) -> bool:
    return isinstance(term, pyoxigraph.NamedNode) and not term.value.startswith(OWL)
