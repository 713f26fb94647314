from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from releases.errors import Damaged, InUse, NotARelease, Refused, ReleaseError
from releases.folder import Releases
from releases.locking import locked
from releases.publishing import Published, Wish, publish, rollback

SEED = Path(__file__).parents[2] / "data" / "graph" / "crimecongress.trig"
BODY = "https://w3id.org/crimecongress/body/"
Publish = Callable[..., Published]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published graph as a release."""
    folder = tmp_path_factory.mktemp("seed")
    return publish(folder, Wish(SEED, datetime(2026, 1, 1, tzinfo=UTC))).path


def test_a_release_is_named_by_the_version_that_the_graph_states(seed: Path) -> None:
    stated = next(line for line in SEED.read_text(encoding="utf-8").splitlines() if "primaryTopic" in line)
    assert f"release/{seed.name}>" in stated


def test_the_dumps_hold_the_graph_and_are_sorted(seed: Path) -> None:
    assert (seed / "crimecongress.trig").read_bytes() == SEED.read_bytes()
    lines = (seed / "crimecongress.nq").read_bytes().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    quads = {*ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)}
    assert quads == {*ox.parse(path=SEED, format=ox.RdfFormat.TRIG)}


@pytest.mark.parametrize("name", ["crimecongress.trig", "crimecongress.nq"])
def test_the_compressed_dumps_hold_the_same_bytes(seed: Path, name: str) -> None:
    plain = (seed / name).read_bytes()
    assert gzip.decompress((seed / f"{name}.gz").read_bytes()) == plain
    assert zstandard.decompress((seed / f"{name}.zst").read_bytes()) == plain


def test_each_graph_has_a_file_and_together_they_are_the_whole(seed: Path) -> None:
    files = {path.relative_to(seed / "graphs").as_posix(): path for path in (seed / "graphs").rglob("*.nt")}
    assert {"curated.nt", "catalogue.nt", "ontology.nt", "inferred/topics.nt"} < files.keys()
    assert "stated/A/CONF.234/RPM.3/1.nt" in files
    lines = sum(path.read_bytes().count(b"\n") for path in files.values())
    assert lines == (seed / "crimecongress.nq").read_bytes().count(b"\n")


def test_the_description_has_counts_checksums_sources_licence_and_files(seed: Path) -> None:
    store = ox.Store()
    store.load(path=str(seed / "release.ttl"), format=ox.RdfFormat.TURTLE)
    found = store.query(
        """PREFIX cc: <https://w3id.org/crimecongress/ontology#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?triples ?digest ?licence ?sum ?url {
          ?r a cc:Release, void:Dataset ; void:triples ?triples ; dcterms:license ?licence ;
             prov:wasDerivedFrom/cc:sourceDigest ?digest ; dcat:distribution ?file .
          ?file dcat:downloadURL ?url ; dcat:compressFormat ?gz ; spdx:checksum/spdx:checksumValue ?sum .
          FILTER(STRENDS(STR(?url), "crimecongress.nq.gz")) }"""
    )
    (row,) = list(found)  # type: ignore[arg-type]
    quads = ox.parse(path=seed / "crimecongress.nq", format=ox.RdfFormat.N_QUADS)
    assert int(row["triples"].value) == len({quad.triple for quad in quads})
    report = SEED.parents[1] / "sources" / "A-CONF.234-RPM.3-1.txt"
    assert row["digest"].value == f"sha256:{hashlib.sha256(report.read_bytes()).hexdigest()}"
    assert row["licence"].value == "https://creativecommons.org/licenses/by/4.0/"
    assert row["sum"].value == hashlib.sha256((seed / "crimecongress.nq.gz").read_bytes()).hexdigest()
    assert row["url"].value.endswith(f"release/{seed.name}/files/crimecongress.nq.gz")


def test_the_checksums_are_those_that_sha256sum_reads(seed: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=seed, check=False)
    assert done.returncode == 0


def test_the_same_graph_makes_the_same_release(seed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crimecongress", "publish", str(SEED), "--to", str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run(command, check=True, env=environment, cwd=SEED.parents[2], capture_output=True)
    assert (tmp_path / seed.name / "SHA256SUMS").read_bytes() == (seed / "SHA256SUMS").read_bytes()


def test_the_log_says_what_was_published_when(folder: Path, release: Publish) -> None:
    first = release(day=1, FAO="Food and Agriculture Organization")
    second = release(day=2, FAO="Food and Agriculture Organization", UNODC="Office on Drugs and Crime")
    entries = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["at"][:10] for entry in entries] == ["2026-01-01", "2026-01-02"]
    assert [entry["release"] for entry in entries] == [first.path.name, second.path.name]
    assert (folder / "current").resolve() == second.path
    releases = Releases(folder)
    assert releases.at(datetime(2026, 1, 1, 12, tzinfo=UTC)).version == first.path.name
    assert releases.at(datetime(2020, 1, 1, tzinfo=UTC)).version == first.path.name
    assert releases.at(datetime(2030, 1, 1, tzinfo=UTC)).version == second.path.name


def test_the_release_before_is_named(release: Publish) -> None:
    first = release(day=1, FAO="Food")
    second = release(day=2, FAO="Food", UNODC="Drugs")
    said = (second.path / "release.ttl").read_text(encoding="utf-8")
    assert f"dcat:previousVersion <https://w3id.org/crimecongress/release/{first.path.name}>" in said
    assert "previousVersion" not in (first.path / "release.ttl").read_text(encoding="utf-8")


def test_publishing_the_same_again_changes_nothing(folder: Path, release: Publish) -> None:
    release(day=1, FAO="Food")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != ".lock"}
    assert release(day=2, FAO="Food").unchanged
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_rollback_serves_the_release_before_and_the_one_before_that(folder: Path, release: Publish) -> None:
    made = [release(day=n, **{f"B{m}": f"Body {m}" for m in range(n)}).path.name for n in (1, 2, 3)]
    for expected in (made[1], made[0]):
        assert rollback(folder, None, datetime(2026, 1, 4, tzinfo=UTC)).entry.version == expected
        assert Releases(folder).current().version == expected
    with pytest.raises(NotARelease, match="none to go back to"):
        rollback(folder, None, datetime(2026, 1, 5, tzinfo=UTC))
    assert rollback(folder, made[2][:6], datetime(2026, 1, 6, tzinfo=UTC)).entry.version == made[2]
    assert [entry.action for entry in Releases(folder).log] == ["publish"] * 3 + ["rollback"] * 3


def test_there_is_no_way_back_to_a_damaged_release(folder: Path, release: Publish) -> None:
    first = release(day=1, FAO="Food")
    second = release(day=2, FAO="Food", UNODC="Drugs")
    (first.path / "release.ttl").unlink()
    with pytest.raises(Damaged, match=r"release\.ttl is missing; `crimecongress doctor"):
        rollback(folder, None, datetime(2026, 1, 3, tzinfo=UTC))
    assert Releases(folder).current().version == second.path.name


def test_a_version_that_is_not_there_is_named_with_those_that_are(folder: Path, release: Publish) -> None:
    known = release(FAO="Food").path.name
    with pytest.raises(NotARelease, match=f"no release 'zzzz'; there are: {known}"):
        Releases(folder).path("zzzz")
    with pytest.raises(NotARelease, match="crimecongress publish"):
        Releases(folder / "nowhere").current()


def test_a_graph_that_breaks_a_shape_is_not_published(folder: Path, write: Callable[..., Path]) -> None:
    graph = write(FAO="Food")
    graph.write_text(graph.read_text(encoding="utf-8").replace('dcterms:source "A/1"', ""), encoding="utf-8")
    with pytest.raises(Refused, match="violations: 1"):
        publish(folder, Wish(graph, datetime(2026, 1, 1, tzinfo=UTC)))
    assert [path.name for path in folder.iterdir()] == [".lock"]
    assert publish(folder, Wish(graph, datetime(2026, 1, 1, tzinfo=UTC), validate=False)).path.is_dir()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("<urn:a> <urn:b> <urn:c> .", "in no named graph"),
        ("<graph/curated> { _:x <urn:b> <urn:c> }", "a blank node"),
        ("<graph/curated> { <urn:a> <urn:b> _:x }", "a blank node"),
    ],
)
def test_what_means_another_thing_elsewhere_is_not_published(
    found: str, expected: str, folder: Path, write: Callable[..., Path]
) -> None:
    graph = write(FAO="Food")
    graph.write_text(graph.read_text(encoding="utf-8") + found, encoding="utf-8")
    with pytest.raises(ReleaseError, match=expected):
        publish(folder, Wish(graph, datetime(2026, 1, 1, tzinfo=UTC)))


def test_a_date_before_the_last_one_is_refused(release: Publish) -> None:
    release(day=2, FAO="Food")
    with pytest.raises(Refused, match="2026-01-02"):
        release(day=1, FAO="Food", UNODC="Drugs")


def test_a_version_stands_for_one_content(release: Publish) -> None:
    first = release(FAO="Food")
    (first.path / "crimecongress.nq").write_bytes(b"")
    with pytest.raises(Refused, match="other content"):
        release(FAO="Food")


def test_a_second_publisher_is_told_of_the_first_or_waits_for_it(folder: Path, release: Publish) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, cwd=SEED.parents[2], text=True
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        with pytest.raises(InUse, match=f"process {holder.pid} is writing there"):
            release(FAO="Food")
        started = time.monotonic()
        with locked(folder, wait=20):
            assert time.monotonic() - started < 20
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


HOLD = """
import sys, time
from pathlib import Path
from releases.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(3)
"""
