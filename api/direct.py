"""The protocol of a connection that answers by itself what it can, a request that came before or a small query.

How it does that is in `shortcuts` and `express`; everything else is read by uvicorn and answered by the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.connections import Bounded, Phase
from api.express import BEGUN, RAW

if TYPE_CHECKING:
    from api.connections import Bounds
    from api.express import Begun, Express
    from api.shortcuts import Headers, Shortcuts


class Direct(Bounded):
    """A connection. While a query is under way on the short way, what comes meanwhile waits."""

    def __init__(self, shortcuts: Shortcuts, express: Express, bounds: Bounds, *arguments: Any, **named: Any) -> None:
        super().__init__(bounds, *arguments, **named)
        self._shortcuts, self._express = shortcuts, express
        self._bytes_read = self._later = b""
        self._begun: Begun | None = None
        """What is under way on the short way."""
        self._handed: Begun | None = None
        """What had begun there and now goes the ordinary way."""
        self._ending = False

    def data_received(self, data: bytes) -> None:
        """Answer a request, begin to, or read it.

        Only between requests: what comes in the middle of one is part of it, whatever it looks like.
        """
        if self._begun is not None:
            self._later += data
            self.flow.pause_reading()
        elif not self.idle:
            super().data_received(data)
        elif not self._directly(data):
            self._read_on(data)

    def on_message_begin(self) -> None:
        """Show the app the bytes of its request, where there is but one in what was read, and what of it has begun."""
        super().on_message_begin()
        if self._bytes_read:
            self.scope["state"] |= {RAW: self._bytes_read, BEGUN: self._handed}
            self._bytes_read = b""

    def on_response_complete(self) -> None:
        """End a request."""
        if self._handed is not None and self._handed.exchange is not None:
            self._handed.exchange.cancel()  # where the app has not made use of it
        self._handed = None
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the query for which nobody waits any more."""
        begun, self._begun = self._begun, None
        if begun is not None:
            self._express.abandon(begun)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End the connection as soon as nothing is under way."""
        self._ending = self._begun is not None
        if not self._ending:
            super().shutdown()

    @property
    def _common(self) -> Headers:
        common = self.server_state.default_headers
        return [*common, (b"connection", b"close")] if self._ending else common

    @property
    def idle(self) -> bool:
        """Whether nothing of a request has come and all answers are written."""
        answered = self.cycle is None or self.cycle.response_complete
        closing = self._refused or self.transport.is_closing() or self.flow.write_paused
        waiting = self._begun is not None or bool(self.pipeline)
        return self._phase is Phase.NOTHING and answered and not waiting and not closing

    def _directly(self, data: bytes) -> bool:
        """Answer a request, or begin to; or leave it alone."""
        client, common = self.client[0] if self.client else "", self._common
        answer = self._shortcuts.answer(data, client, common) or self._express.begin(data, client, common)
        if answer is None:
            return False
        self._set_deadline(None)
        self._unset_keepalive_if_required()
        if isinstance(answer, bytes):
            self._send(answer)
        elif answer.exchange is None:
            self._hand_over(answer)
        else:
            self._begun = answer
            answer.exchange.listener = self._heard
        return True

    def _heard(self) -> None:
        """Answer when a query has said something."""
        begun, self._begun = self._begun, None
        assert begun is not None and begun.exchange is not None
        begun.exchange.listener = None
        answer = self._express.finish(begun, self._common)
        if answer is None:
            self._hand_over(begun)
        else:
            self._send(answer)

    def _send(self, answer: bytes) -> None:
        self.transport.write(answer)
        self.on_response_complete()
        if self._ending:
            self.transport.close()
        elif self._later:
            later, self._later = self._later, b""
            self.data_received(later)

    def _hand_over(self, begun: Begun) -> None:
        """Let the app go on with a request, and read what has come after it."""
        self._handed = begun
        self._read_on(begun.understood.request)
        later, self._later = self._later, b""
        if later:
            super().data_received(later)
        if self._ending:
            super().shutdown()
        self.flow.resume_reading()

    def _read_on(self, data: bytes) -> None:
        self._bytes_read = data
        super().data_received(data)
        self._bytes_read = b""
