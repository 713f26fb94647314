"""The same service over Virtuoso (Debian's `virtuoso-opensource-7-bin`): the example queries, and where it deviates."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "data" / "graph" / "crimecongress.trig"
SH = "http://www.w3.org/ns/shacl#"
INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""
TWICE = "a triple that stands in two graphs is found twice in the union of both"
DEVIATIONS = {
    "cities-with-two-congresses": "GROUP_CONCAT joins in another order (the standard defines none)",
    "every-mention-quotes-its-text": "an ASK is answered with a row named __ASK_RETVAL",
    "footnotes": TWICE,
    "officers-elected": TWICE,
    "recommendations-under-the-theme": "MIN over strings is unbound",
    "related-recommendations": "truth values are written 1 and 0",
    "states-from-other-regions": "NOT EXISTS does not see through a path of one or more steps",
}
"""Where Virtuoso 7.2.5 answers an example query otherwise than the standard has it, and how."""

pytestmark = pytest.mark.skipif(
    shutil.which("virtuoso-t") is None or not GRAPH.exists(), reason="needs virtuoso-opensource-7-bin and a built graph"
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a throw-away Virtuoso with the published graph loaded."""
    folder = tmp_path_factory.mktemp("virtuoso")
    port, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(folder=folder, port=port, http=http), encoding="utf-8")
    store = ox.Store()
    store.bulk_load(path=str(GRAPH), format=ox.RdfFormat.TRIG)
    store.dump(str(folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    command = ["virtuoso-t", "-c", str(folder / "virtuoso.ini"), "+foreground"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(http)
        load = f"DB.DBA.TTLP_MT(file_to_string_output('{folder}/graph.nq'), '', 'urn:default', 512); checkpoint;"
        isql = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={load}"]
        done = subprocess.run(isql, capture_output=True, text=True, timeout=60, check=True)
        assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        process.kill()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("Virtuoso did not start")


def examples() -> list[tuple[str, str]]:
    """Return the example queries of the project that are a SELECT or an ASK: name and text."""
    found = []
    for path in sorted((ROOT / "queries").glob("*.ttl")):
        store = ox.Store()
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
        for name in ("select", "ask"):
            quads = store.quads_for_pattern(None, ox.NamedNode(SH + name), None, None)
            found += [(path.stem, quad.object.value) for quad in quads if isinstance(quad.object, ox.Literal)]
    return found


def content(answer: httpx.Response) -> object:
    found = answer.json()
    if "boolean" in found:
        return found["boolean"]
    rows = found["results"]["bindings"]
    return sorted(str(sorted((name, term["value"]) for name, term in row.items())) for row in rows)


@pytest.fixture(scope="module")
def clients(serve: Callable[..., httpx.Client], virtuoso: str) -> tuple[httpx.Client, httpx.Client]:
    return serve(GRAPH), serve(GRAPH, engine=virtuoso, seconds=5)


@pytest.mark.parametrize(("name", "query"), examples(), ids=lambda value: value if " " not in value else "")
def test_the_example_queries_have_the_same_answers(
    clients: tuple[httpx.Client, httpx.Client], name: str, query: str
) -> None:
    ours, theirs = (client.post("/sparql", data={"query": query}) for client in clients)
    assert ours.status_code == 200
    if name in DEVIATIONS:
        assert theirs.status_code != 200 or content(theirs) != content(ours), f"{name} deviates no more"
    else:
        assert theirs.status_code == 200, theirs.text
        assert content(theirs) == content(ours)
