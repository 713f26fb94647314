"""The files of a release, sent as they are: with their media type, their checksum as entity tag, ranges, for a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response

from api.conditional import holds, not_modified
from api.problems import Problem
from releases.description import CYCLONEDX
from releases.folder import SUMS
from releases.sums import read_sums

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

MEDIA_TYPES = {
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle; charset=utf-8",
    ".gz": "application/gzip",
    ".zst": "application/zstd",
    ".json": CYCLONEDX,
}
FOREVER = "public, max-age=31536000, immutable"


def send_file(request: Request, release: Path, name: str) -> Response:
    """Answer one file of a release.

    Raises Problem not-found for what is none of its files: only those of SHA256SUMS, and that itself, are.
    """
    sums = read_sums(release)
    path = release / name
    if name not in (*sums, SUMS) or not path.is_file():
        raise Problem("not-found", f"release {release.name} has no file {name[:200]!r}")
    etag = f'"{sums.get(name, release.name)}"'
    headers = {"ETag": etag, "Cache-Control": FOREVER}
    if holds(request, etag):
        return not_modified(headers)
    media_type = MEDIA_TYPES.get(path.suffix, "text/plain; charset=utf-8")
    return FileResponse(path, media_type=media_type, headers=headers)
