"""`/api/v1/search`: full-text search over texts and names; with it the routes of the example queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from api.pages.searching import search_query
from api.problems import Problem
from api.records import describing
from api.records.examples import Examples
from api.records.rows import ANSWER, LONGEST, as_json_or_csv, form_of

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.compacting import Object
    from api.description import Term
    from api.names import Names
    from api.site import Site


class Searches:
    """Search and example queries as they are served."""

    def __init__(self, site: Site) -> None:
        self._site, self._examples = site, Examples(site)

    def add_to(self, router: APIRouter) -> None:
        """Add the routes, under both names of the API."""
        examples = self._examples
        for root, named in (("/api/v1", True), ("/api", False)):
            _add(router, f"{root}/search", self.search, SEARCH, "search", "Search texts and names", named=named)
            _add(router, f"{root}/queries", examples.list, LISTED, "list_queries", "List example queries", named=named)
            path = f"{root}/queries/{{name}}"
            _add(router, path, examples.one, ASKED, "ask_query", "Ask one example query", named=named)

    async def search(self, request: Request) -> Response:
        """Answer a search: what has the words, the best first."""
        form, given = form_of(request, ("q",))
        words = given.get("q", "").strip()
        if not any(each.isalnum() for each in words):
            raise Problem("bad-request", f"q is a text of 1 to {LONGEST} characters with a word in it")
        at, names, sparql = self._site.addresses(request), await self._site.names(), search_query(words)
        rows = await self._site.engine.select(sparql)
        found: dict[str, Object] = {}
        for row in rows:
            found.setdefault(row["resource"].value, _hit(row, names, at))
        body: Object = {"items": list(found.values()), "total": len(found), "sparql": sparql}
        return as_json_or_csv(self._site, request, form, body)


def _hit(row: Mapping[str, Term], names: Names, at: Addresses) -> Object:
    iri = row["resource"].value
    path, type_ = at.path(iri), names.type(iri)
    body: Object = {"id": iri, "label": names.label(iri), "score": float(row["score"].value)}
    body |= {"url": at.url(path)} if path is not None else {}
    body |= {"type": names.label(type_)} if type_ else {}
    return body | ({"snippet": row["snippet"].value} if "snippet" in row else {})


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
    return {
        "parameters": [*parameters, describing.FORMAT],
        "responses": {"200": ANSWER, **describing.problems(*problems, 406)},
    }


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
