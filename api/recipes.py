"""Requests that were understood before: from the bytes of a request to the key of its answer and how it is sent.

Reading a request and choosing its format costs more than sending a kept answer. Only what the answer depends on is in
the key: the query string, what the client accepts, and the host and prefix that relative IRIs resolve against. A recipe
holds for one release.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import Scope

    from api.sending import Outline

RAW, REPEATS = "raw_request", "repeats"
"""In the state of a request: its bytes as they came, and the release whose kept answer it gets."""
MOST = 2_048
LONGEST = 4_096
"""Bytes of a request that is remembered."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a request is answered, if its answer is kept."""

    release: str
    """The digest of the release for which it holds."""
    key: str
    outline: Outline
    told: dict[str, Any]
    """What the log tells of the query."""


class Recipes:
    """The last requests, the least recently used one goes first."""

    def __init__(self) -> None:
        self._recipes: OrderedDict[str, Recipe] = OrderedDict()

    def get(self, request: str, release: str) -> Recipe | None:
        """Return what is known of a request to this release."""
        recipe = self._recipes.get(request)
        if recipe is None or recipe.release != release:
            return None
        self._recipes.move_to_end(request)
        return recipe

    def put(self, request: str, recipe: Recipe) -> None:
        """Remember a request."""
        if len(request) > LONGEST:
            return
        self._recipes[request] = recipe
        self._recipes.move_to_end(request)
        if len(self._recipes) > MOST:
            self._recipes.popitem(last=False)


def request_key(scope: Scope, headers: Mapping[str, str]) -> str:
    """Return what of a GET request its answer depends on."""
    query = scope["query_string"].decode("latin-1")
    place = f"{scope['scheme']} {headers.get('host')} {scope.get('root_path')} {scope['path']}"
    return f"{query}\n{headers.get('accept')}\n{place}"
