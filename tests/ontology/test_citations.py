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
        name_key("RPM.3"): (identifiers.meeting(identifiers.congress(14), "RPM.3"),),
        name_key("Report of the Latin American and Caribbean Regional Preparatory Meeting"): (
            identifiers.document(REPORT),
        ),
        name_key("ICCPR"): (identifiers.instrument("ICCPR"),),
        name_key("Fourteenth United Nations Crime Congress"): (identifiers.congress(14),),
        name_key("UNTOC"): (identifiers.instrument("UNTOC"),),
        name_key("Bangkok Declaration"): (identifiers.instrument("BANGKOK-1"), identifiers.instrument("BANGKOK-2")),
    },
    texts={KYOTO: ("A/RES/76/181",), identifiers.meeting(identifiers.congress(14), "RPM.3"): (REPORT,)},
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
        # as style guides and library catalogues write it
        "UN Doc. A/CONF.234/RPM.3/1, para. 28 (e)",
        "U.N. Doc. A/CONF.234/RPM.3/1, ¶ 28(e)",
        "UN Doc A/CONF.234/RPM.3/1 (2019) para 28(e)",
        "A/CONF.234/RPM.3/1, at para. 28(e)",
        "cf. A/CONF.234/RPM.3/1, par. 28 (e)",
        "see also [A/CONF.234/RPM.3/1], para. 28 (e);",
        "A/CONF.234/RPM.3/1 ch. II, para. 28 (e)",
        "A/CONF.234/RPM.3/1, paragraph 28, subparagraph (e)",
        "document A/CONF.234/RPM.3/1, paragraph 28, sub-paragraph (e)",
        "A/CONF.234/RPM.3/1, para. 28, item (e)",
        "A/CONF.234/RPM.3/1, para. 28, lit. e",
        "A/CONF.234/RPM.3/1, rec. 28 (e)",
        # as the Spanish and French editions of United Nations documents write it
        "A/CONF.234/RPM.3/1, párr. 28 e)",
        "A/CONF.234/RPM.3/1, párrafo 28, apartado e)",
        "A/CONF.234/RPM.3/1, paragraphe 28 e)",
        # typed in haste
        "A/CONF234/RPM3/1 28e",
        "ACONF234RPM31 para 28 e",
        "A-CONF.234-RPM.3-1 28(e)",
        "A/CONF.234/RPM.3/1 ,  para.  28  ( e )",
        "A/CONF.234/RPM.3/1/28/e",
        "recommendation A/CONF.234/RPM.3/1/28/e",
        # by the name of the meeting, the report or its code
        "RPM.3, para. 28 (e)",
        "Report of the Latin American and Caribbean Regional Preparatory Meeting, para. 28 (e)",
        # addresses, locators and shortened IRIs
        "A/CONF.234/RPM.3/1/!main~para_28__list_1__item_e",
        "https://undocs.org/en/A/CONF.234/RPM.3/1, para. 28 (e)",
        "docs.un.org/A/CONF.234/RPM.3/1, para. 28 (e)",
        "cg:recommendation/A/CONF.234/RPM.3/1/28/e",
        "<https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e>",
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
        ("A/RES/76/181, annex, para. 5", identifiers.part("A/RES/76/181", "annex/para/5")),
        ("A/RES/76/181, annex, para. 5", identifiers.outcome("commitment", "A/RES/76/181", "annex/5")),
        ("A/RES/76/181, preambular para. 3", identifiers.part("A/RES/76/181", "preambular/3")),
        ("A/RES/76/181, PP3", identifiers.part("A/RES/76/181", "preambular/3")),
        ("A/CONF.234/RPM.3/1, annex", identifiers.part(REPORT, "section/annex")),
        ("UNGA Res. 56/119", identifiers.document("A/RES/56/119")),
        ("G.A. Res. 56/119", identifiers.document("A/RES/56/119")),
        ("GA/RES/56/119", identifiers.document("A/RES/56/119")),
        ("resolution 2002/13 of the Economic and Social Council", identifiers.document("E/RES/2002/13")),
        ("ECOSOC res. 2002/13", identifiers.document("E/RES/2002/13")),
        ("ICCPR, art. 14", identifiers.provision(identifiers.instrument("ICCPR"), "article/14")),
        ("Article 14 of the ICCPR", identifiers.provision(identifiers.instrument("ICCPR"), "article/14")),
        ("article 14, paragraph 3, ICCPR", identifiers.provision(identifiers.instrument("ICCPR"), "article/14")),
        ("SDG16", "http://metadata.un.org/sdg/16"),
        ("Goal 16, target 16.a", "http://metadata.un.org/sdg/16.a"),
        ("Sustainable Development Goal target 16.A", "http://metadata.un.org/sdg/16.a"),
        ("sdg:16.5", "http://metadata.un.org/sdg/16.5"),
        ("14th UN Crime Congress", identifiers.congress(14)),
        ("http://w3id.org/crimecongress/congress/14", identifiers.congress(14)),
        ("https://data.example.org/kg/congress/14.html?_profile=skos", identifiers.congress(14)),
        ("http://127.0.0.1:8000/sdg/16.a.ttl", "http://metadata.un.org/sdg/16.a"),
        # a symbol that nothing is known of is still a symbol
        ("A/CONF.222/17, para. 3", identifiers.part("A/CONF.222/17", "para/3")),
    ],
)
def test_what_a_citation_may_mean(words: str, expected: str) -> None:
    assert expected in candidates(read_citation(words), KNOWN)


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("paras. 28-30", ["28", "29", "30"]),
        ("paras. 28 to 30", ["28", "29", "30"]),
        ("§§ 28, 31 and 40 (j)", ["28", "31", "40/j"]),
        ("paras. 28 (e) and (f)", ["28/e", "28/f"]),
        ("para. 28 (e)–(g)", ["28/e", "28/f", "28/g"]),
        ("recommendations 28 (e), 40 (j)", ["28/e", "40/j"]),
        # one paragraph and a date, not two paragraphs
        ("para. 28, 7 March 2019", ["28"]),
    ],
)
def test_a_list_or_a_range_means_each_of_its_paragraphs(words: str, paths: list[str]) -> None:
    citation = read_citation(f"{REPORT}, {words}")
    assert [one.path for one in citation.each()] == [f"para/{path}" for path in paths]


@pytest.mark.parametrize("words", ["Human Rights Council resolution 56/119", "Commission resolution 26/1"])
def test_the_resolution_of_another_organ_is_none_of_the_assembly(words: str) -> None:
    assert not any("/RES/" in iri for iri in candidates(read_citation(words), KNOWN))


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
