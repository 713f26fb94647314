"""What a request to `/sparql` asks: SPARQL 1.1 Protocol, section 2.1, by GET, POST form, direct POST and QUERY."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from api.engine import Query
from api.problems import Problem

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"
HOST = re.compile(r"[A-Za-z0-9._~-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
DATASET = {"default-graph-uri", "named-graph-uri"}
FORM_EXPANSION, UTF8_EXPANSION = 12, 4
"""Bytes that one character may take in a form (three for each byte) and in UTF-8."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks."""

    query: Query
    format: str | None
    """`?format=`, which wins over Accept."""
    explain: bool


def fields(scope: Scope) -> dict[str, str]:
    """Return the header fields of a request by their names in lower case; a repeated one is joined (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for raw, content in scope["headers"]:
        name, value = raw.decode("latin-1"), content.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


async def ask(scope: Scope, headers: Mapping[str, str], receive: Receive, longest: int) -> Asked | None:
    """Read a request; None when it is a GET that asks nothing, which the service description answers.

    Raises Problem: 400, 403, 413 or 415.
    """
    parameters = parse(scope["query_string"])
    if scope["method"] in ("POST", "QUERY"):
        parameters += await posted(headers, receive, longest)
    queries = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        if queries:
            raise Problem("bad-request", "both query and update were given")
        raise Problem("update-refused", "update is not answered: this service is read-only")
    if not queries and scope["method"] == "GET" and not dict(parameters).keys() & DATASET:
        return None
    if len(queries) != 1:
        raise Problem("bad-request", f"expected one query, found {len(queries) or 'none'}")
    if len(queries[0]) > longest:
        raise Problem("content-too-large", f"the query has {len(queries[0])} characters; the limit is {longest}")
    return _asked(queries[0], parameters, scope, headers)


def _asked(text: str, parameters: Sequence[tuple[str, str]], scope: Scope, headers: Mapping[str, str]) -> Asked:
    defaults = tuple(value for name, value in parameters if name == "default-graph-uri")
    named = tuple(value for name, value in parameters if name == "named-graph-uri")
    chosen = bool(defaults or named)
    base = endpoint(scope, headers)
    query = Query(
        text=text,
        default_graphs=absolute("default-graph-uri", defaults) if chosen else None,
        named_graphs=absolute("named-graph-uri", named) if chosen else None,
        base=base,
        client=(scope.get("client") or ("",))[0],
    )
    wanted = next((value for name, value in parameters if name in ("format", "output") and value), None)
    return Asked(query, wanted, dict(parameters).get("explain") in ("1", "true"))


def absolute(name: str, iris: tuple[str, ...]) -> tuple[str, ...]:
    """Return the IRIs if each is absolute.

    Raises Problem (400) naming the parameter: the protocol has no base for them.
    """
    for iri in iris:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*", iri):
            raise Problem("bad-request", f"{name} is not an absolute IRI: {iri!r}")
    return iris


async def posted(headers: Mapping[str, str], receive: Receive, longest: int) -> list[tuple[str, str]]:
    """Read the body, as a form or as a query."""
    essence, charset = content_type(headers.get("content-type", ""))
    accepted = f"{QUERY_TYPE}, {FORM_TYPE}"
    wrong = ""
    if essence not in (QUERY_TYPE, UPDATE_TYPE, FORM_TYPE):
        found = f"Content-Type is {essence}" if essence else "there is no Content-Type"
        wrong = f"{found}; expected one of {accepted}"
    elif charset not in ("", "utf-8", "utf8"):
        wrong = f"the body is said to be in {charset}; expected UTF-8"
    if wrong:
        raise Problem("unsupported-media-type", wrong, headers={"Accept-Post": accepted})
    body = await read_body(receive, longest * (FORM_EXPANSION if essence == FORM_TYPE else UTF8_EXPANSION))
    if essence == FORM_TYPE:
        return parse(body)
    return [("query" if essence == QUERY_TYPE else "update", decoded(body))]


async def read_body(receive: Receive, most: int) -> bytes:
    """Return the whole body.

    Raises Problem (413) past `most` bytes.
    """
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem("bad-request", "the body ended before it was whole")
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise Problem("content-too-large", f"the body has more than {most} bytes")
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def decoded(body: bytes) -> str:
    """Return the body as text.

    Raises Problem (400) with the place of the first byte that is not UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("bad-request", f"the text is not UTF-8 at byte {error.start}") from error


def from_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises ValueError also for nesting that Python cannot follow, and for half a surrogate pair, which JSON can write
    and UTF-8 cannot (RFC 7493, section 2.1).
    """
    try:
        value = json.loads(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    except UnicodeEncodeError as error:
        raise ValueError("the JSON has half a surrogate pair, which is no character") from error
    return value


def content_type(header: str) -> tuple[str, str]:
    """Return the media type and the charset of a Content-Type header, in lower case.

    >>> content_type('Application/SPARQL-query; charset="UTF-8"')
    ('application/sparql-query', 'utf-8')
    """
    essence, *parameters = header.split(";")
    pairs = (p.partition("=") for p in parameters)
    charset = next((value.strip().strip('"') for name, _, value in pairs if name.strip().lower() == "charset"), "")
    return essence.strip().lower(), charset.lower()


def parse(data: bytes) -> list[tuple[str, str]]:
    """Return the pairs of a query string or a form.

    Raises Problem (400) where they are not UTF-8.
    """
    pairs = [pair.partition(b"=") for pair in data.split(b"&") if pair]
    try:
        return [(unquoted(name), unquoted(value)) for name, _, value in pairs]
    except UnicodeDecodeError as error:
        raise Problem("bad-request", "the parameters are not percent-encoded UTF-8") from error


def unquoted(data: bytes) -> str:
    """Return what a name or a value of a form stands for.

    Raises UnicodeDecodeError.
    """
    return unquote_to_bytes(data.replace(b"+", b" ")).decode()


def endpoint(scope: Scope, headers: Mapping[str, str]) -> str:
    """Return the URL of the endpoint as the client wrote it: what relative IRIs in a query resolve against."""
    host = headers.get("host", "")
    if not HOST.fullmatch(host):
        host = "localhost"
    # ASCII letters of a path need no encoding here: the route is a constant, only the prefix is the operator's
    return f"{scope['scheme']}://{host}{scope.get('root_path', '')}/sparql"
