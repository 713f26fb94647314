"""Style sheet, icon, drawings and script: files that a browser may keep for a year, for their addresses change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from os import PathLike, stat_result

    from starlette.responses import Response
    from starlette.types import Scope

YEAR = 31_536_000


class Assets(StaticFiles):
    """Static files; one that is asked for with its stamp (`site.css?ab12cd34`) is the same for ever."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return a file with the time it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        kept = f"public, max-age={YEAR}, immutable" if scope.get("query_string") else "public, max-age=3600"
        response.headers["Cache-Control"] = kept
        return response
