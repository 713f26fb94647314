"""The graph for language models: an MCP server at `/mcp` and over stdio, read-only, under the limits of everybody else.

It needs the extra `crimecongress[mcp]`; without it the service answers all else and has no `/mcp`.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.engine import Engine
    from api.settings import Settings


def routes(engine: Engine, settings: Settings) -> list[BaseRoute]:
    """Return the routes of `/mcp`, none where the extra is not installed."""
    if find_spec("mcp") is None:
        return []
    from api.mcp.serving import mounted  # the extra is needed from here on
    from api.site import Site

    return mounted(Site(engine, settings.max_age))


def running(routes_: list[BaseRoute]) -> AbstractAsyncContextManager[None]:
    """Return what has to be entered while the service runs, given the routes of `routes`."""
    if not routes_:
        return nullcontext()
    from api.mcp.serving import sessions

    return sessions(routes_)
