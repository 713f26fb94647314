"""`/reconcile` and what belongs to it: manifest, batches, suggest, preview, data extension and its proposals."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.citations.resolving import read_known
from api.pages.model import Page, Thing
from api.pages.rendering import SITE_NAME, render
from api.problems import Problem
from api.reconciliation import matching
from api.reconciliation.catalogue import TYPES, Catalogue, Entity, plain, read_catalogue, type_entry
from api.reconciliation.properties import BY_ID, PROPERTIES, Values, cell, read_values
from api.reconciliation.requests import BATCH, parameters, read_extension, read_queries
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.addresses import Addresses
    from api.reconciliation.matching import Asked
    from api.site import Site
    from ontology.citations import Known

SUGGESTED = 20
WIDTH, HEIGHT = 430, 300
"""Of the preview, in pixels."""

PREVIEW_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"


class Reconciliation:
    """The service; what it needs of a release is read on its first request."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._ready: tuple[str, Catalogue, Known] | None = None
        self._values: dict[tuple[str, str], Values] = {}

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/reconcile", self.reconcile, methods=["GET", "POST"]),
            Route("/reconcile/suggest/{kind}", self.suggest),
            Route("/reconcile/preview", self.preview),
            Route("/reconcile/properties", self.propose),
        ]

    async def _read(self) -> tuple[Catalogue, Known]:
        digest = self._site.engine.release.digest
        if self._ready is None or self._ready[0] != digest:
            names = await self._site.names()
            catalogue = await read_catalogue(self._site.engine, names)
            self._ready = digest, catalogue, await read_known(self._site.engine, names)
            self._values.clear()
        return self._ready[1], self._ready[2]

    async def _property(self, id_: str) -> Values:
        key = self._site.engine.release.digest, id_
        if key not in self._values:
            self._values[key] = await read_values(self._site.engine, await self._site.names(), id_)
        return self._values[key]

    async def reconcile(self, request: Request) -> Response:
        """Answer the manifest, a batch of queries, or a data extension."""
        given = await parameters(request)
        if "queries" in given:
            return _json(await self._batch(read_queries(given["queries"])))
        if "extend" in given:
            return _json(await self._extend(*read_extension(given["extend"])))
        return _json(self.manifest(self._site.addresses(request)))

    def manifest(self, at: Addresses) -> dict[str, object]:
        """Return the service manifest."""
        suggest = {
            kind: {"service_url": at.url("reconcile"), "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        }
        limit = {
            "name": "limit",
            "label": "Values",
            "type": "number",
            "default": 0,
            "help_text": "At most so many values of each; 0 means all.",
        }
        proposals = {"service_url": at.url("reconcile"), "service_path": "/properties"}
        return {
            "versions": ["0.2"],
            "name": SITE_NAME,
            "identifierSpace": self._site.engine.release.base,
            "schemaSpace": ONTOLOGY,
            "documentation": at.url("reference"),
            "serviceVersion": self._site.engine.release.version,
            "defaultTypes": [type_entry(id_) for id_ in TYPES],
            "view": {"url": at.url("cite?q={{id}}")},
            "preview": {"url": at.url("reconcile/preview?id={{id}}"), "width": WIDTH, "height": HEIGHT},
            "suggest": suggest,
            "extend": {"propose_properties": proposals, "property_settings": [limit]},
            "batchSize": BATCH,
        }

    async def _batch(self, queries: Mapping[str, Asked]) -> dict[str, object]:
        catalogue, known = await self._read()
        names = await self._site.names()
        facts: dict[tuple[str, str], frozenset[str]] = {}
        for id_ in dict.fromkeys(id_ for asked in queries.values() for id_, _ in asked.properties):
            held = (await self._property(id_)).compared
            facts |= {(iri, id_): forms for iri, forms in held.items()}
        answers: dict[str, object] = {}
        for key, asked in queries.items():
            short = (
                matching.shortlist(asked, catalogue, known, names)
                if asked.query.strip()
                else _having(asked, catalogue, facts)
            )
            answers[key] = {"result": matching.written(matching.judged(short, asked, facts))}
        return answers

    async def _extend(
        self, ids: Sequence[str], properties: Sequence[tuple[str, Mapping[str, object]]]
    ) -> dict[str, object]:
        names = await self._site.names()
        held = {id_: (await self._property(id_)).terms for id_, _ in properties}
        rows = {
            iri: {
                id_: [cell(v, names) for v in held[id_].get(iri, ())][: _most(settings)] for id_, settings in properties
            }
            for iri in ids
        }
        return {"meta": [{"id": id_, "name": BY_ID[id_][0]} for id_, _ in properties], "rows": rows}

    async def suggest(self, request: Request) -> Response:
        """Answer a suggestion for what begins with a prefix."""
        kind, prefix = request.path_params["kind"], request.query_params.get("prefix", "")
        cursor = request.query_params.get("cursor") or "0"
        if not cursor.isdecimal() or len(cursor) > 6:
            raise Problem("bad-request", f"cursor is a number; found {cursor[:60]!r}")
        if kind == "entity":
            catalogue, _ = await self._read()
            return _json({"result": [_suggested(each) for each in beginning(catalogue, prefix, int(cursor))]})
        named = {
            "type": {id_: name for id_, (name, _) in TYPES.items()},
            "property": {id_: name for id_, (name, _) in BY_ID.items()},
        }
        if kind not in named:
            raise Problem("not-found", f"suggestions are for entity, type, property; not for {kind[:60]!r}")
        found = [{"id": id_, "name": name} for id_, name in named[kind].items() if _begins(prefix, id_, name)]
        return _json({"result": found[int(cursor) :]})

    async def propose(self, request: Request) -> Response:
        """Answer the properties that entities of a type may be extended with."""
        type_ = request.query_params.get("type", "")
        limit = request.query_params.get("limit", "")
        chosen = PROPERTIES.get(type_, tuple((id_, name, iri) for id_, (name, iri) in BY_ID.items()))
        most = int(limit) if limit.isdecimal() and len(limit) < 6 else len(chosen)
        body: dict[str, object] = {"properties": [{"id": id_, "name": name} for id_, name, _ in chosen[:most]]}
        return _json(body | ({"type": type_} if type_ else {}) | ({"limit": most} if limit else {}))

    async def preview(self, request: Request) -> Response:
        """Answer a small page about one entity, to be shown in a frame."""
        catalogue, _ = await self._read()
        entity = catalogue.entities.get(request.query_params.get("id", ""))
        if entity is None:
            raise Problem("not-found", "there is no such entity")
        at = self._site.addresses(request)
        page = Page(title=entity.label, description=entity.description, trail=(Thing(at.href(entity.iri), entity.iri),))
        types = tuple(TYPES[id_][0] for id_ in entity.types)
        body = render("preview.html", page, self._site, at, types=types)
        return Response(body, media_type="text/html", headers={"Content-Security-Policy": PREVIEW_POLICY})


def _json(body: object) -> Response:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _most(settings: Mapping[str, object]) -> int | None:
    """Return the limit that the settings of a property give; none for 0 and for what is no number."""
    text = str(settings.get("limit", ""))
    return int(text) if text.isdecimal() and int(text[:6]) > 0 else None


def _having(asked: Asked, catalogue: Catalogue, facts: matching.Facts) -> list[matching.Candidate]:
    """Return the entities that have one of the values asked for: candidates of a query without a name."""
    wanted = {id_: {form for value in values for form in (value, plain(value))} for id_, values in asked.properties}
    having = dict.fromkeys(iri for (iri, id_), forms in facts.items() if forms & wanted.get(id_, set()))
    found = [catalogue.entities[iri] for iri in having if iri in catalogue.entities]
    return [matching.Candidate(each, 0.0) for each in found if not asked.types or set(asked.types) & set(each.types)]


def beginning(catalogue: Catalogue, prefix: str, cursor: int) -> list[Entity]:
    """Return the entities one of whose names begins with a prefix, or whose identifier it is, from a place on."""
    if prefix.strip() in catalogue.entities:
        return [catalogue.entities[prefix.strip()]]
    sought = plain(prefix)
    found: dict[str, None] = {}
    for name, iri in catalogue.ordered[bisect_left(catalogue.ordered, (sought, "")) :]:
        if not name.startswith(sought) or len(found) >= cursor + SUGGESTED:
            break
        found[iri] = None
    return [catalogue.entities[iri] for iri in list(found)[cursor:]]


def _suggested(entity: Entity) -> dict[str, object]:
    notable = [type_entry(id_) for id_ in entity.types]
    return {"id": entity.iri, "name": entity.label, "description": entity.description, "notable": notable}


def _begins(prefix: str, *names: str) -> bool:
    return any(name.lower().startswith(prefix.strip().lower()) for name in names)
