"""What an editor is told of a document that was read, and which outcomes were recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.extraction import extract
from ingest.gazetteer import Gazetteer
from ingest.sources import read_source

SEED = Path(__file__).parents[2] / "data/sources/A-CONF.234-RPM.3-1.txt"
CONGRESS = "Fourteenth United Nations Congress on Crime Prevention and Criminal Justice"
REPORT = f"""Report of the Example Regional Preparatory Meeting for the {CONGRESS}

I. Conclusions and recommendations

1. The following recommendations were identified:

(a) Implement the United Nations Convention against Corruption;

(b) Strengthen cooperation with UNODC.

II. Attendance and organization of work

2. The Meeting was held in Santiago from 5 to 7 February 2019.

III. Adoption of the report and closure of the Meeting

3. The Meeting considered and adopted its report.
"""
Notes = Callable[..., list[str]]
SYMBOL = 'symbol = "A/CONF.234/RPM.3/9"\n'


@pytest.fixture
def notes(tmp_path: Path, gazetteer: Gazetteer) -> Notes:
    def read(text: str, description: str = SYMBOL) -> list[str]:
        (tmp_path / "report.txt").write_text(text, "utf-8")
        (tmp_path / "report.toml").write_text(description, "utf-8")
        return list(extract(read_source(tmp_path / "report.txt"), gazetteer).summary.notes)

    return read


def test_there_is_nothing_to_say_of_the_report_that_comes_along(gazetteer: Gazetteer) -> None:
    assert extract(read_source(SEED), gazetteer).summary.notes == ()


def test_there_is_nothing_to_say_of_a_whole_report(notes: Notes) -> None:
    assert notes(REPORT) == []


def test_recommendations_of_a_document_taken_for_another_are_missed(notes: Notes) -> None:
    (note,) = notes(REPORT.replace("Report of the Example", "Outcome of the Example"))
    assert note.startswith(
        "report.txt: para 1: recommendations are announced and none was recorded: it was taken for “other”, "
    )


def test_recommendations_of_a_meeting_for_no_congress_are_missed(notes: Notes) -> None:
    assert notes(REPORT.replace(CONGRESS, "Assembly of the United Nations")) == [
        (
            "report.txt: para 1: recommendations are announced and none was recorded: "
            "the first lines name no congress that the reference data knows"
        )
    ]


def test_recommendations_without_letters_are_missed(notes: Notes) -> None:
    assert notes(REPORT.replace("(a) ", "- ").replace("(b) ", "- ")) == [
        "report.txt: para 1: recommendations are announced and none was recorded: no lettered items stand below it"
    ]


def test_what_is_doubtful_about_the_structure_is_told(notes: Notes) -> None:
    letter = (
        "Letter to the Economic and Social Council\n\n1. We met in Vienna.\n\n2. We agreed.\n\n4. We left Vienna.\n"
    )
    assert notes(letter) == ["report.txt: para 2: found 4, expected 3 after 2"]


def test_a_document_that_ends_in_a_list_may_have_been_cut(notes: Notes) -> None:
    listed = f"{REPORT}\nAnnex\n\nList of documents\n\nA/CONF.234/PM.1\tDiscussion guide\n"
    assert notes(listed) == [
        (
            "report.txt: section annex entry 1: the document ends in a list, which may have been cut; "
            "a sha256 in its .toml vouches for the whole file"
        )
    ]


def test_a_digest_vouches_for_the_end_of_a_document(notes: Notes) -> None:
    listed = f"{REPORT}\nAnnex\n\nList of documents\n\nA/CONF.234/PM.1\tDiscussion guide\n"
    digest = hashlib.sha256(listed.encode()).hexdigest()
    assert notes(listed, f'{SYMBOL}sha256 = "{digest}"\n') == []


def test_a_contradiction_is_told(notes: Notes) -> None:
    (note,) = notes(REPORT, f'{SYMBOL}title = "Report of another meeting"\n')
    assert note.startswith("report.txt: title: the document says Report of the Example")
    assert note.endswith("its .toml Report of another meeting; the .toml is taken")


def test_recommendations_with_numerals_are_recorded(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = REPORT.replace("(a) Implement", "(i) Implement").replace("(b) Strengthen", "(ii) Strengthen")
    (tmp_path / "report.txt").write_text(text, "utf-8")
    (tmp_path / "report.toml").write_text(SYMBOL, "utf-8")
    outcomes = extract(read_source(tmp_path / "report.txt"), gazetteer).summary.outcomes
    assert [outcome.iri.rpartition("/recommendation/")[2] for outcome in outcomes] == [
        "A/CONF.234/RPM.3/9/1/i",
        "A/CONF.234/RPM.3/9/1/ii",
    ]


CONGRESS_REPORT = """A/CONF.222/17

Report of the Thirteenth United Nations Congress on Crime Prevention and Criminal Justice

Contents

I. Resolutions adopted by the Congress	3
II. Attendance	16
III. Adoption of the report of the Congress	66

I. Resolutions adopted by the Congress

Resolution 1

Doha Declaration

The Thirteenth United Nations Congress on Crime Prevention and Criminal Justice,

1. Adopts the Doha Declaration annexed to the present resolution.

Annex

Doha Declaration on Integrating Crime Prevention and Criminal Justice

We, the Heads of State and Government,

Having assembled at the Thirteenth United Nations Congress on Crime Prevention and Criminal Justice in Doha,

1. We acknowledge the legacy.

2. We reaffirm our commitment.

II. Attendance

1. The Congress was attended by representatives of 142 States.

III. Adoption of the report of the Congress

2. The Congress considered and adopted its report.
"""


def test_the_declaration_in_the_report_of_a_congress_undertakes(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "report.txt").write_text(CONGRESS_REPORT, "utf-8")
    summary = extract(read_source(tmp_path / "report.txt"), gazetteer).summary
    assert summary.genre == "meeting-report"
    assert [outcome.iri.rpartition("/commitment/")[2] for outcome in summary.outcomes] == [
        "A/CONF.222/17/annex/1",
        "A/CONF.222/17/annex/2",
    ]
    assert {outcome.event.rpartition("/")[2] for outcome in summary.outcomes} == {"13"}
