from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from releases.events import events

DATE = '"2026-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
BASE = "https://w3id.org/crimecongress/"


@pytest.mark.parametrize(
    ("path", "is_thing"),
    [
        ("recommendation/A/1/2/a", True),
        ("document/A/1/para/2", True),
        ("body/FAO", True),
        ("document/A/1/para/2/mention/3-9", False),
        ("document/A/1/para/2/attribution/0-4", False),
        ("document/A/1/para/2/statement/0123456789ab", False),
        ("graph/curated", False),
        ("graph/catalogue#cc", False),
        ("release/1234", False),
        ("ontology#Body", False),
    ],
)
def test_things_are_members_and_evidence_is_not(path: str, is_thing: bool, tmp_path: Path) -> None:
    release = tmp_path / "1234"
    release.mkdir()
    line = f'<{BASE}{path}> <http://www.w3.org/2000/01/rdf-schema#label> "x" <{BASE}graph/curated> .\n'
    (release / "crimecongress.nq").write_text(line, encoding="utf-8")
    found = [*events(None, release, BASE, f"{BASE}changes", datetime(2026, 1, 1, tzinfo=UTC))]
    member = f"<{BASE}release/1234/as-of/{path}>"
    expected = [
        f"<{BASE}changes> <https://w3id.org/tree#member> {member} .\n",
        f"{member} <http://purl.org/dc/terms/isVersionOf> <{BASE}{path}> .\n",
        f"{member} <http://purl.org/dc/terms/modified> {DATE} .\n",
        f'{member} <http://www.w3.org/2000/01/rdf-schema#label> "x" .\n',
    ]
    assert [line.decode() for line in found] == (expected if is_thing else [])
