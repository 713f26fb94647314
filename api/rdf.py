"""RDF documents of the service's own (service description, VoID, DCAT): triples in, a negotiated response out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import Response

from api import negotiation, results
from api.engine.evaluate import GRAPHS
from api.engine.writing import json_ld
from api.problems import Problem
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from api.results import Format

FORMATS = (results.TURTLE, results.JSON_LD, results.N_TRIPLES, results.RDF_XML, results.TRIG, results.N_QUADS)
PLAIN = (results.N_TRIPLES, results.N_QUADS)
SD = "http://www.w3.org/ns/sparql-service-description#"
SCHEMA = "https://schema.org/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

Value = ox.NamedNode | ox.BlankNode | ox.Literal | str | int


class Graph:
    """A list of triples that is easy to write down: `say(subject, predicate, object, …)`."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def say(self, subject: str, predicate: str, *values: Value) -> None:
        """Add one triple for each value; a string that is an absolute http IRI is an IRI, another one a literal."""
        for value in values:
            self.triples.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term(value)))

    def a(self, subject: str, *classes: str) -> None:
        """State what the subject is."""
        self.say(subject, RDF_TYPE.value, *(ox.NamedNode(name) for name in classes))


def term(value: Value) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a value as an RDF term."""
    if isinstance(value, str):
        return (
            ox.NamedNode(value) if value.startswith(("http://", "https://")) and " " not in value else ox.Literal(value)
        )
    return ox.Literal(value) if isinstance(value, int) else value


def choose(
    headers: Mapping[str, str], name: str | None = None, formats: Sequence[Format] = FORMATS
) -> tuple[Format, str]:
    """Return the format for a document of RDF, or of what else is offered, and its Content-Type.

    Raises Problem (406), listing what is offered.
    """
    offers = [(f, media_type) for f in formats for media_type in (f.media_type, *f.aliases)]
    if name is not None:
        chosen = results.named(name, tuple(formats))
        if chosen is not None:
            return chosen, chosen.content_type
    elif (place := negotiation.choose(headers.get("accept"), [media_type for _, media_type in offers])) is not None:
        chosen, media_type = offers[place]
        return chosen, f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    raise Problem(
        "not-acceptable", "this document has other formats", {"offered": sorted(media_type for _, media_type in offers)}
    )


def grouped(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """Return each triple once, those of one subject together, in the order in which they were first said."""
    first: dict[object, int] = {}
    for triple in triples:
        first.setdefault(triple.subject, len(first))
    return sorted(dict.fromkeys(triples), key=lambda triple: first[triple.subject])


def serialize(triples: Sequence[ox.Triple], form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in a format."""
    if form == results.JSON_LD:
        buffer = io.BytesIO()
        json_ld(triples, buffer, dict(prefixes))
        return buffer.getvalue()
    used = {} if form in PLAIN else dict(prefixes)
    return ox.serialize(triples, format=GRAPHS[form.media_type], prefixes=used) or b""


def respond(triples: Sequence[ox.Triple], headers: Mapping[str, str], name: str | None = None, **more: str) -> Response:
    """Return triples in the format that a request asks for, 304 where the client holds just these."""
    chosen, content_type = choose(headers, name)
    prefixes = {**PREFIXES, "sd": SD, "schema": SCHEMA}
    text = " ".join(str(triple) for triple in triples)
    used = {prefix: iri for prefix, iri in prefixes.items() if iri in text}
    body = serialize(grouped(triples), chosen, used)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    common = {"ETag": tag, "Vary": "Accept", "Cache-Control": "public, max-age=300", **more}
    if negotiation.none_match(headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=common)
    return Response(body, headers=common, media_type=content_type)
