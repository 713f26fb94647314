"""What the Santiago report states, against a reading of it by hand (tests/golden/seed-facts.tsv)."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from ingest.facts.agenda import read_agenda
from ingest.facts.documents import read_documents
from ingest.facts.events import read_events
from ingest.facts.evidence import ReadReport, unique
from ingest.facts.participation import read_participation, read_persons
from ingest.facts.sittings import read_sittings

GOLDEN = Path(__file__).parents[2] / "golden/seed-facts.tsv"
READERS = (read_events, read_agenda, read_sittings, read_participation, read_persons, read_documents)


def test_the_facts_are_those_that_a_reader_finds(seed: ReadReport, rows: object) -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        expected = Counter(tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    del expected["subject", "predicate", "object", "part", "exact"]
    facts = unique(fact for reader in READERS for fact in reader(seed))
    found = Counter(row for row in rows(seed, facts) if row[1] != "rdf:type")  # type: ignore[operator]
    assert found - expected == Counter(), "facts that the report does not state"
    assert expected - found == Counter(), "facts that were not read"


def test_the_things_that_the_report_introduces_have_their_class(seed: ReadReport, rows: object) -> None:
    facts = unique(fact for reader in READERS for fact in reader(seed))
    things = {(row[0], row[2]) for row in rows(seed, facts) if row[1] == "rdf:type"}  # type: ignore[operator]
    counts = Counter(class_ for _, class_ in things)
    assert counts == {
        "cc:PreparatoryMeeting": 1,
        "cc:Congress": 1,
        "cc:Theme": 1,
        "cc:AgendaItem": 4 + 7 + 4,
        "cc:Workshop": 4,
        "cc:Sitting": 6,
        "cc:Participation": 22 + 6 + 3 + 1,
        "cc:Person": 3,
        "cc:ResolutionDocument": 7,
        "cc:Document": 12,
    }
