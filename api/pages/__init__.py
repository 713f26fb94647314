"""The pages: what a reader sees of the graph, made on the server and working without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of all pages that are not about one IRI."""
    # here, not above: `api.resources` needs the parts of this package one by one
    from api.pages.serving import Pages
    from api.site import Site

    return Pages(Site(engine, settings.max_age)).routes()
