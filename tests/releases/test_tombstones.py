from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from releases.errors import Refused
from releases.publishing import Published, rollback
from releases.tombstones import Lost, compare, refuse

BASE = "https://w3id.org/crimecongress/"
CC = f"{BASE}ontology#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Publish = Callable[..., Published]


def tombstones(release: Path) -> dict[str, dict[str, list[str]]]:
    """The statements of a release's tombstones: by the code of the body, by the last word of the predicate."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(path=release / "tombstones.ttl", format=ox.RdfFormat.TURTLE):
        said = found.setdefault(str(quad.subject).strip("<>").rpartition("/")[2], {})
        said.setdefault(quad.predicate.value.rpartition("/")[2].rpartition("#")[2], []).append(quad.object.value)
    return found


def test_a_release_that_drops_a_published_uri_is_refused(release: Publish, folder: Path) -> None:
    first = release(day=1, FAO="Food", UNODC="Drugs", ILANUD="Institute")
    with pytest.raises(Refused, match=f"2 published URIs .first: {BASE}body/FAO. are no longer in the graph"):
        release(day=2, ILANUD="Institute")
    with pytest.raises(Refused, match=f"the published URI {BASE}body/FAO is no longer in the graph: --withdraw"):
        release(day=2, ILANUD="Institute", UNODC="Drugs")
    assert (folder / "current").resolve() == first.path


def test_a_withdrawn_uri_becomes_a_tombstone_by_itself_and_stays_one(release: Publish) -> None:
    first = release(day=1, FAO="Food", UNODC="Drugs")
    second = release(day=2, withdraw="read by mistake", UNODC="Drugs")
    assert second.withdrawn == 1
    expected = {
        "deprecated": ["true"],
        "comment": ["read by mistake"],
        "isPartOf": [f"{BASE}release/{first.path.name}"],
        "type": [f"{CC}Body"],
        "label": ["Food"],
    }
    assert tombstones(second.path) == {"FAO": expected}
    third = release(day=3, UNODC="Drugs", ILANUD="Institute")
    assert (third.withdrawn, tombstones(third.path)) == (0, {"FAO": expected})


def test_a_withdrawn_uri_that_comes_back_as_what_it_was_is_alive_again(release: Publish) -> None:
    release(day=1, FAO="Food", UNODC="Drugs")
    release(day=2, withdraw="read by mistake", UNODC="Drugs")
    assert tombstones(release(day=3, FAO="Food", UNODC="Drugs").path) == {}


def test_a_uri_of_which_the_table_says_what_became_of_it_may_go(release: Publish, tmp_path: Path) -> None:
    table = tmp_path / "moved.ttl"
    table.write_text(
        f"<{BASE}body/FAO> <http://www.w3.org/2002/07/owl#sameAs> <{BASE}body/UNODC> .\n"
        f"<{BASE}body/ILANUD> <http://www.w3.org/2002/07/owl#deprecated> true .\n",
        encoding="utf-8",
    )
    release(day=1, FAO="Food", UNODC="Drugs", ILANUD="Institute")
    second = release(day=2, moved=table, UNODC="Drugs")
    assert second.withdrawn == 0
    assert tombstones(second.path).keys() == {"FAO", "ILANUD"}


def test_what_only_the_release_gone_back_from_has_must_last_too(release: Publish, folder: Path) -> None:
    release(day=1, FAO="Food")
    release(day=2, FAO="Food", UNODC="Drugs")
    rollback(folder, None, datetime(2026, 1, 3, tzinfo=UTC))
    with pytest.raises(Refused, match="body/UNODC is no longer"):
        release(day=4, FAO="Food", ILANUD="Institute")


def n_quads(path: Path, *lines: str) -> Path:
    path.write_text("".join(sorted(f"{line} <{BASE}graph/curated> .\n" for line in lines)), encoding="utf-8")
    return path


OUTCOME = f"<{BASE}recommendation/A/1/2/a>"
WORDING = "Strengthen international cooperation in criminal matters against trafficking in firearms"


@pytest.mark.parametrize(
    ("now", "redefined"),
    [
        ((f"<{TYPE}> <{CC}Recommendation>", f'<{CC}text> "{WORDING}"'), False),
        ((f"<{TYPE}> <{CC}Recommendation>", f'<{CC}text> "{WORDING.replace("matters ", "")}, and parts"'), False),
        (
            (f"<{TYPE}> <{CC}Recommendation>", f'<{CC}text> "Invite Member States to consider a world youth forum"'),
            True,
        ),
        ((f"<{TYPE}> <{CC}Agreement>", f'<{CC}text> "{WORDING}"'), True),
        ((f"<{TYPE}> <{CC}Outcome>", f"<{TYPE}> <{CC}Recommendation>", f'<{CC}text> "{WORDING}"'), False),
    ],
)
def test_a_uri_that_names_another_thing_or_wording_is_redefined(
    now: tuple[str, ...], redefined: bool, tmp_path: Path
) -> None:
    was = (f"<{TYPE}> <{CC}Recommendation>", f'<{CC}text> "{WORDING}"')
    old = n_quads(tmp_path / "old.nq", *(f"{OUTCOME} {said}" for said in was))
    new = n_quads(tmp_path / "new.nq", *(f"{OUTCOME} {said}" for said in now))
    dropped, found = compare(old, new, BASE, f"{BASE}release/1")
    assert dropped == []
    assert [lost.iri for lost in found] == [OUTCOME.strip("<>")] * redefined


def test_a_redefined_uri_is_refused_even_when_withdrawing() -> None:
    lost = Lost(f"{BASE}body/FAO", frozenset(), b"", f"{BASE}release/1")
    with pytest.raises(Refused, match="body/FAO is another thing or wording than published"):
        refuse([], [lost], "a mistake")
