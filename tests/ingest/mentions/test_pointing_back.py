"""Anaphora and names that several things share: resolved where the text decides it, else left open with a reason."""

from __future__ import annotations

import pytest

from ingest.document import Metadata, Part, PartKind, Report, SourceDocument
from ingest.gazetteer import Gazetteer
from ingest.mentions import find_mentions
from ingest.spans import Surface

CCPCJ = "Commission on Crime Prevention and Criminal Justice"
UNTOC = "United Nations Convention against Transnational Organized Crime"
MEETING = "congress/14/meeting/RPM.3"
TITLE = "Report for the Fourteenth United Nations Congress on Crime Prevention and Criminal Justice"


def report(*texts: str, symbol: str = "A/CONF.234/RPM.3/1", genre: str = "meeting-report") -> Report:
    """Build a report of a title and numbered paragraphs."""
    parts = [Part("front/1", PartKind.FRONT, TITLE, None, 1)]
    parts += [Part(f"para/{n}", PartKind.PARAGRAPH, text, None, n + 1, number=n) for n, text in enumerate(texts, 1)]
    return Report(SourceDocument("test", "", Metadata(symbol, "en", "0" * 64)), genre, "", tuple(parts), ())


def pointing(made: Report, gazetteer: Gazetteer) -> list[str]:
    """Return the anaphoric mentions: "the Institute = body/UNAFEI"."""
    return [
        f"{mention.exact} = {mention.entity.removeprefix('https://w3id.org/crimecongress/')}"
        for mention in find_mentions(made, gazetteer).mentions
        if mention.surface is Surface.ANAPHORIC
    ]


SENTENCES = [
    # resolutions, over a paragraph's end
    (
        ["In its resolution 72/192, it asked.", "In the same resolution, it did. Also in that resolution it urged."],
        ["the same resolution = document/A/RES/72/192", "that resolution = document/A/RES/72/192"],
    ),
    # bodies by the head of their names, an abbreviation's too
    (["The General Assembly met. The Assembly decided."], ["The Assembly = body/GA"]),
    (
        ["The observer for UNAFEI praised the Institute. With the Thailand Institute of Justice it met."],
        ["the Institute = body/UNAFEI"],
    ),
    (
        [f"The {CCPCJ} met, and recommendations of the Commission followed."],
        ["the Commission = body/CCPCJ"],
    ),
    # offices
    (
        [
            "The High Commissioner for Prisons met.",
            "It thanked the High Commissioner and the Office of the High Commissioner.",
        ],
        ["the High Commissioner = body/HC"],
    ),
    # programmes
    (
        [
            "The Global Programme for the Implementation of the Doha Declaration and work under that Programme.",
            "Under the same Programme, of others, and by the Global Programme.",
        ],
        [f"{words} = programme/GP-DOHA" for words in ("that Programme", "the same Programme", "the Global Programme")],
    ),
    # the Congress and the meeting that the document is of
    (
        ["It asked the Congress. The upcoming Congress will."],
        ["the Congress = congress/14", "The upcoming Congress = congress/14"],
    ),
    (["Stemming from the meeting, the Meeting noted."], [f"the meeting = {MEETING}", f"the Meeting = {MEETING}"]),
    # instruments
    (
        [
            "The future Kyoto declaration was discussed.",
            "The Congress issues messages for inclusion in its declaration to address",
        ],
        ["The Congress = congress/14", "its declaration = instrument/KYOTO"],
    ),
    (
        ["The 2030 Agenda has its Goals; Goal 16 of the Agenda."],
        ["its Goals = sdg", "the Agenda = instrument/2030-AGENDA"],
    ),
    # a workshop only within its paragraph
    (
        ["It organized workshop 2. During the workshop it spoke.", "During the workshop it spoke."],
        ["the workshop = congress/14/workshop/2"],
    ),
    # other wordings
    (["At the same meeting, and at its 4th meeting, the meeting of the Working Group was reported."], []),
    (["The Commission on Narcotic Drugs and the Commission on Sustainable Growth met."], []),
    (["The declaration of intent was read. A number of goals."], []),
    (
        ["The Convention on the Rights of the Child, the Convention of 1930, the Convention and Protocol of 1951."],
        [],
    ),
    (
        ["The General Assembly and UNODC met. The Office and the Assembly did."],
        ["The Office = body/UNODC", "the Assembly = body/GA"],
    ),
    # the United Nations in its own documents
    (["The purposes of the Organization"], ["the Organization = body/UN"]),
]


@pytest.mark.parametrize(("texts", "expected"), SENTENCES)
def test_a_wording_points_back_to_what_was_named(texts: list[str], expected: list[str], gazetteer: Gazetteer) -> None:
    assert [line.replace("http://metadata.un.org/", "") for line in pointing(report(*texts), gazetteer)] == expected


OPEN = [
    # two antecedents in one sentence
    (
        f"The Commission on Narcotic Drugs and the {CCPCJ} met. The Commission decided.",
        "The Commission",
        "both in one sentence",
    ),
    # none
    ("The Institute was praised.", "The Institute", "nothing that is named before it is called so"),
    ("In the same resolution, it decided.", "the same resolution", "no resolution is named before it"),
    # several together
    (
        "Implement the Convention against Corruption and the Convention on Cybercrime; join those treaties.",
        "those treaties",
        "together",
    ),
    # a shared name without context
    ("The Executive Director spoke.", "Executive Director", "whose it is"),
    ("The Convention on the Rights of the Child and the Protocols thereto", "Protocols thereto", "whose it is"),
]


@pytest.mark.parametrize(("text", "exact", "reason"), OPEN)
def test_what_the_text_does_not_decide_stays_open_with_a_reason(
    text: str, exact: str, reason: str, gazetteer: Gazetteer
) -> None:
    found = {span.exact: span.reason for span in find_mentions(report(text), gazetteer).unresolved}
    assert reason in found[exact]


SHARED = [
    (["In a document on crime prevention the Doha Declaration was recalled."], "instrument/DOHA"),
    (["The Doha Declaration on Integrating Crime Prevention. The Doha Declaration was recalled."], "instrument/DOHA"),
    (
        ["The Doha Declaration on the TRIPS Agreement and Public Health.", "The Doha Declaration."],
        "instrument/DOHA-TRIPS",
    ),
    (["A representative of UNODC spoke on behalf of the Executive Director."], "body/ED"),
    (["UNODC and UN-Habitat met. The Executive Director spoke."], "body/ED-HABITAT"),
    ([f"The {UNTOC} and the Protocols thereto"], "instrument/UNTOC-PROTOCOLS"),
    ([f"Parties to the {UNTOC} and its Protocols"], "instrument/UNTOC-PROTOCOLS"),
]


@pytest.mark.parametrize(("texts", "entity"), SHARED)
def test_a_shared_name_is_decided_by_what_the_document_names(
    texts: list[str], entity: str, gazetteer: Gazetteer
) -> None:
    last = find_mentions(report(*texts), gazetteer).mentions[-1]
    assert last.entity == f"https://w3id.org/crimecongress/{entity}"


def test_a_shared_name_in_a_document_of_another_field_stays_open(gazetteer: Gazetteer) -> None:
    part = Part("para/1", PartKind.PARAGRAPH, "Reaffirming the Doha Declaration,", None, 1)
    made = Report(report(symbol="A/RES/63/1").source, "resolution", "", (part,), ())
    (span,) = find_mentions(made, gazetteer).unresolved
    assert (span.exact, span.kind) == ("Doha Declaration", "instrument")
    assert "several meanings" in span.reason


def test_a_councils_own_documents_call_it_the_council(gazetteer: Gazetteer) -> None:
    made = report("The Council decides.", symbol="A/HRC/RES/49/20", genre="resolution")
    assert pointing(made, gazetteer) == ["The Council = body/HRC"]


def test_a_noun_stands_for_what_the_document_says_it_does(gazetteer: Gazetteer) -> None:
    made = report(
        "the Convention on the Rights of the Child of 20 November 1989 (“the Convention”) and the Convention on "
        "Cybercrime,",
        "Parties to the Convention, and that Convention.",
    )
    assert pointing(made, gazetteer) == [
        "the Convention = instrument/CRC",
        "the Convention = instrument/CRC",
        "that Convention = instrument/CRC",
    ]


def test_what_points_back_to_a_name_that_is_not_known_stays_open(gazetteer: Gazetteer) -> None:
    made = report("UNAFEI and the Nordic Institute of Criminology met.", "The Institute reported.")
    reasons = {span.exact: span.reason for span in find_mentions(made, gazetteer).unresolved}
    assert reasons["Nordic Institute of Criminology"] == "no name of the reference data"
    assert "“UNAFEI”" in reasons["The Institute"]
    made = report("The Nordic Institute of Criminology met.", "The Institute reported.")
    reasons = {span.exact: span.reason for span in find_mentions(made, gazetteer).unresolved}
    assert "which the reference data do not have" in reasons["The Institute"]


def test_a_provision_of_an_instrument_that_is_pointed_back_to_is_its_provision(gazetteer: Gazetteer) -> None:
    made = report("The Convention on the Rights of the Child was recalled.", "Under article 12 of the Convention,")
    mentions = find_mentions(made, gazetteer).mentions
    assert [(m.exact, m.entity.rpartition("crimecongress/")[2]) for m in mentions if m.part == "para/2"] == [
        ("article 12 of the Convention", "instrument/CRC/article/12"),
        ("the Convention", "instrument/CRC"),
    ]


def test_the_present_resolution_is_the_document_itself(gazetteer: Gazetteer) -> None:
    made = report("annexed to the present resolution", symbol="A/RES/70/175", genre="resolution")
    assert pointing(made, gazetteer) == ["the present resolution = document/A/RES/70/175"]


def test_the_table_of_contents_is_not_read(gazetteer: Gazetteer) -> None:
    contents = Part("contents", PartKind.CONTENTS, "Follow-up to the Fourteenth Congress 12", None, 1)
    made = Report(report().source, "meeting-report", "", (contents,), ())
    assert find_mentions(made, gazetteer).mentions == ()


def test_a_sub_item_that_repeats_its_items_words_is_read_once(gazetteer: Gazetteer) -> None:
    item = Part("para/1/a", PartKind.ITEM, "Explore: (i) work of UNODC;", None, 1)
    sub_item = Part("para/1/a/i", PartKind.SUBITEM, "work of UNODC;", "para/1/a", 2)
    apart = Part("para/1/a/ii", PartKind.SUBITEM, "work of UNAFEI;", "para/1/a", 3)
    made = Report(report().source, "meeting-report", "", (item, sub_item, apart), ())
    assert [(m.part, m.exact) for m in find_mentions(made, gazetteer).mentions] == [
        ("para/1/a", "UNODC"),
        ("para/1/a/ii", "UNAFEI"),
    ]


def test_this_points_at_a_name_and_is_none(gazetteer: Gazetteer) -> None:
    reading = find_mentions(report("In this Global Compact we met; and that World Convention too."), gazetteer)
    assert [each.exact for each in reading.unresolved] == []
