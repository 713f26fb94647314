"""The wheel carries all that an installed copy needs: it serves the packaged release in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without a network."""
    folder = tmp_path_factory.mktemp("dist")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return folder / done.stdout.split()[-1]


def test_the_wheel_carries_graph_reference_sources_queries_ontology_shapes_and_pages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        "crimecongress.py",
        "crimecongress_data/graph/crimecongress.trig",
        "crimecongress_data/reference/instruments.ttl",
        "crimecongress_data/sources/A-CONF.234-RPM.3-1.toml",
        "crimecongress_data/queries/recommendation-count.ttl",
        "ontology/congress.ttl",
        "ontology/context.jsonld",
    }
    assert expected <= names
    assert any(name.startswith("shapes/") and name.endswith(".ttl") for name in names)
    assert any(name.startswith("api/pages/templates/") for name in names)
    assert not any(name.startswith(("tests/", "bench/")) for name in names)


def test_an_installed_copy_answers_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(site)
    empty.mkdir()
    ask = "import sys; sys.path.insert(0, sys.argv[1]); import crimecongress as c; sys.argv = sys.argv[1:]; c.main()"
    query = "SELECT (COUNT(?r) AS ?n) WHERE { ?r a cc:Recommendation }"
    done = subprocess.run(
        [sys.executable, "-P", "-c", ask, str(site), "query", query, "--format", "csv"],
        capture_output=True,
        text=True,
        cwd=empty,
        check=True,
    )
    assert done.stdout.split() == ["n", "63"]
    where = "import sys; sys.path.insert(0, sys.argv[1]); from ontology.files import folder; print(folder('graph'))"
    found = subprocess.run(
        [sys.executable, "-P", "-c", where, str(site)], capture_output=True, text=True, cwd=empty, check=True
    )
    assert Path(found.stdout.strip()) == site / "crimecongress_data" / "graph"
