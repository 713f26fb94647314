"""What is checked and how: the RDF of a client, with what the graph says of the things it links to, against the shapes.

In: text in one of six syntaxes, then the context as N-Triples. Out: Findings. Nothing is fetched and no file is opened:
this runs in a process that cannot (`process`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from ontology.files import ontology_file
from ontology.identifiers import BASE, ONTOLOGY, SDG
from ontology.terms import RDF, RDFS, SH
from shapes import Result, check
from shapes.sources import shapes_triples

SYNTAXES: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
"""What RDF may be sent as, the usual one first."""
CONTEXT = "context/v1.jsonld"
"""Our own JSON-LD context, below the base: the one that need not be fetched."""


class MalformedError(ValueError):
    """Text that is not the RDF it should be; line and column count from 1, 0 where they are not known."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found."""

    results: tuple[Result, ...]
    triples: int
    """Of the client, each once."""
    resources: int
    """Resources that they describe: subjects."""
    checked: int
    """Those of them that a shape speaks of, by their class or their properties."""

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Findings:
        """Return what `to_json` gave, as an object again."""
        return cls(**{**fields, "results": tuple(Result(**each) for each in fields["results"])})

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return asdict(self)


def read(text: str, syntax: str) -> tuple[ox.Triple, ...]:
    """Parse RDF; of named graphs, the union counts. Relative IRIs are refused: nothing says what they stand below.

    Raises MalformedError.
    """
    if syntax == "application/rdf+xml" and ("<!DOCTYPE" in text or "<!ENTITY" in text):
        raise MalformedError("a document type declaration is not read; write the IRIs in full")
    data = with_our_context(text) if syntax == "application/ld+json" else text
    try:
        quads = ox.parse(data.encode(), format=SYNTAXES[syntax])
        return tuple(dict.fromkeys(quad.triple for quad in quads))
    except SyntaxError as error:
        message = str(error.msg)
        if "LoadDocumentCallback" in message:
            message = "a JSON-LD context is not fetched; put it into the document"
        raise MalformedError(message, error.lineno or 0, error.offset or 0) from error
    except ValueError as error:
        raise MalformedError(str(error)) from error


def with_our_context(text: str) -> str:
    """Put our own context in the place of its address, where the document names it at its top."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text  # the parser says what is wrong, with its place
    tops = document if isinstance(document, list) else [document]
    for top in tops:
        if isinstance(top, dict) and "@context" in top:
            named = top["@context"] if isinstance(top["@context"], list) else [top["@context"]]
            each = [_our_context() if context == BASE + CONTEXT else [context] for context in named]
            top["@context"] = [context for contexts in each for context in contexts]
    return json.dumps(document)


@cache
def _our_context() -> list[object]:
    layers: list[object] = json.loads(ontology_file("context.jsonld").read_text(encoding="utf-8"))["@context"]
    return layers


def links(triples: Iterable[ox.Triple], base: str) -> tuple[list[str], list[str]]:
    """Return the IRIs of the graph that triples describe, and those that they only name, each list sorted."""
    described, named = set(), set()
    for triple in triples:
        described |= _ours(triple.subject, base)
        named |= _ours(triple.object, base)
    return sorted(described), sorted(named - described)


def _ours(term: object, base: str) -> set[str]:
    is_ours = isinstance(term, ox.NamedNode) and term.value.startswith((base, SDG))
    return {term.value} if isinstance(term, ox.NamedNode) and is_ours and not term.value.startswith(ONTOLOGY) else set()


def find(triples: tuple[ox.Triple, ...], context: bytes) -> Findings:
    """Check triples with their context; what is found in the context alone is not the client's and does not count."""
    subjects = {triple.subject for triple in triples}
    focuses = {subject.value if isinstance(subject, ox.NamedNode) else "[]" for subject in subjects}
    both = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + context
    before = Counter(check(context).results if context else ())
    mine = []
    for result in check(both).results:
        if before[result]:
            before[result] -= 1
        elif result.focus in focuses:
            mine.append(result)
    known = ox.parse(context, format=ox.RdfFormat.N_TRIPLES)
    spoken_of = _spoken_of((*triples, *(quad.triple for quad in known)))
    return Findings(tuple(mine), len(triples), len(subjects), len(subjects & spoken_of))


def _spoken_of(triples: Iterable[ox.Triple]) -> set[object]:
    """Return the subjects that shapes target, by their class or one of their properties."""
    classes, properties = _targets()
    return {
        triple.subject
        for triple in triples
        if (triple.predicate.value == RDF + "type" and getattr(triple.object, "value", "") in classes)
        or triple.predicate.value in properties
    }


@cache
def _targets() -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes that shapes target, with those below them, and the properties whose subjects they target."""
    said: dict[str, set[str]] = {"targetClass": set(), "targetSubjectsOf": set()}
    for triple in shapes_triples():
        name = triple.predicate.value.removeprefix(SH)
        if name in said and isinstance(triple.object, ox.NamedNode):
            said[name].add(triple.object.value)
    return frozenset(_with_subclasses(said["targetClass"])), frozenset(said["targetSubjectsOf"])


def _with_subclasses(classes: set[str]) -> set[str]:
    above = [
        (quad.subject.value, quad.object.value)
        for quad in ox.parse(ontology_file("congress.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == RDFS + "subClassOf"
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    ]
    known = set(classes)
    while more := {below for below, over in above if over in known} - known:
        known |= more
    return known


def warm() -> None:
    """Read every file and import every module that a check needs: afterwards nothing can be opened."""
    _our_context()
    find(read(f"<urn:warm> a <{ONTOLOGY}Mention> .", "text/turtle"), b"")
