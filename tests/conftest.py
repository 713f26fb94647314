"""A real server over a real socket, for the tests of pages, resources, records and journeys."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.engine.release import load
from api.server import configured, listen
from api.settings import Settings

UNMEASURED = (
    *("api/test_resources_walk.py", "api/test_rewriting.py", "api/test_records_fuzz.py"),
    *("ingest/test_corpus.py", "ingest/test_corpus_variants.py", "ingest/test_judged_mentions.py"),
    *("ingest/test_roundtrip.py", "ingest/inferring/test_judged_links.py", "journeys/", "ontology/test_rules.py"),
    *("queries/", "shapes/test_agreement.py", "shapes/test_examples.py"),
    *("ingest/test_build.py", "ingest/test_loading.py", "ingest/test_places.py", "ingest/test_cluster.py", "deploy/"),
    *("faults/", "docs/", "releases/test_checking.py", "api/test_remote_virtuoso.py"),
    *("command/test_command.py::test_build_publishes", "command/test_command.py::test_what_the_user_can_mend"),
)
"""They do again, some thousands of times, what others do: their lines are covered, and counting doubles the time."""
LONGEST = (
    *("docs/test_examples.py", "faults/test_faults.py", "journeys/test_pages_browser.py", "ingest/test_build.py"),
    *("api/test_resources_walk.py", "ingest/test_loading.py", "ingest/test_cluster.py", "faults/test_processes.py"),
    *("faults/test_publishing_faults.py", "shapes/test_examples.py", "deploy/test_nginx.py", "ingest/test_quality.py"),
    *("shapes/test_agreement.py", "ingest/test_places.py", "journeys/test_two_documents.py", "api/test_validation.py"),
    *("command/test_command.py", "command/test_serving.py", "ontology/test_reasoning.py", "api/test_remote.py"),
    *("api/test_remote_virtuoso.py", "faults/test_fuzz_parsers.py", "api/test_engine.py", "api/test_pool.py"),
)
"""The files that take more than ten seconds, the longest first: what is begun last must end soon."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, and leave the tests that repeat a lot out of the measurement of coverage."""
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(UNMEASURED):
            item.add_marker(pytest.mark.no_cover)
    place = {f"tests/{name}": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


@pytest.fixture(scope="module")
def loaded_once() -> Iterator[None]:
    """Load a graph that is asked in this process once for all queries, not for each as the command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.local.load", cache(load))
        yield


Serve = Callable[..., httpx.Client]
WriteBodies = Callable[..., Path]
HEAD = """@base <https://w3id.org/crimecongress/> .
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="session")
def write_bodies() -> WriteBodies:
    """Return a function that writes a graph of bodies by their codes: `write_bodies(path, FAO="Food and …")`."""

    def write(path: Path, **names: str) -> Path:
        rows = (f'<body/{c}> a cc:Body ; skos:prefLabel "{n}"@en ; dcterms:source "A/1" .\n' for c, n in names.items())
        path.write_text(HEAD + "<graph/curated> {\n" + "".join(rows) + "}\n", encoding="utf-8")
        return path

    return write


@contextmanager
def _running(settings: Settings) -> Iterator[str]:
    """Run the service on a free port in a thread of its own, as `serve` runs it; yield its address."""
    server, listening = uvicorn.Server(configured(create_app(settings))), listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    deadline = time.monotonic() + 180
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started, "the server did not start"
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return a function that serves a graph and gives a client for it: `serve(path, root_path="/kg")`."""
    with ExitStack() as stack:

        def start(graph: Path, **settings: object) -> httpx.Client:
            cache = tmp_path_factory.mktemp("cache")
            made = Settings(graph=graph, workers=1, shutdown_seconds=1, cache=cache, **settings)  # type: ignore[arg-type]
            address = stack.enter_context(_running(made))
            return stack.enter_context(httpx.Client(base_url=address, timeout=60))

        yield start


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """Run an S3 server."""
    moto = pytest.importorskip("moto.server", reason="needs moto's server")
    pytest.importorskip("s3fs", reason='needs the extra "remote"')
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()
