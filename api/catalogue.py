"""What a machine reads before it comes in: VoID, a DCAT catalogue, the list of releases, and the graph as one file.

What the release says of itself in its catalogue graph is repeated; VoID's counts are made by queries, once, for a
release that states none.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from api import rdf
from api.counting import count
from api.engine.release import FORMATS
from api.history.listing import Listing
from api.problems import Problem
from api.rdf import SD, Graph
from api.requests import endpoint
from api.site import Site
from ontology import void
from ontology.terms import CC, DCAT, DCTERMS, RDF, VOID, XSD

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.engine import Engine
    from api.engine.release import ReleaseInfo
    from api.settings import Settings

SPDX = "http://spdx.org/rdf/terms#"
STATED = f"""
CONSTRUCT {{ ?r ?p ?o . ?part ?q ?v }} {{
  {{ ?r ?p ?o }} UNION {{
    ?r <{VOID}subset>|((<{VOID}classPartition>|<{VOID}propertyPartition>)/<{VOID}propertyPartition>?) ?part .
    ?part ?q ?v . FILTER(STRSTARTS(STR(?q), "{VOID}") || ?q = <{RDF}type>)
  }}
}}
"""
"""What a release says of itself and of its parts."""
SERVICES = {
    "sparql": ("SPARQL endpoint", "sparql", "https://www.w3.org/TR/sparql11-protocol/"),
    "graphs": ("Graph store, to be read", "graphs", "https://www.w3.org/TR/sparql11-http-rdf-update/"),
    "api/v1": ("Lists and members as JSON and CSV", "openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
    "reconcile": (
        "Reconciliation",
        "reconcile",
        "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
    ),
}
"""By path: what each is called, the path of what describes it, and the standard that it keeps."""
MEDIA_TYPES = {form: form.media_type for form in FORMATS.values()}


class Catalogue:
    """The documents; counts that a release does not state are made on first use."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._counted: tuple[str, list[ox.Triple]] | None = None

    async def void(self, request: Request) -> Response:
        """Answer the VoID description."""
        release = self._engine.release
        stated = await self._stated(release)
        if not any(triple.predicate.value == f"{VOID}propertyPartition" for triple in stated):
            stated = [*(triple for triple in stated if not _is_size(triple, release)), *await self._counts(release)]
        triples = [*stated, *self._here(request, release)]
        return rdf.respond(triples, request.headers, request.query_params.get("format"))

    async def dcat(self, request: Request) -> Response:
        """Answer the DCAT catalogue: the data set, its file, its endpoint."""
        release = self._engine.release
        triples = [*await self._stated(release), *self._here(request, release), *self._catalog(request, release)]
        return rdf.respond(triples, request.headers, request.query_params.get("format"))

    async def file(self, request: Request) -> Response:
        """Answer the graph as the file that was loaded."""
        path = Path(self._engine.release.path)
        if not path.is_file() or request.path_params["name"] != path.name:
            raise Problem(
                "not-found", "the release is not served as this file; /graphs?default has it in other formats"
            )
        named = f'attachment; filename="{path.name}"'
        headers = {"ETag": f'"{self._engine.release.digest}"', "Content-Disposition": named}
        return FileResponse(path, media_type=MEDIA_TYPES[FORMATS[path.suffix]], headers=headers)

    async def _stated(self, release: ReleaseInfo) -> list[ox.Triple]:
        """Return what the release says of itself, without the texts of example queries."""
        body = await self._engine.construct(STATED, r=ox.NamedNode(release.iri))
        return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]

    async def _counts(self, release: ReleaseInfo) -> list[ox.Triple]:
        if self._counted is None or self._counted[0] != release.digest:
            graph = Graph()
            for statement in void.describe(release.iri, await count(self._engine, release)):
                graph.say(*statement)
            self._counted = release.digest, graph.triples
        return self._counted[1]

    def _here(self, request: Request, release: ReleaseInfo) -> list[ox.Triple]:
        """Say where this service has the data set."""
        here = endpoint(request.scope, request.headers)
        graph = Graph()
        graph.a(release.iri, f"{VOID}Dataset", f"{DCAT}Dataset", f"{CC}Release")
        graph.say(release.iri, f"{VOID}sparqlEndpoint", here)
        graph.say(release.iri, f"{VOID}uriSpace", ox.Literal(release.base))
        graph.say(
            release.iri, f"{DCTERMS}modified", ox.Literal(release.modified, datatype=ox.NamedNode(f"{XSD}dateTime"))
        )
        if (path := self._file_path()) is not None:
            graph.say(release.iri, f"{VOID}dataDump", f"{_origin(here)}/data/{path.name}")
        return graph.triples

    def _catalog(self, request: Request, release: ReleaseInfo) -> list[ox.Triple]:
        here = endpoint(request.scope, request.headers)
        origin = _origin(here)
        catalog, dump = f"{origin}/catalog", f"{origin}/catalog#file"
        graph = Graph()
        graph.a(catalog, f"{DCAT}Catalog")
        graph.say(catalog, f"{DCTERMS}title", "The crime congress recommendations as linked data")
        graph.say(catalog, f"{DCAT}dataset", release.iri)
        for name, (title, description, standard) in SERVICES.items():
            service = f"{here}#service" if name == "sparql" else f"{catalog}#{name}"
            graph.say(catalog, f"{DCAT}service", service)
            graph.a(service, f"{DCAT}DataService", *([f"{SD}Service"] if name == "sparql" else []))
            graph.say(service, f"{DCTERMS}title", title)
            graph.say(service, f"{DCAT}endpointURL", f"{origin}/{name}")
            graph.say(service, f"{DCAT}endpointDescription", f"{origin}/{description}")
            graph.say(service, f"{DCAT}servesDataset", release.iri)
            graph.say(service, f"{DCTERMS}conformsTo", standard)
        path = self._file_path()
        if path is not None:
            self._distribution(graph, release, dump, f"{origin}/data/{path.name}", path)
        return graph.triples

    def _distribution(self, graph: Graph, release: ReleaseInfo, iri: str, url: str, path: Path) -> None:
        graph.say(release.iri, f"{DCAT}distribution", iri)
        graph.a(iri, f"{DCAT}Distribution")
        graph.say(iri, f"{DCAT}downloadURL", url)
        graph.say(iri, f"{DCAT}accessURL", url)
        media_type = MEDIA_TYPES[FORMATS[path.suffix]]
        graph.say(iri, f"{DCAT}mediaType", f"http://www.iana.org/assignments/media-types/{media_type}")
        size = ox.Literal(str(path.stat().st_size), datatype=ox.NamedNode(f"{XSD}nonNegativeInteger"))
        graph.say(iri, f"{DCAT}byteSize", size)
        graph.say(iri, f"{SPDX}checksum", f"{iri}-checksum")
        graph.a(f"{iri}-checksum", f"{SPDX}Checksum")
        graph.say(f"{iri}-checksum", f"{SPDX}algorithm", f"{SPDX}checksumAlgorithm_sha256")
        value = ox.Literal(release.digest, datatype=ox.NamedNode(f"{XSD}hexBinary"))
        graph.say(f"{iri}-checksum", f"{SPDX}checksumValue", value)

    def _file_path(self) -> Path | None:
        path = Path(self._engine.release.path)
        return path if path.is_file() else None


def _is_size(triple: ox.Triple, release: ReleaseInfo) -> bool:
    """Whether a triple states the size of the release: what is counted here stands in its place."""
    return triple.predicate.value == f"{VOID}triples" and triple.subject == ox.NamedNode(release.iri)


def _origin(here: str) -> str:
    return here.removesuffix("/sparql")


def _without_body(paths: Iterable[str], target: str) -> list[BaseRoute]:
    async def elsewhere(request: Request) -> Response:
        return RedirectResponse(f"{request.scope.get('root_path', '')}{target}", 303)

    return [Route(path, elsewhere) for path in paths]


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes."""
    catalogue = Catalogue(engine, settings)
    return [
        Route("/releases", Listing(Site(engine, settings.max_age)).answer),
        Route("/void", catalogue.void),
        Route("/catalog", catalogue.dcat),
        Route("/data/{name}", catalogue.file),
        *_without_body(["/.well-known/void"], "/void"),
    ]
