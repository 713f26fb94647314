"""The application, put together: settings and engine in, an ASGI app out. Only wiring is done here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from starlette.routing import Route

from api import health, logs, manual, mcp, metrics, openapi, problems
from api.addresses import Mounted
from api.changing import following, reload_on_hangup
from api.connections import bounds_of
from api.direct import Direct
from api.engine import Engine
from api.engine.errors import EngineError
from api.envelope import Envelope
from api.express import Express
from api.forwarding import Proxies
from api.history import past_of
from api.history.asof import QueriesNow
from api.journal import Journal
from api.middleware import wrap
from api.protocol import Protocol
from api.rates import Rates
from api.records.examples import Examples
from api.requests import METHODS
from api.shortcuts import Shortcuts
from api.site import Site

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.settings import Settings

FACES = (
    "api.catalogue",
    "api.graphstore",
    "api.written",
    "api.validation",
    "api.records",
    "api.citations",
    "api.reconciliation",
    "api.pages",
    "api.resources",
)
"""Modules that offer `routes(engine, settings)` or `router(engine, settings)`; the last ones match the widest paths."""
SPARQL = ("/sparql", "/sparql/")


class Service(FastAPI):
    """The app, with a way past its machinery for `/sparql`: that costs as much as a small query."""

    def __init__(self, sparql: ASGIApp, settings: Settings, **options: Any) -> None:
        super().__init__(**options)
        self._proxies, self._prefix = Proxies(settings.proxies), settings.root_path.rstrip("/")
        self._sparql = Mounted(sparql, self._prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        scope = self._proxies.seen(scope)
        prefix = scope.get("root_path") or self._prefix
        if scope["path"].removeprefix(prefix) in SPARQL:
            await self._sparql(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """Return the service over the release that the settings name; it loads when the app starts."""
    engine = Engine(settings)
    models = mcp.routes(engine, settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        logs.configure(settings)
        try:
            await engine.start()
        except EngineError as error:
            app.state.failure = error
            raise
        reload_on_hangup(engine)
        try:
            async with following(engine, settings), mcp.running(models):
                yield
        finally:
            if past is not None:
                await past.archive.stop()
            await engine.stop()

    past = past_of(engine, settings, _service_over)
    protocol = Protocol(engine, settings)
    sparql = past.queries(protocol) if past is not None else QueriesNow(protocol, engine)
    measured = metrics.make(engine, settings)
    rates, journal = Rates(settings.share(settings.rate)), Journal(settings, measured)
    shortcuts = Shortcuts(engine, rates, journal, protocol.query_id)
    express = Express(engine, rates, shortcuts, settings)
    app = Service(
        Envelope(sparql, journal, lambda _scope: METHODS, rates, express),
        settings,
        title="crimecongress",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.engine, app.state.settings, app.state.failure = engine, settings, None
    app.state.connection = partial(Direct, shortcuts, express, bounds_of(settings))
    app.router.routes.append(Route("/sparql", sparql))
    app.router.routes.extend(health.routes(engine, settings))
    app.router.routes.extend(openapi.routes(app, Examples(Site(engine)).operations))
    app.router.routes.extend(manual.routes(app, settings))
    app.router.routes.extend(models)
    app.router.routes.extend(past.routes() if past is not None else [])
    for name in FACES:
        _include(app, name, engine, settings)
    app.router.routes.extend(problems.routes())
    app.router.routes.extend(metrics.routes(measured, settings))
    if past is not None:
        past.stand_before(app)
    wrap(app, journal, rates)
    app.add_middleware(Mounted, prefix=settings.root_path)
    return app


def _service_over(engine: Engine, settings: Settings) -> ASGIApp:
    """Return the service over an earlier release: what depends on a release, without the layers around it."""
    app = FastAPI(openapi_url=None)
    app.router.routes.append(Route("/sparql", QueriesNow(Protocol(engine, settings), engine)))
    for name in FACES:
        _include(app, name, engine, settings)
    return app.router


def _include(app: FastAPI, name: str, engine: Engine, settings: Settings) -> None:
    if find_spec(name) is None:
        return
    module = import_module(name)
    if hasattr(module, "router"):
        router: APIRouter = module.router(engine, settings)
        app.include_router(router)
    if hasattr(module, "routes"):
        app.router.routes.extend(module.routes(engine, settings))
