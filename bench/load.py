"""One small HTTP client for all servers: as many connections as asked, each sending its next request at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Load:
    """What one server did with one query."""

    rate: float
    """Requests a second, all clients together."""
    median: float
    """Milliseconds."""
    p95: float
    """Milliseconds."""


def run(port: int, path: str, query: str, clients: int, seconds: float, *, vary: str = "") -> Load:
    """Send `query` for so many seconds; `vary`, a word of this run's own, makes each text new to every cache.

    Raises RuntimeError for an answer that is not 200.
    """
    return asyncio.run(_run(port, path, query, clients, seconds, vary=vary))


async def _run(port: int, path: str, query: str, clients: int, seconds: float, *, vary: str) -> Load:
    times: list[float] = []
    end = time.perf_counter() + seconds
    began = time.perf_counter()
    await asyncio.gather(
        *(_client(port, path, query, end, times, f"{vary}-{i}" if vary else "") for i in range(clients))
    )
    spent = time.perf_counter() - began
    ordered = sorted(times)
    return Load(len(times) / spent, statistics.median(ordered) * 1e3, ordered[int(len(ordered) * 0.95)] * 1e3)


async def _client(port: int, path: str, query: str, end: float, times: list[float], name: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < end:
        count += 1
        # a prefix that nobody uses: a comment would be left out of what a cache knows the query by
        text = f"PREFIX {name}-{count}: <urn:v> {query}" if name else query
        began = time.perf_counter()
        writer.write(_request(path, text))
        await _answer(reader)
        times.append(time.perf_counter() - began)
    writer.close()


def _request(path: str, query: str) -> bytes:
    lines = (
        f"GET {path}?query={quote(query)} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/sparql-results+json",
        "Connection: keep-alive",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if not head.startswith("http/1.1 200"):
        raise RuntimeError(head.splitlines()[0])
    if "transfer-encoding: chunked" in head:
        return await _chunks(reader)
    (length,) = (line.split(":")[1] for line in head.splitlines() if line.startswith("content-length:"))
    return await reader.readexactly(int(length))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body
