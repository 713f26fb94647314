"""Media types of answers: what is offered for each query form, under which short names, and as which W3C format.

The order of `FORMATS` is the service's preference: the first one that fits a form is its default. The workers write
these formats, the protocol negotiates among them, the service description lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The four query forms of SPARQL 1.1 Query Language, section 16."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is triples (not rows or a truth value)."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation: its media type as sent, the names a client may ask for it by, its IRI in the W3C list."""

    media_type: str
    names: tuple[str, ...]
    """For `?format=` and suffixes; the first one is the file extension."""
    graph: bool
    """True: RDF (CONSTRUCT, DESCRIBE, documents); False: rows and truth values."""
    aliases: tuple[str, ...] = ()
    """Other media types in Accept that mean this format."""
    charset: bool = False
    """Whether `charset=utf-8` is said with the media type (the text/* types)."""
    w3c: str = ""
    """Local name in http://www.w3.org/ns/formats/."""

    @property
    def content_type(self) -> str:
        """The value of Content-Type."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type

    @property
    def iri(self) -> str:
        """The format's IRI, for sd:resultFormat."""
        return (
            f"http://www.w3.org/ns/formats/{self.w3c}"
            if self.w3c
            else f"http://www.iana.org/assignments/media-types/{self.media_type}"
        )


JSON = Format(
    "application/sparql-results+json", ("json", "srj"), False, ("application/json",), w3c="SPARQL_Results_JSON"
)
XML = Format(
    "application/sparql-results+xml", ("xml", "srx"), False, ("application/xml", "text/xml"), w3c="SPARQL_Results_XML"
)
CSV = Format("text/csv", ("csv",), False, (), True, "SPARQL_Results_CSV")
TSV = Format("text/tab-separated-values", ("tsv",), False, (), True, "SPARQL_Results_TSV")
HTML = Format("text/html", ("html",), False, ("application/xhtml+xml",), True)
TURTLE = Format("text/turtle", ("ttl", "turtle", "n3"), True, ("application/x-turtle", "text/n3"), True, "Turtle")
JSON_LD = Format("application/ld+json", ("jsonld", "json-ld", "json"), True, ("application/json",), w3c="JSON-LD")
N_TRIPLES = Format("application/n-triples", ("nt",), True, ("text/plain",), w3c="N-Triples")
RDF_XML = Format("application/rdf+xml", ("rdf", "rdf+xml", "xml"), True, ("application/xml", "text/xml"), w3c="RDF_XML")
TRIG = Format("application/trig", ("trig",), True, ("application/x-trig",), w3c="TriG")
N_QUADS = Format("application/n-quads", ("nq",), True, (), w3c="N-Quads")
GRAPH_HTML = Format("text/html", ("html",), True, ("application/xhtml+xml",), True)

FORMATS = (JSON, XML, CSV, TSV, HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS, GRAPH_HTML)


def offered(form: Form) -> tuple[Format, ...]:
    """Return the formats in which a query of this form is answered, the preferred one first."""
    return tuple(f for f in FORMATS if f.graph == form.gives_graph)


def named(name: str, formats: tuple[Format, ...]) -> Format | None:
    """Return the format that `?format=` or a suffix names: a short name or a media type; None where there is none."""
    wanted = name.strip().lower()
    return next((f for f in formats if wanted in f.names or wanted == f.media_type or wanted in f.aliases), None)
