"""The header fields that every answer of a kind carries: for scripts of other origins, and for browsers' safety."""

from __future__ import annotations


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI has them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


COMMON = raw(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Link, ETag, Content-Location, Location, Memento-Datetime, RateLimit, "
        "RateLimit-Policy, Retry-After, Server-Timing, X-Query-Id, X-Request-Id, X-Result-Rows, Allow, Accept-Post, "
        "Accept-Query",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
)
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Datetime, Accept-Profile, Content-Type, If-None-Match, "
    "If-Modified-Since, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
OF_DATA = COMMON + raw({"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"})
OF_PAGES = COMMON + raw(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
)
