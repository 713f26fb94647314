"""`/sparql`: the query side of the SPARQL 1.1 Protocol, as a plain ASGI endpoint.

A request is read (`requests`), its format negotiated, answered from the cache or by the engine, and sent (`sending`).
Everything that goes wrong before the first byte is a problem; after it the connection breaks, for no text of ours may
look like part of an answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from api import negotiation, plain, results, sandbox
from api.engine import Engine, Query
from api.engine.errors import BadQuery, EngineError, LimitExceeded
from api.explain import explain
from api.express import ANSWERED, BEGUN, Answered
from api.hints import explain as explain_error
from api.hints import hints
from api.problems import Problem, engine_problem, respond
from api.requests import METHODS, Asked, ask, fields
from api.results import Form, Format
from api.sending import Outline, Sending, frame_of
from api.service_description import Describing
from api.ticker import Ticker
from api.watch import PATIENCE, ClientWatch
from releases.folder import is_releases

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.express import Begun
    from api.settings import Settings


class Protocol:
    """The endpoint."""

    methods = METHODS

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._describing = Describing(engine, settings)
        # where earlier releases are kept, queries can be asked of those, too
        dated = ", Accept-Datetime" if is_releases(settings.graph) else ""
        self._sending = Sending(settings.max_age, settings.stall_seconds, f"Accept, Accept-Encoding{dated}")
        self._start, self._number = token_hex(4), count()
        self.ticker = Ticker(PATIENCE / 2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = fields(scope)
        async with ClientWatch(receive, self.ticker):
            try:
                await self._answer(scope, headers, receive, send)
            except Problem as problem:
                response = respond(problem, headers.get("accept"), scope.get("root_path", ""))
                await response(scope, receive, send)

    async def _answer(self, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        if scope["method"] not in METHODS:
            allowed = ", ".join(METHODS)
            raise Problem("method-not-allowed", f"{scope['method']} is not answered here", headers={"Allow": allowed})
        asked = await ask(scope, headers, receive, self._settings.query_length)
        if asked is None:
            await self._describing.respond(scope, headers)(scope, receive, send)
            return
        query_id = self.query_id()
        try:
            self._note(notes(scope), asked, query_id)
            if asked.explain:
                await self._explain(asked, scope, headers, receive, send)
            else:
                await self.evaluate(asked, query_id, scope, headers, send)
        except sandbox.Refused as refused:
            raise Problem(f"{refused.what}-refused", str(refused), {"query_id": query_id}) from refused
        except EngineError as error:
            raise self._problem(error, asked.query, query_id) from error

    def query_id(self) -> str:
        """Return a name for one evaluation: unlike any other of this process, and most likely of others."""
        return f"{self._start}-{next(self._number):08x}"

    def _note(self, told: dict[str, Any], asked: Asked, query_id: str) -> None:
        """Put what the log tells of a query where the envelope finds it."""
        reading = sandbox.read(asked.query.text)
        told["query_id"] = query_id
        told["form"] = str(reading.form or "none").lower()
        told["query_hash"] = reading.digest[:16]
        told["outcome"] = "broken"  # until it is known to be whole
        if self._settings.log_queries:
            told["query"] = asked.query.text

    def _problem(self, error: EngineError, query: Query, query_id: str) -> Problem:
        """Return the problem of a failed query, with what may help its author."""
        extras: dict[str, Any] = {"query_id": query_id}
        if isinstance(error, BadQuery):
            found = explain_error(query.text, error, self._engine.release)
            extras |= {"line": found.line, "column": found.column, "text": found.text, "hints": list(found.hints)}
            return Problem("malformed-query", found.detail, extras)
        if isinstance(error, LimitExceeded):
            extras["hints"] = list(hints(query.text, self._engine.release))
        return engine_problem(error, extras)

    async def _explain(
        self, asked: Asked, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        explained = await explain(self._engine, self._settings, asked.query)
        notes(scope)["outcome"] = "explained"
        common = {"Cache-Control": "no-store", "Vary": "Accept"}
        if negotiation.choose(headers.get("accept"), ("application/json", "text/html")) == 1:
            page = plain.page("How the query was understood", plain.members(explained), scope.get("root_path", ""))
            await HTMLResponse(page, headers=common)(scope, receive, send)
        else:
            await JSONResponse(explained, headers=common)(scope, receive, send)

    async def evaluate(self, asked: Asked, query_id: str, scope: Scope, headers: Mapping[str, str], send: Send) -> None:
        """Answer from the client's own copy (304), the cache or the engine.

        Raises Problem (406), sandbox.Refused and EngineError before the first byte, nothing after it.
        """
        form = sandbox.read(asked.query.text).form or Form.SELECT
        chosen, content_type = choose_format(asked.format, headers.get("accept"), form)
        key = self._engine.key(asked.query, chosen.media_type)
        frame = frame_of(chosen, asked.query.text, scope.get("root_path", ""))
        outline = Outline(chosen, content_type, f'W/"{key}"', asked.format is not None, frame)
        common = self._sending.headers(outline, self._engine.release, query_id)
        told, release = notes(scope), self._engine.release.digest
        if scope["method"] == "GET" and self._sending.holds(headers, outline, self._engine.release):
            scope["state"][ANSWERED] = Answered(release, asked, outline, kept=True)
            await self._sending.not_modified(common, send, told)
            return
        early = begun(scope, key)
        started, exchange = (early.at, early.exchange) if early else (time.perf_counter(), None)
        answer = await self._engine.answer(asked.query, chosen.media_type, key, exchange)
        answer.started = started
        scope["state"][ANSWERED] = Answered(release, asked, outline, kept=answer.cached)
        try:
            await self._sending.answer(answer, outline, common, told, scope, send)
        finally:
            answer.close()


def begun(scope: Scope, key: str) -> Begun | None:
    """Return what of a request has begun, if that query's answer is still the one that is to be given."""
    found: Begun | None = scope["state"].get(BEGUN)
    return found if found is not None and found.understood.key == key else None


def notes(scope: Scope) -> dict[str, Any]:
    """Return the members of the request's log line."""
    noted: dict[str, Any] = scope["state"]["notes"]
    return noted


@lru_cache(maxsize=512)
def choose_format(name: str | None, accept: str | None, form: Form) -> tuple[Format, str]:
    """Return the format of the answer and its Content-Type; `?format=` wins over Accept.

    A type that stands in for another one (application/json) is answered under its own name, for a client that accepts
    only that has to find it there. Raises Problem (406) when nothing fits, listing what is offered.
    """
    formats = results.offered(form)
    offers = [(f, f.media_type) for f in formats] + [(f, alias) for f in formats for alias in f.aliases]
    if name is not None:
        chosen = results.named(name, formats)
        if chosen is not None:
            return chosen, chosen.content_type
    else:
        place = negotiation.choose(accept, [media_type for _, media_type in offers])
        if place is not None:
            chosen, media_type = offers[place]
            return chosen, f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    wanted = f"format={name}" if name is not None else f"Accept: {accept}"
    offered = sorted({media_type for _, media_type in offers})
    raise Problem("not-acceptable", f"{form} has no answer for {wanted}", {"offered": offered})
