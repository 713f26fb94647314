"""A release with the bill of materials of the code that made it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from releases.doctor import examine
from releases.errors import ReleaseError
from releases.publishing import Wish, publish
from releases.repair import repair
from releases.sums import read_sums

Write = Callable[..., Path]
BILL = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}\n'
NAME = "crimecongress.cdx.json"
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "sbom.json"
    path.write_text(BILL, encoding="utf-8")
    return path


def test_a_release_holds_the_bill_byte_for_byte_and_describes_it(write: Write, folder: Path, bill: Path) -> None:
    release = publish(folder, Wish(write(FAO="Food"), AT, bill=bill)).path
    assert (release / NAME).read_text(encoding="utf-8") == BILL
    assert read_sums(release)[NAME] == hashlib.sha256(BILL.encode()).hexdigest()
    store = ox.Store()
    store.load(path=str(release / "release.ttl"), format=ox.RdfFormat.TURTLE)
    found = store.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX schema: <https://schema.org/> PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?url ?type ?size ?sum {
          ?release prov:wasGeneratedBy/prov:wasAssociatedWith/schema:softwareRequirements ?bill .
          ?bill dcat:downloadURL ?url ; dcat:mediaType ?type ; dcat:byteSize ?size ;
                spdx:checksum/spdx:checksumValue ?sum
          MINUS { ?release dcat:distribution ?bill } }"""
    )
    (row,) = ([term.value for term in solution] for solution in found)  # type: ignore[union-attr]
    assert row == [
        f"https://w3id.org/crimecongress/release/{release.name}/files/{NAME}",
        "http://www.iana.org/assignments/media-types/application/vnd.cyclonedx+json",
        str(len(BILL)),
        hashlib.sha256(BILL.encode()).hexdigest(),
    ]


def test_the_same_graph_and_bill_make_the_same_release(write: Write, tmp_path: Path, bill: Path) -> None:
    graph = write(FAO="Food")
    one, two = (publish(tmp_path / name, Wish(graph, AT, bill=bill)) for name in ("one", "two"))
    assert one.entry == two.entry
    assert (one.path / "release.ttl").read_bytes() == (two.path / "release.ttl").read_bytes()


def test_a_release_that_is_there_keeps_what_it_has(write: Write, folder: Path, bill: Path) -> None:
    publish(folder, Wish(write(FAO="Food"), AT))
    again = publish(folder, Wish(write(FAO="Food"), AT, bill=bill))
    assert again.unchanged
    assert NAME not in read_sums(again.path)


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"bomFormat": "SPDX"}', "[" * 200_000])
def test_what_is_no_bill_is_refused_and_nothing_is_published(
    content: str, write: Write, folder: Path, bill: Path
) -> None:
    bill.write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"sbom\.json: found no bill of materials, expected CycloneDX"):
        publish(folder, Wish(write(FAO="Food"), AT, bill=bill))
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_the_description_is_made_again_with_its_bill_and_a_lost_bill_comes_from_another_release(
    write: Write, folder: Path, bill: Path
) -> None:
    first = publish(folder, Wish(write(FAO="Food"), AT, bill=bill)).path
    publish(folder, Wish(write(FAO="Food", UNODC="Drugs"), AT, bill=bill))
    (first / NAME).unlink()
    (first / "release.ttl").unlink()
    assert len(list(examine(folder, lambda _: []))) >= 2
    repair(folder, lambda _: [], lambda _: None)
    assert list(examine(folder, lambda _: [])) == []
    assert (first / NAME).read_text(encoding="utf-8") == BILL
