"""From a citation to its address (`/cite`); from an address and a quotation to whether they agree (`/verify`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of both."""
    # here, not above: the search page needs the parts of this package one by one
    from api.citations.citing import CitePages
    from api.citations.verify_pages import VerifyPages
    from api.site import Site

    site = Site(engine, settings.max_age)
    return [*CitePages(site).routes(), *VerifyPages(site).routes()]
