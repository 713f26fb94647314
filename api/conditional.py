"""Answers that a client may keep: entity tag, date, 304 when it holds them already (RFC 9110, section 13).

Everything that pages, records and resources send goes through here, so that each has the same headers.
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING

from starlette.responses import Response

from api.negotiation import none_match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.site import Site


def kept_headers(site: Site, etag: str, vary: str = "Accept") -> dict[str, str]:
    """Return the headers of an answer that stays right as long as the release does."""
    return {
        "ETag": etag,
        "Last-Modified": format_datetime(site.engine.release.modified_at, usegmt=True),
        "Cache-Control": f"public, max-age={site.max_age}",
        "Vary": vary,
    }


def holds(request: Request, etag: str) -> bool:
    """Whether the client holds what would be sent: weak comparison with If-None-Match."""
    return none_match(request.headers.get("if-none-match"), etag)


def not_modified(headers: Mapping[str, str]) -> Response:
    """Return the answer for a client that holds it already."""
    return Response(status_code=304, headers=dict(headers))


def answer(request: Request, body: bytes, content_type: str, headers: Mapping[str, str], status: int = 200) -> Response:
    """Return an answer; HEAD has the headers of GET and no body."""
    headers = dict(headers) | {"Content-Type": content_type, "Content-Length": str(len(body))}
    return Response(b"" if request.method == "HEAD" else body, status, headers)
