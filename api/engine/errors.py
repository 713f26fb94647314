"""What can go wrong while a query is answered, in one tree.

EngineError
├── BadQuery            the text is not a SPARQL query (line and column, 1-based)
├── LimitExceeded
│   ├── DeadlineExceeded    wall clock or processor time
│   ├── MemoryExceeded      the worker asked for more than its share
│   └── AnswerTooLarge      rows or bytes
├── ClientBusy          this client already has its share of queries under way
└── Unavailable
    ├── Busy            all workers taken and the queue is full
    ├── WorkerLost      the worker died of something that was not ours
    ├── UpstreamFailed  a remote engine or an allowed SERVICE did not answer properly
    └── ReleaseUnreadable   the release cannot be loaded
"""

# ruff: noqa: N818 - a class says what happened, and the code that raises it reads so: `raise DeadlineExceeded(...)`

from __future__ import annotations


class EngineError(Exception):
    """Anything that keeps a query from a complete answer."""


class BadQuery(EngineError):
    """The text is not a query the engine can read; `line` and `column` are 1-based, 0 where unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class LimitExceeded(EngineError):
    """The query needed more than the service gives to one query."""


class DeadlineExceeded(LimitExceeded):
    """The query ran to the end of its wall clock or processor time."""


class MemoryExceeded(LimitExceeded):
    """The query asked for more memory than one worker may have."""


class AnswerTooLarge(LimitExceeded):
    """The answer has more rows or bytes than the service sends."""


class ClientBusy(EngineError):
    """One client has as many queries under way as it may."""


class Unavailable(EngineError):
    """The service cannot answer now; a later try may succeed."""


class Busy(Unavailable):
    """Every worker is taken and the queue is full."""


class WorkerLost(Unavailable):
    """The worker process died without having said why."""


class UpstreamFailed(Unavailable):
    """A remote engine, or an allowed SERVICE, failed or answered what it should not."""


class ReleaseUnreadable(Unavailable):
    """The release's file or store is missing or damaged."""


class SettingError(ValueError):
    """A setting that cannot be used; the message names it, what was found and what was expected."""
