"""IRIs are minted and read back by one module; what goes in comes out again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import identifiers as ids
from ontology.identifiers import Identifier, IdentifierError, Kind

SEED = "A/CONF.234/RPM.3/1"
BASE = "https://w3id.org/crimecongress/"

MINTED = [
    (ids.document(SEED), "document/A/CONF.234/RPM.3/1", Kind.DOCUMENT),
    (ids.document("A/RES/2200 A (XXI)"), "document/A/RES/2200%20A%20%28XXI%29", Kind.DOCUMENT),
    (ids.part(SEED, "para/40/j/i"), "document/A/CONF.234/RPM.3/1/para/40/j/i", Kind.PART),
    (ids.part(SEED, "section/II.B.2"), "document/A/CONF.234/RPM.3/1/section/II.B.2", Kind.PART),
    (ids.part(SEED, "contents"), "document/A/CONF.234/RPM.3/1/contents", Kind.PART),
    (
        ids.mention(ids.part(SEED, "para/31"), 245, 264),
        "document/A/CONF.234/RPM.3/1/para/31/mention/245-264",
        Kind.MENTION,
    ),
    (
        ids.attribution(ids.part(SEED, "para/21"), 0, 24),
        "document/A/CONF.234/RPM.3/1/para/21/attribution/0-24",
        Kind.ATTRIBUTION,
    ),
    (
        ids.outcome("recommendation", SEED, "28/e"),
        "recommendation/A/CONF.234/RPM.3/1/28/e",
        Kind.RECOMMENDATION,
    ),
    (ids.outcome("agreement", SEED, "80/a"), "agreement/A/CONF.234/RPM.3/1/80/a", Kind.AGREEMENT),
    (ids.outcome("commitment", "A/RES/76/181", "annex/5"), "commitment/A/RES/76/181/annex/5", Kind.COMMITMENT),
    (ids.congresses(), "congress", Kind.CONGRESSES),
    (ids.congress(14), "congress/14", Kind.CONGRESS),
    (ids.agenda_item(ids.congress(14), "5"), "congress/14/agenda/5", Kind.AGENDA_ITEM),
    (
        ids.agenda_item(ids.meeting(ids.congress(14), "RPM.3"), "5/a"),
        "congress/14/meeting/RPM.3/agenda/5/a",
        Kind.AGENDA_ITEM,
    ),
    (ids.workshop(ids.congress(14), 3), "congress/14/workshop/3", Kind.WORKSHOP),
    (ids.theme(ids.congress(14)), "congress/14/theme", Kind.THEME),
    (ids.meeting(ids.congress(14), "RPM.3"), "congress/14/meeting/RPM.3", Kind.MEETING),
    (ids.sitting(ids.meeting(ids.congress(14), "RPM.3"), 4), "congress/14/meeting/RPM.3/sitting/4", Kind.SITTING),
    (
        ids.participation(ids.meeting(ids.congress(14), "RPM.3"), "CRI"),
        "congress/14/meeting/RPM.3/participation/CRI",
        Kind.PARTICIPATION,
    ),
    (ids.instrument("UNTOC"), "instrument/UNTOC", Kind.INSTRUMENT),
    (ids.group("UNTOC-PROTOCOLS"), "instrument/UNTOC-PROTOCOLS", Kind.INSTRUMENT),
    (ids.provision(ids.instrument("ICCPR"), "article/14"), "instrument/ICCPR/article/14", Kind.PROVISION),
    (ids.body("UNODC"), "body/UNODC", Kind.BODY),
    (ids.place("CHL"), "place/CHL", Kind.PLACE),
    (ids.person("pia-greene"), "person/pia-greene", Kind.PERSON),
    (ids.programme("GLOBAL-PROGRAMME-DOHA"), "programme/GLOBAL-PROGRAMME-DOHA", Kind.PROGRAMME),
    (ids.topic("restorative-justice"), "topic/restorative-justice", Kind.TOPIC),
    (ids.topic_scheme(), "topics", Kind.TOPIC_SCHEME),
    (ids.extraction(SEED), "extraction/A/CONF.234/RPM.3/1", Kind.EXTRACTION),
    (ids.query("recommendations-by-topic"), "query/recommendations-by-topic", Kind.QUERY),
    (ids.release("3f2a"), "release/3f2a", Kind.RELEASE),
    (ids.graph_stated(SEED), "graph/stated/A/CONF.234/RPM.3/1", Kind.GRAPH_STATED),
    (ids.graph_curated(), "graph/curated", Kind.GRAPH_CURATED),
    (ids.graph_inferred("owl-rules"), "graph/inferred/owl-rules", Kind.GRAPH_INFERRED),
    (ids.graph_vocabulary("sdg"), "graph/vocabulary/sdg", Kind.GRAPH_VOCABULARY),
    (ids.graph_catalogue(), "graph/catalogue", Kind.GRAPH_CATALOGUE),
    (ids.ONTOLOGY_IRI, "ontology", Kind.ONTOLOGY),
    (ids.ontology_version("0.1.0"), "ontology/0.1.0", Kind.ONTOLOGY_VERSION),
    (ids.term("Recommendation"), "ontology#Recommendation", Kind.TERM),
    (ids.ALIGNMENTS_IRI, "ontology/alignments", Kind.ALIGNMENTS),
    (ids.SHAPES_IRI, "shapes", Kind.SHAPES),
    (ids.shape("Recommendation-text"), "shapes#Recommendation-text", Kind.SHAPE),
]


@pytest.mark.parametrize(("minted", "expected", "kind"), MINTED, ids=[row[1] for row in MINTED])
def test_an_iri_is_minted_as_published_and_read_back(minted: str, expected: str, kind: Kind) -> None:
    assert minted == BASE + expected
    assert ids.parse(minted).kind is kind
    assert ids.parse(minted).iri == minted


def test_the_table_of_iris_has_every_kind() -> None:
    kinds = {kind for _, _, kind in MINTED} | {Kind.STATEMENT}
    assert kinds == set(Kind)


def test_a_statement_is_identified_by_its_fact_and_its_place() -> None:
    item = ids.part(SEED, "para/83")
    minted = ids.statement(ids.body("FAO"), ids.term("capacity"), ids.term("UNEntityObserver"), item)
    found = ids.parse(minted)
    assert (found.kind, found.owner, found.iri) == (Kind.STATEMENT, item, minted)
    assert minted != ids.statement(ids.body("FAO"), ids.term("capacity"), ids.term("NGOObserver"), item)


def test_the_fields_of_an_identifier_are_what_was_minted() -> None:
    assert ids.parse(ids.part(SEED, "para/40/j")) == Identifier(Kind.PART, symbol=SEED, path="para/40/j")
    assert ids.parse(ids.outcome("recommendation", SEED, "28/e")) == Identifier(
        Kind.RECOMMENDATION, symbol=SEED, path="28/e"
    )
    item = ids.part(SEED, "para/31")
    assert ids.parse(ids.mention(item, 245, 264)) == Identifier(Kind.MENTION, owner=item, start=245, end=264)


_characters = st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), blacklist_characters="/")
symbol_segments = st.one_of(
    st.from_regex(r"[A-Z]{1,5}(\.[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,4}( \([IVX]{1,4}\))?", fullmatch=True),
    st.text(_characters, min_size=1, max_size=6).map(lambda text: "A" + text),
)
symbols = st.lists(symbol_segments, min_size=1, max_size=6).map("/".join)
letters = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
numbers = st.integers(1, 999)
outcome_paths = st.builds(
    lambda annex, number, rest: "/".join([annex + str(number), *rest]),
    st.sampled_from(["", "annex/", "annex-ii/"]),
    numbers,
    st.lists(letters, max_size=3),
)
part_paths = st.builds(
    lambda head, rest: "/".join([head, *rest]),
    st.sampled_from(["para", "section", "footnote", "front", "annex", "contents"]),
    st.lists(symbol_segments, max_size=4),
)


@given(symbols)
def test_every_symbol_survives_its_iri(symbol: str) -> None:
    assert ids.parse(ids.document(symbol)) == Identifier(Kind.DOCUMENT, symbol=symbol)
    assert ids.parse(ids.graph_stated(symbol)) == Identifier(Kind.GRAPH_STATED, symbol=symbol)
    assert ids.document(symbol).isascii()


@given(symbols, part_paths)
def test_every_part_survives_its_iri(symbol: str, path: str) -> None:
    assert ids.parse(ids.part(symbol, path)) == Identifier(Kind.PART, symbol=symbol, path=path)


@given(symbols, part_paths, st.integers(0, 10_000), st.integers(1, 400))
def test_every_span_survives_its_iri(symbol: str, path: str, start: int, length: int) -> None:
    place = ids.part(symbol, path)
    found = ids.parse(ids.mention(place, start, start + length))
    assert found == Identifier(Kind.MENTION, owner=place, start=start, end=start + length)


@given(st.sampled_from(["recommendation", "agreement", "commitment"]), symbols, outcome_paths)
def test_every_outcome_survives_its_iri(kind: str, symbol: str, path: str) -> None:
    assert ids.parse(ids.outcome(kind, symbol, path)) == Identifier(Kind(kind), symbol=symbol, path=path)


@given(st.text(max_size=60))
def test_no_text_makes_parse_fail_otherwise_than_by_saying_so(text: str) -> None:
    for iri in (text, BASE + text, BASE + "document/" + text):
        try:
            assert ids.parse(iri).iri == iri
        except IdentifierError as error:
            assert repr(iri) in str(error) or repr(iri.removeprefix(BASE + "document/")) in str(error)


REFUSED = [
    "",
    "https://example.org/congress/14",
    BASE,
    BASE + "congress/",
    BASE + "congress/014",
    BASE + "congress/0",
    BASE + "congress/14/",
    BASE + "document/A//1",
    BASE + "document/A/../1",
    BASE + "document/S/RES/2462(2019)",
    BASE + "document/%41/1",
    BASE + "document/A/1/para/3/mention/9-3",
    BASE + "document/A/1/mention/3-9",
    BASE + "recommendation/A/CONF.234/RPM.3/x",
    BASE + "ontology/Recommendation",
    BASE + "nothing/1",
]


@pytest.mark.parametrize("iri", REFUSED)
def test_an_iri_that_is_not_ours_is_refused_by_name(iri: str) -> None:
    with pytest.raises(IdentifierError):
        ids.parse(iri)


@pytest.mark.parametrize("symbol", ["", "A//1", "A/para/1", " A/1", "A/./1"])
def test_no_iri_is_made_of_a_symbol_that_could_not_be_read_back(symbol: str) -> None:
    with pytest.raises(IdentifierError, match=r"symbol|IRI"):
        ids.document(symbol)


def test_an_outcome_is_named_by_a_paragraph() -> None:
    for kind, path in [("recommendation", "e"), ("suggestion", "28/e"), ("recommendation", "28/")]:
        with pytest.raises(IdentifierError, match="not an outcome"):
            ids.outcome(kind, SEED, path)


CITED = [
    (ids.document(SEED), SEED, "!main"),
    (ids.part(SEED, "para/28/e"), f"{SEED}, para. 28 (e)", "!main~para_28__list_1__item_e"),
    (
        ids.part(SEED, "para/40/j/i"),
        f"{SEED}, para. 40 (j) (i)",
        "!main~para_40__list_1__item_j__list_1__item_i",
    ),
    (ids.outcome("agreement", SEED, "80/b"), f"{SEED}, para. 80 (b)", "!main~para_80__list_1__item_b"),
    (ids.part(SEED, "section/II.B.2"), f"{SEED}, sect. II.B.2", "!main~sec_II__sec_B__sec_2"),
    (ids.part(SEED, "section/annex"), f"{SEED}, annex", "!main~sec_annex"),
    (ids.part(SEED, "footnote/2"), f"{SEED}, footnote 2", "!main~authorialNote_2"),
    (ids.part("A/RES/76/181", "annex/para/5"), "A/RES/76/181, annex, para. 5", "!annex_1~para_5"),
    (
        ids.outcome("commitment", "A/RES/76/181", "annex/12/a"),
        "A/RES/76/181, annex, para. 12 (a)",
        "!annex_1~para_12__list_1__item_a",
    ),
    (
        ids.part("A/RES/58/4", "annex/article/44/para/3"),
        "A/RES/58/4, annex, art. 44, para. 3",
        "!annex_1~article_44__para_3",
    ),
    (
        ids.part(SEED, "para/90/entry/5/a"),
        f"{SEED}, para. 90, list entry 5 (a)",
        "!main~para_90__list_1__item_5__list_1__item_a",
    ),
    (
        ids.mention(ids.part(SEED, "para/31"), 245, 264),
        f"{SEED}, para. 31",
        "!main~para_31",
    ),
]


@pytest.mark.parametrize(("iri", "citation", "akn"), CITED)
def test_a_place_is_cited_as_un_documents_cite_it(iri: str, citation: str, akn: str) -> None:
    assert ids.citation(iri) == citation
    assert ids.akn(iri) == akn


def test_what_stands_in_no_document_has_no_citation() -> None:
    for name in (ids.citation, ids.akn):
        with pytest.raises(IdentifierError, match="congress/14"):
            name(ids.congress(14))


def test_another_base_moves_everything_but_the_ontology() -> None:
    elsewhere = "https://example.org/kg/"
    assert ids.rebased(ids.document(SEED), elsewhere) == "https://example.org/kg/document/A/CONF.234/RPM.3/1"
    assert ids.rebased(ids.ONTOLOGY_IRI, elsewhere) == ids.ONTOLOGY_IRI
    assert ids.rebased(ids.SDG + "16.a", elsewhere) == "http://metadata.un.org/sdg/16.a"
    moved = ids.rebased(ids.workshop(ids.congress(14), 3), elsewhere)
    assert ids.parse(moved, elsewhere).iri == ids.workshop(ids.congress(14), 3)
