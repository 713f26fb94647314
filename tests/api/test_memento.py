"""The past of resources and of queries: TimeGates, mementos, TimeMaps (RFC 7089), `/sparql?release=`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.history.memento import read_date
from api.problems import Problem
from releases.folder import Releases
from releases.publishing import Wish, publish, rollback

BASE = "https://w3id.org/crimecongress/"
JANUARY, FEBRUARY, MARCH = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (1, 2, 3))
HTTP = {JANUARY: "Thu, 01 Jan 2026 12:00:00 GMT", FEBRUARY: "Sun, 01 Feb 2026 12:00:00 GMT"}
BODIES = "SELECT ?n { ?b <http://www.w3.org/2004/02/skos/core#prefLabel> ?n } ORDER BY ?n"
Serve = Callable[..., httpx.Client]
WriteBodies = Callable[..., Path]


@pytest.fixture(scope="module")
def client(serve: Serve, folder: Path) -> httpx.Client:
    return serve(folder, past_seconds=1)


def links(answer: httpx.Response) -> dict[str, str]:
    """The links of an answer: relation to address."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"', ", ".join(answer.headers.get_list("link")))
    return {relation: address for address, relation in found}


def vary(answer: httpx.Response) -> list[str]:
    return answer.headers["vary"].lower().split(", ")


def test_a_resource_names_its_timegate_which_it_is_itself_and_its_timemap(client: httpx.Client) -> None:
    answer = client.get("/body/FAO.ttl")
    assert answer.status_code == 200
    assert links(answer)["original timegate"] == f"{client.base_url}/body/FAO.ttl"
    assert links(answer)["timemap"] == f"{client.base_url}/timemap/body/FAO.ttl"
    assert "accept-datetime" in vary(answer)
    assert len(vary(answer)) == len(set(vary(answer)))


@pytest.mark.parametrize(
    ("date", "place"),
    [
        ("Thu, 31 May 2007 20:35:00 GMT", 0),
        (HTTP[JANUARY], 0),
        ("Sun, 01 Feb 2026 11:59:59 GMT", 0),
        (HTTP[FEBRUARY], 1),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 1),
    ],
)
def test_a_date_leads_to_the_state_that_was_in_force(
    date: str, place: int, client: httpx.Client, versions: tuple[str, str]
) -> None:
    answer = client.get("/body/FAO", headers={"Accept-Datetime": date, "Accept": "text/turtle"})
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{client.base_url}/release/{versions[place]}/as-of/body/FAO"
    assert "accept-datetime" in vary(answer)
    assert "memento-datetime" not in answer.headers
    assert links(answer)["timemap"] == f"{client.base_url}/timemap/body/FAO"


def test_a_memento_is_dated_and_says_what_was(client: httpx.Client, versions: tuple[str, str]) -> None:
    asked = {"Accept-Datetime": HTTP[JANUARY], "Accept": "text/turtle"}
    answer = client.get("/body/FAO", headers=asked, follow_redirects=True)
    assert answer.status_code == 200
    assert "Food and Agriculture Organization" in answer.text
    assert answer.headers["memento-datetime"] == HTTP[JANUARY]
    found = links(answer)
    assert found["original timegate"] == f"{client.base_url}/body/FAO.ttl"
    assert found["first memento"] == f"{client.base_url}/release/{versions[0]}/as-of/body/FAO.ttl"
    assert found["last next memento"] == f"{client.base_url}/release/{versions[1]}/as-of/body/FAO.ttl"


def test_a_memento_is_not_negotiated_by_date_again(client: httpx.Client, versions: tuple[str, str]) -> None:
    address = f"/release/{versions[0]}/as-of/body/FAO.ttl"
    answer = client.get(address, headers={"Accept-Datetime": HTTP[FEBRUARY]})
    assert (answer.status_code, answer.headers["memento-datetime"]) == (200, HTTP[JANUARY])


def test_a_withdrawn_resource_has_the_state_that_it_had(client: httpx.Client, versions: tuple[str, str]) -> None:
    gone = client.get("/body/PAU.ttl")
    assert gone.status_code == 410
    assert links(gone)["timemap"] == f"{client.base_url}/timemap/body/PAU.ttl"
    state = client.get("/body/PAU.ttl", headers={"Accept-Datetime": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert state.headers["location"] == f"{client.base_url}/release/{versions[0]}/as-of/body/PAU.ttl"
    assert "Crime Prevention Unit" in client.get(state.headers["location"]).text


def test_a_timemap_lists_the_states_of_a_resource(client: httpx.Client, versions: tuple[str, str]) -> None:
    answer = client.get("/timemap/body/FAO")
    assert answer.headers["content-type"].startswith("application/link-format")
    site = f"{client.base_url}/"
    assert answer.text == (
        f'<{site}body/FAO>; rel="original timegate",\n'
        f'<{site}timemap/body/FAO>; rel="self"; type="application/link-format"; '
        f'from="{HTTP[JANUARY]}"; until="{HTTP[FEBRUARY]}",\n'
        f'<{site}release/{versions[0]}/as-of/body/FAO>; rel="first memento"; datetime="{HTTP[JANUARY]}",\n'
        f'<{site}release/{versions[1]}/as-of/body/FAO>; rel="last memento"; datetime="{HTTP[FEBRUARY]}"\n'
    )
    only = client.get("/timemap/body/UNODC.ttl").text
    assert only.count("memento") == 1 and 'rel="first last memento"' in only
    assert client.get("/timemap/body/NOBODY").status_code == 404
    assert client.get("/timemap/search").status_code == 404


def test_a_browser_gets_the_states_of_a_resource_as_a_page(client: httpx.Client, versions: tuple[str, str]) -> None:
    page = client.get("/timemap/body/FAO", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert page.headers["vary"].startswith("Accept")
    assert "1 February 2026, 12:00 UTC" in page.text and "changed in what is said of it" in page.text
    assert f"/release/{versions[0]}/as-of/body/FAO" in page.text
    assert 'href="/timemap/body/FAO"' in client.get("/body/FAO.html").text
    assert 'href="/releases"' in client.get("/data").text
    assert "/timemap/" not in client.get(f"/release/{versions[0]}/as-of/body/FAO.html").text


def test_crawlers_are_kept_from_reading_everything_once_more(client: httpx.Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert {"Disallow: /timemap/", "Disallow: /release/*/as-of"} < set(lines)


def test_a_version_in_an_address_is_written_out(client: httpx.Client, versions: tuple[str, str]) -> None:
    for address in ("", ".ttl", "/as-of/body/FAO", "/files/SHA256SUMS", "/changes"):
        assert client.get(f"/release/{versions[0]}{address}", follow_redirects=True).status_code == 200, address
        assert client.get(f"/release/{versions[0][:8]}{address}").status_code == 404, address


@pytest.mark.parametrize("date", ["yesterday", "2026-01-01", "Thu, 31 May 2007 20:35:00 +0200", ""])
def test_a_date_that_is_none_is_refused(date: str, client: httpx.Client) -> None:
    assert client.get("/body/FAO", headers={"Accept-Datetime": date}).status_code == 400
    assert client.get("/sparql?query=ASK{}", headers={"Accept-Datetime": date}).status_code == 400
    with pytest.raises(Problem):
        read_date(date)


def test_what_is_no_resource_is_not_negotiated_by_date(client: httpx.Client) -> None:
    answer = client.get("/search?q=food", headers={"Accept-Datetime": HTTP[JANUARY]})
    assert answer.status_code == 200
    assert "original timegate" not in links(answer)


def test_a_query_is_evaluated_on_the_release_that_is_named(client: httpx.Client, versions: tuple[str, str]) -> None:
    expected = [
        "Crime Prevention Unit\r\nFood and Agriculture Organization\r\n",
        "Food Organization\r\nOffice on Drugs and Crime\r\n",
    ]
    for version, rows in zip(versions, expected, strict=True):
        for named in (version, version[:6], f"{BASE}release/{version}"):
            asked = {"query": BODIES, "release": named, "format": "csv"}
            answer = client.get("/sparql", params=asked)
            assert (answer.status_code, answer.text) == (200, f"n\r\n{rows}")
            assert f"release/{version}>" in answer.headers["link"]
        posted = client.post(f"/sparql?release={version}", data={"query": BODIES}, headers={"Accept": "text/csv"})
        assert posted.text == f"n\r\n{rows}"


def test_a_query_is_evaluated_as_of_a_date(client: httpx.Client) -> None:
    asked = {"query": BODIES, "format": "csv"}
    old = client.get("/sparql", params=asked, headers={"Accept-Datetime": HTTP[JANUARY]})
    assert "Crime Prevention Unit" in old.text
    assert old.headers["memento-datetime"] == HTTP[JANUARY]
    assert "accept-datetime" in vary(old)
    new = client.get("/sparql", params=asked)
    assert "Crime Prevention Unit" not in new.text
    assert "accept-datetime" in vary(new)
    assert old.headers["etag"] != new.headers["etag"]


def test_a_release_that_is_not_there_is_said_not_to_be(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": BODIES, "release": "ffffffff"})
    assert answer.status_code == 404
    assert "no release 'ffffffff'" in answer.json()["detail"]
    assert client.get("/release/ffffffff/as-of/body/FAO").status_code == 404


def test_the_pages_are_there_as_they_were_and_say_so(client: httpx.Client, versions: tuple[str, str]) -> None:
    page = client.get(f"/release/{versions[0]}/as-of/body/PAU.html")
    assert page.status_code == 200
    assert "This is how it was in release" in page.text
    assert 'href="/">How it is now' in page.text
    style = re.search(r'rel="stylesheet" href="([^"]*)"', page.text)
    assert style is not None
    assert client.get(style[1]).status_code == 200
    found = client.get(f"/release/{versions[0]}/as-of/api/v1/search?q=prevention").json()["items"]
    assert [item["id"] for item in found] == [f"{BASE}body/PAU"]
    assert client.get(f"/release/{versions[0]}/as-of/nowhere").status_code == 404
    assert "This is how it was" not in client.get("/body/FAO.html").text


def test_under_a_prefix_the_past_is_found_too(serve: Serve, folder: Path, versions: tuple[str, str]) -> None:
    client = serve(folder, root_path="/kg")
    state = client.get("/kg/body/PAU.ttl", headers={"Accept-Datetime": HTTP[JANUARY]})
    site = str(client.base_url).rstrip("/")
    assert state.headers["location"] == f"{site}/kg/release/{versions[0]}/as-of/body/PAU.ttl"
    memento = client.get(state.headers["location"])
    assert (memento.status_code, memento.headers["memento-datetime"]) == (200, HTTP[JANUARY])
    assert links(memento)["original timegate"] == f"{site}/kg/body/PAU.ttl"
    old = client.get("/kg/sparql", params={"query": BODIES, "release": versions[0], "format": "csv"})
    assert "Crime Prevention Unit" in old.text


def test_only_so_many_earlier_releases_are_open_and_idle_ones_close(
    serve: Serve, write_bodies: WriteBodies, tmp_path: Path
) -> None:
    folder = tmp_path / "releases"
    bodies: dict[str, str] = {}
    for month in (1, 2, 3, 4):
        bodies[f"B{month}"] = f"Body {month}"
        publish(folder, Wish(write_bodies(tmp_path / "graph.trig", **bodies), datetime(2026, month, 1, tzinfo=UTC)))
    client = serve(folder, past_releases=1, past_seconds=0.5)
    counted = "SELECT (COUNT(?n) AS ?c) { ?b <http://www.w3.org/2004/02/skos/core#prefLabel> ?n }"
    for _ in range(2):
        for number, entry in enumerate(Releases(folder).log, 1):
            asked = {"query": counted, "release": entry.version, "format": "csv"}
            assert client.get("/sparql", params=asked).text == f"c\r\n{number}\r\n"
    time.sleep(1)
    asked = {"query": counted, "release": Releases(folder).log[0].version, "format": "csv"}
    assert client.get("/sparql", params=asked).text == "c\r\n1\r\n"


def test_none_may_be_open_where_none_shall_be(serve: Serve, folder: Path, versions: tuple[str, str]) -> None:
    client = serve(folder, past_releases=0)
    assert client.get("/sparql", params={"query": BODIES, "release": versions[0]}).status_code == 503
    assert client.get("/sparql", params={"query": BODIES, "release": versions[1]}).status_code == 200
    assert client.get(f"/release/{versions[0]}/as-of/body/FAO").status_code == 503


def test_after_a_rollback_its_time_has_the_earlier_state_again(
    serve: Serve, write_bodies: WriteBodies, tmp_path: Path
) -> None:
    folder = tmp_path / "releases"
    first = publish(folder, Wish(write_bodies(tmp_path / "1.trig", FAO="Food"), JANUARY)).entry.version
    second = publish(folder, Wish(write_bodies(tmp_path / "2.trig", FAO="Feed"), FEBRUARY)).entry.version
    rollback(folder, None, MARCH)
    client = serve(folder)
    for date, version in ((HTTP[FEBRUARY], second), ("Wed, 01 Apr 2026 00:00:00 GMT", first)):
        location = client.get("/body/FAO", headers={"Accept-Datetime": date}).headers["location"]
        assert f"/release/{version}/" in location
