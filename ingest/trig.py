"""Quads to sorted TriG: the same statements always give the same bytes.

Graphs, subjects, predicates and objects are in code point order, one predicate a line, so that a change of the data
reads as a change of lines. IRIs are written as prefixed names where Turtle allows it without escapes, below the base
as relative references, else in full. The writer is where a release is moved to another base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from ingest.quads import RDF_TYPE, XSD, XSD_STRING, Literal, Term, Triple
from ontology.identifiers import BASE, rebased
from ontology.terms import PREFIXES

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""Local names that need no escape in Turtle: "Recommendation", "16.a"."""
_RELATIVE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.()%~-]*(?:/[A-Za-z0-9_(%-][A-Za-z0-9_.()%~-]*)*")
"""References that resolve to base + themselves (RFC 3986, 5.2): no colon, no empty or dotted segment."""
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F]} | {
    0x09: "\\t",
    0x0A: "\\n",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}


def quote(text: str) -> str:
    """Return a string as a quoted literal on one line."""
    return f'"{text.translate(_ESCAPES)}"'


class Writer:
    """Writes terms and graphs of one release; it remembers the names that it has made."""

    def __init__(self, base: str = BASE) -> None:
        self.base = base
        self.prefixes = {**PREFIXES, "cg": base}
        self._names: dict[str, str] = {}
        # The longest namespace first: sdgo: lies below sdg:, cc: below cg:.
        self._spaces = sorted(((ns, name) for name, ns in self.prefixes.items()), key=lambda pair: -len(pair[0]))

    def head(self) -> str:
        """Return the lines that declare the base and the prefixes."""
        lines = [f"@base <{self.base}> .", *(f"@prefix {name}: <{ns}> ." for name, ns in self.prefixes.items())]
        return "\n".join(lines) + "\n"

    def graph(self, name: str, triples: Iterable[Triple]) -> str:
        """Return one named graph as a block; nothing for a graph without statements."""
        terms = {(self.iri(t.subject), self.predicate(t.predicate), self.term(t.object)) for t in triples}
        blocks = [self._subject(s, group) for s, group in groupby(sorted(terms), key=itemgetter(0))]
        return "\n" + self.iri(name) + " {\n" + "\n".join(blocks) + "\n}\n" if blocks else ""

    def iri(self, iri: str) -> str:
        """Return an IRI or a blank node as Turtle writes it. Raises ValueError for what is no IRI."""
        if (name := self._names.get(iri)) is None:
            name = self._names[iri] = self._name(rebased(iri, self.base))
        return name

    def predicate(self, iri: str) -> str:
        """Return a predicate; rdf:type is "a"."""
        return "a" if iri == RDF_TYPE else self.iri(iri)

    def term(self, term: Term) -> str:
        """Return an object: an IRI, a blank node or a literal."""
        return self.iri(term) if isinstance(term, str) else self._literal(term)

    def _literal(self, literal: Literal) -> str:
        if literal.language:
            return f"{quote(literal.value)}@{literal.language}"
        if literal.datatype == XSD_STRING:
            return quote(literal.value)
        bare = _BARE.get(literal.datatype)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        return f"{quote(literal.value)}^^{self.iri(literal.datatype)}"

    def _name(self, iri: str) -> str:
        if iri.startswith("_:"):
            return iri
        if _FORBIDDEN.search(iri) or ":" not in iri:
            message = f"not an IRI: {iri!r}"
            raise ValueError(message)
        for namespace, prefix in self._spaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        if iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return f"<{iri}>"

    def _subject(self, subject: str, rows: Iterable[tuple[str, str, str]]) -> str:
        lines = [
            f"    {predicate} {', '.join(row[2] for row in group)}"
            for predicate, group in groupby(rows, key=itemgetter(1))
        ]
        return subject + "\n" + " ;\n".join(lines) + " ."


def write_trig(graphs: Mapping[str, Iterable[Triple]], base: str = BASE) -> str:
    """Return named graphs as one TriG document in a fixed order.

    >>> chile = Triple(BASE + "place/CHL", PREFIXES["cc"] + "m49", Literal("152"))
    >>> text = write_trig({BASE + "graph/curated": [chile]})
    >>> print(text[text.index("<graph") :].strip())
    <graph/curated> {
    <place/CHL>
        cc:m49 "152" .
    }
    """
    writer = Writer(base)
    return writer.head() + "".join(writer.graph(name, graphs[name]) for name in sorted(graphs))


def write_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return statements as N-Triples in the order given, for the validator and for digests."""
    return "".join(f"{_plain(t.subject)} <{t.predicate}> {_plain(t.object)} .\n" for t in triples).encode()


def _plain(term: Term) -> str:
    if isinstance(term, str):
        return term if term.startswith("_:") else f"<{term}>"
    if term.language:
        return f"{quote(term.value)}@{term.language}"
    return quote(term.value) if term.datatype == XSD_STRING else f"{quote(term.value)}^^<{term.datatype}>"
