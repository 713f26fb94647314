"""The list of releases, their files, what differs between two, the feed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

BASE = "https://w3id.org/crimecongress/"
Serve = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def client(serve: Serve, folder: Path) -> httpx.Client:
    return serve(folder)


def test_the_releases_are_listed_the_newest_first(client: httpx.Client, versions: tuple[str, str]) -> None:
    page = client.get("/releases")
    assert page.status_code == 200
    assert page.text.index(f'href="/release/{versions[1]}"') < page.text.index(f'href="/release/{versions[0]}"')
    assert "1 February 2026, 12:00 UTC" in page.text
    assert f'href="/release/{versions[1]}/diff/{versions[0]}"' in page.text


def test_a_release_has_a_page_with_its_files(client: httpx.Client, versions: tuple[str, str], folder: Path) -> None:
    page = client.get(f"/release/{versions[0]}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    for line in (folder / versions[0] / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert digest in page.text
        sent = client.get(f"/release/{versions[0]}/files/{name}")
        assert hashlib.sha256(sent.content).hexdigest() == digest
        assert sent.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_release_is_described_in_rdf_also_when_it_is_not_served_now(
    client: httpx.Client, versions: tuple[str, str]
) -> None:
    for version in versions:
        answer = client.get(f"/release/{version}", headers={"Accept": "text/turtle"})
        triples = {*ox.parse(answer.content, format=ox.RdfFormat.TURTLE, base_iri=BASE)}
        said = {quad.object.value for quad in triples if quad.predicate.value == "http://rdfs.org/ns/void#triples"}
        assert "6" in said
        assert client.get(f"/release/{version}.jsonld").json()
    assert client.get("/release/ffffffffffffffff.ttl").status_code == 404


def test_a_part_of_a_file_can_be_asked_for(client: httpx.Client, versions: tuple[str, str], folder: Path) -> None:
    part = client.get(f"/release/{versions[1]}/files/crimecongress.nq", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.content == (folder / versions[1] / "crimecongress.nq").read_bytes()[10:20]


@pytest.mark.parametrize("name", ["no.nq", "../log.jsonl", "%2e%2e/log.jsonl", "serving/texts.sqlite", ""])
def test_what_is_no_file_of_a_release_is_not_sent(client: httpx.Client, versions: tuple[str, str], name: str) -> None:
    assert client.get(f"/release/{versions[1]}/files/{name}").status_code == 404


def test_what_differs_is_a_page_that_names_what_was_added_withdrawn_and_changed(
    client: httpx.Client, versions: tuple[str, str]
) -> None:
    page = client.get(f"/release/{versions[1]}/diff/{versions[0]}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    for words in ("Crime Prevention Unit", "Office on Drugs and Crime", "Food Organization"):
        assert words in page.text
    assert [page.text.count(f'id="{what}"') for what in ("added", "withdrawn", "changed")] == [1, 1, 1]


def test_an_rdf_patch_makes_one_release_of_another(
    client: httpx.Client, versions: tuple[str, str], folder: Path
) -> None:
    for old, new in (versions, versions[::-1]):
        answer = client.get(f"/release/{new}/diff/{old}", headers={"Accept": "application/rdf-patch"})
        assert answer.headers["content-type"] == "application/rdf-patch"
        head, *rows, end = answer.text.splitlines(keepends=True)[2:]
        assert (head, end) == ("TX .\n", "TC .\n")
        quads = {*(folder / old / "crimecongress.nq").read_text(encoding="utf-8").splitlines(keepends=True)}
        for row in rows:
            (quads.add if row.startswith("A ") else quads.remove)(row[2:])
        assert "".join(sorted(quads)) == (folder / new / "crimecongress.nq").read_text(encoding="utf-8")


def test_what_differs_can_be_read_by_a_program(client: httpx.Client, versions: tuple[str, str]) -> None:
    found = client.get(f"/release/{versions[1]}/diff/{versions[0]}?format=json").json()
    assert {(change["what"], change["iri"].removeprefix(BASE)) for change in found["changes"]} == {
        ("added", "body/UNODC"),
        ("withdrawn", "body/PAU"),
        ("changed", "body/FAO"),
    }
    assert found["graphs"] == [{"graph": f"{BASE}graph/curated", "added": 4, "deleted": 4}]


def test_a_difference_of_releases_that_are_not_there_is_not_found(
    client: httpx.Client, versions: tuple[str, str]
) -> None:
    assert client.get(f"/release/{versions[1]}/diff/ffffffff").status_code == 404
    assert client.get(f"/release/ffffffff/diff/{versions[1]}").status_code == 404
    assert client.get(f"/release/{versions[1]}/diff/{versions[0]}?format=pdf").status_code == 406


def test_the_feed_has_an_entry_for_each_release(client: httpx.Client, versions: tuple[str, str]) -> None:
    answer = client.get("/feed.atom")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    entries = ET.fromstring(answer.text).findall("a:entry", atom)
    assert [entry.findtext("a:id", "", atom) for entry in entries] == [f"{BASE}release/{v}" for v in versions[::-1]]
    assert [entry.findtext("a:updated", "", atom)[:10] for entry in entries] == ["2026-02-01", "2026-01-01"]
    (related,) = entries[0].findall("a:link[@rel='related']", atom)
    assert related.get("href", "").endswith(f"/release/{versions[1]}/diff/{versions[0]}")


LDES, TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
VERSION_OF, DEPRECATED = "http://purl.org/dc/terms/isVersionOf", "http://www.w3.org/2002/07/owl#deprecated"


def values(triples: set[ox.Triple], predicate: str) -> set[str]:
    return {triple.object.value for triple in triples if triple.predicate.value == predicate}  # type: ignore[union-attr]


def read(client: httpx.Client, path: str) -> set[ox.Triple]:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}


def test_the_changes_are_an_event_stream_with_a_page_for_each_release(
    client: httpx.Client, versions: tuple[str, str]
) -> None:
    view = read(client, "/changes")
    pages = [f"{client.base_url}/release/{version}/changes" for version in versions]
    assert values(view, f"{TREE}node") == set(pages)
    assert values(view, f"{LDES}versionOfPath") == {VERSION_OF}
    assert values(view, f"{TREE}value") == {"2026-01-01T12:00:00Z", "2026-02-01T12:00:00Z"}
    first, second = (read(client, page) for page in pages)
    assert values(first, VERSION_OF) == {f"{BASE}body/FAO", f"{BASE}body/PAU"}
    assert values(second, VERSION_OF) == {f"{BASE}body/{code}" for code in ("FAO", "PAU", "UNODC")}
    gone = [triple.subject.value for triple in second if triple.predicate.value == DEPRECATED]  # type: ignore[union-attr]
    assert gone == [f"{BASE}release/{versions[1]}/as-of/body/PAU"]
    assert client.get("/release/ffffffff/changes").status_code == 404
    assert client.get("/changes?format=pdf").status_code == 406
    assert client.get(pages[0], headers={"Accept": "image/png"}).status_code == 406


def test_whoever_keeps_the_last_member_of_each_thing_has_the_current_state(
    client: httpx.Client, versions: tuple[str, str], folder: Path
) -> None:
    state: dict[str, set[tuple[str, str]]] = {}
    for version in versions:
        about: dict[str, set[tuple[str, str]]] = {}
        for subject, predicate, object_ in read(client, f"/release/{version}/changes"):
            about.setdefault(subject.value, set()).add((predicate.value, str(object_)))  # type: ignore[union-attr]
        for said in about.values():
            for thing in [value for predicate, value in said if predicate == VERSION_OF]:
                own = {VERSION_OF, "http://purl.org/dc/terms/modified"}
                state[thing] = {pair for pair in said if pair[0] not in own}
    alive = {thing: said for thing, said in state.items() if all(name != DEPRECATED for name, _ in said)}
    expected: dict[str, set[tuple[str, str]]] = {}
    for quad in ox.parse(path=folder / versions[1] / "crimecongress.nq", format=ox.RdfFormat.N_QUADS):
        expected.setdefault(str(quad.subject), set()).add((quad.predicate.value, str(quad.object)))
    assert alive == expected


def test_every_address_of_the_past_is_in_the_reference(folder: Path) -> None:
    from api.app import create_app
    from api.settings import Settings

    page = (Path(__file__).parents[2] / "docs" / "reference" / "http.md").read_text(encoding="utf-8")
    named = ("{version}", "<version>"), ("{name:path}", "<name>"), ("{old}", "<old>"), ("{below:path}", "…")
    alone = {route.path for route in create_app(Settings()).router.routes if hasattr(route, "path")}
    for route in create_app(Settings(graph=folder)).router.routes:
        path = getattr(route, "path", "")
        if path not in alone and not path.startswith("/release/{rest"):
            for written, shown in (*named, ("{path:path}", "…")):
                path = path.replace(written, shown)
            known = {path, path.replace("<version>/diff", "<new>/diff"), f"{path}/…"}
            assert any(f"`{each}`" in page for each in known), path


LISTED = """PREFIX cc: <https://w3id.org/crimecongress/ontology#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?version ?date ?older ?current {
  ?series a dcat:DatasetSeries ; dcat:hasCurrentVersion ?now .
  ?release a cc:Release ; dcat:inSeries ?series ; dcterms:identifier ?version ; dcterms:issued|dcterms:modified ?date
  OPTIONAL { ?release dcat:previousVersion/dcterms:identifier ?older }
  BIND(?release = ?now AS ?current)
} ORDER BY DESC(?date)"""


def listed(turtle: bytes) -> list[list[str | None]]:
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    return [[term and term.value for term in row] for row in store.query(LISTED)]  # type: ignore[union-attr]


def test_the_list_of_releases_is_data_too(client: httpx.Client, versions: tuple[str, str]) -> None:
    first, second = versions
    assert listed(client.get("/releases", headers={"Accept": "text/turtle"}).content) == [
        [second, "2026-02-01T12:00:00Z", first, "true"],
        [first, "2026-01-01T12:00:00Z", None, "false"],
    ]
    here = str(client.base_url).rstrip("/")
    assert client.get("/releases?format=json").json()["items"][0] == {
        "id": f"{BASE}release/{second}",
        "version": second,
        "at": "2026-02-01T12:00:00+00:00",
        "served": True,
        "page": f"{here}/release/{second}",
        "previous": first,
        "changes": f"{here}/release/{second}/diff/{first}",
    }
    refused = client.get("/releases", headers={"Accept": "image/png"})
    assert (refused.status_code, "text/html" in refused.json()["offered"]) == (406, True)
    tag = client.get("/releases").headers["etag"]
    assert client.get("/releases", headers={"If-None-Match": tag}).status_code == 304


def test_a_single_graph_is_its_only_release(serve: Serve, graph_file: Path) -> None:
    single = serve(graph_file)
    now = single.get("/readyz").json()["release"].rpartition("/")[2]
    (item,) = single.get("/releases", headers={"Accept": "application/json"}).json()["items"]
    assert (item["version"], item["served"], item["previous"], item["changes"]) == (now, True, None, None)
    assert single.get(item["page"]).status_code == 200
    assert listed(single.get("/releases?format=ttl").content) == [
        [now, item["at"].replace("+00:00", "Z"), None, "true"]
    ]
    page = single.get("/releases", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert now in page.text
    assert "keeps no earlier ones" in page.text
    for address in {each.split('"')[0] for each in page.text.split('href="/')[1:]}:
        assert single.get("/" + address).status_code == 200, address


def test_a_single_graph_answers_no_query_on_another_release(serve: Serve, graph_file: Path) -> None:
    single = serve(graph_file)
    now = single.get("/readyz").json()["release"]
    for named, status in ((now, 200), (now.rpartition("/")[2][:4], 200), ("ffff", 404), ("", 404)):
        answer = single.get("/sparql", params={"query": "ASK {}", "release": named})
        assert answer.status_code == status, named
    refused = single.get("/sparql", params={"query": "ASK {}", "release": "ffff"}).json()
    assert refused["type"].endswith("/problems/not-found")
    assert "there is no release 'ffff' here" in refused["detail"]


def test_the_command_shows_what_differs(folder: Path, versions: tuple[str, str]) -> None:
    command = [sys.executable, "-m", "crimecongress", "diff", versions[0], versions[1][:8], "--in", str(folder)]
    root = Path(__file__).parents[2]
    text = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout
    assert "withdrawn: Body Crime Prevention Unit" in text
    told = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=True, cwd=root).stdout
    assert json.loads(told)["new"] == versions[1]
