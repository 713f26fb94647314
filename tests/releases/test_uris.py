"""The list of all URIs that were ever minted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from releases.errors import ReleaseError
from releases.tombstones import excused, read_table
from releases.uris import Listed, keep, of_graph, read

DATA = Path(__file__).parents[2] / "data"
BASE = "https://w3id.org/crimecongress/"
Write = Callable[..., Path]


def test_no_uri_that_was_ever_minted_vanished_without_a_tombstone() -> None:
    minted = set(of_graph(DATA / "graph" / "crimecongress.trig"))
    vanished = read(DATA / "uris.txt") - minted - excused(read_table(DATA / "moved.ttl"))
    assert not vanished, "say in data/moved.ttl what became of them"


def test_every_uri_of_the_published_graph_is_on_the_list_which_is_in_order() -> None:
    lines = (DATA / "uris.txt").read_text(encoding="utf-8").splitlines()
    minted = set(of_graph(DATA / "graph" / "crimecongress.trig"))
    assert not minted - set(lines), "run `make build` and commit data/uris.txt"
    assert lines == sorted(set(lines))
    assert {f"{BASE}recommendation/A/CONF.234/RPM.3/1/28/e", f"{BASE}congress/14", f"{BASE}ontology#cites"} <= minted
    assert not any("/release/" in uri for uri in minted)


def test_the_list_gains_what_is_new_and_loses_nothing(write: Write, tmp_path: Path) -> None:
    listing = tmp_path / "uris.txt"
    assert keep(listing, write(UNODC="Drugs", FAO="Food"), None) == Listed(2, ())
    assert keep(listing, write(UNODC="Drugs", CCPCJ="Crime"), None) == Listed(1, (f"{BASE}body/FAO",))
    assert listing.read_text(encoding="utf-8") == f"{BASE}body/CCPCJ\n{BASE}body/FAO\n{BASE}body/UNODC\n"


def test_a_list_without_news_is_not_written_again(write: Write, tmp_path: Path) -> None:
    listing = tmp_path / "uris.txt"
    keep(listing, write(FAO="Food", UNODC="Drugs"), None)
    before = listing.stat().st_ino
    assert keep(listing, write(FAO="Food"), None) == Listed(0, (f"{BASE}body/UNODC",))
    assert listing.stat().st_ino == before


def test_the_table_of_moved_uris_answers_for_what_vanished(write: Write, tmp_path: Path) -> None:
    listing, moved = tmp_path / "uris.txt", tmp_path / "moved.ttl"
    owl = "http://www.w3.org/2002/07/owl#"
    keep(listing, write(FAO="Food", UNODC="Drugs", ILANUD="Institute"), None)
    moved.write_text(
        f"<{BASE}body/FAO> <{owl}deprecated> true .\n<{BASE}body/UNODC> <{owl}sameAs> <{BASE}body/UN> .\n",
        encoding="utf-8",
    )
    assert keep(listing, write(OTHER="Other"), moved) == Listed(1, (f"{BASE}body/ILANUD",))
    moved.write_text("no Turtle", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"moved\.ttl"):
        keep(listing, write(OTHER="Other"), moved)


def test_uris_on_another_base_are_listed_and_foreign_ones_are_not(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        f"<https://example.org/kg/body/X> a <{BASE}ontology#Body> . <{BASE}ontology#Body> a <urn:class> .\n"
        f"<https://example.org/kg/release/1> a <urn:r> . <http://metadata.un.org/sdg/16> a <urn:g> . [] a <urn:b> .",
        encoding="utf-8",
    )
    assert set(of_graph(graph, "https://example.org/kg/")) == {"https://example.org/kg/body/X", f"{BASE}ontology#Body"}
