"""What browsers are told to forbid, on every answer; and that data stays open to pages of any origin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
DATA = "default-src 'none'; frame-ancestors 'none'"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], graph_file: Path) -> httpx.Client:
    return serve(graph_file)


@pytest.mark.parametrize(
    ("path", "accept", "status", "policy"),
    [
        ("/", "text/html", 200, PAGE),
        ("/sparql?query=ASK%20{}", "text/html", 200, PAGE),
        ("/sparql?query=ASK%20{}", "*/*", 200, DATA),
        ("/void", "text/turtle", 200, DATA),
        ("/congress/14", "text/turtle", 303, DATA),
        ("/no/such/thing", "application/json", 404, DATA),
        ("/no/such/thing", "text/html", 404, PAGE),
        ("/sparql?query=x", "*/*", 400, DATA),
        ("/healthz", "*/*", 200, DATA),
        ("/robots.txt", "*/*", 200, DATA),
    ],
)
def test_every_answer_has_the_fields(client: httpx.Client, path: str, accept: str, status: int, policy: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == status
    headers = answer.headers
    assert headers["content-security-policy"].startswith(policy)
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert ("cross-origin-opener-policy" in headers) == ("permissions-policy" in headers) == (policy == PAGE)


def test_options_has_them_too(client: httpx.Client) -> None:
    assert client.options("/sparql").headers["x-content-type-options"] == "nosniff"


def test_a_page_that_was_not_modified_keeps_its_policy(client: httpx.Client) -> None:
    page = client.get("/", headers={"Accept": "text/html"})
    again = client.get("/", headers={"Accept": "text/html", "If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers
