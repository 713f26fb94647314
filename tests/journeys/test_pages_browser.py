"""Every template in a real Chromium: WCAG 2.2 AA by axe, no script needed, nothing asked of other hosts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
SMALL = Path(__file__).parents[1] / "api" / "data" / "small.trig"
REPORT = "A/CONF.234/RPM.3/1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

TEMPLATES = {
    "home": "/",
    "list": "/recommendations?agenda_item=3",
    "congresses": "/congresses",
    "coverage": "/coverage",
    "actors": "/actors",
    "reader": f"/read/{REPORT}",
    "search": "/search?q=statistics",
    "query": "/query?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fo%20%7D%20LIMIT%203",
    "query-wrong": "/query?query=SELECT%20*%20%7B",
    "data": "/data",
    "reference": "/reference",
    "citing": "/citing",
    "cite": "/cite",
    "verify": f"/verify?uri={REPORT},+para.+28+(e)&quotation=gather+and+use+statistics+on+crime+and+justice+to+develop",
    "validate": "/validate",
    "shapes": "/shapes.html",
    "missing": f"/recommendation/{REPORT}/28/d",
    "status": "/status",
    "ontology": "/ontology",
    "outcome": f"/recommendation/{REPORT}/19/g",
    "inferred": f"/recommendation/{REPORT}/28/c",
    "part": f"/document/{REPORT}/para/31",
    "document": f"/document/{REPORT}",
    "event": "/congress/14/meeting/RPM.3.html",
    "instrument": "/instrument/2030-AGENDA.html",
    "body": "/body/UNODC.html",
    "place": "/place/CHL.html",
    "topic": "/topic/youth-crime.html",
    "target": "/sdg/16.a.html",
    "list-empty": "/recommendations?q=nothing-has-this",
    "choice": f"/cite?q={REPORT},+paras.+28+(e)+and+(f)",
    "docs": "/docs",
    "problems": "/problems",
    "problem": "/problems/malformed-query",
    "example": "/query/leading-verbs",
    "agenda": "/congress/14/agenda/3.html",
    "congress": "/congress/14.html",
    "person": "/person/pia-greene.html",
    "graph": "/graph/curated",
    "results": "/sparql?format=html&query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fo%20%7D%20LIMIT%203",
    "preview": "/reconcile/preview?id=https://w3id.org/crimecongress/instrument/KYOTO-DECLARATION",
    "resource": f"/document/{REPORT}/para/21/attribution/0-24.html",
}


@pytest.fixture(scope="module")
def address(serve: Callable[..., httpx.Client]) -> str:
    return str(serve(SMALL).base_url).rstrip("/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def is_fault(message: ConsoleMessage) -> bool:
    """Whether the console tells of something wrong, other than that a page which is missing was asked for."""
    return message.type == "error" and "status of 404" not in message.text


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, only: dict[str, object]) -> list[str]:
    """Return what axe finds, each with the first elements it finds it on."""
    # what passed is not told: most of the time went into that
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"], "reporter": "no-passes"})
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
        for each in found.response["violations"]
    ]


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_template_has_no_axe_violation_in_any_light_and_stays_in_its_window(
    browser: Browser, address: str, name: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page = context.new_page()
    told: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: told.append(message.text) if is_fault(message) else None)
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    answer = page.goto(address + TEMPLATES[name])
    assert answer is not None
    assert answer.status == {"missing": 404, "choice": 300}.get(name, 200)
    assert violations(page, {"type": "tag", "values": RULES}) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        violations(page, {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]})
        == []
    )
    context.close()
    assert told == []
    assert elsewhere == []


@pytest.mark.parametrize("name", ["home", "outcome", "query"])
def test_a_page_is_whole_without_script_and_its_first_stop_skips_to_the_content(
    browser: Browser, address: str, name: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + TEMPLATES[name])
    assert page.locator("h1").count() == 1
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to content"
    context.close()


def test_a_reader_goes_from_the_first_page_to_the_words_of_a_recommendation_by_keyboard(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/")
    page.get_by_role("searchbox").fill("reliable statistics")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"{REPORT}, para. 28 (e)").first.click()
    assert page.locator("h1").inner_text() == "Recommendation 28 (e)"
    page.get_by_role("link", name="Read it in its place").or_(
        page.get_by_role("link", name="Paragraph 28", exact=True)
    ).first.click()
    assert "Paragraph 28" in page.locator("h1").inner_text()
    context.close()


def test_a_permalink_and_a_reference_are_copied_by_their_buttons(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + TEMPLATES["outcome"])
    page.get_by_role("button", name="Copy the permalink").click()
    page.get_by_role("button", name="Copied the permalink").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"https://w3id.org/crimecongress/recommendation/{REPORT}/19/g"
    page.get_by_role("button", name="Copy the reference").click()
    page.get_by_role("button", name="Copied the reference").wait_for()
    assert f"{REPORT}, para. 19 (g)" in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_a_linker_checks_rdf_in_the_page_and_reads_what_to_do(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{address}/validate")
    page.get_by_label("RDF", exact=True).fill("<https://e.org/a> a <https://w3id.org/crimecongress/ontology#Topic> .")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("heading", level=2, name="violations").wait_for(timeout=30_000)
    assert page.get_by_role("cell", name="Define the topic").count() == 1
    assert violations(page, {"type": "tag", "values": RULES}) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()
