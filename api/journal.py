"""Where each request is told of: the log and the metrics."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from api.logs import LOGGER

if TYPE_CHECKING:
    from api.metrics import Metrics
    from api.settings import Settings

log = logging.getLogger(LOGGER)


class Journal:
    """Where each request is told of: the log and the metrics."""

    def __init__(self, settings: Settings, metrics: Metrics | None) -> None:
        self._clients, self._metrics = settings.log_clients, metrics

    @property
    def wanted(self) -> bool:
        """Whether anybody listens."""
        return self._metrics is not None or log.isEnabledFor(logging.INFO)

    def tell(self, fields: dict[str, Any], client: str) -> None:
        """Tell of one request; of its client only where the settings say so."""
        if self._clients:
            fields["client"] = client
        if self._metrics is not None:
            self._metrics.observe(fields)
        log.info("request", extra={"fields": fields})
