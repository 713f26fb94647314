"""Run the service: the app under uvicorn, announced when it really answers.

In come the address, the settings and what to do once the socket is open; it returns when the server has been told to
stop. Several processes on one address are started and watched by `supervising`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from pydantic import ValidationError

from api.app import create_app
from api.engine.errors import SettingError
from api.settings import Settings
from api.supervising import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI


class _Announcing(uvicorn.Server):
    """A server that says so when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], orphaned: int | None) -> None:
        super().__init__(config)
        self._say_started, self._orphaned = started, orphaned

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        log = logging.getLogger("uvicorn.error")
        log.disabled = True  # `run` raises what went wrong; uvicorn would print its traceback
        try:
            await super().startup(sockets)
        finally:
            log.disabled = False
        if self.started:
            gc.collect()
            gc.freeze()  # what the app is made of stays: no later collection need look at it, while a request waits
            if self._orphaned is not None:
                asyncio.get_running_loop().add_reader(self._orphaned, self._end)
            self._say_started()

    def _end(self) -> None:
        self.should_exit = True


def run(host: str, port: int, announce: Callable[[str], None], **given: object) -> None:
    """Serve until a signal ends it; `announce` gets the URL once requests are answered.

    The settings that are not `given` come from the environment, from the settings file, or are the defaults.
    Raises SettingError, OSError when the address cannot be listened on, and what kept the app from starting, such as
    ReleaseUnreadable.
    """
    settings = _settings(given)
    several = settings.processes > 1
    listening = listen(host, port, shared=several)
    with listening:
        name, bound = listening.getsockname()[:2]
        shown = f"[{name}]" if ":" in name else name
        url = f"http://{shown}:{bound}"
        if several:
            one = partial(_one, host, bound, settings)
            Supervisor(one, settings.processes, settings.shutdown_seconds).run(lambda: announce(url))
        else:
            serve(settings, listening, lambda: announce(url))


def _one(host: str, port: int, settings: Settings, started: Callable[[], None], orphaned: int) -> None:
    """Serve as one of several processes on one address; end when the one that supervises is gone."""
    with listen(host, port, shared=True) as listening:
        serve(settings, listening, started, orphaned)


def serve(
    settings: Settings, listening: socket.socket, started: Callable[[], None], orphaned: int | None = None
) -> None:
    """Serve on a socket until a signal ends it, or until the descriptor `orphaned` can be read.

    Raises what kept the app from starting.
    """
    app = create_app(settings)
    try:
        _Announcing(configured(app), started, orphaned).run([listening])
    except SystemExit:  # so uvicorn ends when the app does not start
        if app.state.failure is not None:
            raise app.state.failure from None
        raise


def configured(app: FastAPI) -> uvicorn.Config:
    """Return how uvicorn runs the service."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=app.state.connection,
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # `forwarding` reads them: uvicorn knows neither host nor prefix
        timeout_graceful_shutdown=10,
        server_header=False,
    )


def _settings(given: dict[str, object]) -> Settings:
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingError(f"setting {name}: found {first['input']!r}; {first['msg']}") from error


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Open the socket before anything is loaded, so that a port in use is known at once.

    Of several processes, each has a socket of its own on the `shared` port; the kernel deals out the connections.
    Raises OSError saying which address it is.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(f"cannot listen on {host}:{port}: {error.strerror}; PORT= or --port names another") from error
    return listening
