"""The mentions, speakers and verbs of the report of the Santiago meeting, against a reading of every line by hand.

The expected values stand in tests/golden: seed-mentions.tsv and seed-speakers.tsv, with `occurrence` counting the
same words from the start of the part. Entities are written without the base; "sdg:16.5" is the United Nations' IRI.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document import Metadata, PartKind, Report, SourceDocument
from ingest.gazetteer import Gazetteer
from ingest.mentions import Reading, Surface, find_mentions
from ingest.parsing import parse_report
from ingest.speakers import AttributionSpan, find_attributions
from ingest.verbs import leading_verbs

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "data/sources/A-CONF.234-RPM.3-1.txt"
GOLDEN = ROOT / "tests/golden"


@pytest.fixture(scope="module")
def report() -> Report:
    text = SOURCE.read_text(encoding="utf-8")
    return parse_report(SourceDocument(SOURCE.name, text, Metadata("A/CONF.234/RPM.3/1", "en", "0" * 64)))


@pytest.fixture(scope="module")
def reading(report: Report) -> Reading:
    return find_mentions(report, Gazetteer.load(ROOT / "data/reference"))


@pytest.fixture(scope="module")
def speakers(report: Report, reading: Reading) -> tuple[AttributionSpan, ...]:
    return find_attributions(report, reading)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def place(report: Report, row: dict[str, str]) -> tuple[str, int, int]:
    """Return (part, start, end) of the n-th time that the words stand in the part."""
    words = rf"(?<!\w){re.escape(row['exact'])}(?!\w)"
    found = list(re.finditer(words, report.part(row["part"]).text))
    return row["part"], *found[int(row["occurrence"]) - 1].span()


def short(iri: str) -> str:
    iri = iri.removeprefix("https://w3id.org/crimecongress/").replace("http://metadata.un.org/sdg/", "sdg:")
    return iri.replace("http://metadata.un.org/sdg", "sdg:")


def test_the_mentions_are_those_of_the_reading_by_hand(report: Report, reading: Reading) -> None:
    expected = {(*place(report, row), row["kind"], row["entity"], row["surface"]) for row in rows("seed-mentions.tsv")}
    found = {(m.part, m.start, m.end, m.kind, short(m.entity), m.surface.value) for m in reading.mentions}
    assert len(expected) == 380
    assert sorted(expected - found) == []
    assert sorted(found - expected) == []


def test_a_mention_is_exactly_what_stands_in_its_span(report: Report, reading: Reading) -> None:
    spans = [*reading.mentions, *reading.unresolved]
    assert [s for s in spans if report.part(s.part).text[s.start : s.end] != s.exact] == []


def test_no_two_mentions_have_one_span(reading: Reading) -> None:
    spans = Counter((m.part, m.start, m.end) for m in reading.mentions)
    assert [span for span, count in spans.items() if count > 1] == []


def test_one_wording_stays_open_because_it_means_several_treaties(reading: Reading) -> None:
    assert [(span.part, span.exact) for span in reading.unresolved] == [("para/79/c", "those treaties")]


def paragraphs_naming(reading: Reading) -> dict[str, set[int]]:
    """Return the numbered paragraphs that name each instrument, pointing back apart; lists count for theirs."""
    found: dict[str, set[int]] = {}
    for mention in reading.mentions:
        is_instrument = mention.kind in {"instrument", "instrument-group"}
        if is_instrument and mention.surface is not Surface.ANAPHORIC and mention.part.startswith("para/"):
            found.setdefault(short(mention.entity), set()).add(int(mention.part.split("/")[1]))
    return found


def test_the_instruments_named_in_more_than_one_paragraph(reading: Reading) -> None:
    several = {entity: sorted(numbers) for entity, numbers in paragraphs_naming(reading).items() if len(numbers) > 1}
    assert several == {
        "instrument/2030-AGENDA": [10, 11, 12, 13, 19, 80, 87, 88, 90],
        "instrument/DOHA-DECLARATION": [11, 34, 41, 46, 58, 80, 90],
        "instrument/KYOTO-DECLARATION": [16, 17, 80, 87],
        "instrument/UNCAC": [13, 63, 79],
        "instrument/UNTOC": [13, 63, 79],
        "instrument/UNTOC-PROTOCOLS": [13, 79],
        "instrument/DRUG-CONTROL-TREATIES": [13, 63, 79],
    }


def test_the_instruments_that_recommendation_79_c_names(reading: Reading) -> None:
    named = [m for m in reading.mentions if m.part == "para/79/c" and m.kind in {"instrument", "instrument-group"}]
    assert [short(mention.entity) for mention in named] == [
        "instrument/DRUG-CONTROL-TREATIES",
        "instrument/UNTOC",
        "instrument/UNTOC-PROTOCOLS",
        "instrument/UNCAC",
        "instrument/COUNTER-TERRORISM-INSTRUMENTS",
    ]


def test_the_general_assembly_resolutions_cited_and_where(reading: Reading) -> None:
    cited: dict[str, set[str]] = {}
    for mention in reading.mentions:
        if mention.rule == "resolutions" and mention.entity.startswith("https://w3id.org/crimecongress/document/A/RES"):
            cited.setdefault(short(mention.entity), set()).add(mention.part)
    assert cited == {
        "document/A/RES/56/119": {"para/1"},
        "document/A/RES/67/187": {"footnote/3"},
        "document/A/RES/71/206": {"para/7"},
        "document/A/RES/72/192": {"para/3", "para/6"},
        "document/A/RES/73/184": {"para/5", "para/6"},
        "document/A/RES/73/191": {"para/14"},
    }


def test_the_speakers_are_those_of_the_reading_by_hand(report: Report, speakers: tuple[AttributionSpan, ...]) -> None:
    expected = {
        (*place(report, row), row["kind"], row["speaker"], row["verb"], row["surface"])
        for row in rows("seed-speakers.tsv")
    }
    found = {(s.part, s.start, s.end, s.kind, short(s.speaker or ""), s.verb, s.surface.value) for s in speakers}
    assert len(expected) == 196
    assert sorted(expected - found) == []
    assert sorted(found - expected) == []


def test_a_speakers_verb_is_what_stands_in_its_span(report: Report, speakers: tuple[AttributionSpan, ...]) -> None:
    assert [s for s in speakers if report.part(s.part).text[s.verb_start : s.verb_end] != s.verb] == []


# Read by hand: the sentences in which one speaker has more than one verb.
JOINED = {
    ("para/1", "the General Assembly"): "decided", ("para/2", "The Group"): "noted",
    ("para/4", "the General Assembly"): "invited", ("para/5", "the General Assembly"): "requested",
    ("para/15", "Participants"): "referred", ("para/31", "Some participants"): "referred",
    ("para/34", "Many participants"): "shared", ("para/55", "was reported"): "praised",
    ("para/56", "The host country of the Fourteenth Crime Congress"): "introduced",
    ("para/57", "participants"): "highlighted", ("para/60", "A number of participants"): "stressed",
    ("para/61", "The same participant"): "suggested", ("para/67", "A number of participants"): "highlighted",
    ("para/76", "The Meeting"): "noted", ("para/88", "He"): "focused", ("para/94", "the observer"): "expressed",
    ("para/88", "The Deputy Executive Secretary of the Economic Commission for Latin America and the Caribbean"):
        "welcomed",
    ("para/94", "she"): "encouraged",
}  # fmt: skip


def test_every_verb_of_a_speaker_is_read(speakers: tuple[AttributionSpan, ...]) -> None:
    assert {(s.part, s.exact): " ".join(s.joined) for s in speakers if s.joined} == JOINED


def test_the_last_sentence_of_80_f_is_the_view_of_one_representative(speakers: tuple[AttributionSpan, ...]) -> None:
    assert [(s.exact, s.kind) for s in speakers if s.part == "para/80/f"] == [("One representative", "OneParticipant")]


# Read by hand, item by item, before the code was run.
VERBS = """
19 a ensure, b focus emphasize strengthen, c enhance, d pursue, e ensure ensure
19 f consider emphasize reflect, g strengthen, h promote, i consider, j consider, k consider
28 a develop, b consider ensure, c focus, d include, e gather use use, f support
40 a promote, b invest, c facilitate, d promote ensure, e develop implement, f examine consider
40 g facilitate give, h increase strengthen, i consider, j explore, k foster, l strengthen, m facilitate
40 n consider, o foster explore, p develop, q explore, r recognize
59 a promote, b share, c improve broaden, d consider consider, e consider, f promote, g undertake
59 h integrate, i raise promote consider, j promote, k consider, l foster strengthen, m consider
79 a undertake, b respond, c implement consider, d promote, e explore, f examine, g explore, h enhance
79 i consider, j discuss, k explore, l examine, m examine, n promote, o promote
"""


def expected_verbs() -> dict[str, list[str]]:
    """Return the main verbs of each recommendation: {"para/19/a": ["ensure"], …}."""
    lines = [line.split(" ", 1) for line in VERBS.strip().splitlines()]
    items = [(number, *item.split(" ")) for number, rest in lines for item in rest.split(", ")]
    return {f"para/{number}/{letter}": verbs for number, letter, *verbs in items}


def recommendations(report: Report) -> Iterator[tuple[str, list[str]]]:
    for part in report.parts:
        if part.kind is PartKind.ITEM and not part.id.startswith("para/80/"):
            yield part.id, [verb.lemma for verb in leading_verbs(part.text)]


def test_the_main_verbs_of_each_recommendation(report: Report) -> None:
    assert dict(recommendations(report)) == expected_verbs()


def test_how_many_recommendations_each_verb_leads(report: Report) -> None:
    assert Counter(verbs[0] for _, verbs in recommendations(report)) == {
        "consider": 12,
        "promote": 9,
        "explore": 5,
        "examine": 4,
        **dict.fromkeys(("develop", "facilitate", "foster"), 3),
        **dict.fromkeys(("ensure", "focus", "enhance", "strengthen", "undertake"), 2),
        **dict.fromkeys(("pursue", "include", "gather", "support", "invest", "increase", "recognize", "share"), 1),
        **dict.fromkeys(("improve", "integrate", "raise", "respond", "implement", "discuss"), 1),
    }


def test_agreements_have_no_imperative(report: Report) -> None:
    items = [part for part in report.parts if part.id.startswith("para/80/")]
    assert [leading_verbs(part.text) for part in items] == [()] * 6
