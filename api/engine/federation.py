"""SERVICE: its groups are taken out of a query before the engine sees it, so that the engine never calls anybody.

A text search (see `text`) is left to the worker. A group for an endpoint on the operator's list is sent to it from
here, under limits of its own, and stands in the query as the VALUES block of what came back; any other one is
refused. Blank nodes of another service cannot be named in a query: they come back as IRIs of the form `urn:bnode:…`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox

from api import results
from api.engine import searching as text_search
from api.engine.errors import UpstreamFailed
from api.sandbox import Reading, Refused, ServiceBlock

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

MOST_ROWS = 10_000
"""Rows of one endpoint's answer: more would make a query that no engine reads quickly."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A query without SERVICE, and where its text searches stand."""

    text: str
    searches: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which endpoints a query may call, and what one call may take."""

    endpoints: tuple[str, ...] = ()
    seconds: float = 10.0
    bytes: int = 4 << 20
    private: bool = False
    """Whether endpoints in private and loopback networks may be called (for tests and for one's own network)."""


async def expand(reading: Reading, allowed: Allowed, client: httpx.AsyncClient | None) -> Expanded:
    """Replace the groups of a query.

    Raises Refused for an endpoint that is not on the list, UpstreamFailed when one that is fails.
    """
    for block in reading.services:
        if block.target != text_search.SERVICE and block.target not in allowed.endpoints:
            raise Refused("service", f"SERVICE <{block.target}> is not on this service's list")
    parts: list[str] = []
    searches: list[tuple[int, int, str]] = []
    position = length = 0
    for block in reading.services:
        kept = reading.text[position : block.start]
        search = block.target == text_search.SERVICE
        replacement = reading.text[block.start : block.end] if search else await _call(block, reading, allowed, client)
        start = length + len(kept)
        length = start + len(replacement)
        if search:
            searches.append((start, length, block.body))
        parts += [kept, replacement]
        position = block.end
    return Expanded("".join(parts) + reading.text[position:], tuple(searches))


async def _call(block: ServiceBlock, reading: Reading, allowed: Allowed, client: httpx.AsyncClient | None) -> str:
    """Return the VALUES block of one endpoint's solutions; SILENT turns a failure into one empty solution."""
    try:
        if client is None:
            raise UpstreamFailed("this service calls no other one")
        async with asyncio.timeout(allowed.seconds):
            address = await address_of(block.target, allowed)
            body = await _fetch(block, address, reading.prefixes, allowed, client)
        return await asyncio.to_thread(values, body)
    except (UpstreamFailed, TimeoutError) as error:
        if block.silent:
            return "{}"
        raise UpstreamFailed(f"SERVICE <{block.target}>: {error or 'no answer in time'}") from error


async def address_of(endpoint: str, allowed: Allowed) -> str:
    """Return the address to call, so that the name is looked up once: it may lead elsewhere the next time.

    Raises UpstreamFailed for a name that leads into a private network, whatever the list says.
    """
    parts = urlsplit(endpoint)
    addresses = await lookup(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    if not allowed.private and not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise UpstreamFailed("its address is not a public one")
    return addresses[0]


async def lookup(host: str, port: int) -> list[str]:
    """Return the addresses of a name, the preferred one first.

    Raises UpstreamFailed.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UpstreamFailed(f"its address cannot be found: {error}") from error
    return [str(item[4][0]).partition("%")[0] for item in found]


async def _fetch(
    block: ServiceBlock, address: str, prefixes: Mapping[str, str], allowed: Allowed, client: httpx.AsyncClient
) -> bytes:
    """POST the group as a query to an address and read the answer, not past its limit and through no redirect."""
    import httpx  # only a service with a list needs it

    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    url = httpx.URL(block.target)
    headers = {"Content-Type": "application/sparql-query", "Accept": results.JSON.media_type}
    headers["Host"], named = url.netloc.decode(), {"sni_hostname": url.host}
    query = f"{prologue}SELECT * WHERE {{ {block.body} }}"
    try:
        called = url.copy_with(host=address)
        async with client.stream("POST", called, content=query, headers=headers, extensions=named) as response:
            if response.status_code != 200:
                raise UpstreamFailed(f"it answered with status {response.status_code}")
            body = b""
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > allowed.bytes:
                    raise UpstreamFailed(f"its answer is larger than {allowed.bytes} bytes")
    except httpx.HTTPError as error:
        raise UpstreamFailed(str(error) or type(error).__name__) from error
    return body


def values(body: bytes) -> str:
    """Return SPARQL results in JSON as a VALUES block.

    Raises UpstreamFailed for what is not such results, and past `MOST_ROWS`.
    """
    try:
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            raise UpstreamFailed("it answered true or false where solutions were expected")
        names = [variable.value for variable in found.variables]
        rows = [
            f"({' '.join(_term(term) for term in row)})" for row, _ in zip(found, range(MOST_ROWS + 1), strict=False)
        ]
    except (SyntaxError, ValueError) as error:
        raise UpstreamFailed(f"its answer is not SPARQL results in JSON: {error}") from error
    if len(rows) > MOST_ROWS:
        raise UpstreamFailed(f"its answer has more than {MOST_ROWS} rows")
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(rows)} }}"


def _term(term: object) -> str:
    if term is None:
        return "UNDEF"
    return f"<urn:bnode:{term.value}>" if isinstance(term, ox.BlankNode) else str(term)
