"""Formats that the engine does not write as wanted: HTML tables, and JSON-LD with `@type` and native numbers.

All are written as the solutions come, in constant memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Protocol

import pyoxigraph as ox


class Writable(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> int:
        """Take the bytes."""


class Collecting(Writable, Protocol):
    """What rows can be written to: a worker's sink, or a buffer."""

    rows: int


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
STRING = XSD + "string"


def counted(triples: Iterable[ox.Triple], sink: Collecting) -> Iterator[ox.Triple]:
    """Pass the triples through, counting each as a row."""
    for sink.rows, triple in enumerate(triples, 1):
        yield triple


def html_boolean(truth: bool, sink: Collecting) -> None:
    """Write the answer to an ASK as a paragraph."""
    sink.write(f'<p class="answer">{"true" if truth else "false"}</p>\n'.encode())


def html_table(solutions: ox.QuerySolutions, sink: Collecting) -> None:
    """Write solutions as a table; IRIs are links, literals carry their language."""
    names = [variable.value for variable in solutions.variables]
    _open_table(names, sink)
    for sink.rows, solution in enumerate(solutions, 1):
        _row(solution, sink)
    sink.write(b"</tbody>\n</table>\n</div>\n")


def html_triples(triples: Iterable[ox.Triple], sink: Collecting) -> None:
    """Write triples as a table."""
    _open_table(["subject", "predicate", "object"], sink)
    for triple in triples:
        _row(triple, sink)
    sink.write(b"</tbody>\n</table>\n</div>\n")


def _open_table(names: list[str], sink: Collecting) -> None:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    # wide tables scroll in a region of their own, which the keyboard reaches
    sink.write(b'<div class="scroll" role="region" tabindex="0" aria-label="Answer">\n')
    sink.write(f'<table class="results">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'.encode())


def _row(terms: Iterable[Term | None], sink: Collecting) -> None:
    sink.write(f"<tr>{''.join(f'<td>{cell(term)}</td>' for term in terms)}</tr>\n".encode())


def cell(term: Term | None) -> str:
    """Return one term as HTML."""
    match term:
        case None:
            return ""
        case ox.NamedNode():
            shown = escape(term.value)
            # only http IRIs become links: a javascript: IRI in the data must not run on a click
            return f'<a href="{shown}">{shown}</a>' if term.value.startswith(("http://", "https://")) else shown
        case ox.Literal():
            lang = f' lang="{escape(term.language)}"' if term.language else ""
            kind = (
                ""
                if term.language or term.datatype.value == STRING
                else f' data-datatype="{escape(term.datatype.value)}"'
            )
            return f"<span{lang}{kind}>{escape(term.value)}</span>" if lang or kind else escape(term.value)
        case _:
            return escape(str(term))


def json_ld(triples: Iterable[ox.Triple], sink: Writable, prefixes: dict[str, str]) -> None:
    """Write triples as JSON-LD 1.1: one node object for each run of triples with the same subject."""
    sink.write(f'{{"@context":{json.dumps(prefixes)},"@graph":['.encode())
    node: dict[str, Any] = {}
    separator = b""
    for triple in triples:
        subject = node_id(triple.subject)
        if node and node["@id"] != subject:
            sink.write(separator + json.dumps(node, ensure_ascii=False).encode())
            node, separator = {}, b","
        node["@id"] = subject
        _add(node, triple.predicate.value, triple.object)
    sink.write((separator + json.dumps(node, ensure_ascii=False).encode() if node else b"") + b"]}\n")


def _add(node: dict[str, Any], predicate: str, term: Any) -> None:
    if predicate == RDF_TYPE and isinstance(term, ox.NamedNode):
        node.setdefault("@type", []).append(term.value)
    else:
        node.setdefault(predicate, []).append(value(term))


def node_id(term: Any) -> str:
    """Return a node's identifier."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def value(term: Any) -> Any:
    """Return an object as JSON-LD; integers, doubles and booleans are native where that keeps their lexical form."""
    if not isinstance(term, ox.Literal):
        return {"@id": node_id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == STRING:
        return {"@value": term.value}
    return native(term.value, datatype) or {"@value": term.value, "@type": datatype}


def native(lexical: str, datatype: str) -> dict[str, Any] | None:
    """Return an integer or a boolean as a native value object, where JSON can carry it back unchanged."""
    if datatype == XSD + "boolean" and lexical in ("true", "false"):
        return {"@value": lexical == "true"}
    # 2**53: past it a JSON number is not read back exactly; "+1" and "01" would come back as another lexical form
    if datatype == XSD + "integer" and len(lexical) < 16 and str(_integer(lexical)) == lexical:
        return {"@value": int(lexical)}
    return None


def _integer(lexical: str) -> int | None:
    try:
        return int(lexical)
    except ValueError:
        return None
