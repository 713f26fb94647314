"""What one connection may do before the app sees anything of it: sizes and times of a request, and of taking an answer.

uvicorn waits for ever for the rest of a request and for a client that takes nothing of its answer, and its fast parser
keeps header fields of any size. Here a request's head has a size and a time, its body too, and a client that takes
nothing of what waits for it is cut off. Who is refused gets a problem (RFC 9457), as everywhere, and the connection
ends.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.framing import TRAILERS, framed, takes_trailers
from api.headers import OF_DATA
from api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Bounds:
    """The sizes, in bytes, and times, in seconds."""

    head: int
    head_seconds: float
    body: int
    body_seconds: float
    stall_seconds: float


def bounds_of(settings: Settings) -> Bounds:
    """Return the bounds that the settings give."""
    return Bounds(
        settings.head_kb << 10,
        settings.head_seconds,
        settings.body_kb << 10,
        settings.body_seconds,
        settings.stall_seconds,
    )


class Phase(Enum):
    """What of a request is being read."""

    NOTHING = 0
    HEAD = 1
    BODY = 2


class Bounded(HttpToolsProtocol):
    """uvicorn's protocol with bounds."""

    def __init__(self, bounds: Bounds, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._bounds = bounds
        self._phase = Phase.NOTHING
        self._message = self._read = 0
        self._refused = False
        self._deadline: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None
        self._unsent = 0

    # Reading

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give a new client its time to send a request."""
        super().connection_made(transport)
        self._set_deadline(self._bounds.head_seconds)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the client was refused; a head that is not whole yet has a size and a time."""
        if self._refused:
            return
        message = self._message
        super().data_received(data)
        if self._refused or self.transport.is_closing():
            return
        if self._phase is Phase.HEAD:
            if message == self._message:
                self._read += len(data)
            if self._read > self._bounds.head:
                self._refuse(self._too_long())
            elif self._deadline is None:
                self._set_deadline(self._bounds.head_seconds)
        elif self._phase is Phase.BODY and self._deadline is None:
            self._set_deadline(self._bounds.body_seconds)

    def on_message_begin(self) -> None:
        """Note that a head begins."""
        super().on_message_begin()
        self._phase, self._read = Phase.HEAD, 0
        self._message += 1

    def on_headers_complete(self) -> None:
        """Hand on a request whose head, and the length that it announces, are in bounds."""
        self._set_deadline(None)
        self._phase, self._read = Phase.BODY, 0
        size, announced = len(self.url), 0
        for name, value in self.headers:
            size += len(name) + len(value)
            if name == b"content-length" and value.isdigit():
                announced = int(value)
            elif name == b"te" and takes_trailers(value) and self._has_chunks():
                self.scope["extensions"] = {TRAILERS: {}}
        if size > self._bounds.head:
            self._refuse(self._too_long())
        elif announced > self._bounds.body:
            self._refuse(self._too_large())
        else:
            super().on_headers_complete()

    def _has_chunks(self) -> bool:
        """Whether an answer to this request may come in chunks."""
        return self.parser.get_http_version() != "1.0" and self.parser.get_method() != b"HEAD"

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        super()._start_asgi_task(cycle, framed(app, cycle))

    def on_body(self, body: bytes) -> None:
        """Hand on a piece of a body that is in bounds."""
        if self._refused:
            return
        self._read += len(body)
        if self._read > self._bounds.body:
            self._refuse(self._too_large())
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that nothing is being read."""
        if not self._refused:
            self._set_deadline(None)
            self._phase = Phase.NOTHING
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        self._refuse(Problem("bad-request", msg))

    def _set_deadline(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._too_late)

    def _too_late(self) -> None:
        """End a connection whose request did not come in time; one that was only opened ends without a word."""
        self._deadline = None
        if self._phase is Phase.NOTHING:
            self.transport.close()
            return
        part, seconds = "head", self._bounds.head_seconds
        if self._phase is Phase.BODY:
            part, seconds = "body", self._bounds.body_seconds
        self._refuse(Problem("request-timeout", f"the request's {part} was not whole after {seconds:g} seconds"))

    def _too_long(self) -> Problem:
        limit = f"line and header fields together may have {self._bounds.head:,} bytes"
        if len(self.url) > self._bounds.head // 2:
            return Problem("uri-too-long", f"{limit}; send a long query by POST")
        return Problem("header-too-large", limit)

    def _too_large(self) -> Problem:
        return Problem("content-too-large", f"the body has more than {self._bounds.body:,} bytes")

    def _refuse(self, problem: Problem) -> None:
        """Answer with a problem, if no answer has begun, and end the connection."""
        self._refused = True
        self._set_deadline(None)
        cycle = self.cycle
        if cycle is None or cycle.response_complete or (self._phase is Phase.BODY and not cycle.response_started):
            self.transport.write(written(problem))
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()
        self._watch()

    # Writing

    def pause_writing(self) -> None:
        """Wait for the client, but not for ever."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Go on."""
        self._unwatch()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """End the request; what the client has not taken is watched when the connection is to end with it."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that has been idle."""
        super().timeout_keep_alive_handler()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._set_deadline(None)
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        self._unwatch()
        self._unsent = self.transport.get_write_buffer_size()
        if self._unsent:
            self._stall = self.loop.call_later(self._bounds.stall_seconds, self._look)

    def _unwatch(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def _look(self) -> None:
        """Cut off a client that has taken nothing since the last look."""
        self._stall = None
        if self.transport.get_write_buffer_size() >= self._unsent:
            self.transport.abort()
        else:
            self._watch()


def written(problem: Problem) -> bytes:
    """Return the whole answer that a problem is, for a connection that ends with it."""
    body = json.dumps(problem.members(), ensure_ascii=False).encode() + b"\n"
    fields = [
        *((b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())),
        *((b"cache-control", b"no-store"), (b"connection", b"close")),
        *OF_DATA,
    ]
    return STATUS_LINE[problem.status] + b"".join(b"%b: %b\r\n" % field for field in fields) + b"\r\n" + body
