"""How a client's queries are answered, learned from one that was: all that is left to do for the next is the query.

A client sends one request again and again, with another query in it. To read its fields, to choose a format and to
complete the header of the answer costs more than a small query. So from an answer that went the ordinary way is kept
what holds for all requests that differ from its own in nothing but the query.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api import sandbox
from api.sending import PLAIN
from api.shortcuts import ANEW, repeatable

if TYPE_CHECKING:
    from api.engine import Query
    from api.envelope import Sent
    from api.results import Form
    from api.sending import Outline

REQUEST = re.compile(rb"(GET [^ ?]*\?(?:[^ ?]*&)?query=)([A-Za-z0-9%+._~*()!',;:@/?$=-]+)(?=[& ])")
"""The beginning of a request with a query, up to the query's end."""
CONDITION = b"\r\nif-"
"""What begins the name of a header field that asks for an answer under a condition."""
ENCODING = re.compile(rb"\r\naccept-encoding:([^\r]*)", re.IGNORECASE)
ONCE = ANEW | {b"etag", b"server-timing", b"content-length", b"x-result-rows"}
"""Fields of an answer that are its own."""
OTHERWISE = frozenset((b"content-encoding", b"memento-datetime"))
"""Fields of an answer that is made in more steps."""
LONGEST = 16_384
"""Bytes of a request of this kind."""
MOST = 512
"""Manners that are remembered."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a query is answered that comes in a request like one before."""

    release: str
    """The digest of the release for which it holds."""
    query: Query
    """The one before: its dataset and base are those of the next."""
    media_type: str
    head: bytes
    """Status line and the header fields that do not depend on the query."""
    compresses: bool
    """Whether the client takes compressed answers."""


class Manners:
    """What is known of requests, by all of their bytes but the query, and by the query's form."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[bytes, Form | None], Manner] = OrderedDict()

    def get(self, around: bytes, form: Form | None) -> Manner | None:
        """Return the manner of a request; `around` is the first part of what `split` returns."""
        return self._known.get((around, form))

    def learn(self, request: bytes, release: str, query: Query, outline: Outline, sent: Sent) -> None:
        """Keep how a request was answered, if others can be answered like it."""
        parts = split(request)
        alike = sent.status == HTTPStatus.OK and not outline.frame[0] and OTHERWISE.isdisjoint(dict(sent.headers))
        if parts is None or not alike or not repeatable(request) or CONDITION in request.lower():
            return
        head = b"".join(b"%b: %b\r\n" % field for field in sent.headers if field[0] not in ONCE)
        self._known[parts[0], sandbox.read(query.text).form] = Manner(
            release, query, outline.form.media_type, STATUS_LINE[sent.status] + head, _compresses(request)
        )
        if len(self._known) > MOST:
            self._known.popitem(last=False)


def _compresses(request: bytes) -> bool:
    encoding = ENCODING.search(request)
    return encoding is not None and not PLAIN.fullmatch(encoding[1])


def split(request: bytes) -> tuple[bytes, bytes] | None:
    r"""Return what stands around the query in a request, and the query as it is written there.

    >>> split(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: e.org\r\n\r\n")
    (b'GET /sparql?query= HTTP/1.1\r\nHost: e.org\r\n\r\n', b'ASK%7B%7D')
    """
    found = REQUEST.match(request) if len(request) <= LONGEST else None
    return (found[1] + request[found.end() :], found[2]) if found is not None else None
