"""What nobody answered becomes a problem: exceptions of routes, of the framework, and of the engine."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.allowing import allowed_at
from api.engine.errors import EngineError
from api.logs import LOGGER
from api.problems import Problem, engine_problem, respond
from api.sandbox import Refused

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

KIND_OF_STATUS = {
    401: "bad-request",
    403: "update-refused",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "content-too-large",
    415: "unsupported-media-type",
    503: "busy",
}
log = logging.getLogger(LOGGER)


def handle(app: FastAPI) -> None:
    """Add the handlers to an app."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(EngineError, _engine_error)
    app.add_exception_handler(Refused, _refused)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return respond(error, request.headers.get("accept"), request.scope.get("root_path", ""))


async def _engine_error(request: Request, error: Exception) -> Response:
    """A query of our own failed: a limit or an absent worker is told as it is, a malformed one is our fault."""
    assert isinstance(error, EngineError)
    problem = engine_problem(error)
    if problem.status < 500:
        log.error("a query of the service failed: %s", error)
        problem = Problem("internal", "the service failed", {"request_id": request.state.request_id})
    return await _problem(request, problem)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return await _problem(request, Problem(f"{error.what}-refused", str(error)))


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = KIND_OF_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(allowed_at(request.app, request.scope))
    return await _problem(request, Problem(kind, str(error.detail), headers=headers))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"pointer": "/".join(map(str, e["loc"])), "detail": e["msg"]} for e in error.errors()]
    return await _problem(request, Problem("bad-request", "a parameter is not what it should be", {"errors": errors}))
