"""Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group) at `/reconcile`, for OpenRefine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.reconciliation.serving import Reconciliation
from api.site import Site

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of the reconciliation service."""
    return Reconciliation(Site(engine, settings.max_age)).routes()
