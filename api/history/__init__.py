"""The releases that a folder keeps, as the service shows them: their list, files, differences, and the past itself.

There is such a thing only where a folder of releases is served. `showing` describes releases and what differs between
two, `files` sends what they consist of, `feed` tells of new ones; `archive` opens the service as it was, `asof` and
`timegate` lead there (Memento, RFC 7089).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from api.history.archive import Archive
from api.history.memento import Mementos
from releases.folder import Releases, is_releases

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from api.engine import Engine
    from api.history.archive import Make
    from api.settings import Settings


class Past:
    """The past of the service over a folder of releases: what is kept, and the ways there."""

    def __init__(self, engine: Engine, settings: Settings, make: Make) -> None:
        self._engine, self._settings = engine, settings
        self.archive = Archive(Releases(settings.graph), settings, make)
        self._mementos = Mementos(self.archive.releases)

    def queries(self, sparql: ASGIApp) -> ASGIApp:
        """Return the endpoint for queries, which also answers those as of an earlier release."""
        from api.history.asof import QueriesAsOf

        return QueriesAsOf(sparql, self._engine, self.archive)

    def routes(self) -> list[BaseRoute]:
        """Return the routes, those of the deeper paths first."""
        from api.history.asof import SiteAsOf
        from api.history.serving import History
        from api.history.timegate import TimeMaps
        from api.site import Site

        as_of = SiteAsOf(self.archive, self._mementos, self._engine)
        site, releases = Site(self._engine, self._settings.max_age), self.archive.releases
        return [
            Route("/release/{version}/as-of", as_of),
            Route("/release/{version}/as-of/{below:path}", as_of),
            Route("/timemap/{path:path}", TimeMaps(site, releases, self._mementos).answer),
            *History(site, releases).routes(),
        ]

    def stand_before(self, app: FastAPI) -> None:
        """Make each resource of an app its own TimeGate."""
        from api.history.timegate import Timegate

        app.add_middleware(Timegate, engine=self._engine, mementos=self._mementos)


def past_of(engine: Engine, settings: Settings, make: Make) -> Past | None:
    """Return the past of a service; None where a single graph is served."""
    return Past(engine, settings, make) if is_releases(settings.graph) else None
