"""A reader with the report and the declaration that followed it: from what was recommended to what became of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from ingest.build import build
from ontology.files import folder

DECLARATION = Path(__file__).parents[3] / "shared" / "corpus" / "txt" / "A_RES_76_181.txt"
CHROMIUM = shutil.which("chromium")
REPORT, KYOTO = "A/CONF.234/RPM.3/1", "A/RES/76/181"

pytestmark = pytest.mark.skipif(not DECLARATION.is_file(), reason=f"the declaration is not at {DECLARATION}")


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client], tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """Serve a graph of both documents."""
    where = tmp_path_factory.mktemp("two")
    sources = where / "sources"
    shutil.copytree(folder("sources"), sources)
    shutil.copy(DECLARATION, sources)
    return serve(build([sources], where / "out", cache=where / "cache").graph)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_a_reader_follows_a_recommendation_to_the_paragraph_of_the_declaration(client: httpx.Client) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{client.base_url}/recommendation/{REPORT}/79/c")
        assert "three United Nations drug control treaties" in page.locator("blockquote").inner_text()
        page.get_by_role("link", name=f"{KYOTO}, annex, para. 20", exact=True).first.click()
        assert page.locator("h1").inner_text() == "Commitment, annex, para. 20"
        # the words of paragraph 20 of the Kyoto Declaration
        assert "the three international drug control conventions" in page.locator("blockquote").inner_text()
        reflected = page.locator("section", has=page.get_by_role("heading", name="Reflects"))
        assert reflected.get_by_role("link", name=f"{REPORT}, para. 79 (c)").count() == 1
        assert "inferred 0." in reflected.inner_text()
        page.locator("blockquote").get_by_role("link", name=f"{KYOTO}, annex, para. 20").click()
        page.get_by_role("link", name="Read it in its place").click()
        assert page.url.endswith(f"/read/{KYOTO}#annex-para-20")
        assert page.locator(":target").inner_text().startswith("20.")
        browser.close()


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Kyoto Declaration, para. 5", f"/commitment/{KYOTO}/annex/5"),
        ("para. 20 of the Kyoto Declaration", f"/commitment/{KYOTO}/annex/20"),
        (f"{KYOTO}, annex, para. 20", f"/commitment/{KYOTO}/annex/20"),
        ("Kyoto Declaration", "/instrument/KYOTO-DECLARATION"),
    ],
)
def test_a_paragraph_of_a_declaration_is_found_by_the_declarations_name(
    client: httpx.Client, words: str, path: str
) -> None:
    answer = client.get("/cite", params={"q": words})
    assert (answer.status_code, answer.headers.get("location")) == (303, path)


def test_a_paragraph_that_a_resolution_and_its_annex_both_have_is_a_choice(client: httpx.Client) -> None:
    answer = client.get("/cite", params={"q": f"{KYOTO}, para. 3"})
    assert answer.status_code == 300
    assert {each["url"] for each in answer.json()["choices"]} >= {f"/document/{KYOTO}/para/3"}
