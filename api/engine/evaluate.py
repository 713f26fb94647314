"""From a request to the bytes of its answer, in the worker: the dataset, the engine's call, the format.

In comes a `worker.Request`, out go bytes into a `Sink`. What the engine cannot write itself (HTML, JSON-LD with native
numbers) is in `writing`.
"""

from __future__ import annotations

import contextlib
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from api import results
from api.engine import indexed, rewriting, writing
from api.engine.columns import in_order
from api.engine.describing import with_evidence
from api.engine.errors import BadQuery
from api.engine.functions import FUNCTIONS, NAMESPACE
from api.engine.rows import counter
from api.engine.searching import expanded
from api.engine.sink import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from api.engine.holding import Holding
    from api.engine.sink import Sink
    from api.engine.worker import Request

ROWS = {
    results.JSON.media_type: ox.QueryResultsFormat.JSON,
    results.XML.media_type: ox.QueryResultsFormat.XML,
    results.CSV.media_type: ox.QueryResultsFormat.CSV,
    results.TSV.media_type: ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    results.TURTLE.media_type: ox.RdfFormat.TURTLE,
    results.N_TRIPLES.media_type: ox.RdfFormat.N_TRIPLES,
    results.RDF_XML.media_type: ox.RdfFormat.RDF_XML,
    results.TRIG.media_type: ox.RdfFormat.TRIG,
    results.N_QUADS.media_type: ox.RdfFormat.N_QUADS,
}
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)


def answer(holding: Holding, request: Request, sink: Sink) -> None:
    """Evaluate the query and write its answer.

    Raises SyntaxError as the engine gives it, and BadQuery when the form does not fit the media type.
    """
    store = holding.store
    arguments = {
        "base_iri": request.base,
        "custom_functions": FUNCTIONS if NAMESPACE in request.text else None,
        **dataset(request, union=holding.info.union),
    }

    def evaluate(over: ox.Store, text: str) -> Results:
        return over.query(text, **arguments)

    if request.searches and (found := of_search(holding, request)) is not None:
        write_table(found, request.media_type, sink)
        return
    text = request.text
    if request.searches:
        text = expanded(text, request.searches, dict(request.prefixes), holding.solutions)
    text = in_order(text, evaluate, written=request.text)
    outcome = evaluate_sooner(holding, text, evaluate) if not request.names_dataset else evaluate(store, text)
    if isinstance(outcome, ox.QueryTriples):
        triples = with_evidence(outcome, store) if request.describes and not request.names_dataset else outcome
        write_triples(triples, request.media_type, sink, dict(holding.info.prefixes))
    elif isinstance(outcome, ox.QueryBoolean):
        write_boolean(outcome, request.media_type, sink)
    elif isinstance(outcome, indexed.Table):
        write_table(outcome, request.media_type, sink)
    else:
        write_solutions(outcome, request.media_type, sink)


def of_search(holding: Holding, request: Request) -> indexed.Table | None:
    """Answer a query that is a search and nothing else; None for any other.

    Raises BadQuery for a search that is not one.
    """
    if holding.texts is None or not holding.texts.summaries.there or request.names_dataset:
        return None
    found = indexed.searched(request.text, request.searches, request.prefixes)
    return indexed.of_search(found, holding.texts) if found is not None else None


def evaluate_sooner(
    holding: Holding, text: str, evaluate: Callable[[ox.Store, str], Results]
) -> Results | indexed.Table:
    """Evaluate a query over the whole release, rewritten where that finds the same answer sooner (see `rewriting`).

    Raises SyntaxError as the engine gives it for the text as it is.
    """
    if holding.texts is not None and holding.texts.summaries.there and rewriting.plan(text) is not None:
        with contextlib.suppress(SyntaxError):  # one of the query itself is told with its own line and column, below
            table = rewriting.answered(text, holding.texts.summaries, partial(evaluate, holding.store))
            return table or evaluate(holding.store, rewriting.rewritten(text, holding.texts.summaries))
    return evaluate(holding.store, text)


def dataset(request: Request, *, union: bool) -> dict[str, Any]:
    """Return the engine's dataset arguments: the protocol's parameters win over FROM, FROM over the union."""
    if request.default_graphs is not None or request.named_graphs is not None:
        return {
            "default_graph": [ox.NamedNode(iri) for iri in request.default_graphs or ()],
            "named_graphs": [ox.NamedNode(iri) for iri in request.named_graphs or ()],
        }
    return {"use_default_graph_as_union": union and not request.names_dataset}


def write_solutions(solutions: ox.QuerySolutions, media_type: str, sink: Sink) -> None:
    """Write the answer to a SELECT."""
    if media_type == results.HTML.media_type:
        writing.html_table(solutions, sink)
        return
    if media_type not in ROWS:
        raise BadQuery(f"a SELECT has no answer in {media_type}")
    sink.count = counter(media_type)
    solutions.serialize(sink.file, format=ROWS[media_type])


def write_table(table: indexed.Table, media_type: str, sink: Sink) -> None:
    """Write an answer of the index; in JSON as it is, in any other format by way of the engine."""
    if media_type != results.JSON.media_type:
        solutions = ox.parse_query_results(table.body, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions), "a table has variables"
        write_solutions(solutions, media_type, sink)
        return
    sink.rows = table.rows
    for at in range(0, len(table.body), CHUNK):
        sink.write(table.body[at : at + CHUNK])


def write_boolean(truth: ox.QueryBoolean, media_type: str, sink: Sink) -> None:
    """Write the answer to an ASK; in CSV and TSV, of which the standards say nothing, as one line."""
    if media_type == results.HTML.media_type:
        writing.html_boolean(bool(truth), sink)
    elif media_type in (results.CSV.media_type, results.TSV.media_type):
        sink.write(b"true\n" if truth else b"false\n")
    elif media_type in ROWS:
        truth.serialize(sink.file, format=ROWS[media_type])
    else:
        raise BadQuery(f"an ASK has no answer in {media_type}")
    sink.rows = 1


def write_triples(triples: Iterable[ox.Triple], media_type: str, sink: Sink, prefixes: dict[str, str]) -> None:
    """Write the answer to a CONSTRUCT or DESCRIBE."""
    counted = writing.counted(triples, sink)
    if media_type == results.JSON_LD.media_type:
        writing.json_ld(counted, sink, prefixes)
    elif media_type == results.GRAPH_HTML.media_type:
        writing.html_triples(counted, sink)
    elif media_type in GRAPHS:
        kept = prefixes if media_type not in (results.N_TRIPLES.media_type, results.N_QUADS.media_type) else {}
        ox.serialize(counted, sink.file, format=GRAPHS[media_type], prefixes=kept)
    else:
        raise BadQuery(f"a CONSTRUCT or DESCRIBE has no answer in {media_type}")


def syntax_error(error: SyntaxError) -> BadQuery:
    """Turn the engine's message into place and cause."""
    found = PLACE.match(str(error))
    if found is None:
        return BadQuery(str(error))
    return BadQuery(found[3].strip(), int(found[1]), int(found[2]))
