"""How many requests one client may send in a minute, and the fields that tell it what is left.

Windows are fixed: one begins with a client's first request and ends when its seconds are over, so that the figures in
`RateLimit` and `Retry-After` are what will happen and no guess. Fields as in draft-ietf-httpapi-ratelimit-headers. A
client is an IPv4 address or, of IPv6, a network of 64 bits, which is what one household or host is given.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

WINDOW = 60
"""Seconds."""
MOST_CLIENTS = 100_000
"""Clients that are remembered at once; past them the one whose window began first is forgotten."""
POLICY = "requests"
"""The policy's name in the fields."""

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client has left after one request."""

    quota: int
    left: int
    """Requests; below nought when this one is too many."""
    seconds: int
    """Until the window ends, rounded up."""

    @property
    def exceeded(self) -> bool:
        """Whether this request is too many."""
        return self.left < 0

    def headers(self) -> RawHeaders:
        """Return the fields that say so."""
        policy = f'"{POLICY}";q={self.quota};w={WINDOW}'
        state = f'"{POLICY}";r={max(0, self.left)};t={self.seconds}'
        return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", state.encode())]


class Rates:
    """The windows of all clients; with a quota of 0 nothing is counted."""

    def __init__(self, quota: int, now: Callable[[], float] = time.monotonic) -> None:
        self._quota, self._now = quota, now
        self._windows: OrderedDict[str, list[float]] = OrderedDict()

    def take(self, client: str) -> Allowance | None:
        """Count one request of a client; None when there is no quota."""
        if not self._quota:
            return None
        now = self._now()
        name = client_name(client)
        window = self._windows.get(name)
        if window is None or window[0] <= now:
            window = self._begin(name, now)
        window[1] += 1
        return Allowance(self._quota, self._quota - int(window[1]), math.ceil(window[0] - now))

    def _begin(self, name: str, now: float) -> list[float]:
        self._windows.pop(name, None)
        while self._windows and (len(self._windows) >= MOST_CLIENTS or next(iter(self._windows.values()))[0] <= now):
            self._windows.popitem(last=False)  # all windows are of one length: the first to begin is the first to end
        window = self._windows[name] = [now + WINDOW, 0]
        return window


def client_name(address: str) -> str:
    """Return what counts as one client.

    >>> client_name("192.0.2.1"), client_name("2001:db8:1:2:3:4:5:6"), client_name("::ffff:192.0.2.1")
    ('192.0.2.1', '2001:db8:1:2::', '192.0.2.1')
    """
    if ":" not in address:
        return address
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    assert isinstance(parsed, IPv6Address)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))
