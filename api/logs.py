"""One JSON object a line for what the service did, on standard error.

No text of a query and no address of a client is written unless the settings say so; a query is known by a hash of its
canonical text, so that the same question is the same hash in every line.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.settings import Settings

LOGGER, SERVER = "crimecongress", "uvicorn.error"
BROKEN = "ASGI callable returned without completing response."
"""What the server says of an answer that breaks off; the line of its request says that and more."""


class JsonFormatter(logging.Formatter):
    """Write a record as one JSON object; what `extra={"fields": …}` carries becomes its members."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "event": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(settings: Settings) -> None:
    """Send this service's log to standard error at the level that the settings name, and the server's warnings."""
    _send(LOGGER, settings.log_level)
    _send(SERVER, logging.WARNING)


def _send(name: str, level: int | str) -> None:
    logger = logging.getLogger(name)
    logger.setLevel(level)
    logger.propagate = False
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(lambda record: record.msg != BROKEN)
    logger.addHandler(handler)
