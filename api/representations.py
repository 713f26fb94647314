"""One description in each format: Turtle, N-Triples, RDF/XML, JSON-LD, JSON and CSV, all with the same triples.

The JSON of a resource is its JSON-LD without the context, which a Link header names instead: keys are the terms of
`ontology/context.jsonld`, so a reader who knows no RDF reads plain JSON and a JSON-LD processor reads the graph.
The next step is `api.resources`, which chooses among them and sends one.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from api import results
from api.compacting import Context, Object, node
from api.results import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.description import Description


HTML, CSV = results.GRAPH_HTML, results.CSV
TURTLE, N_TRIPLES, RDF_XML = results.TURTLE, results.N_TRIPLES, results.RDF_XML
JSON_LD = Format("application/ld+json", ("jsonld",), True)
JSON = Format("application/json", ("json",), True, ("text/json",))

FORMATS = (HTML, TURTLE, JSON_LD, JSON, N_TRIPLES, RDF_XML, CSV)
"""In the order of our preference: the first is sent to a client that accepts anything."""

DATA = (TURTLE, JSON_LD, JSON, N_TRIPLES, RDF_XML, CSV)
"""The formats of data: all but the page."""

LABELS = {
    HTML: "Page",
    TURTLE: "Turtle",
    JSON_LD: "JSON-LD",
    JSON: "JSON",
    N_TRIPLES: "N-Triples",
    RDF_XML: "RDF/XML",
    CSV: "CSV",
}
"""What a page calls each format."""

BY_SUFFIX = {each.names[0]: each for each in FORMATS}
"""From the name at the end of an address ("ttl") to the format."""

SERIALIZED = {TURTLE: RdfFormat.TURTLE, N_TRIPLES: RdfFormat.N_TRIPLES, RDF_XML: RdfFormat.RDF_XML}


def represent(description: Description, form: Format, context: Context, prefixes: Mapping[str, str]) -> bytes:
    """Return a description in a data format: any but HTML, which `api.pages` makes."""
    if form in SERIALIZED:
        triples = description.triples()
        return serialize(triples, format=SERIALIZED[form], prefixes=_used(triples, prefixes)) or b""
    if form == CSV:
        return table(description).encode()
    body = document(description, context)
    if form == JSON_LD:
        body = {"@context": context.part_for(body)} | body
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()


def _used(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that shorten something, but none whose local names would need escapes (a "/" in them)."""
    iris = {_name(term) for triple in triples for term in triple if isinstance(term, NamedNode)}
    iris |= {triple.object.datatype.value for triple in triples if isinstance(triple.object, Literal)}
    return {
        prefix: namespace
        for prefix, namespace in sorted(prefixes.items())
        if any(iri.startswith(namespace) for iri in iris)
        and all("/" not in iri.removeprefix(namespace) for iri in iris if iri.startswith(namespace))
    }


def document(description: Description, context: Context) -> Object:
    """Return a description as one JSON object, its evidence nested under "evidence" (JSON-LD's @included)."""
    nodes: dict[str, list[Triple]] = {description.iri: []}
    for triple in description.triples():
        nodes.setdefault(_name(triple.subject), []).append(triple)
    own, *spans = (node(iri, triples, context) for iri, triples in nodes.items())
    return own | ({"evidence": spans} if spans else {})


def table(description: Description) -> str:
    """Return a description as CSV: one row a quad, with its graph, in RFC 4180's form."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(("subject", "predicate", "object", "graph"))
    for quad in description.quads:
        write((_name(quad.subject), quad.predicate.value, _name(quad.object), _name(quad.graph_name)))
    return out.getvalue()


def _name(term: object) -> str:
    return str(getattr(term, "value", term))
