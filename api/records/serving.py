"""`/api/v1/…` and its short name `/api/…`: lists and members of the collections, as JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.addresses import Addresses
from api.compacting import Object
from api.conditional import answer, holds, kept_headers, not_modified
from api.links import CONTEXT_RELATION, Link, header
from api.problems import Problem
from api.records import describing
from api.records.answering import Listing, listing, member, page_links
from api.records.collections import COLLECTIONS
from api.records.reading import MOST, MOST_ROWS, read_include, read_wanted
from api.records.records import table
from api.records.rows import CONTENT_TYPES, read_format
from api.records.searching import Searches
from api.records.shape import Collection
from api.resources.nearest import nearest
from api.site import Site

Handler = Callable[[Request], Awaitable[Response]]


def router_of(site: Site) -> APIRouter:
    """Return the routes of every collection, under both names; only `/api/v1` is in the OpenAPI document."""
    router = APIRouter()
    for collection in COLLECTIONS.values():
        served = Served(site, collection)
        for root, named in (("/api/v1", True), ("/api", False)):
            _add(
                router,
                f"{root}/{collection.name}",
                served.list,
                describing.list_operation(collection),
                f"list_{collection.name}",
                f"List {collection.name}",
                named,
            )
            _add(
                router,
                f"{root}/{collection.name}/{{path:path}}",
                served.member,
                describing.member_operation(collection),
                f"get_{collection.singular.lower()}",
                f"Get one {collection.singular}",
                named,
            )
    Searches(site).add_to(router)
    return router


def _add(
    router: APIRouter, path: str, handler: Handler, operation: Object, name: str, summary: str, named: bool
) -> None:
    responses = operation.pop("responses")
    router.add_api_route(
        path,
        handler,
        methods=["GET"],
        operation_id=name,
        name=name,
        summary=summary,
        tags=["Records"],
        response_class=Response,
        responses=responses,  # type: ignore[arg-type]
        openapi_extra=dict(operation),
        include_in_schema=named,
    )


@dataclass(frozen=True)
class Served:
    """One collection as it is served."""

    site: Site
    collection: Collection

    async def list(self, request: Request) -> Response:
        """Answer a list."""
        at, pairs = self.site.addresses(request), request.query_params.multi_items()
        form = read_format(request, dict(pairs))
        headers = self._headers(request, at, form)
        names = await self.site.names()
        wanted = read_wanted(self.collection, pairs, names, MOST if form == "json" else MOST_ROWS)
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        found = await listing(self.site, at, self.collection, wanted)
        links = [*page_links(at, _path(request, at), pairs, found), *self._links(at)]
        body = self._csv(found) if form == "csv" else self._json(found, links, wanted.limit)
        return answer(request, body, CONTENT_TYPES[form], headers | {"Link": header(links)})

    async def member(self, request: Request) -> Response:
        """Answer one member."""
        at, pairs = self.site.addresses(request), request.query_params.multi_items()
        include = read_include(pairs)
        if read_format(request, dict(pairs)) != "json":
            raise Problem("not-acceptable", "one record is answered as application/json")
        headers = self._headers(request, at, "json")
        path = str(request.path_params["path"])
        iri = at.iri(f"{self.collection.word}/{path}")
        try:
            record = await member(self.site, at, self.collection, iri, include)
        except (Problem, ValueError) as error:
            raise await self._missing(iri, error) from error
        if holds(request, headers["ETag"]):
            return not_modified(headers)
        canonical = [Link(iri, "canonical"), Link(at.url(f"api/v1/{self.collection.name}"), "collection")]
        body = json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n"
        return answer(request, body, CONTENT_TYPES["json"], headers | {"Link": header([*canonical, *self._links(at)])})

    async def _missing(self, iri: str, error: Exception) -> Problem:
        """Return the problem of a member that is not there, with the nearest that are."""
        if isinstance(error, Problem) and error.kind != "not-found":
            return error
        near = await nearest(self.site.engine, await self.site.names(), iri)
        return Problem("not-found", f"there is no such {self.collection.singular}: {iri[:300]}", {"nearest": near})

    def _headers(self, request: Request, at: Addresses, form: str) -> dict[str, str]:
        etag = self.site.etag(str(request.url.query), _path(request, at), form, at.origin, at.prefix)
        return kept_headers(self.site, etag)

    def _links(self, at: Addresses) -> Sequence[Link]:
        context = Link(at.url("context/v1.jsonld"), CONTEXT_RELATION, "application/ld+json")
        return (context, Link(at.url("openapi.json"), "service-desc", "application/json"))

    def _json(self, found: Listing, links: Sequence[Link], limit: int) -> bytes:
        targets = {link.rel: link.href for link in links}
        body: Object = {
            "items": found.items,
            "total": found.total,
            "limit": limit,
            "next": targets.get("next"),
            "previous": targets.get("prev"),
            "facets": found.facets,
            "sparql": found.sparql,
            "release": self.site.engine.release.version,
        }
        return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"

    def _csv(self, found: Listing) -> bytes:
        keys = list(
            dict.fromkeys(key for item in found.items for key in item if key not in ("id", "type", "url", "evidence"))
        )
        return table(found.items, keys).encode()


def _path(request: Request, at: Addresses) -> str:
    return request.url.path.removeprefix(at.prefix).removeprefix("/")
