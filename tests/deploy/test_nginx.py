"""Behind nginx: addresses as the client sees them, answers kept by their tags, no request lost by a restart."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import httpx
import pytest

HOST = "data.example.org"
RELATIVE = "SELECT (STR(<x>) AS ?iri) {}"


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv", **named})


def test_addresses_are_those_that_the_client_sees(site) -> None:  # type: ignore[no-untyped-def]
    assert ask(site.client, RELATIVE).text == f"iri\r\nhttps://{HOST}/crimecongress/x\r\n"
    page = site.client.get("/", headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert 'href="/crimecongress/' in page.text
    assert site.client.get(site.url, headers={"Accept": "text/html"}).headers["location"].endswith("/crimecongress/")


def test_what_a_client_writes_into_the_forwarded_fields_reaches_nobody(site) -> None:  # type: ignore[no-untyped-def]
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil", "X-Forwarded-Proto": "http"}
    assert ask(site.client, RELATIVE + " #2", **said).text == f"iri\r\nhttps://{HOST}/crimecongress/x\r\n"


def test_the_second_request_is_a_hit_and_a_known_tag_is_304(site) -> None:  # type: ignore[no-untyped-def]
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    first, second = ask(site.client, query), ask(site.client, query)
    assert [a.headers["cache-status"] for a in (first, second)] == ["nginx; fwd=uri-miss", "nginx; hit"]
    assert first.text == second.text == "n\r\n200\r\n"
    third = ask(site.client, query, If_None_Match=first.headers["etag"])
    assert (third.status_code, third.headers["cache-status"]) == (304, "nginx; hit")
    assert (third.content, third.headers["etag"]) == (b"", first.headers["etag"])


def test_a_kept_answer_does_not_say_what_another_client_has_left(site) -> None:  # type: ignore[no-untyped-def]
    first, second = (ask(site.client, "ASK { <x:7> ?p ?o }") for _ in range(2))
    assert "ratelimit" in first.headers
    assert (second.headers["cache-status"], "ratelimit" in second.headers) == ("nginx; hit", False)


def test_two_formats_at_one_address_are_kept_apart(site) -> None:  # type: ignore[no-untyped-def]
    query = "SELECT * { <x:3> ?p ?o }"
    for _ in range(2):
        assert ask(site.client, query).text.startswith("p,o\r\n")
        assert ask(site.client, query, Accept="application/sparql-results+json").json()["head"]["vars"] == ["p", "o"]


def test_a_stale_answer_is_asked_for_again_by_its_tag_and_changes_with_the_release(
    site, request: pytest.FixtureRequest
) -> None:  # type: ignore[no-untyped-def]
    query = "SELECT (COUNT(*) AS ?all) { ?s ?p ?o }"
    graph: Path = site.processes[0].graph
    whole = graph.read_text(encoding="utf-8")
    request.addfinalizer(lambda: graph.write_text(whole, encoding="utf-8"))
    assert ask(site.client, query).text == "all\r\n200\r\n"
    time.sleep(3.1)  # nginx counts in whole seconds
    again = ask(site.client, query)
    assert (again.text, again.headers["cache-status"]) == ("all\r\n200\r\n", "nginx; hit; fwd=stale; fwd-status=304")
    graph.write_text(whole + "<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    for process in site.processes:
        os.kill(process.process.pid, signal.SIGHUP)
    deadline = time.monotonic() + 15
    while (answer := ask(site.client, query)).text != "all\r\n201\r\n":
        assert answer.status_code == 200
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.2)


def test_a_long_query_passes_in_the_address_and_in_the_body(site) -> None:  # type: ignore[no-untyped-def]
    query = "SELECT (1 AS ?one) {} #" + "x" * 40_000
    assert ask(site.client, query).status_code == 200
    longer = query + "x" * 100_000
    assert site.client.post("/sparql", data={"query": longer}).status_code == 200


def test_both_processes_answer_and_restarting_one_after_the_other_drops_no_request(site, asking) -> None:  # type: ignore[no-untyped-def]
    def one(client: httpx.Client, number: int) -> httpx.Response:
        query = f"SELECT ({number} AS ?n) {{}}"
        if number % 3:
            return ask(client, query)
        return client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})

    with asking(site, one) as answers:
        for process in site.processes:
            time.sleep(0.3)
            process.stop()
            time.sleep(0.3)
            process.start()
        time.sleep(0.3)
    assert {answer.status_code for answer in answers} == {200}
    processes = {answer.headers.get("x-query-id", "").partition("-")[0] for answer in answers}
    assert len(processes) == 4, "two processes, and the two that followed them"
    assert len(answers) > 50
