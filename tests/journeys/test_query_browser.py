"""A researcher at the query page, with its editor, in a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
SMALL = Path(__file__).parents[1] / "api" / "data" / "small.trig"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

COUNT = """PREFIX cc: <https://w3id.org/crimecongress/ontology#>
SELECT ?item (COUNT(?r) AS ?n) WHERE { ?r cc:underAgendaItem ?item } GROUP BY ?item ORDER BY ?item"""


@pytest.fixture(scope="module")
def address(serve: Callable[..., httpx.Client]) -> str:
    return str(serve(SMALL).base_url).rstrip("/")


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """Yield a page whose console must stay free of errors and whose requests must stay at home."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        told: list[str] = []
        opened.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        opened.on("request", lambda request: told.append(request.url) if not request.url.startswith(address) else None)
        yield opened
        browser.close()
    # a refused query is told by the console too: it is the service's answer, not a fault of the page
    assert [each for each in told if "status of 400" not in each] == []


def write(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_a_query_is_answered_in_place_with_names_links_bars_and_an_address_to_share(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    write(page, COUNT)
    page.keyboard.press("Control+Enter")
    cell = page.get_by_role("link", name="Agenda item 3")
    expect(cell).to_have_attribute("href", "/congress/14/agenda/3")
    page.get_by_text("As bars").click()
    expect(page.get_by_role("meter")).to_have_count(2)
    assert "query=PREFIX" in page.url
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("cc:underAgendaItem")
    page.get_by_text("Asked before").click()
    expect(page.get_by_role("button", name="SELECT ?item")).to_be_visible()


def test_classes_and_the_properties_of_a_class_are_completed_from_the_graph(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.wait_for_load_state("networkidle")
    write(page, "SELECT * { ?r a cc:Recommendation ; ")
    page.keyboard.type("cc:lead", delay=30)
    expect(page.get_by_role("option", name="cc:leadingVerb")).to_be_visible()
    # the list takes no key in its first moment, so that a word typed on is not replaced by accident
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("cc:leadingVerb")


def test_what_the_shapes_let_a_property_have_is_completed_after_it(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.wait_for_load_state("networkidle")
    write(page, "SELECT * { ?mention cc:surfaceKind")
    page.keyboard.type(" ", delay=30)
    expect(page.get_by_role("option", name='"anaphoric"')).to_be_visible()


def test_a_mistake_is_marked_where_it_stands_and_the_service_says_what_was_meant(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    write(page, "SELECT * {\n ?s ccc:text ?o }")
    expect(page.locator(".cm-lintRange-error")).to_be_visible(timeout=5000)
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2, column 5")


def test_prefixes_that_everybody_uses_need_not_be_declared(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.wait_for_load_state("networkidle")
    write(page, "SELECT ?c { ?c a cc:Congress } ORDER BY ?c")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".cm-content")).to_contain_text("PREFIX cc:")
    expect(page.locator("table tbody tr")).to_have_count(2)


def test_the_editor_is_no_trap_for_the_keyboard_and_has_no_axe_violation(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    write(page, COUNT)
    page.keyboard.press("Control+Enter")
    expect(page.locator("table tbody tr")).to_have_count(2)
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ask"
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [each["id"] for each in found.response["violations"]] == []
