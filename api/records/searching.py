"""`/api/v1/search` and `/api/v1/queries`: full-text search, and the example queries as operations with parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from pyoxigraph import Literal, NamedNode

from api.conditional import answer, holds, kept_headers, not_modified
from api.engine.errors import BadQuery
from api.pages.searching import search_query
from api.problems import Problem
from api.records import describing
from api.records.records import native
from ontology import terms

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.compacting import Object
    from api.description import Term
    from api.names import Names
    from api.site import Site

LONGEST = 500
"""Characters of a search, and of one parameter."""

QUERIES = f"""PREFIX rdfs: <{terms.RDFS}>
PREFIX schema: <{terms.SCHEMA}>
PREFIX sh: <{terms.SH}>
SELECT ?example ?title ?query (GROUP_CONCAT(DISTINCT ?keyword; separator=",") AS ?keywords) WHERE {{
  ?example a sh:SPARQLExecutable ; rdfs:comment ?title ; sh:select ?query .
  OPTIONAL {{ ?example schema:keywords ?keyword }}
}} GROUP BY ?example ?title ?query ORDER BY ?example"""


class Searches:
    """Search and example queries as they are served."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def add_to(self, router: APIRouter) -> None:
        """Add the routes, under both names of the API."""
        for root, named in (("/api/v1", True), ("/api", False)):
            _add(router, f"{root}/search", self.search, SEARCH, "search", "Search texts and names", named=named)
            _add(router, f"{root}/queries", self.queries, LISTED, "list_queries", "List example queries", named=named)
            _add(
                router, f"{root}/queries/{{name}}", self.query, ASKED, "ask_query", "Ask one example query", named=named
            )

    async def search(self, request: Request) -> Response:
        """Answer a search: what has the words, the best first."""
        given = _known(request, ("q",))
        words = given.get("q", "").strip()
        if not words or len(words) > LONGEST:
            raise Problem("bad-request", f"q is a text of 1 to {LONGEST} characters")
        at, names, sparql = self._site.addresses(request), await self._site.names(), search_query(words)
        rows = await self._site.engine.select(sparql)
        found: dict[str, Object] = {}
        for row in rows:
            found.setdefault(row["resource"].value, _hit(row, names, at))
        return self._answer(request, {"items": list(found.values()), "total": len(found), "sparql": sparql})

    async def queries(self, request: Request) -> Response:
        """Answer the list of example queries."""
        _known(request, ())
        at = self._site.addresses(request)
        items: list[Object] = []
        for row in await self._site.engine.select(QUERIES):
            if "example" in row:
                iri = row["example"].value
                name = iri.rpartition("/")[2]
                keywords = [word for word in row["keywords"].value.split(",") if word]
                links = {"url": at.url(at.path(iri) or ""), "answer": at.url(f"api/v1/queries/{name}")}
                items.append({"id": iri, "name": name, "title": row["title"].value, "keywords": keywords, **links})
        return self._answer(request, {"items": items, "total": len(items)})

    async def query(self, request: Request) -> Response:
        """Answer an example query; a parameter with the name of a variable fixes that variable.

        Raises Problem: not-found for a name that no example has, bad-request for a variable that the query has not.
        """
        name = str(request.path_params["name"])
        rows = await self._site.engine.select(QUERIES)
        sparql = next(
            (r["query"].value for r in rows if "example" in r and r["example"].value.endswith(f"/query/{name}")), ""
        )
        if not sparql:
            raise Problem("not-found", f"there is no example query {name[:60]!r}")
        bindings = {key: _term(value) for key, value in request.query_params.multi_items()}
        if unknown := [key for key in bindings if f"?{key}" not in sparql]:
            raise Problem("bad-request", f"the query has no variable ?{unknown[0][:60]}")
        try:
            found = await self._site.engine.select(sparql, **bindings)
        except BadQuery as error:
            raise Problem("bad-request", f"the query cannot be asked with these values: {error}") from error
        names, at = await self._site.names(), self._site.addresses(request)
        items = [{key: _cell(value, names, at) for key, value in row.items()} for row in found]
        return self._answer(request, {"items": items, "total": len(items), "sparql": sparql})

    def _answer(self, request: Request, body: Object) -> Response:
        at = self._site.addresses(request)
        headers = kept_headers(self._site, self._site.etag(str(request.url), at.prefix))
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        body["release"] = self._site.engine.release.version
        text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
        return answer(request, text.encode(), "application/json", headers)


def _known(request: Request, names: Sequence[str]) -> Mapping[str, str]:
    pairs = request.query_params.multi_items()
    for name, _ in pairs:
        if name not in names:
            raise Problem("bad-request", f"unknown parameter {name[:60]!r}; known: {', '.join(names) or 'none'}")
    return dict(pairs)


def _hit(row: Mapping[str, Term], names: Names, at: Addresses) -> Object:
    iri = row["resource"].value
    path, type_ = at.path(iri), names.type(iri)
    body: Object = {"id": iri, "label": names.label(iri), "score": float(row["score"].value)}
    body |= {"url": at.url(path)} if path is not None else {}
    body |= {"type": names.label(type_)} if type_ else {}
    return body | ({"snippet": row["snippet"].value} if "snippet" in row else {})


def _term(value: str) -> NamedNode | Literal:
    """Return the value of a parameter as a term: an address is an IRI, a whole number a number, the rest text."""
    if len(value) > LONGEST:
        raise Problem("bad-request", f"a value has at most {LONGEST} characters")
    if value.startswith(("http://", "https://")):
        try:
            return NamedNode(value)
        except ValueError as error:
            raise Problem("bad-request", f"this is not an IRI: {value[:80]!r}") from error
    number = value.removeprefix("-")
    return Literal(int(value)) if number.isascii() and number.isdecimal() and len(number) < 15 else Literal(value)


def _cell(value: Term, names: Names, at: Addresses) -> object:
    if isinstance(value, NamedNode):
        path = at.path(value.value)
        cell: Object = {"id": value.value, "label": names.label(value.value)}
        return cell | ({"url": at.url(path)} if path is not None else {})
    return native(value) if isinstance(value, Literal) else str(value)


def _add(
    router: APIRouter, path: str, handler: object, operation: Object, name: str, summary: str, *, named: bool
) -> None:
    router.add_api_route(
        path,
        handler,  # type: ignore[arg-type]
        methods=["GET"],
        operation_id=name,
        name=name,
        summary=summary,
        tags=["Search and queries"],
        response_class=Response,
        responses=operation["responses"],  # type: ignore[arg-type]
        openapi_extra={"parameters": operation["parameters"]},
        include_in_schema=named,
    )


def _described(parameters: list[Object], *problems: int) -> Object:
    content = {"application/json": {"schema": {"type": "object", "required": ["items", "total", "release"]}}}
    found = {"200": {"description": "What is found.", "content": content}}
    return {"parameters": parameters, "responses": found | describing.problems(*problems)}


_WORDS: Object = {
    "name": "q",
    "in": "query",
    "required": True,
    "description": 'Words in any inflection, "a phrase", begin*, -without; OR joins alternatives.',
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
    "example": "restorative justice",
}
_NAME: Object = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "The name of the query, as the list gives it. Parameters named as its variables fix these.",
    "schema": {"type": "string"},
    "example": "leading-verbs",
}
SEARCH, LISTED, ASKED = _described([_WORDS], 400), _described([], 400), _described([_NAME], 400, 404)
