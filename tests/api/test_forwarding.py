"""A proxy's words about a request count only when it is one of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.forwarding import Proxies
from api.settings import Settings

SAID = {
    "X-Forwarded-For": "198.51.100.7, 192.0.2.33",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "data.example.org",
    "X-Forwarded-Prefix": "/kg",
}
RELATIVE = "SELECT (STR(<x>) AS ?iri) {}"


def scope(client: str, **fields: str) -> dict[str, object]:
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in fields.items()]
    return {"client": (client, 5000), "scheme": "http", "root_path": "", "headers": [(b"host", b"inner"), *headers]}


@pytest.mark.parametrize(
    ("peer", "listed", "client"),
    [
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1, 10.0.0.7", "192.0.2.1"),
        ("10.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
        ("10.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("10.0.0.1", "[2001:db8::1]:80", "2001:db8::1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("192.0.2.9", "192.0.2.1", "192.0.2.9"),
        ("", "192.0.2.1", ""),
    ],
)
def test_the_client_is_the_last_address_that_is_no_proxy_of_ours(peer: str, listed: str, client: str) -> None:
    seen = Proxies(["10.0.0.0/8"]).seen(scope(peer, x_forwarded_for=listed))
    assert seen["client"][0] == client


@pytest.mark.parametrize(
    ("field", "value", "key", "expected"),
    [
        ("x_forwarded_proto", "https", "scheme", "https"),
        ("x_forwarded_proto", "gopher", "scheme", "http"),
        ("x_forwarded_prefix", "/kg/", "root_path", "/kg"),
        ("x_forwarded_prefix", "/kg<script>", "root_path", ""),
        ("x_forwarded_prefix", "//evil.example", "root_path", ""),
        ("x_forwarded_prefix", "https://evil.example", "root_path", ""),
        ("x_forwarded_host", "data.example.org:8443", "headers", b"data.example.org:8443"),
        ("x_forwarded_host", "a b", "headers", b"inner"),
    ],
)
def test_a_field_that_is_not_what_it_should_be_changes_nothing(
    field: str, value: str, key: str, expected: object
) -> None:
    seen = Proxies(["10.0.0.1"]).seen(scope("10.0.0.1", **{field: value}))
    assert (dict(seen["headers"])[b"host"] if key == "headers" else seen[key]) == expected


def test_links_and_relative_iris_are_as_the_client_of_a_trusted_proxy_sees_them(
    serve: Callable[..., httpx.Client], graph_file: Path
) -> None:
    client = serve(graph_file)
    answer = client.get("/sparql", params={"query": RELATIVE, "format": "csv"}, headers=SAID)
    assert answer.text == "iri\r\nhttps://data.example.org/kg/x\r\n"
    assert '"/kg/' in client.get("/", headers=SAID).text
    assert client.get("/kg/sparql", params={"query": RELATIVE}, headers=SAID).status_code == 200


def test_nobody_else_is_believed(serve: Callable[..., httpx.Client], graph_file: Path) -> None:
    client = serve(graph_file, proxies=("192.0.2.1",), root_path="/ours")
    answer = client.get("/sparql", params={"query": RELATIVE, "format": "csv"}, headers=SAID)
    assert answer.text == f"iri\r\n{client.base_url}/ours/x\r\n".replace("//ours", "/ours")
    assert "/kg" not in client.get("/ours/", headers=SAID).text


def test_a_proxy_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="proxies"):
        Settings(proxies=("example.org",))
