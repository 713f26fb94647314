"""Answers of a remote server made into the formats that it cannot write."""

from __future__ import annotations

import io

import pyoxigraph as ox

from api import results
from api.engine import writing
from api.engine.evaluate import GRAPHS, ROWS
from api.engine.rows import counter

AS_WRITTEN = {f.media_type for f in (results.JSON, results.XML, results.TURTLE, results.N_TRIPLES, results.RDF_XML)}
"""Formats that every server writes well, which pass as they are. CSV is not among them: its ASK is not agreed on."""


def source(media_type: str, *, gives_graph: bool) -> str:
    """Return the format to ask a server for, so that the answer can be had in `media_type`."""
    if media_type in AS_WRITTEN:
        return media_type
    return results.N_TRIPLES.media_type if gives_graph else results.JSON.media_type


class Collector(io.BytesIO):
    """A buffer that counts rows, as a sink does."""

    rows = 0


def convert(body: bytes, media_type: str, prefixes: dict[str, str], *, gives_graph: bool) -> tuple[bytes, int]:
    """Return the answer in a format, and its rows.

    Raises SyntaxError when the server's answer is not what it said.
    """
    collector = Collector()
    if gives_graph:
        _triples(body, media_type, prefixes, collector)
    else:
        _rows(body, media_type, collector)
    return collector.getvalue(), collector.rows


def _triples(body: bytes, media_type: str, prefixes: dict[str, str], collector: Collector) -> None:
    triples = [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]
    collector.rows = len(triples)
    if media_type == results.JSON_LD.media_type:
        writing.json_ld(triples, collector, prefixes)
    elif media_type == results.GRAPH_HTML.media_type:
        writing.html_triples(triples, collector)
    else:
        ox.serialize(triples, collector, format=GRAPHS[media_type])


def _rows(body: bytes, media_type: str, collector: Collector) -> None:
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        collector.rows = 1
        if media_type == results.HTML.media_type:
            writing.html_boolean(bool(found), collector)
        else:
            collector.write(b"true\n" if found else b"false\n")
    elif media_type == results.HTML.media_type:
        writing.html_table(found, collector)
    else:
        _table(found, media_type, collector)


def _table(found: ox.QuerySolutions, media_type: str, collector: Collector) -> None:
    """Write solutions as CSV or TSV."""
    found.serialize(collector, format=ROWS[media_type])
    count = counter(media_type)
    collector.rows = count(collector.getvalue()) if count else 0
