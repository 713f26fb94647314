"""Screenshots of every template in both themes and on a narrow screen, for people to look at: `make screenshots`."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.settings import Settings

REPORT = "A/CONF.234/RPM.3/1"
PAGES = {
    "home": "/",
    "recommendations": "/recommendations?agenda_item=5",
    "recommendation": f"/recommendation/{REPORT}/79/c",
    "paragraph": f"/document/{REPORT}/para/31",
    "document": f"/document/{REPORT}",
    "reader": f"/read/{REPORT}",
    "congresses": "/congresses",
    "actors": "/actors",
    "meeting": "/congress/14/meeting/RPM.3.html",
    "instrument": "/instrument/KYOTO-DECLARATION.html",
    "body": "/body/UNODC.html",
    "state": "/place/CHL.html",
    "topic": "/topic/restorative-justice.html",
    "target": "/sdg/16.a.html",
    "coverage": "/coverage?rows=instrument",
    "search": "/search?q=restorative+justice",
    "query": "/query?example=recommendations-by-agenda-item",
    "ontology": "/ontology",
    "cite": f"/cite?q={REPORT},+paras.+28+(e)+and+(f)",
    "missing": f"/recommendation/{REPORT}/28/z",
    "problem": "/problems/malformed-query",
    "status": "/status",
    "congress": "/congress/14.html",
    "agenda": "/congress/14/agenda/6.html",
    "person": "/person/pia-greene.html",
    "mention": f"/document/{REPORT}/para/21/attribution/0-24",
    "graph": "/graph/inferred/topics.html",
    "example": "/query/recommendations-by-agenda-item",
    "docs": "/docs",
    "verify": f"/verify?uri={REPORT},+para.+28+(e)&quotation=gather+and+use+good+statistics+on+crime+and+justice",
    "data": "/data",
    "reference": "/reference",
    "citing": "/citing",
}
VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}, "color_scheme": "light"},
}

PATIENCE = 120_000
"""Milliseconds for one picture: a machine with other work is slow to draw, and that is no fault of the page."""


def main(folder: Path) -> None:
    """Serve the published graph and write one picture of each page in each view."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(cache=Path(tempfile.mkdtemp()))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="warning"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for view, options in VIEWS.items():
            page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
            for name, path in PAGES.items():
                page.goto(address + path)
                page.screenshot(path=folder / f"{name}-{view}.png", full_page=True, timeout=PATIENCE)
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
