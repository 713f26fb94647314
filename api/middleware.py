"""What every request passes through, as plain ASGI: problems for errors that nobody answered, HEAD, CORS, compression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette_compress import CompressMiddleware, add_compress_type

from api import results
from api.problems import MEDIA_TYPE, Problem, respond

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from api.settings import Settings

KIND_OF_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    415: "unsupported-media-type",
}


def wrap(app: FastAPI, settings: Settings) -> None:
    """Add the middleware and the error handlers to an app."""
    for media_type in {f.media_type for f in results.FORMATS} | {MEDIA_TYPE}:
        add_compress_type(media_type, streaming=True)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_middleware(CompressMiddleware, minimum_size=500)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return respond(error, request.headers.get("accept"), request.scope.get("root_path", ""))


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = KIND_OF_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
    return await _problem(request, Problem(kind, str(error.detail), headers=error.headers or {}))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"pointer": "/".join(map(str, e["loc"])), "detail": e["msg"]} for e in error.errors()]
    return await _problem(request, Problem("bad-request", "a parameter is not what it should be", {"errors": errors}))
