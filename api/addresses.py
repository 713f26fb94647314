"""Where an IRI of the graph is found on this server, and which IRI a request path stands for.

The graph's IRIs begin with the release's base; the server may stand on any host, port and path prefix. Only this
module maps between the two, so that pages link to where they are served and data keeps the IRIs as published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

SDG = "http://metadata.un.org/sdg/"
"""The United Nations' own namespace of Goals and targets; this server has pages about them under `sdg/`."""

SDG_CODE = re.compile(r"[0-9]{1,2}(?:\.[0-9a-z]{1,2})?")
"""What follows that namespace in the IRI of a Goal or a target: "16", "16.a"."""

_UNRESERVED = "/:@!$&'*+,;=-._~"
"""What stands unescaped in a path of ours: RFC 3986 pchar without the parentheses."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The mapping for one request: the graph's base, the path prefix the server is mounted at, its origin."""

    base: str
    """Where the release's IRIs begin, with a final slash."""
    prefix: str = ""
    """The path before ours, without a final slash: "" or "/kg"."""
    origin: str = ""
    """Scheme, host and port as the client sees them: "http://127.0.0.1:8000"."""

    def iri(self, path: str) -> str:
        """Return the IRI that a decoded path below our root stands for.

        >>> Addresses("https://example.org/").iri("sdg/16.a")
        'http://metadata.un.org/sdg/16.a'
        >>> Addresses("https://example.org/").iri("document/A/RES/2200 A (XXI)")
        'https://example.org/document/A/RES/2200%20A%20%28XXI%29'
        """
        escaped = quote(path, safe=_UNRESERVED)
        if escaped.startswith("sdg/"):
            return SDG + escaped.removeprefix("sdg/")
        return self.base + escaped

    def path(self, iri: str) -> str | None:
        """Return the escaped path below our root at which an IRI is served; None for an IRI of others."""
        if iri.startswith(self.base):
            return iri.removeprefix(self.base)
        return "sdg/" + iri.removeprefix(SDG) if SDG_CODE.fullmatch(iri.removeprefix(SDG)) else None

    def href(self, iri: str) -> str:
        """Return the link to an IRI from a page of ours: a path on this server, or the IRI itself when it is others'.

        >>> Addresses("https://example.org/", "/kg").href("https://example.org/body/FAO")
        '/kg/body/FAO'
        """
        path = self.path(iri)
        return iri if path is None else f"{self.prefix}/{path}"

    def local(self, path: str) -> str:
        """Return the link to a page of this server by its path below our root: "search" gives "/kg/search"."""
        return f"{self.prefix}/{path.removeprefix('/')}"

    @property
    def as_of(self) -> str:
        """The address of the service as it is now, where these are addresses of it as it was; else nothing."""
        now, found, _ = self.prefix.rpartition("/release/")
        return f"{now}/" if found and self.prefix.endswith("/as-of") else ""

    def url(self, path: str) -> str:
        """Return the full address of a page of this server, with scheme and host."""
        return self.origin + self.local(path)


def addresses_of(request: Request, base: str) -> Addresses:
    """Return the mapping for a request: the prefix is ASGI's root_path, the origin what the client asked."""
    prefix = str(request.scope.get("root_path", "")).rstrip("/")
    return Addresses(base, quote(unquote(prefix), safe=_UNRESERVED), f"{request.url.scheme}://{request.url.netloc}")


def canonical_path(path: str) -> str:
    """Return a path as our IRIs write it: decoded once, no empty end, ready for `Addresses.iri`."""
    return unquote(path).strip("/")


class Mounted:
    """Tells the app its path prefix, whether the proxy before it strips the prefix from the path or leaves it there.

    The prefix that the proxy says (`forwarding`) wins over the one of the settings.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app, self._prefix = app, prefix.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request with `root_path` set and standing once at the beginning of `path` (ASGI, HTTP scope)."""
        prefix = scope.get("root_path") or self._prefix
        if prefix and scope["type"] == "http" and scope["path"] != "*":
            below = scope["path"].removeprefix(prefix)
            path = below if below.startswith("/") else scope["path"] if below else "/"
            scope = {**scope, "root_path": prefix, "path": prefix + path}
        await self._app(scope, receive, send)
