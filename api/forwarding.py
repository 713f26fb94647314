"""What a proxy says of the request that it hands on: X-Forwarded-For, -Proto, -Host and -Prefix.

In comes a request as the socket has it, out goes the request as the client made it. The fields are believed only when
the request comes from an address that the settings list; anybody else could write them. Of a list, the last entry
counts: the one that the proxy itself has written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from api.requests import HOST

if TYPE_CHECKING:
    from starlette.types import Scope

PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
WITH_PORT = re.compile(r"\[(?P<six>[0-9A-Fa-f:.]+)\](?::\d+)?|(?P<four>[0-9.]+):\d+")
FIELDS = b"x-forwarded-"


class Proxies:
    """The proxies that are believed."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._networks: list[IPv4Network | IPv6Network] = [ip_network(each, strict=False) for each in addresses]
        self._known: dict[str, bool] = {}

    def seen(self, scope: Scope) -> Scope:
        """Return a request as its client made it; unchanged when no trusted proxy says otherwise."""
        told = {name[len(FIELDS) :]: value for name, value in scope["headers"] if name.startswith(FIELDS)}
        if not told or not self._trusts((scope.get("client") or ("",))[0]):
            return scope
        said = {name.decode("latin-1"): _list(value) for name, value in told.items()}
        return {**scope, **self._client(said, scope), **_scheme(said), **_host(said, scope), **_prefix(said)}

    def _client(self, said: dict[str, list[str]], scope: Scope) -> dict[str, object]:
        """Return the client: the last address of the list that is no trusted proxy itself."""
        found = scope["client"][0]
        for entry in reversed(said.get("for", ())):
            address = bare(entry)
            if not _is_address(address):
                break
            found = address
            if not self._trusts(address):
                break
        return {"client": (found, 0)}

    def _trusts(self, address: str) -> bool:
        trusted = self._known.get(address)
        if trusted is None:
            trusted = _is_address(address) and any(ip_address(address) in network for network in self._networks)
            if len(self._known) > 1_000:
                self._known.clear()
            self._known[address] = trusted
        return trusted


def bare(address: str) -> str:
    """Return an address without the port that some proxies add.

    >>> bare("192.0.2.1:4711"), bare("[2001:db8::1]:80"), bare("2001:db8::1")
    ('192.0.2.1', '2001:db8::1', '2001:db8::1')
    """
    found = WITH_PORT.fullmatch(address)
    return (found["six"] or found["four"]) if found else address


def _list(value: bytes) -> list[str]:
    return [each.strip() for each in value.decode("latin-1").split(",")]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _scheme(said: dict[str, list[str]]) -> dict[str, object]:
    scheme = said.get("proto", [""])[-1].lower()
    return {"scheme": scheme} if scheme in ("http", "https") else {}


def _host(said: dict[str, list[str]], scope: Scope) -> dict[str, object]:
    host = said.get("host", [""])[-1]
    if not HOST.fullmatch(host):
        return {}
    others: Sequence[tuple[bytes, bytes]] = [header for header in scope["headers"] if header[0] != b"host"]
    return {"headers": [(b"host", host.encode("latin-1")), *others]}


def _prefix(said: dict[str, list[str]]) -> dict[str, object]:
    prefix = said.get("prefix", [""])[-1].rstrip("/")
    return {"root_path": prefix} if PREFIX.fullmatch(prefix) else {}
