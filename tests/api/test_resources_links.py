"""Links and profiles of a resource: FAIR Signposting, RFC 8288, RFC 9264, Content Negotiation by Profile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

SMALL = Path(__file__).parent / "data" / "small.trig"
W3ID = "https://w3id.org/crimecongress"
REPORT = "A/CONF.234/RPM.3/1"
RECOMMENDATION = f"/recommendation/{REPORT}/28/f"
FORMATS = ("html", "ttl", "jsonld", "json", "nt", "rdf", "csv", "txt", "bib", "linkset")


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


def links(answer: httpx.Response) -> dict[str, list[str]]:
    """Return the targets of a Link header by relation (no target of ours has a comma and a space in it)."""
    found: dict[str, list[str]] = {}
    for value in answer.headers["link"].split(", <"):
        target, _, attributes = value.lstrip("<").partition(">")
        relation = attributes.partition('rel="')[2].partition('"')[0]
        found.setdefault(relation, []).append(target)
    return found


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_format_signposts_the_same_resource(client: httpx.Client, suffix: str, method: str) -> None:
    answer = client.request(method, f"{RECOMMENDATION}.{suffix}")
    found = links(answer)
    assert found["cite-as"] == [W3ID + RECOMMENDATION]
    assert found["canonical"] == [W3ID + RECOMMENDATION]
    assert len(found["describedby"]) == 2
    assert set(found["type"]) == {"https://schema.org/AboutPage", "https://schema.org/CreativeWork"}
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert len(found["collection"]) == len(found["linkset"]) == len(found["prev"]) == len(found["next"]) == 1
    assert found.get("describes", []) == ([] if suffix == "html" else [W3ID + RECOMMENDATION])
    assert len(answer.headers["link"]) < 4096


def test_every_signpost_of_this_server_leads_somewhere(client: httpx.Client) -> None:
    here = str(client.base_url)
    for targets in links(client.get(f"{RECOMMENDATION}.ttl")).values():
        for target in targets:
            if target.startswith(here):
                assert client.get(target, follow_redirects=True).status_code == 200, target


@pytest.mark.parametrize(
    ("path", "collection"),
    [
        (f"/document/{REPORT}/para/31.ttl", "/paragraphs"),
        ("/sdg/16.a.ttl", "/targets"),
        ("/instrument/KYOTO-DECLARATION.ttl", "/instruments"),
        ("/congress/14/meeting/RPM.3.ttl", "/meetings"),
        ("/query/leading-verbs.ttl", "/query"),
    ],
)
def test_what_stands_in_a_list_leads_to_it(client: httpx.Client, path: str, collection: str) -> None:
    (target,) = links(client.get(path))["collection"]
    assert target == str(client.base_url) + collection
    assert client.get(target).status_code == 200


def test_a_crawler_goes_from_an_item_to_the_whole_set_of_links(client: httpx.Client) -> None:
    address = links(client.head(RECOMMENDATION))["linkset"][0]
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/linkset+json"
    (context,) = answer.json()["linkset"]
    assert context["anchor"] == W3ID + RECOMMENDATION
    assert context["cite-as"] == [{"href": W3ID + RECOMMENDATION}]
    assert {"type": "text/turtle"}.items() <= context["describedby"][0].items()


def test_the_head_of_the_page_has_the_links_of_the_header(client: httpx.Client) -> None:
    answer = client.get(f"{RECOMMENDATION}.html")
    for relation, targets in links(answer).items():
        for target in targets:
            assert f'<link rel="{relation}" href="{target}"' in answer.text


def triples(client: httpx.Client, path: str, **headers: str) -> set[str]:
    return {str(quad.triple) for quad in parse(client.get(path, headers=headers).content, RdfFormat.N_TRIPLES)}


def test_the_profile_stated_leaves_out_what_editors_added_and_methods_inferred(client: httpx.Client) -> None:
    full = triples(client, f"/recommendation/{REPORT}/28/c.nt")
    stated = triples(client, f"/recommendation/{REPORT}/28/c.nt?_profile=stated")
    assert stated < full
    assert any("concerns" in each for each in full)
    assert not any("concerns" in each or "score" in each for each in stated)


def test_the_profile_schema_speaks_schema_org(client: httpx.Client) -> None:
    said = triples(client, f"{RECOMMENDATION}.nt", **{"Accept-Profile": "<https://schema.org/>"})
    assert (
        f"<{W3ID}{RECOMMENDATION}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/CreativeWork>"
        in said
    )
    assert f"<{W3ID}{RECOMMENDATION}> <https://schema.org/mentions> <{W3ID}/body/UNODC>" in said
    assert not any("/ontology#" in each for each in said)


def test_the_profile_skos_has_labels_and_notes_only(client: httpx.Client) -> None:
    said = triples(client, "/instrument/KYOTO-DECLARATION.nt?_profile=skos")
    assert said
    assert all("<http://www.w3.org/2004/02/skos/core#" in each for each in said)


@pytest.mark.parametrize(
    ("query", "header", "profile"),
    [
        ("", "", f"{W3ID}/profile/full"),
        ("", "<https://schema.org/>", "https://schema.org/"),
        ("", "<https://example.org/unknown>", f"{W3ID}/profile/full"),
        ("?_profile=stated", "<https://schema.org/>", f"{W3ID}/profile/stated"),
        (f"?_profile={W3ID}/profile/stated", "", f"{W3ID}/profile/stated"),
    ],
)
def test_the_answer_names_its_profile_and_the_address_wins(
    client: httpx.Client, query: str, header: str, profile: str
) -> None:
    answer = client.get(f"{RECOMMENDATION}.ttl{query}", headers={"Accept-Profile": header} if header else {})
    assert links(answer)["profile"] == [profile]
    assert "Accept-Profile" in answer.headers["vary"]


def test_profiles_have_entity_tags_of_their_own(client: httpx.Client) -> None:
    tags = {
        client.get(f"{RECOMMENDATION}.ttl?_profile={p}").headers["etag"]
        for p in ("full", "stated", "schema", "skos", "alt")
    }
    assert len(tags) == 5


def test_alt_lists_every_profile_in_every_format_and_all_of_them_answer(client: httpx.Client) -> None:
    said = list(parse(client.get(f"{RECOMMENDATION}.nt?_profile=alt").content, RdfFormat.N_TRIPLES))
    addresses = {q.object.value for q in said if q.predicate.value.endswith("hasRepresentation")}
    assert len(addresses) == 5 * 6
    for address in addresses:
        assert client.get(address).status_code == 200


def test_a_media_type_can_be_asked_for_in_the_address(client: httpx.Client) -> None:
    answer = client.get(f"{RECOMMENDATION}?_profile=stated&_mediatype=text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    things = client.get("/congress/14?_profile=skos&_mediatype=text/turtle")
    assert things.headers["location"].startswith("/congress/14.ttl?_profile=skos")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("application/x-bibtex", "bib"),
        ("application/x-research-info-systems", "ris"),
        ("application/vnd.citationstyles.csl+json", "csl"),
        ("text/x-bibliography", "txt"),
        ("application/linkset+json", "linkset"),
        # who accepts anything, or any text, gets the page
        ("*/*", "html"),
        ("text/*", "html"),
    ],
)
def test_a_citation_or_the_links_are_negotiated_like_any_format(client: httpx.Client, accept: str, suffix: str) -> None:
    answer = client.get(RECOMMENDATION, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-location"] == f"{RECOMMENDATION}.{suffix}"


def test_an_unknown_profile_in_the_address_is_refused(client: httpx.Client) -> None:
    answer = client.get(f"{RECOMMENDATION}.ttl?_profile=colour")
    assert answer.status_code == 400
    assert "stated" in answer.json()["detail"]
