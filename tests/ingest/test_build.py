"""The build as a transaction: all of it or nothing, the same bytes every time, and nothing done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest

from ingest import build as building
from ingest.build import BuildResult, build
from ingest.context import Context
from ingest.errors import CollisionError, IngestError, ReadingError, SourceError, ValidationError
from ingest.extracts import Problem
from ontology.files import folder
from ontology.identifiers import BASE

ROOT = Path(__file__).parents[2]
TEXT = """Thirteenth United Nations Congress on Crime Prevention and Criminal Justice

Doha, 12–19 April 2015

Report of the Western Asia Regional Preparatory Meeting for the Thirteenth United Nations Congress on \
Crime Prevention and Criminal Justice, held in Doha from 3 to 5 February 2014

I. Introduction

1. The Meeting was opened by the Chair.

2. The following recommendations, which were not negotiated by the participants, were identified:

(a) Promote target 16.5;

(b) Support UNODC{extra}.

II. Attendance and organization of work

A. Attendance

3. The following States were represented at the Meeting: Chile and Peru.

III. Adoption of the report and closure of the Meeting

4. The Meeting adopted its report.
"""


class Recorder:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int]] = []
        self.items: list[str] = []
        self.warnings: list[str] = []

    def step(self, name: str, total: int) -> None:
        self.steps.append((name, total))

    def advance(self, item: str) -> None:
        self.items.append(item)

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def write(folder: Path, number: int, *, text: str = TEXT, symbol: str = "", extra: str = "", **said: str) -> Path:
    """Write a small report and its .toml."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{number}.txt"
    path.write_text(text.replace("{extra}", extra), encoding="utf-8")
    said = {"symbol": symbol or f"A/CONF.222/RPM.1{number}/1", "language": "en", **said}
    path.with_suffix(".toml").write_text("".join(f'{key} = "{value}"\n' for key, value in said.items()))
    return path


Built = Callable[..., BuildResult]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    def run(*sources: Path, out: str = "out", cache: str = "cache", **options: object) -> BuildResult:
        options = {"workers": 1, "cache": tmp_path / cache, **options}
        return build(sources or [tmp_path / "in"], tmp_path / out, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the shapes out where they are not what is tested: they are most of the time that a small document takes."""
    monkeypatch.setattr(Context, "validate", lambda *_: ())


def quads(path: Path) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TRIG))


@pytest.fixture(scope="module")
def seed_build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    where = tmp_path_factory.mktemp("seed")
    return build([folder("sources")], where / "out", cache=where / "cache")


def test_the_published_graph_is_what_the_sources_give(seed_build: BuildResult) -> None:
    published = folder("graph") / "crimecongress.trig"
    stale = "data/graph is stale: run `make build` and commit it"
    assert seed_build.graph.read_bytes() == published.read_bytes(), stale


def test_the_seed_is_read_whole(seed_build: BuildResult) -> None:
    expected = {"documents": 1, "paragraphs": 96, "recommendations": 63, "agreements": 6, "violations": 0}
    assert expected.items() <= seed_build.counts.items()
    assert seed_build.counts["triples"] == len(quads(seed_build.graph)) - catalogue_size(seed_build.graph)
    assert seed_build.genres["A/CONF.234/RPM.3/1"][0] == "meeting-report"


def catalogue_size(graph: Path) -> int:
    return sum(quad.graph_name.value == BASE + "graph/catalogue" for quad in quads(graph))


def test_no_published_thing_is_without_a_name(seed_build: BuildResult) -> None:
    blank = [q for q in quads(seed_build.graph) if pyoxigraph.BlankNode in (type(q.subject), type(q.object))]
    assert blank == []


def test_every_quotation_is_what_stands_at_its_place(seed_build: BuildResult) -> None:
    values: dict[tuple[str, str], str] = {}
    for quad in quads(seed_build.graph):
        values[quad.subject.value, quad.predicate.value.rpartition("#")[2]] = quad.object.value
    spans = [(subject, exact) for (subject, name), exact in values.items() if name == "exact"]
    assert len(spans) > 1000
    for subject, exact in spans:
        text = values[values[subject, "inContainer"], "text"]
        assert text[int(values[subject, "start"]) : int(values[subject, "end"])] == exact, subject


def run_build(where: Path, seed: str, *options: str) -> subprocess.Popen[str]:
    code = (
        "import sys, pathlib\nfrom ingest.build import build\n"
        "if __name__ == '__main__':\n"
        "    where, workers = pathlib.Path(sys.argv[1]), int(sys.argv[2])\n"
        "    build([where / 'in'], where / sys.argv[3], cache=where / sys.argv[4], workers=workers)\n"
    )
    script = where / "run.py"
    script.write_text(code)
    return subprocess.Popen(
        [sys.executable, str(script), str(where), *options],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        text=True,
    )


def test_the_same_sources_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / "in", number)
    first = run_build(tmp_path, "1", "1", "a", "cache-a")
    second = run_build(tmp_path, "2", "2", "b", "cache-b")
    assert (first.wait(120), second.wait(120)) == (0, 0)
    one, other = (tmp_path / name / "crimecongress.trig" for name in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()
    assert one.read_text(encoding="utf-8").count("\n    a cc:Recommendation ;") == 4


def test_a_killed_build_leaves_the_published_graph_and_the_next_goes_on(tmp_path: Path, built: Built) -> None:
    for number in (1, 2, 3):
        write(tmp_path / "in", number)
    graph = tmp_path / "out/crimecongress.trig"
    graph.parent.mkdir()
    graph.write_text("what was published before")
    killed = run_build(tmp_path, "0", "1", "out", "cache")
    summaries = tmp_path / "cache/summaries"
    deadline = time.monotonic() + 60
    while len(list(summaries.rglob("*.json"))) < 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    assert killed.wait(10) == -signal.SIGKILL
    assert graph.read_text() == "what was published before"
    kept = {path: path.stat().st_mtime_ns for path in summaries.rglob("*.json")}
    assert 1 <= len(kept) < 3

    resumed = built(out="out", cache="cache")
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "documents were read again"
    whole = built(out="whole", cache="another-cache")
    assert resumed.graph.read_bytes() == whole.graph.read_bytes()
    assert [path.name for path in graph.parent.iterdir()] == ["crimecongress.trig"]


def broken_sha(where: Path) -> Path:
    return write(where, 9, sha256="0" * 64)


def gap(where: Path) -> Path:
    return write(where, 9, text=TEXT.replace("3. The following States", "5. The following States"))


def binary(where: Path) -> Path:
    path = write(where, 9)
    path.write_bytes(b"\xff\xfe\x00\x01 no text")
    return path


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(("spoil", "error"), [(broken_sha, SourceError), (gap, ReadingError), (binary, SourceError)])
def test_a_bad_document_stops_the_build_and_leaves_the_graph_untouched(
    tmp_path: Path, built: Built, spoil: Callable[[Path], Path], error: type[IngestError]
) -> None:
    before = built(write(tmp_path / "in", 1)).graph.read_bytes()
    bad = spoil(tmp_path / "in")
    with pytest.raises(error) as raised:
        built()
    assert str(raised.value).startswith(bad.name.removesuffix(".txt"))
    assert "\n" not in str(raised.value)
    assert (tmp_path / "out/crimecongress.trig").read_bytes() == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["crimecongress.trig"]

    result = built(out="rest", keep_going=True)
    assert result.counts["documents"] == 1
    assert result.errors == (str(raised.value),)


@pytest.mark.usefixtures("unchecked")
def test_two_texts_of_one_symbol_are_refused(tmp_path: Path, built: Built) -> None:
    write(tmp_path / "in", 1)
    write(tmp_path / "in", 2, symbol="A/CONF.222/RPM.11/1", extra=" in its work")
    with pytest.raises(CollisionError, match=r"A/CONF\.222/RPM\.11/1"):
        built()
    result = built(keep_going=True)
    assert (result.counts["documents"], len(result.errors)) == (1, 1)


NINTH = (
    TEXT.replace("Thirteenth", "Ninth")
    .replace("Doha, 12–19 April 2015", "Cairo, 29 April–8 May 1995")
    .replace("from 3 to 5 February 2014", "from {days} February 1994")
)
HELD = "https://w3id.org/crimecongress/ontology#heldEnd of https://w3id.org/crimecongress/congress/9/meeting/RPM.3"


@pytest.mark.usefixtures("unchecked")
def test_two_documents_that_date_one_event_otherwise_are_refused_by_the_names_of_both(
    tmp_path: Path, built: Built
) -> None:
    for number, days in ((1, "3 to 5"), (2, "3 to 5"), (3, "4 to 6")):
        text = NINTH.replace("{days}", days)
        write(tmp_path / "in", number, text=text, symbol=f"A/CONF.169/RPM.3/{number}")
    with pytest.raises(CollisionError) as raised:
        built()
    assert HELD in str(raised.value)
    assert str(raised.value).startswith("report-3.txt: found ")
    assert "as 1994-02-06, expected 1994-02-05 as in report-1.txt: decide" in str(raised.value)
    result = built(keep_going=True)
    assert (result.counts["documents"], result.errors) == (2, (str(raised.value),))


def test_a_document_that_breaks_a_shape_is_left_out_by_a_build_that_keeps_going(tmp_path: Path, built: Built) -> None:
    seed = folder("sources") / "A-CONF.234-RPM.3-1.txt"
    other = seed.read_text(encoding="utf-8").replace("from 5 to 7 February 2019", "from 6 to 8 February 2019")
    good = write(tmp_path / "in", 1)
    bad = write(tmp_path / "in", 2, text=other, symbol="A/CONF.234/RPM.3/2")
    tell = Recorder()
    result = built(good, bad, keep_going=True, reporter=tell)
    assert result.counts["documents"] == 1
    (error,) = result.errors
    assert error.startswith("report-2.txt: found 2 violations (first: violation: ")
    assert f"{BASE}congress/14/meeting/RPM.3 cc:heldEnd: Give at most one last day" in error
    assert error in tell.warnings


def test_a_graph_that_breaks_a_shape_is_not_published(
    tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem("Violation", BASE + "place/CHL", "cc:m49", "State the code.")
    monkeypatch.setattr(Context, "validate", lambda *_: (problem,))
    tell = Recorder()
    with pytest.raises(ValidationError, match="1 violation") as raised:
        built(write(tmp_path / "in", 1), reporter=tell)
    for words in (problem.focus, problem.path, problem.message):
        assert words in str(raised.value)
        assert any(words in warning for warning in tell.warnings)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("unchecked")
def test_what_has_not_changed_is_not_read_again(tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", 1)
    write(tmp_path / "in", 2)
    first = built()
    assert not first.unchanged

    def refuse(*_: object) -> Iterator[object]:
        pytest.fail("documents were read again")

    with monkeypatch.context() as patch:
        patch.setattr(building, "run_all", refuse)
        again = built()
    assert again.unchanged
    assert (again.version, again.counts, again.genres) == (first.version, first.counts, first.genres)

    first.graph.write_text("somebody's edit")
    assert not built().unchanged
    write(tmp_path / "in", 2, extra=" in its work")
    summaries = set((tmp_path / "cache/summaries").rglob("*.json"))
    assert built().version != first.version
    assert len(set((tmp_path / "cache/summaries").rglob("*.json")) - summaries) == 1


@pytest.mark.usefixtures("unchecked")
def test_another_base_moves_every_iri_but_the_vocabulary(tmp_path: Path, built: Built) -> None:
    base = "http://localhost:8000/kg/"
    moved = built(write(tmp_path / "in", 1), base=base)
    text = moved.graph.read_text(encoding="utf-8")
    assert f"@base <{base}> ." in text
    found = quads(moved.graph)
    assert pyoxigraph.NamedNode(base + "recommendation/A/CONF.222/RPM.11/1/2/a") in {q.subject for q in found}
    left = {
        term.value
        for quad in found
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(BASE)
    }
    assert {iri for iri in left if not iri.startswith(BASE + "ontology")} == set()
    default = built(out="default")
    assert default.version != moved.version


@pytest.mark.usefixtures("unchecked")
def test_the_progress_is_told_by_step_and_document(tmp_path: Path, built: Built) -> None:
    write(tmp_path / "in", 1)
    write(tmp_path / "in", 2)
    tell = Recorder()
    built(reporter=tell)
    assert [name for name, _ in tell.steps] == ["read", "recognise", "infer", "validate", "write"]
    assert dict(tell.steps)["recognise"] == 2
    assert "A/CONF.222/RPM.12/1" in tell.items


def test_nothing_to_read_is_an_error(tmp_path: Path, built: Built) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(SourceError, match="no document"):
        built()


@pytest.mark.usefixtures("unchecked")
def test_the_cache_survives_what_it_cannot_read(tmp_path: Path, built: Built) -> None:
    first = built(write(tmp_path / "in", 1))
    for path in (tmp_path / "cache").rglob("*.json"):
        path.write_text(json.dumps({"of": "an older version"})[:9])
    assert built(out="again").graph.read_bytes() == first.graph.read_bytes()
