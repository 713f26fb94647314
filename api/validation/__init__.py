"""`/validate`: RDF that links to the graph, checked against the shapes; the answer is a SHACL report.

A POST with RDF goes to a process of its own (`process`), which may open nothing and is killed at the deadline; there it
is parsed and checked (`checking`) together with what the graph says of the things that it links to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the route."""
    from starlette.routing import Route

    from api.site import Site
    from api.validation.serving import Validation

    return [Route("/validate", Validation(Site(engine, settings.max_age), settings))]
