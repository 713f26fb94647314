from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from starlette.applications import Starlette

from api.engine import Engine
from api.moved import moved_file, read_moved
from api.resources.answering import Resources
from api.settings import Settings
from api.site import Site

SMALL = Path(__file__).parent / "data" / "small.trig"
W3ID = "https://w3id.org/crimecongress"
TABLE = f"""
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{W3ID}/body/UNODCCP> owl:sameAs <{W3ID}/body/UNODC> ; rdfs:comment "renamed in 2002"@en .
<{W3ID}/recommendation/A/CONF.234/RPM.3/1/28/z> owl:deprecated true ;
  rdfs:comment "read by mistake"@en ; dcterms:modified "2030-01-31"^^xsd:date ;
  dcterms:isReplacedBy <{W3ID}/recommendation/A/CONF.234/RPM.3/1/28/e> .
"""


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., httpx.Response]:
    """Return a function that asks the resources of the small graph with this table of moves."""
    table = tmp_path / "moved.ttl"
    table.write_text(TABLE, encoding="utf-8")

    async def answer(path: str, accept: str) -> httpx.Response:
        engine = Engine(Settings(graph=SMALL, workers=1, shutdown_seconds=1, cache=tmp_path / "cache"))
        await engine.start()
        try:
            app = Starlette(routes=Resources(Site(engine, table=read_moved(table))).routes())
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
                return await client.get(path, headers={"Accept": accept})
        finally:
            await engine.stop()

    def run(path: str, accept: str = "text/turtle") -> httpx.Response:
        awaited: Awaitable[httpx.Response] = answer(path, accept)
        return asyncio.run(awaited)  # type: ignore[arg-type]

    return run


def test_a_moved_iri_is_redirected_for_good_and_keeps_its_format(ask: Callable[..., httpx.Response]) -> None:
    moved = ask("/body/UNODCCP")
    assert (moved.status_code, moved.headers["location"]) == (301, "/body/UNODC")
    assert ask("/body/UNODCCP.ttl").headers["location"] == "/body/UNODC.ttl"


def test_a_withdrawn_iri_answers_410_with_its_tombstone(ask: Callable[..., httpx.Response]) -> None:
    gone = ask("/recommendation/A/CONF.234/RPM.3/1/28/z")
    assert gone.status_code == 410
    said = {
        str(quad.predicate).rpartition("/")[2].strip("<>"): quad.object.value
        for quad in parse(gone.content, RdfFormat.TURTLE)
    }
    assert said["owl#deprecated"] == "true"
    assert said["isReplacedBy"].endswith("/28/e")


def test_a_withdrawn_iri_tells_a_reader_what_took_its_place(ask: Callable[..., httpx.Response]) -> None:
    page = ask("/recommendation/A/CONF.234/RPM.3/1/28/z", "text/html")
    assert page.status_code == 410
    assert "read by mistake" in page.text
    assert 'href="/recommendation/A/CONF.234/RPM.3/1/28/e"' in page.text


def test_the_table_that_is_published_can_be_read() -> None:
    assert moved_file().is_file()
    read_moved(moved_file())
