"""What the pages, the resources and the records share: the engine, the names of its release, the context, the moves.

Made once by `create_app`'s routers and handed to them; what depends on the release is read on first use and read again
when the engine serves another release.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from api.addresses import Addresses, addresses_of
from api.compacting import Context
from api.moved import Moved, moved_file, read_moved
from api.names import Names, read_names
from api.stamp import stamp
from ontology.files import ontology_file
from releases.folder import TOMBSTONES, is_releases

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.engine import Engine


@dataclass
class Site:
    """The shared ground of pages, resources and records."""

    engine: Engine
    max_age: int = 300
    """Seconds for which caches may keep an answer without asking again."""
    table: Moved = field(default_factory=lambda: read_moved(moved_file()))
    """What the editors' table says of moved and withdrawn IRIs; the release's own tombstones come to it."""
    _moved: tuple[str, Moved] | None = None
    _names: tuple[str, Names] | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def names(self) -> Names:
        """Return the names of the release that is served now."""
        release = self.engine.release
        async with self._lock:
            if self._names is None or self._names[0] != release.digest:
                self._names = release.digest, await read_names(self.engine, release.base)
            return self._names[1]

    @property
    def moved(self) -> Moved:
        """The IRIs that were published once and are not answered as they were, in the release that is served now."""
        release = self.engine.release
        if self._moved is None or self._moved[0] != release.path:
            found = read_moved(Path(release.path).parent / TOMBSTONES) if release.path else Moved({}, {})
            self._moved = release.path, self.table.also(found)
        return self._moved[1]

    @property
    def keeps_releases(self) -> bool:
        """Whether what is served is one of a folder of releases, so that there is a list of them and a past."""
        return is_releases(self.engine.source)

    @cached_property
    def context(self) -> Context:
        """The JSON-LD context of all JSON."""
        return Context(json.loads(ontology_file("context.jsonld").read_text(encoding="utf-8"))["@context"])

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that Turtle and RDF/XML are written with."""
        return dict(self.engine.release.prefixes)

    def addresses(self, request: Request) -> Addresses:
        """Return where IRIs are found, for one request."""
        return addresses_of(request, self.engine.release.base)

    def etag(self, *parts: str) -> str:
        """Return the weak entity tag of a representation: it changes with release, code and what is named."""
        stamped = "\n".join((self.engine.release.digest, stamp(), *parts))
        return f'W/"{hashlib.sha256(stamped.encode()).hexdigest()[:20]}"'
