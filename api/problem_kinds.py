"""The kinds of problem that the service answers with: the page at each type IRI is written from this list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name in the type IRI, its status, its title, and what the page says about it."""

    name: str
    status: int
    title: str
    explanation: str


_ALL = (
    Kind(
        "bad-request",
        400,
        "Bad request",
        "The request is not one that the SPARQL 1.1 Protocol defines: a parameter is missing, given twice, or "
        "not readable. The detail says which.",
    ),
    Kind(
        "malformed-query",
        400,
        "Malformed query",
        "The query is not SPARQL 1.1. Line and column (both counted from 1) say where reading stopped; what "
        "is wrong is there or shortly before it.",
    ),
    Kind(
        "malformed-rdf",
        400,
        "Malformed RDF",
        "What was sent to be checked is not the RDF that its Content-Type says. Line and column (both counted from "
        "1) say where reading stopped, where that is known. Nothing is fetched: contexts stand in the document.",
    ),
    Kind(
        "update-refused",
        403,
        "Updates are refused",
        "This service is read-only. Updates, LOAD and writes to graphs change nothing here; a new state of "
        "the data appears as a new release.",
    ),
    Kind(
        "service-refused",
        403,
        "SERVICE is refused",
        "A query may send requests only to endpoints that the operator has listed. The service description "
        "names them; by default there are none.",
    ),
    Kind(
        "not-found",
        404,
        "Not found",
        "There is nothing at this address.",
    ),
    Kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "The address exists but does not answer this method. The Allow header lists those it answers.",
    ),
    Kind(
        "not-acceptable",
        406,
        "Not acceptable",
        "The answer exists, but in none of the formats that the Accept header asks for. The problem lists "
        "those that are offered.",
    ),
    Kind(
        "request-timeout",
        408,
        "Request not whole in time",
        "The client began a request and did not send the rest of it in the time that the service waits.",
    ),
    Kind(
        "content-too-large",
        413,
        "Too long",
        "What was sent, a query or RDF to be checked, is longer than the service reads.",
    ),
    Kind(
        "unsupported-media-type",
        415,
        "Unsupported media type",
        "A query is sent as application/sparql-query or as application/x-www-form-urlencoded, in UTF-8; other "
        "addresses name what they take in the detail and in Accept-Post.",
    ),
    Kind(
        "too-many-queries",
        429,
        "Too many queries",
        "This client has as many queries under way as one client may have. Send the next one when one has ended.",
    ),
    Kind(
        "too-many-requests",
        429,
        "Too many requests",
        "This client has sent as many requests as one client may send in the time of the policy in RateLimit-Policy. "
        "RateLimit says what is left of them, Retry-After after how many seconds there are new ones.",
    ),
    Kind(
        "uri-too-long",
        414,
        "Address too long",
        "The address of the request is longer than the service reads. Long queries are sent by POST.",
    ),
    Kind(
        "header-too-large",
        431,
        "Header fields too large",
        "The header fields of the request are larger than the service reads.",
    ),
    Kind(
        "internal",
        500,
        "Internal error",
        "The service failed. The request id in the problem finds it in the operator's log.",
    ),
    Kind(
        "busy",
        503,
        "The service is busy",
        "Every worker is taken and the queue is full, or the release is being loaded. Try again after the "
        "time in Retry-After.",
    ),
    Kind(
        "memory-exceeded",
        503,
        "The query needs too much memory",
        "The query asked for more memory than one query may have and was stopped. Sort or group less, or ask "
        "for a part.",
    ),
    Kind(
        "answer-too-large",
        503,
        "The answer is too large",
        "The answer has more rows or bytes than the service sends. Nothing is ever cut off silently: ask for "
        "a part with LIMIT, or take the data as a file.",
    ),
    Kind(
        "upstream-failed",
        503,
        "Another service failed",
        "An endpoint that the query needs did not answer, or answered with an error.",
    ),
    Kind(
        "deadline-exceeded",
        504,
        "The query took too long",
        "The query did not end in the time that one query may take and was stopped. No partial answer is given.",
    ),
)

KINDS = {kind.name: kind for kind in _ALL}
"""By name."""
