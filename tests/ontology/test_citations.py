from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import identifiers
from ontology.citations import CitationError, Known, candidates, name_key, read_citation, symbol_key

REPORT = "A/CONF.234/RPM.3/1"
KYOTO = identifiers.instrument("KYOTO-DECLARATION")
KNOWN = Known(
    symbols={
        symbol_key(each): (each,)
        for each in (REPORT, "A/RES/76/181", "A/RES/56/119", "E/RES/2002/13", "E/CN.15/2007/6")
    },
    names={
        name_key("Kyoto Declaration"): (KYOTO,),
        name_key("UNTOC"): (identifiers.instrument("UNTOC"),),
        name_key("Bangkok Declaration"): (identifiers.instrument("BANGKOK-1"), identifiers.instrument("BANGKOK-2")),
    },
    texts={KYOTO: ("A/RES/76/181",)},
)


@pytest.mark.parametrize(
    "words",
    [
        "A/CONF.234/RPM.3/1, para. 28 (e)",
        "A/CONF.234/RPM.3/1 para 28(e)",
        "A/CONF.234/RPM.3/1, para.28(e)",
        "a/conf.234/rpm.3/1, para. 28 (e)",
        "paragraph 28(e) of A/CONF.234/RPM.3/1",
        "Paragraph 28 (e) of document A/CONF.234/RPM.3/1.",
        "See paragraph 28 (e) of the document A/CONF.234/RPM.3/1",
        "A_CONF234_RPM3_1 §28 e",
        "A_CONF.234_RPM.3_1 § 28(e)",
        "A/CONF.234/RPM.3/1 § 28.e",
        "A/CONF.234/RPM.3/1, ¶ 28 (E)",
        "A/CONF.234/RPM.3/1, 28 (e)",
        "A/CONF.234/RPM.3/1: 28(e)",
        "A/CONF.234/RPM.3/1#28e",
        "recommendation 28 (e) of A/CONF.234/RPM.3/1",
        "Recommendation 28(e), A/CONF.234/RPM.3/1",
        "A/CONF.234/RPM.3/1, OP 28 (e)",
        "  A/CONF.234/RPM.3/1,\u00a0para.\u00a028\u00a0(e)  ",
        "recommendation/A/CONF.234/RPM.3/1/28/e",
        "https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e",
        "United Nations, para. 28 (e) (2019), https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e",
    ],
)
def test_one_recommendation_is_meant_in_any_spelling_that_people_use(words: str) -> None:
    assert candidates(read_citation(words), KNOWN)[0] == identifiers.outcome("recommendation", REPORT, "28/e")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A/CONF.234/RPM.3/1, para. 28 (e)", identifiers.part(REPORT, "para/28/e")),
        ("A/CONF.234/RPM.3/1, para. 40 (j) (ii)", identifiers.part(REPORT, "para/40/j/ii")),
        ("A/CONF.234/RPM.3/1, para. 40(j)(ii)", identifiers.part(REPORT, "para/40/j/ii")),
        ("A/CONF.234/RPM.3/1, para. 31", identifiers.part(REPORT, "para/31")),
        ("agreement 80 (a) in A/CONF.234/RPM.3/1", identifiers.outcome("agreement", REPORT, "80/a")),
        ("A/CONF.234/RPM.3/1, footnote 2", identifiers.part(REPORT, "footnote/2")),
        ("A/CONF.234/RPM.3/1, fn. 2", identifiers.part(REPORT, "footnote/2")),
        ("A/CONF.234/RPM.3/1, sect. II.B.2", identifiers.part(REPORT, "section/II.B.2")),
        ("A/CONF.234/RPM.3/1, chap. II", identifiers.part(REPORT, "section/II")),
        ("A/CONF.234/RPM.3/1", identifiers.document(REPORT)),
        ("General Assembly resolution 56/119", identifiers.document("A/RES/56/119")),
        ("resolution 56/119, para. 2", identifiers.part("A/RES/56/119", "para/2")),
        ("Economic and Social Council resolution 2002/13", identifiers.document("E/RES/2002/13")),
        ("E/CN.15/2007/6, para. 23", identifiers.part("E/CN.15/2007/6", "para/23")),
        ("Kyoto Declaration", KYOTO),
        ("the Kyoto declaration", KYOTO),
        ("Kyoto Declaration, para. 5", identifiers.part("A/RES/76/181", "annex/para/5")),
        ("Kyoto Declaration, para. 5", identifiers.outcome("commitment", "A/RES/76/181", "annex/5")),
        ("A/CONF.234/RPM.3/1, para. 28 aa", identifiers.part(REPORT, "para/28/aa")),
        ("para. 5 of the Kyoto Declaration", identifiers.part("A/RES/76/181", "para/5")),
        ("UNTOC", identifiers.instrument("UNTOC")),
        ("Bangkok Declaration", identifiers.instrument("BANGKOK-1")),
        ("Bangkok Declaration", identifiers.instrument("BANGKOK-2")),
        ("instrument/UNTOC", identifiers.instrument("UNTOC")),
        # a symbol that nothing is known of is still a symbol
        ("A/CONF.222/17, para. 3", identifiers.part("A/CONF.222/17", "para/3")),
    ],
)
def test_what_a_citation_may_mean(words: str, expected: str) -> None:
    assert expected in candidates(read_citation(words), KNOWN)


@pytest.mark.parametrize("words", ["", "   ", "para. 5", "§ 28 (e)", "of the", "x" * 501, "\u00a0"])
def test_words_that_name_no_work_are_refused(words: str) -> None:
    with pytest.raises(CitationError):
        read_citation(words)


@pytest.mark.parametrize(
    "words", ["something else", "../../etc/passwd", "<script>", "A/", "A/CONF.234//, para. 1", "%"]
)
def test_words_that_nothing_is_known_of_mean_nothing(words: str) -> None:
    assert all(each.startswith("https://w3id.org/crimecongress/") for each in candidates(read_citation(words), KNOWN))


letters = st.sampled_from(["a", "e", "j", "aa", "zz"])


@given(st.integers(1, 999), st.lists(letters, max_size=1))
def test_every_citation_that_we_print_is_read_back(number: int, letter: list[str]) -> None:
    iri = identifiers.outcome("recommendation", REPORT, "/".join([str(number), *letter]))
    assert candidates(read_citation(identifiers.citation(iri)), KNOWN)[0] == iri


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(words: str) -> None:
    try:
        found = read_citation(words)
    except CitationError:
        return
    candidates(found, KNOWN)
