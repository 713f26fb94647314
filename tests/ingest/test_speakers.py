"""Who speaks: sentences of reports, each with its speaker read by hand."""

from __future__ import annotations

import pytest

from ingest.document import Metadata, Part, PartKind, Report, SourceDocument
from ingest.spans import Mention, Reading, Surface
from ingest.speakers import find_attributions

BASE = "https://w3id.org/crimecongress/"

NAMES = {
    "Costa Rica": ("state", "place/CRI"),
    "Japan": ("state", "place/JPN"),
    "UNODC": ("body", "body/UNODC"),
    "UNAFEI": ("body", "body/UNAFEI"),
    "Secretariat": ("body", "body/UN-SECRETARIAT"),
    "General Assembly": ("body", "body/GA"),
    "Executive Director": ("office", "body/UNODC-EXECUTIVE-DIRECTOR"),
    "Secretary of the Meeting": ("office", "congress/14/meeting/RPM.3/participation/secretary"),
    "the Meeting": ("meeting", "congress/14/meeting/RPM.3"),
    "The Meeting": ("meeting", "congress/14/meeting/RPM.3"),
    "Fourteenth Congress": ("congress", "congress/14"),
}


def reading(part: str, text: str) -> Reading:
    """Find the names of the tests by their first place in the text."""
    mentions = [
        Mention(part, text.find(name), text.find(name) + len(name), name, kind, BASE + entity, Surface.FULL, "names")
        for name, (kind, entity) in NAMES.items()
        if name in text
    ]
    return Reading(tuple(sorted(mentions, key=lambda mention: mention.start)), ())


def report(text: str, genre: str = "meeting-report", kind: PartKind = PartKind.PARAGRAPH) -> Report:
    source = SourceDocument("test", "", Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64))
    return Report(source, genre, "", (Part("para/1", kind, text, None, 1),), ())


def spoken(text: str, **options: object) -> list[str]:
    """Return "phrase | kind | speaker | verb" of each attribution."""
    made = report(text, **options)  # type: ignore[arg-type]
    return [
        f"{span.exact} | {span.kind} | {(span.speaker or '-').removeprefix(BASE)} | {span.verb}"
        for span in find_attributions(made, reading("para/1", text))
    ]


MEETING = "congress/14/meeting/RPM.3"

SENTENCES = [
    # participants, by how many
    ("Participants noted that it was.", ["Participants | Participants | - | noted"]),
    ("Some participants expressed concern.", ["Some participants | SomeParticipants | - | expressed"]),
    (
        "A number of participants shed light on it.",
        ["A number of participants | ANumberOfParticipants | - | shed light"],
    ),
    ("Many participants also stressed it.", ["Many participants | ManyParticipants | - | stressed"]),
    ("Several speakers welcomed it.", ["Several speakers | SeveralParticipants | - | welcomed"]),
    ("Other participants referred to it.", ["Other participants | OtherParticipants | - | referred"]),
    ("One participant pointed out that it was.", ["One participant | OneParticipant | - | pointed out"]),
    ("Another participant referred to it.", ["Another participant | AnotherParticipant | - | referred"]),
    ("One representative recommended that.", ["One representative | OneParticipant | - | recommended"]),
    ("Participants were in favour of a short text.", ["Participants | Participants | - | were in favour"]),
    # the meeting, bodies, offices
    ("The Meeting stressed the need.", [f"The Meeting | TheMeeting | {MEETING} | stressed"]),
    ("In addition, the Meeting noted that.", [f"the Meeting | TheMeeting | {MEETING} | noted"]),
    ("At its session, the General Assembly decided that.", ["the General Assembly | NamedBody | body/GA | decided"]),
    (
        "The Secretary of the Meeting recalled that.",
        [f"The Secretary of the Meeting | Secretary | {MEETING}/participation/secretary | recalled"],
    ),
    # representatives and observers
    (
        "The representative of Costa Rica expressed his regret.",
        ["The representative of Costa Rica | NamedRepresentative | place/CRI | expressed"],
    ),
    (
        "A representative of UNODC, speaking on behalf of the Executive Director, highlighted it.",
        ["A representative of UNODC | NamedRepresentative | body/UNODC | highlighted"],
    ),
    (
        "In her statement, the observer for UNAFEI expressed gratitude.",
        ["the observer for UNAFEI | NamedObserver | body/UNAFEI | expressed"],
    ),
    (
        "Presentations were delivered by representatives of the Secretariat introducing it.",
        ["representatives of the Secretariat | Secretary | body/UN-SECRETARIAT | delivered"],
    ),
    # carried on
    (
        "The observer for UNAFEI gave a statement. She encouraged it. The observer also stressed it.",
        [
            "The observer for UNAFEI | NamedObserver | body/UNAFEI | gave a statement",
            "She | NamedObserver | body/UNAFEI | encouraged",
            "The observer | NamedObserver | body/UNAFEI | stressed",
        ],
    ),
    (
        "Some participants underlined it. They highlighted it.",
        ["Some participants | SomeParticipants | - | underlined", "They | SomeParticipants | - | highlighted"],
    ),
    (
        "One participant stated it. The same participant stressed it.",
        ["One participant | OneParticipant | - | stated", "The same participant | OneParticipant | - | stressed"],
    ),
    ("He referred to it.", []),
    ("The Meeting noted it. He referred to it.", [f"The Meeting | TheMeeting | {MEETING} | noted"]),
    # nobody
    ("It was further noted that it was.", ["It was further noted | Impersonal | - | noted"]),
    ("In this regard, reference was made to it.", ["reference was made | Impersonal | - | made"]),
    ("Emphasis was placed on it.", ["Emphasis was placed | Impersonal | - | placed"]),
    ("The need for it was also stressed.", ["was also stressed | Impersonal | - | stressed"]),
    ("Corruption was identified as a challenge.", ["was identified | Impersonal | - | identified"]),
    ("The structure was noted by the General Assembly.", []),
    # one a clause: what stands first
    ("It was noted that the General Assembly had decided it.", ["It was noted | Impersonal | - | noted"]),
    (
        "Some participants noted it, while others disagreed; one participant stressed it.",
        ["Some participants | SomeParticipants | - | noted", "one participant | OneParticipant | - | stressed"],
    ),
    # no speech
    ("The following recommendations, which were not negotiated by the participants, were identified:", []),
    ("The Meeting elected, by acclamation, the following officers:", []),
    ("The Fourteenth Congress should be used by participants.", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_the_speaker_of_a_sentence_is_found(text: str, expected: list[str]) -> None:
    assert spoken(text) == expected


def test_the_host_country_is_the_state_that_the_report_calls_so() -> None:
    text = "A representative of Japan, the host country of the Fourteenth Congress, briefed the participants."
    part = Part("para/2", PartKind.PARAGRAPH, "The host country of the Fourteenth Congress announced it.", None, 2)
    made = report(text)
    made = Report(made.source, made.genre, "", (*made.parts, part), ())
    mentions = (*reading("para/1", text).mentions, *reading("para/2", part.text).mentions)
    found = find_attributions(made, Reading(mentions, ()))
    assert [(span.part, span.exact, span.speaker) for span in found] == [
        ("para/1", "A representative of Japan", f"{BASE}place/JPN"),
        ("para/2", "The host country of the Fourteenth Congress", f"{BASE}place/JPN"),
    ]


def test_resolutions_have_no_speakers() -> None:
    assert spoken("The General Assembly stressed it.", genre="resolution") == []


def test_headings_have_no_speakers() -> None:
    assert spoken("Participants noted it.", kind=PartKind.SECTION) == []


VERBS = [
    ("Some participants noted the risk and referred to it.", ["noted", "referred"]),
    ("Participants not only discussed it, but also highlighted the risk.", ["discussed", "highlighted"]),
    ("Participants requested a report; and invited Member States to comment.", ["requested", "invited"]),
    # said by others
    ("Participants noted that the Commission had met and decided so.", ["noted"]),
    ("Participants noted that the Commission had met, and also stressed the need.", ["noted", "stressed"]),
    ("Participants praised the reforms which States had announced and reported by letter.", ["praised"]),
]


@pytest.mark.parametrize(("text", "verbs"), VERBS)
def test_a_speaker_has_all_verbs_of_the_clause(text: str, verbs: list[str]) -> None:
    (span,) = find_attributions(report(text), reading("para/1", text))
    assert [span.verb, *span.joined] == verbs
