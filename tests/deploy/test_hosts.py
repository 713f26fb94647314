"""Several processes, as on several hosts, behind one nginx: over one folder of releases, and over a remote engine."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bench.servers import started
from releases.publishing import Wish, publish, rollback

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
HIT, REVALIDATED = "nginx; hit", "nginx; hit; fwd=stale; fwd-status=304"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a ?class }"
NAME = "SELECT ?name { ?body <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"


def within(seconds: float, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})


def release_of(process) -> str:  # type: ignore[no-untyped-def]
    """What a process serves, asked past nginx."""
    return str(httpx.get(f"http://127.0.0.1:{process.port}/readyz").json()["release"]).rpartition("/")[2]


def restart(process) -> None:  # type: ignore[no-untyped-def]
    process.stop()
    process.start()


@pytest.fixture(scope="module")
def over_releases(serving, write_bodies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("releases")
    graph = write_bodies(folder / "first.trig", FAO="Food")
    publish(folder / "releases", Wish(graph, datetime(2026, 1, 1, tzinfo=UTC)))
    with serving(folder, folder / "releases", follow_seconds=0.2) as site:
        yield site


def test_a_release_is_published_and_gone_back_from_under_requests_of_which_none_fails(  # type: ignore[no-untyped-def]
    over_releases, asking, write_bodies
) -> None:
    site, folder = over_releases, over_releases.folder / "releases"
    first = release_of(site.processes[0])

    def one(client: httpx.Client, number: int) -> httpx.Response:
        if number % 3:
            return ask(client, f"{NAME} # {number}")
        return client.get("/body/FAO.ttl")

    with asking(site, one) as answers:
        graph = write_bodies(site.folder / "second.trig", FAO="Food and Agriculture Organization")
        second = publish(folder, Wish(graph, datetime(2026, 2, 1, tzinfo=UTC))).entry.version
        within(30, lambda: {release_of(process) for process in site.processes} == {second})
        for process in site.processes:
            restart(process)
        rollback(folder, None, datetime(2026, 3, 1, tzinfo=UTC))
        within(30, lambda: {release_of(process) for process in site.processes} == {first})
    assert {answer.status_code for answer in answers} == {200}
    told = {answer.text for answer in answers if answer.text.startswith("name")}
    assert told == {"name\r\nFood\r\n", "name\r\nFood and Agriculture Organization\r\n"}
    assert len(answers) > 50
    past = site.client.get(f"/release/{second}/as-of/body/FAO.ttl")
    assert "Food and Agriculture Organization" in past.text
    assert "/crimecongress/release/" in past.headers["link"]


def test_a_resource_is_kept_and_asked_for_again_by_its_tag(over_releases) -> None:  # type: ignore[no-untyped-def]
    client: httpx.Client = over_releases.client
    client.get("/body/FAO.nt")
    assert client.get("/body/FAO.nt").headers["cache-status"] == HIT
    time.sleep(3.1)  # nginx counts in whole seconds
    assert client.get("/body/FAO.nt").headers["cache-status"] == REVALIDATED


@pytest.fixture(scope="module")
def over_an_engine(serving, write_bodies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:  # type: ignore[no-untyped-def]
    if not OXIGRAPH.exists():
        pytest.skip("needs the package oxigraph")
    folder = tmp_path_factory.mktemp("engine")
    graph = write_bodies(folder / "graph.trig", FAO="Food", UNODC="Drugs")
    with graph.open("a", encoding="utf-8") as file:
        file.write("<graph/catalogue> { <release/0123456789abcdef> a cc:Release }\n")
    store = folder / "store"
    subprocess.run([OXIGRAPH, "load", "--location", store, "--file", graph], check=True, capture_output=True)
    command = [OXIGRAPH, "serve-read-only", "--location", store, "--bind", "127.0.0.1:{port}"]
    with (
        started(command, "/query") as engine,
        serving(folder, graph, engine=f"http://127.0.0.1:{engine.port}/query") as site,
    ):
        yield site


def test_two_processes_over_one_engine_answer_alike_are_cached_and_restart_unseen(over_an_engine, asking) -> None:  # type: ignore[no-untyped-def]
    site = over_an_engine
    first, second = ask(site.client, COUNT), ask(site.client, COUNT)
    assert (first.text, second.headers["cache-status"]) == ("n\r\n3\r\n", HIT)
    past_nginx = [
        httpx.get(f"http://127.0.0.1:{p.port}/sparql", params={"query": COUNT}, headers={"Host": "data.example.org"})
        for p in site.processes
    ]
    assert len({answer.headers["etag"] for answer in past_nginx}) == 1, "either process vouches for what the other sent"
    assert (
        ask(site.client, "SELECT (STR(<x>) AS ?iri) {}").text == "iri\r\nhttps://data.example.org/crimecongress/x\r\n"
    )
    assert "Food" in site.client.get("/body/FAO.ttl").text
    with asking(site, lambda client, number: ask(client, f"{COUNT} # {number}")) as answers:
        for process in site.processes:
            restart(process)
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, "n\r\n3\r\n")}
    assert len(answers) > 20
