"""The check piece by piece finds what the check of the whole finds, wherever the fault lies."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from bench import generator
from crimecongress import app
from ontology.files import folder
from ontology.identifiers import graph_curated
from ontology.terms import CC, RDF, SH
from releases import checking
from releases.checking import check_quads
from releases.dumps import write_n_quads
from shapes import check, check_file
from shapes.pieces import LOOKED_BACK, TARGETS, TIES
from shapes.sources import shapes_triples

GRAPH = folder("graph") / "crimecongress.trig"
DOCUMENT = "https://w3id.org/crimecongress/document/A/CONF.1100/RPM"
OUTCOME = "https://w3id.org/crimecongress/recommendation/A/CONF.1100/RPM.1/1/19/a"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The quads of a few generated reports, sorted."""
    folder_ = tmp_path_factory.mktemp("generated")
    generator.write(folder_ / "g.trig", 40_000)
    write_n_quads(folder_ / "g.trig", folder_ / "g.nq")
    return (folder_ / "g.nq").read_bytes().splitlines(keepends=True)


def in_pieces(lines: Iterable[bytes], tmp_path: Path) -> Any:
    """Check with what belongs to no document cut into twenty pieces."""
    path = tmp_path / "g.nq"
    path.write_bytes(b"".join(sorted(set(lines))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "LARGE", path.stat().st_size // 20)
        report = check_quads(path, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["g.nq"]
    return report


def whole(lines: Iterable[bytes]) -> Any:
    return check(b"".join(line[:-3].rpartition(b" ")[0] + b" .\n" for line in lines))


def test_nothing_is_found_in_the_published_graph(tmp_path: Path) -> None:
    write_n_quads(GRAPH, tmp_path / "g.nq")
    assert check_quads(tmp_path / "g.nq", tmp_path).results == check_file(GRAPH).results == ()


def test_each_fault_that_a_shape_knows_is_found_as_in_the_whole(tmp_path: Path) -> None:
    """`tests/shapes/examples` has a fault for every constraint of the shapes; here all are made one after another."""
    examples = import_examples()
    for batch in examples.batches():
        triples = examples.GOOD
        for fault in batch:
            triples = fault.triples(triples)
        named = [t for t in triples if ox.BlankNode not in (type(t.subject), type(t.object))]
        lines = [f"{t} <{graph_curated()}> .\n".encode() for t in named]
        report = in_pieces(lines, tmp_path)
        assert report.results == whole(lines).results
        assert len(report.results) > 0


def import_examples() -> Any:
    import importlib.util
    import sys

    path = Path(__file__).parents[1] / "shapes" / "test_examples.py"
    spec = importlib.util.spec_from_file_location("examples_of_shapes", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FAULTS = {
    "a reference to a thing that no graph describes": (f"{DOCUMENT}.1/1/para/1", "inDocument", f"{DOCUMENT}.9/1"),
    "a part in the text of another document": (f"{DOCUMENT}.1/1/para/2", "partOf", f"{DOCUMENT}.2/1/para/5"),
    "a paragraph that another document's follows": (f"{DOCUMENT}.1/1/para/3", "next", f"{DOCUMENT}.3/1/para/4"),
    "an outcome stated in another document": (OUTCOME, "statedIn", f"{DOCUMENT}.2/1/para/4"),
    "a second document of a part": (f"{DOCUMENT}.2/1/para/6", "inDocument", f"{DOCUMENT}.3/1"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_between_documents_is_found_as_in_the_whole(fault: str, generated: list[bytes], tmp_path: Path) -> None:
    subject, name, value = FAULTS[fault]
    assert any(line.startswith(f"<{subject}> ".encode()) for line in generated)
    planted = f"<{subject}> <{CC}{name}> <{value}> <{graph_curated()}> .\n".encode()
    lines = [*generated, planted]
    report = in_pieces(lines, tmp_path)
    assert len(report.results) > 0
    assert report.results == whole(lines).results


def test_what_is_missing_is_found_as_in_the_whole(generated: list[bytes], tmp_path: Path) -> None:
    """Without every seventh class, container, subject or text."""
    names = [f"<{RDF}type> <{CC}{name}>" for name in ("Instrument", "Congress", "Paragraph", "Statement", "State")]
    names += [f"<{CC}{name}>" for name in ("text", "inContainer", "subject", "exact", "hasTheme")]
    some = [line for line in generated if any(name.encode() in line for name in names)]
    lines = sorted(set(generated) - set(some[::7]))
    report = in_pieces(lines, tmp_path)
    assert len({(result.shape, result.component) for result in report.results}) > 10
    assert report.results == whole(lines).results


def test_all_ways_in_which_shapes_look_are_known() -> None:
    """A new kind of target or inverse path has to be thought of: the pieces must hold what it looks at."""
    triples = shapes_triples()
    targets = {t.predicate.value for t in triples if t.predicate.value.startswith(f"{SH}target")}
    assert targets <= set(TARGETS)
    back = {t.object.value for t in triples if t.predicate.value == f"{SH}inversePath"}  # type: ignore[union-attr]
    assert back <= {*TIES, *LOOKED_BACK}
    paths = {t.predicate.value for t in triples} & {f"{SH}{kind}Path" for kind in ("zeroOrMore", "oneOrMore")}
    assert paths == set()


def test_the_command_checks_a_large_graph_in_pieces(generated: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "g.nq"
    path.write_bytes(b"".join(line for line in generated if b"RPM.1" not in line or b"#letter> " not in line))
    expected = whole(path.read_bytes().splitlines(keepends=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "LARGE", path.stat().st_size // 5)
        told = CliRunner().invoke(app, ["check", str(path)])
    assert told.exit_code == 1
    assert f"{len(expected.violations)} violations" in told.output
