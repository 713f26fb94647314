"""`/validate` over HTTP: GET is a page with a text box, POST is a report in RDF, JSON or HTML, by Accept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from api import negotiation, rdf, results
from api.engine.errors import Busy, EngineError
from api.pages.model import Page
from api.pages.rendering import render
from api.problems import Problem, engine_problem, respond
from api.requests import fields, parse
from api.ticker import Ticker
from api.validation.asking import ACCEPTED, Sent, sent
from api.validation.checking import SYNTAXES, Findings, MalformedError
from api.validation.process import check_apart
from api.validation.reporting import as_json, as_triples, count
from api.watch import PATIENCE, ClientWatch
from ontology.terms import PREFIXES
from shapes import SHAPES

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.results import Format
    from api.settings import Settings
    from api.site import Site

JSON = results.Format("application/json", ("json",), False)
OFFERED = (
    *(results.TURTLE, results.JSON_LD, results.N_TRIPLES, results.RDF_XML, results.TRIG, results.N_QUADS),
    *(JSON, results.GRAPH_HTML),
)
"""The formats of a report; Turtle when nothing else is asked for."""
ALIKE, WAITING = 2, 8
"""Checks at the same time, and requests that may wait for one: each is a process that starts anew."""
MOST_LINKS, BATCH = 20_000, 500
"""IRIs of the graph that one text may speak of, and how many of them one query asks for."""
NAMED = "CONSTRUCT {{ ?s a ?class }} WHERE {{ VALUES ?s {{ {iris} }} ?s a ?class }}"
DESCRIBED = """CONSTRUCT {{ ?s ?p ?o . ?o a ?class }}
WHERE {{ VALUES ?s {{ {iris} }} ?s ?p ?o OPTIONAL {{ ?o a ?class }} }}"""


@dataclass(frozen=True, slots=True)
class ValidatePage(Page):
    """The form, and the report of one check."""

    data: str = ""
    syntax: str = "text/turtle"
    syntaxes: tuple[str, ...] = tuple(SYNTAXES)
    most: str = ""
    findings: Findings | None = None
    said: str = ""
    """What was found, or why the RDF could not be read."""


class Validation:
    """The endpoint."""

    methods = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, site: Site, settings: Settings) -> None:
        self._site, self._settings = site, settings
        self._ticker = Ticker(PATIENCE / 2)
        self._turn, self._waiting = asyncio.Semaphore(ALIKE), 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = fields(scope)
        async with ClientWatch(receive, self._ticker):
            try:
                response = await self._answer(Request(scope), headers, receive)
            except Problem as problem:
                response = respond(problem, headers.get("accept"), scope.get("root_path", ""))
            await response(scope, receive, send)

    async def _answer(self, request: Request, headers: Mapping[str, str], receive: Receive) -> Response:
        if request.method not in self.methods:
            allowed = ", ".join(self.methods)
            raise Problem("method-not-allowed", f"{request.method} is not answered here", headers={"Allow": allowed})
        if request.method != "POST":
            return self._form(request, headers)
        form = choose(headers, dict(parse(request.scope["query_string"])).get("format"))
        given = await sent(headers, receive, self._settings.validation_kb << 10)
        try:
            findings = await self._checked(given)
            # a report may be long: other requests are answered meanwhile
            return await asyncio.to_thread(self._report, request, given, findings, form)
        except Problem as problem:
            if form is not results.GRAPH_HTML or problem.kind != "malformed-rdf":
                raise
            page = replace(self._empty, data=given.text, syntax=given.syntax, said=problem.detail)
            return self._page(request, page, problem.status)

    async def _checked(self, given: Sent) -> Findings:
        """Wait for a turn and check. Raises Problem."""
        limits = replace(self._settings.limits, seconds=self._settings.validation_seconds)
        try:
            if self._waiting >= WAITING:
                raise Busy("too many checks are waiting")
            self._waiting += 1
            try:
                async with self._turn:
                    return await check_apart(given.text, given.syntax, self._base, self._described, limits)
            finally:
                self._waiting -= 1
        except MalformedError as error:
            place = {"line": error.line, "column": error.column} if error.line else {}
            raise Problem("malformed-rdf", str(error), place) from error
        except EngineError as error:
            raise engine_problem(error) from error

    @property
    def _base(self) -> str:
        return self._site.engine.release.base

    async def _described(self, describe: list[str], name: list[str]) -> bytes:
        """Return what the graph says of its things: all of those that are described, the classes of the others."""
        if len(describe) + len(name) > MOST_LINKS:
            raise Problem("content-too-large", f"the text speaks of more than {MOST_LINKS} things of the graph")
        return await self._constructed(DESCRIBED, describe) + await self._constructed(NAMED, name)

    async def _constructed(self, query: str, iris: Sequence[str]) -> bytes:
        batches = (iris[start : start + BATCH] for start in range(0, len(iris), BATCH))
        values = (" ".join(f"<{iri}>" for iri in batch) for batch in batches)
        return b"".join([await self._site.engine.construct(query.format(iris=each)) for each in values])

    def _form(self, request: Request, headers: Mapping[str, str]) -> Response:
        if negotiation.choose(headers.get("accept"), ("text/html", "application/xhtml+xml")) is None:
            offered = {"offered": ["text/html"]}
            raise Problem("not-acceptable", "this is a page; RDF is sent with POST", offered, {"Accept-Post": ACCEPTED})
        return self._page(request, self._empty)

    def _report(self, request: Request, given: Sent, findings: Findings, form: Format) -> Response:
        common = {"Cache-Control": "no-store", "Vary": "Accept"}
        if form is JSON:
            body = json.dumps(as_json(findings, self._site.engine.release.version), ensure_ascii=False) + "\n"
            return Response(body, 200, common, form.content_type)
        if form is results.GRAPH_HTML:
            page = replace(self._empty, data=given.text, syntax=given.syntax, findings=findings, said=said(findings))
            return self._page(request, page)
        return Response(in_rdf(findings, form), 200, common, form.content_type)

    @property
    def _empty(self) -> ValidatePage:
        return ValidatePage(title="Check your RDF", most=f"{self._settings.validation_kb:,} KiB")

    def _page(self, request: Request, page: ValidatePage, status: int = 200) -> Response:
        body = render("validate.html", page, self._site, self._site.addresses(request))
        return Response(body, status, {"Cache-Control": "no-store", "Vary": "Accept"}, "text/html")


def in_rdf(findings: Findings, form: Format) -> bytes:
    """Return a report in a format of RDF, with the prefixes that it uses."""
    triples = rdf.grouped(as_triples(findings))
    text = " ".join(str(triple) for triple in triples)
    used = {name: iri for name, iri in {**PREFIXES, "ccs": SHAPES}.items() if f"<{iri}" in text}
    return rdf.serialize(triples, form, used)


def choose(headers: Mapping[str, str], name: str | None) -> Format:
    """Return the format of a report. Raises Problem: 406, or 400 for a name that means none."""
    if name is not None:
        if (chosen := results.named(name, (JSON, *OFFERED))) is None:
            raise Problem(
                "bad-request", f"format is {name}; expected one of ttl, jsonld, nt, rdf, trig, nq, json, html"
            )
        return chosen
    offers = [(form, media_type) for form in OFFERED for media_type in (form.media_type, *_aliases(form))]
    place = negotiation.choose(headers.get("accept"), [media_type for _, media_type in offers])
    if place is None:
        offered = sorted({form.media_type for form in OFFERED})
        raise Problem("not-acceptable", "a report is RDF, JSON or a page", {"offered": offered})
    return offers[place][0]


def _aliases(form: Format) -> tuple[str, ...]:
    """Return the other names of a format in Accept; application/json is the JSON that is not RDF."""
    return tuple(alias for alias in form.aliases if alias != "application/json")


def said(findings: Findings) -> str:
    """Say in a sentence what was found."""
    if not findings.checked:
        return "No shape speaks of anything in this RDF: none of its resources has one of the classes or properties."
    if not findings.results:
        return "Nothing is wrong."
    violations = count(findings, "Violation")
    warnings = len(findings.results) - violations
    return f"{_number(violations, 'violation')}, {_number(warnings, 'warning')}."


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"
