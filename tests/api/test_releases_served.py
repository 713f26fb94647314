"""A folder of releases, served: the current one, its tombstones, its file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.engine.readying import differences, make_ready
from api.engine.release import find
from releases.dumps import write_n_quads
from releases.publishing import Wish, publish

BASE = "https://w3id.org/crimecongress/"
Serve = Callable[..., httpx.Client]
WriteBodies = Callable[..., Path]


@pytest.fixture(scope="module")
def client(serve: Serve, folder: Path) -> httpx.Client:
    return serve(folder)


def test_the_current_release_is_served_and_dated_by_the_log(client: httpx.Client, folder: Path) -> None:
    version = find(folder).parent.name
    answer = client.get("/body/UNODC.ttl")
    assert answer.status_code == 200
    assert answer.headers["last-modified"] == "Sun, 01 Feb 2026 12:00:00 GMT"
    assert client.get("/readyz").json()["release"] == f"{BASE}release/{version}"


def test_a_withdrawn_iri_answers_410_with_the_tombstone_of_its_release(client: httpx.Client, folder: Path) -> None:
    gone = client.get("/body/PAU.ttl")
    assert gone.status_code == 410
    assert "it is no body" in gone.text
    assert "Crime Prevention Unit" in gone.text


def test_the_file_is_that_of_the_release_that_is_served(client: httpx.Client, folder: Path) -> None:
    assert client.get("/data/crimecongress.trig").content == find(folder).read_bytes()


def test_the_bill_of_materials_of_a_release_is_among_its_files(client: httpx.Client, folder: Path) -> None:
    address = f"/release/{find(folder).parent.name}/files/crimecongress.cdx.json"
    bill = client.get(address)
    assert (bill.headers["content-type"], bill.json()) == (
        "application/vnd.cyclonedx+json",
        {"bomFormat": "CycloneDX"},
    )
    assert address in client.get("/release/" + address.split("/")[2], headers={"Accept": "text/html"}).text


def test_texts_are_found_in_the_index_of_the_release(client: httpx.Client) -> None:
    assert [hit["id"] for hit in client.get("/api/v1/search?q=food").json()["items"]] == [f"{BASE}body/FAO"]


@pytest.mark.parametrize("on_disk_mb", [1_000, 0])
def test_what_serving_needs_agrees_with_the_graph(on_disk_mb: int, write_bodies: WriteBodies, tmp_path: Path) -> None:
    graph = write_bodies(tmp_path / "crimecongress.trig", FAO="Food and Agriculture Organization")
    assert find(tmp_path) == graph
    write_n_quads(graph, tmp_path / "crimecongress.nq")
    make_ready(tmp_path, on_disk_mb)
    assert list(differences(tmp_path)) == []
    write_bodies(graph, FAO="Food and Agriculture Organization", UNODC="Drugs Office")
    write_n_quads(graph, tmp_path / "crimecongress.nq")
    told = "\n".join(differences(tmp_path))
    assert "contents.json does not say what the graph holds" in told
    assert "texts.sqlite does not hold the texts of the graph" in told
    assert ("serving/store holds 3 quads, the graph 6" in told) == (on_disk_mb == 0)
    (tmp_path / "serving" / "texts.sqlite").write_bytes(b"no database")
    assert any("texts.sqlite cannot be read" in each for each in differences(tmp_path))
    (tmp_path / "serving" / "texts.sqlite").unlink()
    assert "serving/texts.sqlite is missing" in list(differences(tmp_path))


def test_a_store_that_publishing_made_is_served(serve: Serve, folder: Path, tmp_path: Path) -> None:
    on_disk = serve(folder, memory_store_mb=0)
    assert on_disk.get("/body/UNODC.ttl").status_code == 200
    assert on_disk.get("/api/v1/search?q=food").json()["items"]
    release = find(folder).parent
    assert {path.name for path in (release / "serving").iterdir()} == {"contents.json", "store", "texts.sqlite"}


def test_nothing_is_published_when_serving_cannot_be_prepared(write_bodies: WriteBodies, tmp_path: Path) -> None:
    def fails(_draft: Path) -> None:
        raise OSError("no room")

    graph = write_bodies(tmp_path / "graph.trig", FAO="Food")
    with pytest.raises(OSError, match="no room"):
        publish(tmp_path / "releases", Wish(graph, datetime(2026, 1, 1, tzinfo=UTC)), fails)
    assert not list((tmp_path / "releases").glob("*/SHA256SUMS"))
