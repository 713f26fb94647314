"""Queries and resources as of an earlier release.

`/sparql?release=<version>`, or with Accept-Datetime, is evaluated on that release; below `/release/<version>/as-of/`
stands the whole service as it was, and each of its answers is a memento.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from api.addresses import Addresses
from api.engine.errors import EngineError
from api.history.memento import Mementos, http_date, links, links_around, read_date
from api.problems import Problem, engine_problem, respond
from api.requests import METHODS, fields, parse
from api.resources.answering import WORDS
from api.resources.asked import split_suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.engine import Engine
    from api.history.archive import Archive
    from releases.log import Entry

DATED = b"accept-datetime"
SPARQL = "/sparql"


def dated(scope: Scope) -> str | None:
    """Return the Accept-Datetime header of a request, if it has one."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == DATED), None)


def adding(send: Send, headers: Sequence[tuple[str, str]], also: Callable[[int], bool] = lambda _: False) -> Send:
    """Return a `send` that adds header fields to what is no error, and to errors of the statuses that `also` has."""
    raw = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers]

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and (message["status"] < 400 or also(message["status"])):
            message = {**message, "headers": _varying([*message.get("headers", ()), *raw])}
        await send(message)

    return sent


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return header fields with one Vary for all."""
    varies = [value for name, value in headers if name == b"vary"]
    others = [header for header in headers if header[0] != b"vary"]
    return [*others, (b"vary", b", ".join(varies))] if varies else others


def named_release(scope: Scope) -> str | None:
    """Return the version that the parameter `release` of an address names, or the beginning of one; None without it.

    Raises Problem bad-request for an address that is not well formed.
    """
    if b"release=" not in scope["query_string"]:
        return None
    named = [value for name, value in parse(scope["query_string"]) if name == "release"]
    return named[0].rpartition("/")[2] if named else None


class QueriesNow:
    """Stands before the endpoint for queries where one state is served: a query on another release is refused."""

    methods = METHODS

    def __init__(self, sparql: ASGIApp, engine: Engine) -> None:
        self._sparql, self._engine = sparql, engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            named = named_release(scope)
            if named is not None and not (named and self._engine.release.version.startswith(named)):
                here = f"there is no release {named[:80]!r} here; this is {self._engine.release.version}"
                raise Problem("not-found", here)
        except (Problem, EngineError) as error:
            problem = error if isinstance(error, Problem) else engine_problem(error)
            await respond(problem, fields(scope).get("accept"), scope.get("root_path", ""))(scope, receive, send)
            return
        await self._sparql(scope, receive, send)


class QueriesAsOf:
    """Stands before the endpoint for queries, and passes those on an earlier release to the service over that."""

    methods = METHODS

    def __init__(self, sparql: ASGIApp, engine: Engine, archive: Archive) -> None:
        self._sparql, self._engine, self._archive = sparql, engine, archive

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            entry = self._asked(scope)
            if entry is None:
                await self._sparql(scope, receive, send)
                return
            headers = [("Memento-Datetime", http_date(entry.at)), ("Vary", "Accept-Datetime")]
            if entry.version == self._engine.release.version:
                await self._sparql(scope, receive, adding(send, headers))
                return
            async with self._archive.opened(entry) as past:
                path = scope.get("root_path", "").rstrip("/") + SPARQL
                await past.app({**scope, "path": path}, receive, adding(send, headers))
        except (Problem, EngineError) as error:
            problem = error if isinstance(error, Problem) else engine_problem(error)
            accept = fields(scope).get("accept")
            await respond(problem, accept, scope.get("root_path", ""))(scope, receive, send)

    def _asked(self, scope: Scope) -> Entry | None:
        """Return the release that a request names, by its version or a date; None: that which is served now."""
        if (named := named_release(scope)) is not None:
            return self._archive.entry(named, shortened=True)
        date = dated(scope)
        return self._archive.releases.at(read_date(date)) if date is not None else None


class SiteAsOf:
    """The service as it was in a release, below `/release/<version>/as-of`."""

    methods = METHODS

    def __init__(self, archive: Archive, mementos: Mementos, engine: Engine) -> None:
        self._archive, self._mementos, self._engine = archive, mementos, engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever is answered is as it was, and dated."""
        entry = self._archive.entry(scope["path_params"]["version"])
        prefix = scope.get("root_path", "").rstrip("/")
        below = f"{prefix}/release/{scope['path_params']['version']}/as-of"
        headers = [("Memento-Datetime", http_date(entry.at)), *self._links(scope, entry, prefix, below)]
        inner = {**scope, "root_path": below, "path_params": {}}
        async with self._archive.opened(entry) as past:
            await past.app(inner, receive, adding(send, headers))

    def _links(self, scope: Scope, entry: Entry, prefix: str, below: str) -> list[tuple[str, str]]:
        path = unquote(scope["path"].removeprefix(below)).strip("/")
        at = addresses(scope, self._engine.release.base, prefix)
        iri = iri_of(path, at)
        if iri is None:
            return []
        written = at.path(iri) or path
        written += path.removeprefix(split_suffix(path)[0])
        found = [*links(written, at), *links_around(self._mementos.of(iri, written, at), entry.version)]
        return [("Link", ", ".join(found))]


def addresses(scope: Scope, base: str, prefix: str) -> Addresses:
    """Return the mapping between IRIs and addresses for a request."""
    host = fields(scope).get("host") or "localhost"
    return Addresses(base, prefix, f"{scope['scheme']}://{host}")


def iri_of(path: str, at: Addresses) -> str | None:
    """Return the IRI that a path stands for, with a suffix or without; None for a page of the service."""
    stem, _ = split_suffix(path)
    return at.iri(stem) if stem.partition("/")[0] in WORDS else None
