"""Every IRI that the graph mints, answered: negotiated or by suffix, with links, redirects and tombstones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.resources.answering import Resources
from api.site import Site

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of all IRIs."""
    return list(Resources(Site(engine, settings.max_age)).routes())
