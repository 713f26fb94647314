"""The same service over Virtuoso (Debian's `virtuoso-opensource-7-bin`): the example queries, and where it deviates."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from bench.servers import free_port, started, virtuoso_over

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "data" / "graph" / "crimecongress.trig"
LOAD = ROOT / "deploy" / "virtuoso-load"
SH = "http://www.w3.org/ns/shacl#"
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


@dataclass(frozen=True)
class Virtuoso:
    """A running server; its folder is the one that it may read."""

    folder: Path
    port: int
    url: str

    def load(self, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run the script of the documentation."""
        environment = {**os.environ, "VIRTUOSO": f"127.0.0.1:{self.port}"}
        return subprocess.run([LOAD, folder], env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Run a throw-away Virtuoso, and load the published graph with its bulk loader."""
    folder = tmp_path_factory.mktemp("virtuoso")
    port, http = free_port(), free_port()
    store = ox.Store()
    store.bulk_load(path=str(GRAPH), format=ox.RdfFormat.TRIG)
    dump = folder / "release" / "crimecongress.nq.gz"
    dump.parent.mkdir()
    with gzip.open(dump, "wb") as file:
        store.dump(file, format=ox.RdfFormat.N_QUADS)
    with started(virtuoso_over(folder, dump.parent, port, http), port=http, folder=folder):
        server = Virtuoso(folder, port, f"http://127.0.0.1:{http}/sparql")
        done = server.load(dump.parent)
        assert (done.returncode, done.stdout) == (0, "1 files loaded\n"), done.stdout + done.stderr
        yield server


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
def clients(serve: Callable[..., httpx.Client], virtuoso: Virtuoso) -> tuple[httpx.Client, httpx.Client]:
    return serve(GRAPH), serve(GRAPH, engine=virtuoso.url, seconds=5)


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


def test_a_graph_is_there_under_its_name_with_each_of_its_triples(
    clients: tuple[httpx.Client, httpx.Client], virtuoso: Virtuoso
) -> None:
    ours = clients[0].get(
        "/sparql", params={"query": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"}
    )
    expected = {row["g"]["value"]: row["n"]["value"] for row in ours.json()["results"]["bindings"]}
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    accept = {"Accept": "application/sparql-results+json"}
    theirs = httpx.get(virtuoso.url, params={"query": query}, headers=accept, timeout=30).json()["results"]["bindings"]
    found = {row["g"]["value"]: row["n"]["value"] for row in theirs}
    assert {graph: found.get(graph) for graph in expected} == expected


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.nq", "<http://e.org/a> <http://e.org/b> .\n", "broken.nq"),
        ("other.txt", "x", "no .nq.gz or .nq file in"),
    ],
)
def test_what_cannot_be_loaded_is_said_and_ends_with_an_error(
    virtuoso: Virtuoso, name: str, text: str, said: str
) -> None:
    folder = virtuoso.folder / name.partition(".")[0]
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    done = virtuoso.load(folder)
    assert done.returncode == 1
    assert said in done.stderr


def test_the_documentation_lists_just_these_deviations() -> None:
    page = (ROOT / "docs" / "reference" / "engines.md").read_text(encoding="utf-8")
    section = page.partition("## Virtuoso 7.2.5\n")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `(.+)` \| (.+) \|$", section, re.MULTILINE)) == DEVIATIONS
