from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.records.collections import COLLECTIONS
from api.records.records import narrowest
from ontology import terms

SMALL = Path(__file__).parent / "data" / "small.trig"
W3ID = "https://w3id.org/crimecongress"
REPORT = "A/CONF.234/RPM.3/1"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


def cited(client: httpx.Client, path: str) -> list[str]:
    """Return the citations of a list, without the symbol: "28 (e)"."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [item["citation"].removeprefix(f"{REPORT}, para. ") for item in answer.json()["items"]]


# the small graph holds six recommendations: 19 (g), 19 (i), 28 (c), 28 (e), 28 (f), 40 (j)
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("", ["19 (g)", "19 (i)", "28 (c)", "28 (e)", "28 (f)", "40 (j)"]),
        ("agenda_item=3", ["28 (c)", "28 (e)", "28 (f)"]),
        ("agenda_item=14/4", ["40 (j)"]),
        ("agenda_item=3,4", ["28 (c)", "28 (e)", "28 (f)", "40 (j)"]),
        (f"agenda_item={W3ID}/congress/14/agenda/3", ["28 (c)", "28 (e)", "28 (f)"]),
        ("workshop=2", ["40 (j)"]),
        ("mentions=UNODC", ["28 (f)"]),
        ("mentions=united+nations+office+on+drugs+and+crime", ["28 (f)"]),
        ("mentions=2030-AGENDA", ["19 (g)", "19 (i)"]),
        ("instrument=2030+Agenda+for+Sustainable+Development", ["19 (g)", "19 (i)"]),
        ("target=16.a", ["19 (g)"]),
        ("target=16.A", ["19 (g)"]),
        ("target=16", ["19 (g)", "19 (i)"]),
        ("target=16&target=16.a", ["19 (g)"]),
        ("topic=youth-crime", ["28 (c)"]),
        ("topic=youth-crime&evidence=inferred", ["28 (c)"]),
        ("topic=youth-crime&evidence=stated", []),
        ("verb=Support", ["28 (f)"]),
        ("q=youth", ["28 (c)", "40 (j)"]),
        ("q=statistics+RELIABLE", ["28 (e)", "28 (f)"]),
        ("q=%22reliable+statistics%22", ["28 (e)"]),
        ("q=statistics&agenda_item=3&mentions=UNODC", ["28 (f)"]),
        ("congress=14", ["19 (g)", "19 (i)", "28 (c)", "28 (e)", "28 (f)", "40 (j)"]),
        ("meeting=RPM.3&workshop=1", ["28 (c)", "28 (e)", "28 (f)"]),
        (f"document={REPORT}&workshop=1", ["28 (c)", "28 (e)", "28 (f)"]),
        ("document=A/CONF.222/17", []),
        ("kind=agreement", []),
        ("sort=-document&limit=2", ["40 (j)", "28 (f)"]),
        ("q=%22%29+%7D+SELECT", []),
        ("q=\\%22%27", []),
        # a field of a form that is left empty asks for nothing
        ("q=&agenda_item=4", ["40 (j)"]),
        ("q=+", ["19 (g)", "19 (i)", "28 (c)", "28 (e)", "28 (f)", "40 (j)"]),
    ],
)
def test_filters_leave_the_recommendations_that_the_text_says(
    client: httpx.Client, parameters: str, expected: list[str]
) -> None:
    assert cited(client, f"/api/v1/recommendations?{parameters}") == expected
    assert cited(client, f"/api/recommendations?{parameters}") == expected


def test_a_recommendation_reads_without_knowledge_of_rdf(client: httpx.Client) -> None:
    record = client.get(f"/api/recommendations/{REPORT}/28/f").json()
    assert record["id"] == f"{W3ID}/recommendation/{REPORT}/28/f"
    assert record["type"] == "Recommendation"
    assert record["citation"] == f"{REPORT}, para. 28 (f)"
    assert record["text"].startswith("Support UNODC in its efforts to collect and analyse reliable national statistics")
    assert record["leadingVerb"] == "support"
    assert record["underAgendaItem"] == [
        {
            "id": f"{W3ID}/congress/14/agenda/3",
            "label": "Comprehensive strategies for crime prevention towards social and economic development",
            "short": "Agenda item 3",
        }
    ]
    assert record["mentions"] == [
        {"id": f"{W3ID}/body/UNODC", "label": "United Nations Office on Drugs and Crime", "short": "UNODC"}
    ]


def test_the_type_of_a_record_is_the_narrowest_class_whatever_rules_add() -> None:
    classes = [terms.Outcome, terms.Recommendation]
    assert narrowest(classes) == narrowest(reversed(classes)) == [terms.Recommendation, terms.Outcome]
    assert narrowest([terms.Paragraph, terms.PreambularParagraph, terms.DocumentPart])[0] == terms.PreambularParagraph


def test_pages_follow_one_another_by_link_headers_and_miss_nothing(client: httpx.Client) -> None:
    seen, address = [], "/api/v1/recommendations?limit=2"
    while address:
        answer = client.get(address)
        assert answer.json()["total"] == 6
        seen += [item["citation"] for item in answer.json()["items"]]
        last, address = address, answer.links.get("next", {}).get("url", "")
    assert len(seen) == 6
    assert seen == sorted(set(seen))
    back = client.get(client.get(last).links["prev"]["url"]).json()["items"]
    assert [item["citation"] for item in back] == seen[2:4]


def test_the_query_in_an_answer_gives_the_same_members(client: httpx.Client) -> None:
    answer = client.get("/api/v1/recommendations?agenda_item=3&limit=10").json()
    rows = client.post(
        "/sparql",
        content=answer["sparql"],
        headers={"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
    ).json()["results"]["bindings"]
    assert [row["item"]["value"] for row in rows] == [item["id"] for item in answer["items"]]


def test_facets_count_the_members_that_the_filters_leave(client: httpx.Client) -> None:
    facets = client.get("/api/v1/recommendations?facets=agenda_item,target&limit=1").json()["facets"]
    assert [(each["value"].rpartition("/")[2], each["count"]) for each in facets["agenda_item"]] == [("3", 3), ("4", 1)]
    assert [(each["value"].rpartition("/")[2], each["count"]) for each in facets["target"]] == [("16", 2), ("16.a", 1)]
    narrowed = client.get("/api/v1/recommendations?facets=all&q=youth").json()["facets"]
    assert [each["count"] for each in narrowed["agenda_item"]] == [1, 1]


def test_the_evidence_that_is_asked_for_holds_in_filters_counts_and_records(client: httpx.Client) -> None:
    # that 28 (c) concerns youth crime is inferred; its words are stated
    by_level = {
        level: client.get(
            f"/api/v1/recommendations?q=root+causes&facets=topic&include=evidence&evidence={level}"
        ).json()
        for level in ("stated", "inferred")
    }
    assert [each["value"].rpartition("/")[2] for each in by_level["inferred"]["facets"]["topic"]] == ["youth-crime"]
    assert by_level["stated"]["facets"]["topic"] == []
    (inferred,), (stated,) = by_level["inferred"]["items"], by_level["stated"]["items"]
    assert inferred["type"] == stated["type"] == "Recommendation"
    assert inferred["citation"] == stated["citation"] == f"{REPORT}, para. 28 (c)"
    assert "text" not in inferred
    assert inferred["concerns"][0]["id"].endswith("topic/youth-crime")
    assert stated["text"].startswith("Focus crime prevention strategies")
    assert stated["concerns"] == []
    assert [each.get("score") for each in inferred["evidence"]] == [0.9]


def test_a_client_chooses_the_keys_and_what_is_written_out(client: httpx.Client) -> None:
    item = client.get("/api/v1/recommendations?fields=citation&limit=1").json()["items"][0]
    assert set(item) == {"id", "type", "url", "citation"}
    record = client.get(f"/api/v1/recommendations/{REPORT}/28/c?include=statedIn,evidence").json()
    assert record["statedIn"]["letter"] == "c"
    assert [each["exact"] for each in record["evidence"]] == ["youth"]
    assert record["evidence"][0]["score"] == 0.9


def test_every_list_is_also_csv(client: httpx.Client) -> None:
    for name in COLLECTIONS:
        answer = client.get(f"/api/v1/{name}", headers={"Accept": "text/csv"})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == client.get(f"/api/v1/{name}?limit=1").json()["total"]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/recommendations?format=csv&verb=support").text)))
    assert rows[0]["underWorkshop_label"].startswith("Evidence-based crime prevention")


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_every_collection_lists_what_it_says_and_each_member_answers(client: httpx.Client, name: str) -> None:
    body = client.get(f"/api/{name}?facets=all").json()
    assert body["total"] == len(body["items"]) > 0
    for item in body["items"]:
        assert client.get(item["url"], headers={"Accept": "text/turtle"}, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "hint"),
    [
        ("/api/v1/recommendations?agenda=3", 400, "did you mean agenda_item"),
        ("/api/v1/recommendations?limit=0", 400, "from 1 to 200"),
        ("/api/v1/recommendations?limit=x", 400, "from 1 to 200"),
        ("/api/v1/recommendations?limit=9999999999999999999999", 400, "from 1 to 200"),
        ("/api/v1/recommendations?sort=beauty", 400, "document, -document"),
        ("/api/v1/recommendations?after=abc", 400, "not a cursor of ours"),
        ("/api/v1/recommendations?after=WyJhIl0", 400, "another order"),
        ("/api/v1/recommendations?after=a&before=b", 400, "exclude each other"),
        ("/api/v1/recommendations?limit=1&limit=2", 400, "more than once"),
        ("/api/v1/recommendations?mentions=UNODK", 400, "names nothing here"),
        ("/api/v1/recommendations?mentions=http://a%20b", 400, "not an IRI"),
        ("/api/v1/recommendations?facets=colour", 400, "facets are"),
        ("/api/v1/recommendations?fields=colour", 400, "fields are"),
        ("/api/v1/recommendations?include=colour", 400, "include are"),
        ("/api/v1/recommendations?evidence=guessed", 400, "stated, curated, inferred"),
        ("/api/v1/recommendations?format=xml", 400, "json or csv"),
        ("/api/v1/recommendations?q=" + "a" * 501, 400, "the limit is 500"),
        ("/api/v1/recommendations?q=%22", 400, "no word to look for"),
        ("/api/v1/recommendations?q=%22%22+%22+%22", 400, "no word to look for"),
        ("/api/v1/recommendations?q=" + "a+" * 21, 400, "the limit is 20"),
        ("/api/v1/recommendations?verb=,", 400, "names nothing"),
        ("/api/v1/recommendations?mentions=+,+", 400, "names nothing"),
        (f"/api/v1/recommendations/{REPORT}/28/z", 404, "no such recommendation"),
        ("/api/v1/recommendations/%00", 404, "no such recommendation"),
        ("/api/v1/congresses/14/agenda/3/%2e%2e/%2e%2e", 404, "no such congress"),
        ("/api/v1/congresses/14/agenda/3", 404, "no such congress"),
        ("/api/v1/instruments/UNCAC?limit=3", 400, "known: include"),
    ],
)
def test_a_mistake_is_answered_with_what_would_be_right(
    client: httpx.Client, path: str, status: int, hint: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert hint in answer.json()["detail"]


def test_a_nearest_member_is_offered_for_one_that_is_not_there(client: httpx.Client) -> None:
    answer = client.get(f"/api/recommendations/{REPORT}/28/d")
    assert f"{W3ID}/recommendation/{REPORT}/28/e" in answer.json()["nearest"]


def test_a_list_that_a_client_holds_is_304(client: httpx.Client) -> None:
    first = client.get("/api/v1/instruments")
    assert client.get("/api/v1/instruments", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert (
        client.get("/api/v1/instruments?limit=1", headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    )


def test_plain_json_names_its_context_and_the_context_answers(client: httpx.Client) -> None:
    links = client.get("/api/v1/topics").links
    context = links["http://www.w3.org/ns/json-ld#context"]["url"]
    assert client.get(context).json()["@context"][-1]["Recommendation"] == "cc:Recommendation"


def test_the_openapi_document_has_every_list_and_member_with_an_example(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for name in COLLECTIONS:
        assert "get" in paths[f"/api/v1/{name}"]
        path = next(p for p in paths[f"/api/v1/{name}/{{path}}"]["get"]["parameters"] if p["name"] == "path")
        assert client.get(f"/api/v1/{name}/{path['example']}").status_code in (200, 404)
    named = {p["name"] for p in paths["/api/v1/recommendations"]["get"]["parameters"]}
    assert {"agenda_item", "workshop", "mentions", "q", "limit", "after"} <= named


def test_search_finds_texts_and_names_in_any_inflection(client: httpx.Client) -> None:
    body = client.get("/api/v1/search", params={"q": "statistic"}).json()
    found = [item["id"].rpartition("RPM.3/1/")[2] for item in body["items"]]
    assert {"28/e", "28/f"} <= set(found)
    assert [item["score"] for item in body["items"]] == sorted((item["score"] for item in body["items"]), reverse=True)
    assert client.get("/api/v1/search", params={"q": "UNODC"}).json()["items"][0]["type"] == "Office"


@pytest.mark.parametrize("query", ["", "?q=", "?q=%22", "?q=x&colour=red", "?q=x&q=y", "?q=" + "a" * 501])
def test_a_search_that_cannot_be_is_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/v1/search{query}").status_code == 400


def test_an_example_query_is_an_operation_whose_variables_are_parameters(client: httpx.Client) -> None:
    listed = {each["name"]: each for each in client.get("/api/v1/queries").json()["items"]}
    assert listed["leading-verbs"]["parameters"] == ["verb", "r"]
    every = client.get("/api/v1/queries/leading-verbs").json()
    assert {"verb": "support", "recommendations": 1} in every["items"]
    one = client.get("/api/v1/queries/leading-verbs", params={"verb": "consider"}).json()
    assert one["items"] == [{"verb": "consider", "recommendations": 1}]
    assert client.get("/api/v1/queries/leading-verbs", params={"colour": "red"}).status_code == 400
    # what an expression makes cannot be fixed, nor the beginning of a variable's name
    assert client.get("/api/v1/queries/leading-verbs", params={"recommendations": "1"}).status_code == 400
    assert client.get("/api/v1/queries/leading-verbs", params={"ver": "consider"}).status_code == 400
    assert client.get("/api/v1/queries/none").status_code == 404


def test_each_example_query_is_in_the_openapi_document_with_its_parameters(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    operation = paths["/api/v1/queries/leading-verbs"]["get"]
    assert [each["name"] for each in operation["parameters"]] == ["verb", "r", "format"]
    assert operation["summary"].endswith("?")
    assert len({o["operationId"] for p in paths.values() for o in p.values()}) == sum(map(len, paths.values()))


def test_searches_and_example_queries_are_also_tables(client: httpx.Client) -> None:
    answer = client.get("/api/v1/queries/leading-verbs", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {"verb": "support", "recommendations": "1"} in rows
    found = list(csv.DictReader(io.StringIO(client.get("/api/v1/search?q=statistics&format=csv").text)))
    assert f"{W3ID}/recommendation/{REPORT}/28/e" in {row["id"] for row in found}
    names = csv.DictReader(io.StringIO(client.get("/api/v1/queries?format=csv").text))
    assert "leading-verbs" in [row["name"] for row in names]
