"""Which methods a path answers: `Allow` in the answers to OPTIONS and in 405 (RFC 9110, sections 9.3.7 and 15.5.6).

In come the routes of the app and a request, out goes the list. A route says itself what it answers; a plain ASGI
endpoint says it in an attribute `methods`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Match, Mount, Route

from api.requests import METHODS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Scope

READING = ("GET", "HEAD")
ASKED = ("GET", "POST", "QUERY", "PUT", "PATCH", "DELETE")
"""Methods that a route may answer; HEAD is answered wherever GET is, OPTIONS everywhere."""
ORDER = ("GET", "HEAD", "POST", "QUERY", "PUT", "PATCH", "DELETE", "OPTIONS")

Allowed = Callable[["Scope"], Sequence[str]]
"""From a request to the methods of its path; empty when nothing stands there."""


def allowed_at(app: FastAPI, scope: Scope) -> tuple[str, ...]:
    """Return the methods of a request's path; all that are answered anywhere for `OPTIONS *` (RFC 9110, 9.3.7)."""
    if scope["path"] == "*":
        return METHODS
    outside = {**scope, "root_path": scope.get("app_root_path", scope.get("root_path", ""))}
    with_slash = {**outside, "path": scope["path"] + "/"}  # where a path with a slash is what a redirect leads to
    return allowed(app.router.routes, outside) or allowed(app.router.routes, with_slash)


def allowed(routes: Iterable[BaseRoute], scope: Scope) -> tuple[str, ...]:
    """Return the methods that a path answers, the reading ones first; none when nothing stands there."""
    found = {method for route in routes for method in _methods(route, scope)}
    if not found:
        return ()
    found |= {"OPTIONS"} | ({"HEAD"} if "GET" in found else set())
    return tuple(method for method in ORDER if method in found)


def _methods(route: BaseRoute, scope: Scope) -> Sequence[str]:
    """Return the methods that one route answers for the path of a request."""
    match, _ = route.matches(scope)
    if match is Match.NONE:
        return ()
    stated = getattr(route, "methods", None) or getattr(getattr(route, "endpoint", None), "methods", None)
    if isinstance(route, Mount | Route):
        return tuple(stated or READING)
    # a router of routers: it is asked once for each method
    return [method for method in ASKED if route.matches({**scope, "method": method})[0] is Match.FULL]
