from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

SMALL = Path(__file__).parent / "data" / "small.trig"
REPORT = "A/CONF.234/RPM.3/1"
RECOMMENDATION = f"/recommendation/{REPORT}/28/f"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

PAGES = [
    "/",
    "/recommendations",
    "/recommendations?agenda_item=3&facets=all",
    "/recommendations?q=nothing-has-this",
    "/documents",
    "/paragraphs",
    "/instruments",
    "/meetings",
    "/bodies",
    "/states",
    "/targets",
    "/topics",
    "/mentions",
    "/congresses",
    "/coverage",
    "/actors",
    "/coverage?rows=instrument&columns=meeting",
    f"/read/{REPORT}",
    f"/read/{REPORT}?names=off",
    "/search",
    "/search?q=statistics",
    "/query",
    "/query?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%203",
    "/query?query=SELECT%20*%20%7B",
    "/query?query=ASK%20%7B%7D",
    "/query?query=DESCRIBE%20%3Chttps%3A%2F%2Fw3id.org%2Fcrimecongress%2Fcongress%2F14%3E",
    "/data",
    "/reference",
    "/citing",
    "/cite",
    "/verify",
    f"/verify?uri={REPORT},+para.+28+(e)&quotation=reliable+statistics",
    f"/verify?uri={REPORT},+para.+28+(e)&quotation=Consistently+gather+and+use+good+statistics+on+crime",
    "/status",
    "/ontology",
    RECOMMENDATION,
    f"/recommendation/{REPORT}/40/j",
    f"/document/{REPORT}",
    "/document/A/RES/70/1",
    f"/document/{REPORT}/para/31",
    f"/document/{REPORT}/para/40/j",
    f"/document/{REPORT}/section/II.B.1",
    f"/document/{REPORT}/para/21/attribution/0-24",
    "/congress/14.html",
    "/congress/14/meeting/RPM.3.html",
    "/congress/14/agenda/3.html",
    "/congress/14/theme.html",
    "/instrument/2030-AGENDA.html",
    "/body/UNODC.html",
    "/place/CHL.html",
    "/place/kyoto.html",
    "/person/pia-greene.html",
    "/topic/youth-crime.html",
    "/sdg/16.a.html",
    "/docs",
    "/problems",
    "/problems/malformed-query",
    "/query/leading-verbs",
    "/graph/curated",
]


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


class Outline(HTMLParser):
    """What a test asks of a page: do the tags nest, which links, ids, headings and inline styles are in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.faults: list[str] = []
        self.feed(text)
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.faults.append(f"<{tag}> has a style or a script of its own")
        if tag == "script" and given.get("type") != "application/ld+json" and not given.get("src"):
            self.faults.append("a script stands in the page")
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_small_and_needs_no_script(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    outline = Outline(answer.text)
    assert outline.faults == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(outline.headings, outline.headings[1:], strict=False))
    assert len(answer.content) < 60_000
    assert "http://127.0.0.1" not in "".join(outline.links)


def test_every_link_of_every_page_leads_somewhere(client: httpx.Client) -> None:
    links = set()
    for path in PAGES:
        links |= {
            link.partition("#")[0] for link in Outline(client.get(path, headers={"Accept": "text/html"}).text).links
        }
    inside = {html.unescape(link) for link in links if link.startswith("/")}
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    broken = [
        link for link in sorted(inside) if client.get(link, headers=browser, follow_redirects=True).status_code != 200
    ]
    # the examples of the API's reference are of the published graph, of which this one is a part
    unread = {link for link in Outline(client.get("/reference").text).links if "/api/v1/" in link}
    assert [link for link in broken if link not in unread and not link.startswith("/data/")] == []


def test_the_wording_is_exact_and_its_names_are_links(client: httpx.Client) -> None:
    page = client.get(RECOMMENDATION, headers={"Accept": "text/html"}).text
    quote = re.search(r'<div class="wording__text".*?</div>', page, re.DOTALL)
    assert quote is not None
    assert '<a class="mention" href="/body/UNODC"' in quote[0]
    words = html.unescape(re.sub("<[^>]+>", "", quote[0])).strip()
    assert words == (
        "(f)Support UNODC in its efforts to collect and analyse reliable national statistics on crime prevention and "
        "criminal justice for the purpose of gaining a better understanding of global crime trends, with due "
        "consideration to the diversity of national statistics."
    )


def test_a_recommendation_says_that_it_was_not_negotiated_and_what_stands_around_it(client: httpx.Client) -> None:
    page = client.get(RECOMMENDATION, headers={"Accept": "text/html"}).text
    assert "Not negotiated" in page
    assert f'<a rel="prev" href="/recommendation/{REPORT}/28/e">' in page
    assert f'<a rel="next" href="/recommendation/{REPORT}/40/j">' in page
    assert "The following recommendations, which were not negotiated by the participants, were identified:" in page
    assert 'class="badge badge--stated"' in page


def test_an_inferred_statement_shows_its_score_and_the_words_it_rests_on(client: httpx.Client) -> None:
    page = client.get(f"/recommendation/{REPORT}/28/c", headers={"Accept": "text/html"}).text
    assert 'class="badge badge--inferred"' in page
    assert "inferred 0.9" in page
    assert "<q>youth</q>" in page


def test_a_paragraph_says_who_spoke(client: httpx.Client) -> None:
    page = client.get(f"/document/{REPORT}/para/21", headers={"Accept": "text/html"}).text
    assert "mention--speaker" in page
    assert ">A number of participants</a>" in page


def test_the_reader_shows_every_part_in_order_and_can_leave_the_names_unmarked(client: httpx.Client) -> None:
    page = client.get(f"/read/{REPORT}").text
    order = [page.index(f'id="{each}"') for each in ("section-II", "para-19-g", "para-28-e", "para-31", "para-40-j-i")]
    assert order == sorted(order)
    assert 'class="mention"' in page
    assert 'class="mention"' not in client.get(f"/read/{REPORT}?names=off").text


def test_a_cell_of_the_heat_map_leads_to_as_many_recommendations_as_it_says(client: httpx.Client) -> None:
    page = client.get("/coverage?rows=target").text
    cells = re.findall(r'<td class="q[1-5]"><a href="([^"]+)">(\d+)</a>', page)
    assert len(cells) == 2
    empty = re.findall(r'<td class="q0"><a href="([^"]+)">(\d+)</a>', page)
    assert len(empty) == page.count("<td") - page.count('<tr><th scope="row"') - len(cells)
    for href, count in [*cells, *empty]:
        found = client.get(html.unescape(href)).text
        assert f'<strong class="number">{count}</strong> found' in found


def test_a_facet_narrows_the_list_to_as_many_as_it_says(client: httpx.Client) -> None:
    page = client.get("/recommendations").text
    link = re.search(r'<a href="([^"]+)"[^>]*>Agenda item 3</a> <span class="count">(\d+)</span>', page)
    assert link is not None
    assert link[2] == "3"
    assert '<strong class="number">3</strong> found' in client.get(html.unescape(link[1])).text


def test_search_finds_any_inflection_and_groups_what_it_finds(client: httpx.Client) -> None:
    page = client.get("/search?q=statistic").text
    assert f'href="/recommendation/{REPORT}/28/e"' in page
    assert "Recommendations and other outcomes" in page


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=<script>alert(1)</script>",
        "/recommendations?q=<script>alert(1)</script>",
        "/query?query=<script>alert(1)</script>",
        "/recommendations?sort=<script>alert(1)</script>",
        "/read/<script>alert(1)</script>",
        "/coverage?rows=<script>alert(1)</script>",
        "/query?example=<script>alert(1)</script>",
    ],
)
def test_what_a_visitor_writes_never_comes_back_unescaped(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert "<script>alert" not in answer.text
    assert answer.status_code < 500


def test_the_query_page_shows_where_a_query_goes_wrong(client: httpx.Client) -> None:
    page = client.get("/query", params={"query": "SELECT * {\n ?s cc:texx ?o . "}).text
    assert "Line 2" in page
    rows = client.get(
        "/query", params={"query": "SELECT ?s { ?s a <https://w3id.org/crimecongress/ontology#Congress> }"}
    ).text
    assert '<a href="/congress/14"' in rows


def test_the_head_of_a_page_serves_search_engines_and_reference_managers(client: httpx.Client) -> None:
    page = client.get(RECOMMENDATION, headers={"Accept": "text/html"}).text
    assert '<meta name="citation_technical_report_number" content="A/CONF.234/RPM.3/1">' in page
    assert '<link rel="canonical" href="https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/f">' in page
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block is not None
    about, crumbs = json.loads(block[1])["@graph"]
    assert about["@type"] == "CreativeWork"
    assert about["identifier"] == "A/CONF.234/RPM.3/1, para. 28 (f)"
    assert crumbs["itemListElement"][-1]["name"] == "Recommendation 28 (f)"


@pytest.mark.parametrize(
    ("path", "media_type", "expected"),
    [
        ("/opensearch.xml", "application/opensearchdescription+xml", "/search?q={searchTerms}"),
        ("/robots.txt", "text/plain; charset=utf-8", "Sitemap: http"),
        ("/llms.txt", "text/markdown; charset=utf-8", "# Crime congress recommendations\n\n> "),
        ("/feed.atom", "application/atom+xml", "<feed xmlns="),
        ("/.well-known/security.txt", "text/plain; charset=utf-8", "Contact: http"),
        ("/sitemap.xml", "application/xml", f"/recommendation/{REPORT}/28/e</loc>"),
        ("/static/site.css", "text/css; charset=utf-8", ":root"),
    ],
)
def test_programs_find_their_documents(client: httpx.Client, path: str, media_type: str, expected: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert expected in answer.text


def test_a_page_that_a_browser_holds_is_304(client: httpx.Client) -> None:
    for path in ("/", "/recommendations", "/coverage", RECOMMENDATION):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_only_script_of_a_resource_page_is_that_of_its_copy_buttons(client: httpx.Client) -> None:
    for path in ("/", "/recommendations", "/coverage", f"/read/{REPORT}", "/ontology", "/search?q=statistics"):
        assert "<script src" not in client.get(path).text.replace('<script type="module" src', "<script src"), path
    scripts = re.findall(r'<script type="module" src="([^"?]+)', client.get(RECOMMENDATION).text)
    assert scripts == ["/static/copy.js"]


def test_one_of_a_thing_is_not_several(client: httpx.Client) -> None:
    page = client.get("/").text
    assert re.search(r'<dt><a href="/documents\?read=yes">document read</a></dt><dd>1</dd>', page)
    assert re.search(r">2030 Agenda[^<]*</a> <span[^>]*>\d+ places</span>", page)
    assert not re.search(r"[ >]1 (?:places|recommendations)\b", page)


def test_a_list_offers_the_kinds_that_it_can_be_narrowed_to(client: httpx.Client) -> None:
    page = client.get("/recommendations").text
    assert '<span aria-current="true">Recommendations</span>' in page
    link = re.search(r'<a href="([^"]+)">Agreements</a>', page)
    assert link is not None
    assert '<a href="/recommendations">Recommendations</a>' not in page
    agreements = client.get(html.unescape(link[1])).text
    assert "<h1>Agreements</h1>" in agreements
    assert "Agreements ×" in agreements


def test_outcomes_of_a_congress_are_as_many_as_its_line_says(client: httpx.Client) -> None:
    link = re.search(r'<a href="(/recommendations\?congress=14[^"]*)">(\d+)</a>', client.get("/congresses").text)
    assert link is not None
    assert f'<strong class="number">{link[2]}</strong> found' in client.get(html.unescape(link[1])).text


def test_what_a_text_names_is_counted_by_thing(client: httpx.Client) -> None:
    # "United Nations standards and norms", the Nelson Mandela Rules and the Bangkok Rules, each once or twice
    page = client.get(f"/document/{REPORT}/para/31").text
    section = page[page.index('id="named"') :].partition("</section>")[0]
    assert section.count("<dd>") == int(re.search(r'class="count">(\d+)<', section)[1])  # type: ignore[index]


def test_an_example_query_is_headed_by_its_question(client: httpx.Client) -> None:
    page = client.get("/query/leading-verbs").text
    heading = re.search(r"<h1[^>]*>([^<]+)</h1>", page)
    assert heading is not None
    assert heading[1].endswith("?")


def test_pages_of_the_service_itself_lead_into_the_site(client: httpx.Client) -> None:
    for path in ("/docs", "/problems", "/problems/not-found"):
        assert '<a href="/recommendations">Recommendations</a>' in client.get(path).text, path


def test_links_of_the_coverage_table_are_short(client: httpx.Client) -> None:
    page = html.unescape(client.get("/coverage?rows=target").text)
    table = page[page.index("<table") : page.index("</table>")]
    # 19 (g), under the main theme, is the one that names 16.a
    assert 'href="/recommendations?target=16.a&theme=14/theme">1</a>' in table
    assert "https%3A%2F%2F" not in table


def test_a_filter_by_code_is_shown_by_name_and_can_be_taken_away(client: httpx.Client) -> None:
    page = client.get("/recommendations?agenda_item=14/3&topic=youth-crime").text
    assert '<a class="chip chip--strong" href="/recommendations?topic=youth-crime"' in page
    assert ">Agenda item 3 ×</a>" in page


def test_beside_the_text_stand_its_outcomes_and_who_speaks(client: httpx.Client) -> None:
    page = client.get(f"/read/{REPORT}").text
    item = page[page.index('id="para-28-e"') :].partition("</p>")[0]
    assert f'<a href="/recommendation/{REPORT}/28/e">Recommendation 28 (e)</a>' in item
    # "Some participants noted …": paragraph 31; "were noted" in it has no speaker
    paragraph = page[page.index('id="para-31"') :].partition("</p>")[0]
    assert "<span>Speaking:</span>" in paragraph
    assert "ontology#SomeParticipants" in paragraph
    assert "Impersonal" not in paragraph


def test_every_count_of_an_actor_leads_to_the_list_that_it_counts(client: httpx.Client) -> None:
    page = client.get("/actors").text
    # 28 (f) is the one recommendation of this graph that names UNODC
    assert '<a href="/recommendations?mentions=UNODC">1</a>' in page
    links = re.findall(r'<a href="(/(?:recommendations|paragraphs)\?[^"]+)">(\d+)</a>', page)
    assert links
    for href, count in links:
        assert f'<strong class="number">{count}</strong> found' in client.get(html.unescape(href)).text, href
