"""Names are found whole, the longest first, in the spellings that United Nations texts use."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReferenceDataError
from ingest.gazetteer import Entry, Gazetteer, Match

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
BASE = "https://w3id.org/crimecongress/"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(REFERENCE)


def entry(label: str, entity: str = "x:1", kind: str = "body", *, ambiguous: bool = False) -> Entry:
    return Entry(label, entity, kind, "full", ambiguous)


def shown(text: str, matches: tuple[Match, ...]) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.entries[0].entity.removeprefix(BASE)) for m in matches]


LONGEST = [
    # the three Financial Action Task Forces of para. 65
    ("the Financial Action Task Force (FATF)", [("Financial Action Task Force", "body/FATF"), ("FATF", "body/FATF")]),
    (
        "the FATF-style regional bodies and particularly the Financial Action Task Force of Latin America",
        [
            ("FATF-style regional bodies", "body/FATF-STYLE-REGIONAL-BODIES"),
            ("Financial Action Task Force of Latin America", "body/GAFILAT"),
        ],
    ),
    ("the Caribbean Financial Action Task Force", [("Caribbean Financial Action Task Force", "body/CFATF")]),
    # a body inside the title of its convention
    (
        "the Council of Europe Convention on Cybercrime (Budapest Convention)",
        [
            ("Council of Europe Convention on Cybercrime", "instrument/BUDAPEST-CONVENTION"),
            ("Budapest Convention", "instrument/BUDAPEST-CONVENTION"),
        ],
    ),
    # two Global Programmes
    (
        "the Global Programme for the Implementation of the Doha Declaration",
        [("Global Programme for the Implementation of the Doha Declaration", "programme/GLOBAL-PROGRAMME-DOHA")],
    ),
    (
        "the UNODC Global Programme on Cybercrime",
        [("UNODC Global Programme on Cybercrime", "programme/GLOBAL-PROGRAMME-CYBERCRIME")],
    ),
    # a State inside an institute's name; States inside States' names
    ("the Thailand Institute of Justice", [("Thailand Institute of Justice", "body/TIJ")]),
    ("Guinea-Bissau, Papua New Guinea", [("Guinea-Bissau", "place/GNB"), ("Papua New Guinea", "place/PNG")]),
    ("the Democratic People’s Republic of Korea", [("Democratic People’s Republic of Korea", "place/PRK")]),
    (
        "Bolivia (Plurinational State of), El Salvador and Venezuela (Bolivarian Republic of).",
        [
            ("Bolivia (Plurinational State of)", "place/BOL"),
            ("El Salvador", "place/SLV"),
            ("Venezuela (Bolivarian Republic of)", "place/VEN"),
        ],
    ),
    (
        "United Kingdom of Great Britain and Northern Ireland, United States of America",
        [
            ("United Kingdom of Great Britain and Northern Ireland", "place/GBR"),
            ("United States of America", "place/USA"),
        ],
    ),
    # one name with a comma, "or" and "and" in it
    (
        "its Meeting of Ministers of Justice, or of Other Ministers or Attorneys General of the Americas, had",
        [
            (
                "Meeting of Ministers of Justice, or of Other Ministers or Attorneys General of the Americas",
                "body/REMJA",
            )
        ],
    ),
    # everyday names
    ("the Organized Crime Convention", [("Organized Crime Convention", "instrument/UNTOC")]),
    ("the three drug control treaties", [("three drug control treaties", "instrument/DRUG-CONTROL-TREATIES")]),
    ("Drug control treaties apply", [("Drug control treaties", "instrument/DRUG-CONTROL-TREATIES")]),
    ("the future Kyoto declaration", [("Kyoto declaration", "instrument/KYOTO-DECLARATION")]),
    ("the Fourteenth Crime Congress", [("Fourteenth Crime Congress", "congress/14")]),
    ("in the Crime Congresses", [("Crime Congresses", "congress")]),
    ("the Sustainable Development Goals", [("Sustainable Development Goals", "http://metadata.un.org/sdg")]),
    ("chaired by Pía Greene (Chile)", [("Pía Greene", "person/pia-greene"), ("Chile", "place/CHL")]),
]


@pytest.mark.parametrize(("text", "expected"), LONGEST)
def test_the_longest_name_at_a_place_is_found(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text, gazetteer.scan(text)) == expected


VARIANTS = [
    "Nelson Mandela Rules",
    "the Nelson Mandela Rules",
    "the “Nelson Mandela Rules”",
    "Nelson\nMandela  Rules",
    "NELSON MANDELA RULES",
    "Nelson Mandela Rules².",
    "(Nelson Mandela Rules)",
    "Nelson Mandela Rules-based",
]


@pytest.mark.parametrize("text", VARIANTS)
def test_typography_does_not_hide_a_name(gazetteer: Gazetteer, text: str) -> None:
    assert [m.entity for m in gazetteer.scan(text)] == [BASE + "instrument/NELSON-MANDELA-RULES"]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Lao People's Democratic Republic", "the Lao People’s Democratic Republic"),
        ("Non-custodial Measures", "Non‑custodial Measures"),
        ("Justice, or of the Americas", "Justice, or of Americas"),
        ("Côte d’Ivoire", "Co\u0302te d'Ivoire"),
    ],
)
def test_apostrophe_hyphen_article_and_accents_may_differ(label: str, text: str) -> None:
    assert [m.entity for m in Gazetteer.of([entry(label)]).scan(text)] == ["x:1"]


NOT_NAMES = [
    "a chilean wine",  # no capital
    "chile",
    "the general assembly of shareholders",
    "Chileans",  # a longer word
    "the Inter-American Convention",  # with "American Convention" as a name
    "UNODCs",
    "fatf",
]


@pytest.mark.parametrize("text", NOT_NAMES)
def test_what_only_looks_like_a_name_is_not_found(text: str) -> None:
    names = ["Chile", "General Assembly", "American Convention", "UNODC", "FATF"]
    assert Gazetteer.of(entry(name) for name in names).scan(text) == ()


def test_names_inside_names_are_given_on_request(gazetteer: Gazetteer) -> None:
    text = "the Council of Europe Convention on Cybercrime"
    assert shown(text, gazetteer.scan(text, nested=True)) == [
        ("Council of Europe Convention on Cybercrime", "instrument/BUDAPEST-CONVENTION"),
        ("Council of Europe", "body/COUNCIL-OF-EUROPE"),
        ("Europe", "place/europe"),
        ("Convention on Cybercrime", "instrument/BUDAPEST-CONVENTION"),
    ]


AMBIGUOUS = [
    ("Doha Declaration", {"DOHA-DECLARATION", "DOHA-DECLARATION-FINANCING", "DOHA-DECLARATION-TRIPS"}),
    ("Bangkok Declaration", {"BANGKOK-DECLARATION-2005", "BANGKOK-DECLARATION-ASEAN"}),
    ("Vienna Declaration", {"VIENNA-DECLARATION", "VDPA"}),
    ("Caracas Declaration", {"CARACAS-DECLARATION", "CARACAS-DECLARATION-CELAC"}),
]


@pytest.mark.parametrize(("name", "codes"), AMBIGUOUS)
def test_a_name_of_several_instruments_names_none_by_itself(gazetteer: Gazetteer, name: str, codes: set[str]) -> None:
    (match,) = gazetteer.scan(f"Recalling the {name},")
    assert match.ambiguous
    assert match.entity is None
    assert {e.entity for e in match.entries} == {f"{BASE}instrument/{code}" for code in codes}


@pytest.mark.parametrize(
    ("full_name", "code"),
    [
        ("Doha Declaration on the TRIPS Agreement and Public Health", "DOHA-DECLARATION-TRIPS"),
        ("Doha Declaration on Financing for Development", "DOHA-DECLARATION-FINANCING"),
        ("Vienna Declaration and Programme of Action", "VDPA"),
        ("Vienna Declaration on Crime and Justice", "VIENNA-DECLARATION"),
    ],
)
def test_the_full_name_tells_what_the_short_one_does_not(gazetteer: Gazetteer, full_name: str, code: str) -> None:
    (match,) = gazetteer.scan(full_name)
    assert match.entity == f"{BASE}instrument/{code}"


SURFACES = [
    ("United Nations Office on Drugs and Crime", "full"),
    ("UNODC", "short"),
    ("United Nations Economic Commission for Latin America and the Caribbean", "full"),
    ("Council of Europe Convention on Cybercrime", "full"),
    ("Convention against Corruption", "short"),
    ("2030 Agenda for Sustainable Development", "full"),
    ("2030 Agenda", "short"),
    ("Secretariat", "short"),
    ("Chile", "full"),
    ("Republic of Chile", "full"),
    ("Bolivia", "short"),
    ("Fourteenth Congress", "short"),
    ("Pía Greene", "full"),
    ("programme network", "short"),
    ("three United Nations drug control treaties", "full"),
]


@pytest.mark.parametrize(("name", "surface"), SURFACES)
def test_official_names_are_full_and_others_short(gazetteer: Gazetteer, name: str, surface: str) -> None:
    assert [e.surface for e in gazetteer.lookup(name)] == [surface]


def test_lookup_takes_the_whole_string(gazetteer: Gazetteer) -> None:
    assert [e.entity for e in gazetteer.lookup("the  Costa\nRica")] == [BASE + "place/CRI"]
    assert gazetteer.lookup("Costa Rica and Chile") == ()
    assert gazetteer.lookup("") == ()


def test_every_label_is_found_as_itself(gazetteer: Gazetteer) -> None:
    for known in gazetteer.entries:
        assert known.entity in {e.entity for e in gazetteer.lookup(known.label)}, known


def test_labels_in_other_languages_and_topics_are_not_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.scan("Chili, Brasil, corruption, restorative justice") == ()


def test_a_new_label_in_turtle_is_recognised_with_no_code(tmp_path: Path) -> None:
    turtle = (REFERENCE / "programmes.ttl").read_text(encoding="utf-8")
    changed = turtle.replace('"Education for Justice"@en', '"Education for Justice"@en , "E4J"@en')
    (tmp_path / "programmes.ttl").write_text(changed, encoding="utf-8")
    matches = Gazetteer.load(tmp_path).scan("under E4J, tools were made")
    assert [m.entity for m in matches] == [BASE + "programme/EDUCATION-FOR-JUSTICE"]


def test_a_gazetteer_of_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x> a <y> ;", encoding="utf-8")
    with pytest.raises(ReferenceDataError):
        Gazetteer.load(tmp_path)


@given(st.text(alphabet="Chile Kyoto(),.-’“”\n²é", max_size=60))
def test_matches_are_in_order_apart_and_inside_the_text(text: str) -> None:
    names = Gazetteer.of([entry("Chile"), entry("Kyoto", "x:2"), entry("Chile Kyoto", "x:3")])
    matches = names.scan(text)
    assert all(0 <= m.start < m.end <= len(text) for m in matches)
    assert all(a.end <= b.start for a, b in pairwise(matches))
    assert set(matches) <= set(names.scan(text, nested=True))


@given(st.permutations([entry("Chile"), entry("Kyoto", "x:2"), entry("Kyoto", "x:3"), entry("Doha", "x:4")]))
def test_the_order_of_labels_does_not_matter(entries: list[Entry]) -> None:
    assert Gazetteer.of(entries).scan("Kyoto, Chile, Doha") == Gazetteer.of(sorted(entries, key=repr)).scan(
        "Kyoto, Chile, Doha"
    )


def test_scanning_takes_time_linear_in_the_text(gazetteer: Gazetteer) -> None:
    sentence = "The Meeting thanked the Government of Chile, UNODC and the Council of Europe for the Doha Declaration. "

    def seconds(copies: int) -> float:
        text = sentence * copies
        start = time.process_time()
        assert len(gazetteer.scan(text)) == 4 * copies
        return time.process_time() - start

    seconds(200)
    # Sixteen times the text costs sixteen times as much; a quadratic scan would cost 256 times.
    assert seconds(3200) < 64 * max(seconds(200), 0.002)
