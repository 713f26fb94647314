"""The readers on other reports of the genre: what they read, and what looks like it and is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ingest.facts.agenda import read_agenda
from ingest.facts.documents import read_documents
from ingest.facts.events import read_events
from ingest.facts.outcomes import find_outcomes, read_outcomes
from ingest.facts.participation import read_participation
from ingest.facts.sittings import read_sittings, sitting_numbers

TITLE = (
    "front/1",
    (
        "Report of the Latin American and Caribbean Regional Preparatory Meeting for the Thirteenth United Nations "
        "Congress on Crime Prevention and Criminal Justice, held in San José from 19 to 21 February 2014"
    ),
)
MEETING = "congress/13/meeting/RPM.3"
SYMBOL = "A/CONF.222/RPM.3/1"


def test_the_report_of_a_congress_dates_what_was_held(build: Any, rows: Any) -> None:
    read = build(
        ("front/1", "Twelfth United Nations Congress on Crime Prevention and Criminal Justice"),
        ("front/2", "Salvador, Brazil, 12–19 April 2010"),
        symbol="A/CONF.213/18",
    )
    assert read.event == read.congress
    facts = {row[:3] for row in rows(read, read_events(read))}
    assert ("congress/12", "cc:heldStart", "2010-04-12") in facts
    assert ("congress/12", "cc:heldEnd", "2010-04-19") in facts
    assert not any(predicate.startswith("cc:planned") for _, predicate, _ in facts)


def test_a_meeting_that_nobody_knows_gets_its_code_from_the_symbol(build: Any) -> None:
    read = build(
        (
            "front/1",
            "Report of the Preparatory Meeting for the Ninth United Nations Congress on the Prevention of Crime",
        ),
        ("front/2", "Ninth United Nations Congress on the Prevention of Crime and the Treatment of Offenders"),
        symbol="A/CONF.169/RPM.2",
    )
    assert read.event is not None
    assert read.event.endswith("congress/9/meeting/RPM.2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Another body's meeting is no event of ours.
        (
            "The Intergovernmental Group of Experts, at its meeting held in Bangkok from 15 to 18 August 2006, met.",
            set(),
        ),
        (
            "The Fourteenth Congress would be held in Kyoto, Japan, from 20 to 27 April 2020.",
            {
                ("congress/14", "cc:place", "place/kyoto"),
                ("place/kyoto", "cc:locatedIn", "place/JPN"),
                ("congress/14", "cc:plannedStart", "2020-04-20"),
                ("congress/14", "cc:plannedEnd", "2020-04-27"),
            },
        ),
        ("The Fourth Congress had been held in Kyoto in 1970.", {("congress/4", "cc:place", "place/kyoto")}),
        # The period belongs to the next sentence.
        (
            "The Fourth Congress had been held in Kyoto. It met from 3 to 5 May 2001.",
            {("congress/4", "cc:place", "place/kyoto")},
        ),
        ("The Fourth Congress, a success, was held in Kyoto.", set()),
    ],
)
def test_a_place_and_days_belong_to_the_event_named_before_held(
    build: Any, rows: Any, text: str, expected: set[tuple[str, str, str]]
) -> None:
    read = build(("para/1", text), symbol="A/CONF.213/18")
    assert {row[:3] for row in rows(read, read_events(read))} == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Workshop 2: survey of best practices", [("congress/13/workshop/2", "Survey of best practices")]),
        ("Agenda item 4. Trends in crime", [("congress/13/agenda/4", "Trends in crime")]),
        ("Trends in crime (item 4)", [("congress/13/agenda/4", "Trends in crime")]),
        (
            "Trends (substantive item 3), and training (workshop 1)",
            [("congress/13/agenda/3", "Trends"), ("congress/13/workshop/1", "Training")],
        ),
        ("Attendance", []),
        ("Report (A/CONF.222/4)", []),
    ],
)
def test_headings_name_items_and_workshops_in_several_ways(
    build: Any, rows: Any, heading: str, expected: list[tuple[str, str]]
) -> None:
    read = build(TITLE, ("section/II.B.1", heading), symbol=SYMBOL)
    assert [(row[0], row[2]) for row in rows(read, read_agenda(read)) if row[1] == "cc:title"] == expected


@pytest.mark.parametrize(
    "heading", ["Training (workshop 1); and trends (agenda item 3)", "Trends (item 3) (workshop 1)"]
)
def test_what_a_heading_says_of_items_and_workshops_rests_on_words_in_any_order(build: Any, heading: str) -> None:
    read = build(TITLE, ("section/II.B.1", heading), symbol=SYMBOL)
    spans = [fact.evidence for fact in read_agenda(read)]
    assert spans
    assert all(0 <= span.start < span.end <= len(heading) for span in spans)


def test_a_list_that_no_agenda_announces_is_no_agenda(build: Any, rows: Any) -> None:
    read = build(TITLE, ("para/1", "The following was said:"), ("para/1/entry/1", "Opening.", "para/1"), symbol=SYMBOL)
    assert rows(read, read_agenda(read)) == []


ATTENDED = "were represented by observers"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"The following intergovernmental organizations {ATTENDED}: Council of Europe and FAO.",
            {("COUNCIL-OF-EUROPE", "cc:IGOObserver"), ("FAO", "cc:IGOObserver")},
        ),
        (
            "The following States were represented at the Meeting: Chile and Peru. Japan sent a message.",
            {("CHL", "cc:StateRepresented"), ("PER", "cc:StateRepresented")},
        ),
        (
            "The following States members of the Council of Europe were represented: France.",
            {("FRA", "cc:StateRepresented")},
        ),
        # No list is announced.
        ("Chile and Peru were represented.", set()),
        ("The views of Chile were represented in the report of the Meeting.", set()),
    ],
)
def test_only_who_is_listed_took_part(build: Any, rows: Any, text: str, expected: set[tuple[str, str]]) -> None:
    read = build(TITLE, ("para/1", text), symbol=SYMBOL)
    facts = rows(read, read_participation(read))
    assert {(row[0].rpartition("/")[2], row[2]) for row in facts if row[1] == "cc:capacity"} == expected


def test_several_officers_stand_behind_one_role(build: Any, rows: Any) -> None:
    read = build(
        TITLE,
        ("para/1", "The Meeting elected the following officers:"),
        ("para/1/entry/1", "Vice-Chairs: Ana Pérez (Peru) and John Smith (Canada)", "para/1"),
        symbol=SYMBOL,
    )
    facts = {row[:3] for row in rows(read, read_participation(read))}
    assert {(s.rpartition("/")[2], o) for s, p, o in facts if p == "cc:represents"} == {
        ("ana-perez", "place/PER"),
        ("john-smith", "place/CAN"),
    }
    assert {o for _, p, o in facts if p == "cc:role"} == {"cc:ViceChair"}


def test_ordinals_are_read_with_their_ranges() -> None:
    assert sitting_numbers("2nd, 4th to 6th and 11th") == [2, 4, 5, 6, 11]


def test_an_undated_sitting_has_no_day(build: Any, rows: Any) -> None:
    read = build(
        TITLE, ("para/1", "The 2nd and 3rd meetings, on 20 February, were chaired by Ana Pérez (Peru)."), symbol=SYMBOL
    )
    facts = {row[:3] for row in rows(read, read_sittings(read))}
    assert (f"{MEETING}/sitting/3", "cc:chairedBy", "person/ana-perez") in facts
    assert not any(predicate == "cc:heldStart" for _, predicate, _ in facts)


@pytest.mark.parametrize(
    ("chapeau", "kind"),
    [
        (
            "The following recommendations, which were not negotiated by the participants, were identified:",
            "recommendation",
        ),
        ("The Meeting made the following recommendations:", "recommendation"),
        ("The following conclusions and recommendations were adopted by the Meeting:", "recommendation"),
        ("It was recommended that:", "recommendation"),
        ("With regard to the declaration, the Meeting agreed that:", "agreement"),
        ("Speakers made the following points:", None),
        ("The recommendations of the Commission were recalled.", None),
        ("Recommendations were made in three fields.", None),
    ],
)
def test_items_are_outcomes_when_their_paragraph_says_so(build: Any, chapeau: str, kind: str | None) -> None:
    read = build(TITLE, ("para/1", chapeau), ("para/1/a", "Promote justice;", "para/1"), symbol=SYMBOL)
    assert [outcome.kind for outcome in find_outcomes(read)] == ([kind] if kind else [])


def test_what_is_under_no_negotiation_clause_has_no_status(build: Any, rows: Any) -> None:
    read = build(
        TITLE,
        ("para/1", "The Meeting made the following recommendations:"),
        ("para/1/a", "Promote it;", "para/1"),
        symbol=SYMBOL,
    )
    facts = rows(read, read_outcomes(read, find_outcomes(read)))
    assert {row[1] for row in facts} == {"cc:madeAt", "cc:leadingVerb", "cc:operativeVerb"}


def test_the_wording_of_an_agreement_ends_where_one_speaker_begins(build: Any) -> None:
    text = "Efforts should be made. One representative recommended that they be doubled."
    read = build(TITLE, ("para/1", "The Meeting agreed that:"), ("para/1/a", text, "para/1"), symbol=SYMBOL)
    [outcome] = find_outcomes(read, [("para/1/a", text.index("One")), ("para/1/a", 60)])
    assert text[: outcome.end] == "Efforts should be made."


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("its report (A/CONF.222/RPM.3/L.2 and Add.1 to 3)", ["L.2", "L.2/Add.1", "L.2/Add.2", "L.2/Add.3"]),
        ("its report (A/CONF.222/RPM.3/L.2 and Add.1)", ["L.2", "L.2/Add.1"]),
        ("its report (A/CONF.222/RPM.3/L.2 and Corr.1)", ["L.2", "L.2/Corr.1"]),
        ("its report (A/CONF.222/RPM.3/L.2)", ["L.2"]),
    ],
)
def test_addenda_are_documents_of_their_own(build: Any, rows: Any, text: str, symbols: list[str]) -> None:
    read = build(TITLE, ("para/1", text), symbol=SYMBOL)
    facts = rows(read, read_documents(read))
    assert [row[2].removeprefix("A/CONF.222/RPM.3/") for row in facts if row[1] == "cc:symbol"] == symbols


ANNEX = (
    ("front/1", "76/181. Fourteenth United Nations Congress on Crime Prevention and Criminal Justice"),
    ("para/1", "Endorses the Declaration annexed to the present resolution."),
)


@pytest.mark.parametrize(
    ("title", "opening", "first", "commitments"),
    [
        (
            "Kyoto Declaration on Crime",
            "We, Heads of State, assembled at the Fourteenth Congress,",
            "We undertake it;",
            ["annex/1", "annex/2"],
        ),
        # Not a declaration, though it names one.
        ("Global Compact for Migration", "We, recalling the New York Declaration,", "We undertake it;", []),
        # A declaration of rights, in which nobody undertakes anything.
        ("Declaration on the Rights of Peasants", "The Assembly proclaims:", "Everyone has rights;", []),
    ],
)
def test_the_paragraphs_of_a_declaration_in_which_states_speak_are_commitments(
    build: Any, rows: Any, title: str, opening: str, first: str, commitments: list[str]
) -> None:
    read = build(
        *ANNEX,
        ("section/annex", title),
        ("annex/para/0", opening),
        ("annex/para/1", first),
        ("annex/para/2", "Nobody shall be left behind."),
        symbol="A/RES/76/181",
        genre="resolution",
    )
    # What opens a declaration has no number.
    parts = tuple(replace(part, number=part.number or None) for part in read.report.parts)
    read = replace(read, report=replace(read.report, parts=parts))
    found = find_outcomes(read)
    assert [outcome.iri.partition("A/RES/76/181/")[2] for outcome in found] == commitments
    made = {row[2] for row in rows(read, read_outcomes(read, found)) if row[1] == "cc:madeAt"}
    assert made == ({"congress/14"} if commitments else set())
