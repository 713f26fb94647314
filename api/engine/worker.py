"""One worker process: a confined copy of the loaded release that answers one query after another.

It is forked by `zygote`, reads `Request` frames from its socket and writes the answer as frames (see `wire`). It
keeps no state between queries and may be killed at any moment.
"""

from __future__ import annotations

import gc
import marshal
import os
import socket
import sqlite3
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from api.engine import wire
from api.engine.errors import BadQuery, EngineError, ReleaseUnreadable
from api.engine.evaluate import answer, syntax_error
from api.engine.limits import Limits, allow_cpu, confine
from api.engine.sink import Sink

if TYPE_CHECKING:
    from api.engine.holding import Holding


class Request(NamedTuple):
    """What a worker is asked: a query and how to answer it."""

    text: str
    media_type: str
    base: str
    """Relative IRIs in the query resolve against this."""
    gives_graph: bool = False
    """Whether the answer is triples."""
    describes: bool = False
    """Whether the query is a DESCRIBE."""
    has_dataset: bool = False
    """Whether the text has FROM clauses."""
    default_graphs: tuple[str, ...] | None = None
    """The dataset that the protocol's parameters name; None: they name none."""
    named_graphs: tuple[str, ...] | None = None
    searches: tuple[tuple[int, int, str], ...] = ()
    """Text searches in the query: where each begins and ends, and what stands in its braces (see `text`)."""
    prefixes: tuple[tuple[str, str], ...] = ()
    """The prefixes that the query declares, where it has searches."""
    most_rows: int = 0
    most_bytes: int = 0
    cpu_seconds: int = 0

    @property
    def names_dataset(self) -> bool:
        """Whether the query or the request chooses the graphs; else all of them are asked."""
        return self.has_dataset or self.default_graphs is not None or self.named_graphs is not None

    def frame(self) -> bytes:
        """Return the request as a frame: its values in order, in the form in which Python keeps its own."""
        return wire.frame(wire.ASK, marshal.dumps(tuple(self)))

    @classmethod
    def from_payload(cls, payload: bytes) -> Request:
        """Return the request that a frame's payload carries; it comes from the service, of which this is a fork."""
        return cls(*marshal.loads(payload))  # noqa: S302 - the service's own bytes


UNREADABLE = 3
"""Exit status of a worker that cannot open what it is to query."""


def run(sock: socket.socket, holding: Holding, limits: Limits) -> None:
    """Answer requests until the service closes the socket."""
    try:
        holding = holding.opened()
    except (ReleaseUnreadable, sqlite3.Error):
        os._exit(UNREADABLE)
    confine(limits, holding.tables)
    gc.disable()  # a query makes no cycles, and a collection would copy the shared pages
    while (message := wire.receive(sock)) is not None:
        serve(sock, holding, Request.from_payload(message[1]))


def serve(sock: socket.socket, holding: Holding, request: Request) -> None:
    """Answer one request; whatever goes wrong is told in an ERROR frame, never in the data."""
    allow_cpu(request.cpu_seconds)
    sink = Sink(sock, request.most_rows, request.most_bytes)
    started = time.process_time()
    try:
        answer(holding, request, sink)
        sink.close(cpu=time.process_time() - started)
    except BrokenPipeError:
        os._exit(0)  # the service has closed the socket: nobody waits for this answer
    except MemoryError:
        os.abort()  # the same end as when the allocator of the engine is refused
    except EngineError as error:
        failed(sock, error)
    except SyntaxError as error:
        failed(sock, syntax_error(error))
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception, and must be told too
        failed(sock, sink.reason or error)


def failed(sock: socket.socket, error: BaseException) -> None:
    """Tell the service what went wrong."""
    place: dict[str, Any] = {"line": error.line, "column": error.column} if isinstance(error, BadQuery) else {}
    sock.sendall(wire.json_frame(wire.ERROR, kind=type(error).__name__, message=str(error), **place))
