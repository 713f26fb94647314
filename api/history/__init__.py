"""The releases that a folder keeps, as the service shows them: their list, files, differences, and the past itself.

There are such pages only where a folder of releases is served. `showing` describes releases and what differs between
two, `files` sends what they consist of, `feed` tells of new ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from releases.folder import is_releases

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes; none where a single graph is served."""
    if not is_releases(settings.graph):
        return []
    from api.history.serving import History
    from api.site import Site
    from releases.folder import Releases

    return list(History(Site(engine, settings.max_age), Releases(settings.graph)).routes())
