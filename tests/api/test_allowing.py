"""OPTIONS and 405: what a path answers."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

READ = "GET, HEAD, OPTIONS"
PATHS = {
    "/sparql": "GET, HEAD, POST, QUERY, OPTIONS",
    "/graphs": READ,
    "/void": READ,
    "/api/v1/recommendations": READ,
    "/cite": "GET, HEAD, POST, OPTIONS",
    "/reconcile": "GET, HEAD, POST, OPTIONS",
    "/check": "POST, OPTIONS",
    "/static/site.css": READ,
    "/recommendation/A/CONF.234/RPM.3/1/28/e": READ,
    "/": READ,
}


@pytest.fixture(scope="module", params=["", "/kg"])
def client(request: pytest.FixtureRequest, serve: Callable[..., httpx.Client], graph_file: Path) -> httpx.Client:
    return serve(graph_file, root_path=request.param)


@pytest.mark.parametrize("path", PATHS)
def test_options_lists_what_the_path_answers(client: httpx.Client, path: str) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.headers["allow"]) == (204, PATHS[path])
    assert answer.headers["access-control-allow-methods"] == PATHS[path]
    assert ("accept-query" in answer.headers) == ("QUERY" in PATHS[path])


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/graphs"])
@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_a_method_that_is_not_answered_is_405_with_the_same_list(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, PATHS[path])
    assert answer.json()["type"].endswith("/problems/method-not-allowed")


def test_writing_graphs_is_refused_and_asking_them_by_query_not_allowed(client: httpx.Client) -> None:
    assert client.put("/graphs?default").status_code == 403
    answer = client.request("QUERY", "/graphs?default")
    assert (answer.status_code, answer.headers["allow"]) == (405, READ)


def test_where_nothing_stands_nothing_is_allowed(client: httpx.Client) -> None:
    answer = client.options("/nothing-here")
    assert (answer.status_code, "allow" in answer.headers) == (404, False)


def test_the_options_of_the_whole_server_are_all_that_is_answered_anywhere(client: httpx.Client) -> None:
    host, port = client.base_url.host, client.base_url.port
    with socket.create_connection((host, port)) as sock:
        sock.sendall(b"OPTIONS * HTTP/1.1\r\nHost: e.org\r\nConnection: close\r\n\r\n")
        head = sock.recv(4096).decode().lower()
    assert head.startswith("http/1.1 204") and "allow: get, head, post, query, options" in head
