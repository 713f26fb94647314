"""The JSON API: recommendations, documents, instruments and the rest as plain JSON, for readers who know no RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.records.serving import router_of
from api.site import Site

if TYPE_CHECKING:
    from fastapi import APIRouter

    from api.engine import Engine
    from api.settings import Settings


def router(engine: Engine, settings: Settings) -> APIRouter:
    """Return the routes of the JSON API."""
    return router_of(Site(engine, settings.max_age))
