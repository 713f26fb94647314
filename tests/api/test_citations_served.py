from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

SMALL = Path(__file__).parent / "data" / "small.trig"
W3ID = "https://w3id.org/crimecongress"
REPORT = "A/CONF.234/RPM.3/1"
RECOMMENDATION = f"/recommendation/{REPORT}/28/e"
WORDING = (
    "Consistently gather and use reliable statistics on crime and justice to develop effective evidence-based crime "
    "prevention strategies and, in doing so, use in a systematic and coherent manner harmonized criteria for the "
    "collection of such statistics at the local, national and regional levels, where appropriate;"
)
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (f"{REPORT}, para. 28 (e)", RECOMMENDATION),
        (f"paragraph 28(e) of {REPORT}", RECOMMENDATION),
        ("A_CONF234_RPM3_1 §28 e", RECOMMENDATION),
        (f"{W3ID}{RECOMMENDATION}", RECOMMENDATION),
        (f"{REPORT}, para. 31", f"/document/{REPORT}/para/31"),
        (f"{REPORT}, para. 40 (j) (ii)", f"/document/{REPORT}/para/40/j/ii"),
        (REPORT, f"/document/{REPORT}"),
        ("Kyoto Declaration", "/instrument/KYOTO-DECLARATION"),
        ("UNODC", "/body/UNODC"),
    ],
)
def test_a_citation_leads_to_its_address(client: httpx.Client, words: str, path: str) -> None:
    answer = client.get("/cite", params={"q": words})
    assert (answer.status_code, answer.headers["location"]) == (303, path)


@pytest.mark.parametrize("words", [f"{REPORT}, paras. 28 (e) and (f)", f"{REPORT}, para. 28 (e)-(f)"])
def test_a_citation_of_several_gives_the_choice(client: httpx.Client, words: str) -> None:
    answer = client.get("/cite", params={"q": words})
    assert answer.status_code == 300
    assert [each["url"] for each in answer.json()["choices"]] == [RECOMMENDATION, f"/recommendation/{REPORT}/28/f"]
    page = client.get("/cite", params={"q": words}, headers=PAGE)
    assert page.status_code == 300
    assert f'href="{RECOMMENDATION}"' in page.text


def test_a_citation_of_a_place_that_a_document_does_not_have_says_so(client: httpx.Client) -> None:
    answer = client.get("/cite", params={"q": f"{REPORT}, para. 99"})
    assert answer.json()["detail"] == f"the graph has nothing at this place of {REPORT}"


def test_a_citation_of_what_is_not_there_is_404_with_the_nearest(client: httpx.Client) -> None:
    answer = client.get("/cite", params={"q": f"{REPORT}, para. 28 (d)"})
    assert answer.status_code == 404
    assert f"{W3ID}{RECOMMENDATION}" in answer.json()["nearest"]
    page = client.get("/cite", params={"q": f"{REPORT}, para. 28 (d)"}, headers=PAGE)
    assert page.status_code == 404
    assert f'href="{RECOMMENDATION}"' in page.text


@pytest.mark.parametrize("words", ["para. 28", "x" * 600, "of the"])
def test_words_that_are_no_citation_are_400(client: httpx.Client, words: str) -> None:
    assert client.get("/cite", params={"q": words}).status_code == 400


def test_a_batch_is_answered_in_its_order(client: httpx.Client) -> None:
    sent = [f"{REPORT}, para. 28 (e)", "para. 3", f"{REPORT}, para. 99", "Nelson Mandela Rules"]
    found = client.post("/cite", json=sent).json()
    assert [each["status"] for each in found] == ["found", "unreadable", "unknown", "unknown"]
    assert found[0]["id"] == f"{W3ID}{RECOMMENDATION}"
    lines = client.post("/cite", content="\n".join(sent).encode(), headers={"Content-Type": "text/plain"}).json()
    assert lines == found


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"[1]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff", "text/plain", 400),
        (b"x", "image/png", 415),
        (json.dumps(["a"] * 501).encode(), "application/json", 413),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused(
    client: httpx.Client, body: bytes, media_type: str, status: int
) -> None:
    assert client.post("/cite", content=body, headers={"Content-Type": media_type}).status_code == status


def test_the_search_box_understands_citations_and_addresses(client: httpx.Client) -> None:
    for words in (f"{REPORT} para 28(e)", f"{W3ID}{RECOMMENDATION}"):
        answer = client.get("/search", params={"q": words}, headers=PAGE)
        assert (answer.status_code, answer.headers["location"]) == (303, RECOMMENDATION)
    assert "By this name" in client.get("/search", params={"q": "Kyoto Declaration"}, headers=PAGE).text


def test_the_search_box_offers_the_choice_of_a_citation_and_the_nearest_to_a_wrong_one(client: httpx.Client) -> None:
    several = client.get("/search", params={"q": f"{REPORT}, paras. 28 (e) and (f)"}, headers=PAGE).text
    assert "What this citation may mean" in several
    assert f'href="/recommendation/{REPORT}/28/f"' in several
    wrong = client.get("/search", params={"q": f"{REPORT}, para. 28 (d)"}, headers=PAGE).text
    assert f"The graph has nothing at this place of {REPORT}." in wrong
    assert f'href="{RECOMMENDATION}"' in wrong


# the wording above is the report's; each row says what somebody may have quoted from it
@pytest.mark.parametrize(
    ("uri", "quotation", "verdict"),
    [
        (f"{W3ID}{RECOMMENDATION}", WORDING, "equal"),
        (f"{REPORT}, para. 28 (e)", WORDING, "equal"),
        (f"{REPORT}, para. 28 (e)", "reliable statistics on crime and justice", "part"),
        (f"{REPORT}, para. 28 (e)", WORDING.rstrip(";") + ".", "typography"),
        (f"{REPORT}, para. 28 (e)", WORDING.replace("reliable", "trustworthy"), "differs"),
        (f"{REPORT}, para. 28 (e)", "use good statistics on crime and justice", "differs"),
        (f"{REPORT}, para. 28 (e)", "root causes, vulnerabilities and risk factors", "elsewhere"),
        (f"{REPORT}, para. 28 (e)", "Nothing of this kind was ever said by anybody at all", "not-found"),
        (f"{REPORT}, paras. 28 (c) and (e)", "reliable statistics on crime and justice", "part"),
        (f"{W3ID}/body/UNODC", "anything", "no-wording"),
        (f"{REPORT}, para. 99", "anything", "unknown"),
    ],
)
def test_a_quotation_is_compared_with_the_wording(client: httpx.Client, uri: str, quotation: str, verdict: str) -> None:
    found = client.get("/verify", params={"uri": uri, "quotation": quotation}, headers={"Accept": "application/json"})
    assert found.json()["verdict"] == verdict
    page = client.post("/verify", data={"uri": uri, "quotation": quotation}, headers=PAGE)
    assert page.status_code == 200


def test_a_comparison_shows_span_difference_source_and_release(client: httpx.Client) -> None:
    quotation = "reliable statistics on crime and justice"
    found = client.get(
        "/verify",
        params={"uri": f"{REPORT}, para. 28 (e)", "quotation": quotation},
        headers={"Accept": "application/json"},
    ).json()
    assert found["wording"] == WORDING
    assert WORDING[found["start"] : found["end"]] == quotation
    assert found["source"] == "sha256:" + "0" * 64
    assert found["release"]
    other = client.get(
        "/verify",
        params={"uri": f"{REPORT}, para. 28 (e)", "quotation": WORDING.replace("reliable", "good")},
        headers={"Accept": "application/json"},
    ).json()
    assert [each for each in other["difference"] if each["kind"] != "same"] == [
        {"kind": "gone", "words": "good "},
        {"kind": "new", "words": "reliable "},
    ]


def test_a_spreadsheet_of_quotations_comes_back_with_verdicts(client: httpx.Client) -> None:
    sent = io.StringIO()
    writer = csv.writer(sent)
    writer.writerows([("uri", "quotation"), (f"{REPORT}, para. 28 (e)", WORDING), (f"{REPORT}, para. 28 (e)", "no")])
    answer = client.post("/verify", content=sent.getvalue().encode(), headers={"Content-Type": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["verdict"] for row in rows] == ["equal", "not-found"]
    assert rows[0]["citation"] == f"{REPORT}, para. 28 (e)"


def test_what_somebody_quotes_never_comes_back_unescaped(client: httpx.Client) -> None:
    for path, given in (("/verify", {"uri": "<script>alert(1)</script>", "quotation": "<script>alert(2)</script>"}),):
        assert "<script>alert" not in client.post(path, data=given, headers=PAGE).text
    assert "<script>alert" not in client.get("/cite", params={"q": "<script>alert(1)</script>"}, headers=PAGE).text
