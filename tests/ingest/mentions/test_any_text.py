"""What holds for every text, not only for sentences of United Nations documents."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.gazetteer import Gazetteer
from ingest.mentions import find_candidates
from ingest.setting import Setting
from ingest.verbs import leading_verbs
from ontology import identifiers

CONGRESS = identifiers.congress(14)
REPORT = Setting(symbol="A/CONF.234/RPM.3/1", congress=CONGRESS, meeting=identifiers.meeting(CONGRESS, "RPM.3"))

PIECES = (
    "the|The|its|that|same|resolution|resolutions|56/119|2002/13|1325 (2000)|155 C (VII)|and|of|,|.|;|(|)|target"
    "|targets|16.a|16.5|Goal|Goals|16|4|article|14|Convention|against|Corruption|on|Cybercrime|Council|Europe|UNODC|General"
    "|Assembly|Congress|Fourteenth|United|Nations|Crime|Kyoto|declaration|Japan|Chile|Pia Greene|A/CONF.234/PM.1"
    "|Add.1–4|Commission|Institute|Programme|Global|Meeting|agenda item|workshop|5|Protocols thereto|consider|to|\u00a0"
)

words = st.lists(st.sampled_from(PIECES.split("|")), max_size=25)
texts = st.one_of(st.text(max_size=60), words.map(" ".join), words.map("".join))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_candidates_that_stand_are_nested_or_apart_and_each_has_its_own_span(text: str, gazetteer: Gazetteer) -> None:
    found = find_candidates(text, gazetteer, REPORT)
    assert all(0 <= c.start < c.end <= len(text) for c in found)
    assert len({c.span for c in found}) == len(found)
    assert all(not a.overlaps(b) or a.encloses(b) or b.encloses(a) for a in found for b in found if a is not b)


@given(text=texts)
def test_a_candidate_neither_begins_nor_ends_with_a_blank(text: str, gazetteer: Gazetteer) -> None:
    exact = [text[c.start : c.end] for c in find_candidates(text, gazetteer, REPORT)]
    assert exact == [words.strip() for words in exact]


@given(text=texts)
def test_main_verbs_stand_in_order_and_are_words_of_the_text(text: str) -> None:
    found = leading_verbs(text)
    assert [verb.start for verb in found] == sorted({verb.start for verb in found})
    assert [text[verb.start : verb.end] for verb in found] == [verb.exact for verb in found]
