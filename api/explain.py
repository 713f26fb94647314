"""`?explain=1`: how a query was understood, and how many solutions each of its patterns has, instead of an answer.

The engine shows no plan of its own. What an author needs of one is here: the patterns as they are joined, how many
solutions each has by itself (a good plan begins with the fewest), and the hints.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api import sandbox
from api.engine import Engine, Query, rewriting
from api.engine.errors import BadQuery, EngineError
from api.engine.summaries import WORTH
from api.grammar import Group, Reader, Unexpected
from api.hints import LONGEST, hints
from api.results import CSV, JSON, TURTLE, Form
from api.sandbox import Reading, tokens

if TYPE_CHECKING:
    from api.settings import Settings

MOST_COUNTED = 20
"""Patterns whose solutions are counted: each is one query more."""
PATIENCE = 1.0
"""Seconds for one count."""


async def explain(engine: Engine, settings: Settings, query: Query) -> dict[str, Any]:
    """Return the explanation as JSON.

    Raises EngineError and sandbox.Refused for a query that could not be asked.
    """
    reading = sandbox.read(query.text)
    await _check(engine, query, reading.form or Form.SELECT)
    group = structure(query.text)
    places = list(_triples(group))[:MOST_COUNTED] if group else []
    return {
        "form": reading.form,
        "release": engine.release.iri,
        "dataset": _dataset(query, has_dataset=reading.has_dataset),
        "services": [block.target for block in reading.services],
        "canonical": reading.canonical,
        "patterns": [await _pattern(engine, query, reading, place) for place in places],
        "rewrite": _rewrite(engine, settings, query, reading),
        "hints": list(hints(query.text, engine.release)),
        "limits": {"seconds": settings.seconds, "memory_mb": settings.memory_mb, "rows": settings.rows},
    }


def _rewrite(engine: Engine, settings: Settings, query: Query, reading: Reading) -> dict[str, str] | None:
    """Return how the query is rewritten to be answered sooner: by our own engine, over the whole of a large release."""
    chosen = reading.has_dataset or query.default_graphs is not None or query.named_graphs is not None
    if settings.engine is not None or chosen or engine.release.triples < WORTH:
        return None
    return rewriting.told(query.text)


async def _check(engine: Engine, query: Query, form: Form) -> None:
    """Let the engine read the query: what is malformed is refused as ever, what is only slow is not waited for."""
    media_type = TURTLE.media_type if form.gives_graph else JSON.media_type
    try:
        answer = await engine.answer(replace(query, seconds=PATIENCE), media_type)
    except BadQuery:
        raise
    except EngineError:
        return
    answer.close()


def structure(text: str) -> Group | None:
    """Return the groups of a query that the grammar reads; None for others (SPARQL 1.2, or too long)."""
    if len(text) > LONGEST:
        return None
    try:
        return Reader(tokens(text)).query()
    except Unexpected:
        return None


def _triples(group: Group) -> list[tuple[int, int]]:
    return sorted(group.triples + [place for inner in group.inside for place in _triples(inner)])


def _dataset(query: Query, *, has_dataset: bool) -> dict[str, Any]:
    if query.default_graphs is not None or query.named_graphs is not None:
        return {"chosen_by": "request", "default": query.default_graphs or (), "named": query.named_graphs or ()}
    return {"chosen_by": "query"} if has_dataset else {"chosen_by": "service", "default": "union of all graphs"}


async def _pattern(engine: Engine, query: Query, reading: Reading, place: tuple[int, int]) -> dict[str, Any]:
    text = query.text[slice(*place)]
    prologue = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in reading.prefixes.items())
    counting = f"{prologue}SELECT (COUNT(*) AS ?solutions) {{ {text} }}"
    try:
        answer = await engine.answer(replace(query, text=counting, seconds=PATIENCE), CSV.media_type)
        body = b"".join([chunk async for chunk in answer.chunks()])
        number = int(body.split(b"\r\n")[1])
    except EngineError:
        return {"pattern": text, "solutions": None}
    return {"pattern": text, "solutions": number}
