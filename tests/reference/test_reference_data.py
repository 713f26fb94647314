"""The curated Turtle: what is published has a source, one name means one thing, and dates are those of the facts."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from ingest.quads import RDF_TYPE, Literal
from ingest.reference import Row, load_reference, parse_reference
from ontology import terms
from ontology.identifiers import BASE

FOLDER = Path(__file__).parents[2] / "data" / "reference"
SHARED = Path(__file__).parents[3] / "shared" / "reference"
FILES = sorted(FOLDER.glob("*.ttl"))
UNBIS = "http://metadata.un.org/thesaurus/"
SKOS = terms.SKOS

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the United Nations' vocabularies are not beside the checkout"
)


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.subject.removeprefix(BASE): row for row in parse_reference(FOLDER)}


def values(row: Row, predicate: str) -> list[str]:
    return sorted(o.value if isinstance(o, Literal) else o.removeprefix(BASE) for o in row.objects(predicate))


def of_class(rows: dict[str, Row], name: str) -> dict[str, Row]:
    return {code: row for code, row in rows.items() if name in row.objects(RDF_TYPE)}


def test_the_data_keep_their_own_rules() -> None:
    assert len(load_reference(FOLDER)) > 6000


# -- congresses, by the table of facts ----------------------------------------------------------------------------

HELD = {
    1: ("geneva", "CHE", "1955-08-22", "1955-09-03"),
    2: ("london", "GBR", "1960-08-08", None),
    3: ("stockholm", "SWE", "1965-08-09", "1965-08-18"),
    4: ("kyoto", "JPN", "1970-08-17", "1970-08-26"),
    5: ("geneva", "CHE", "1975-09-01", "1975-09-12"),
    6: ("caracas", "VEN", "1980-08-25", "1980-09-05"),
    7: ("milan", "ITA", "1985-08-26", "1985-09-06"),
    8: ("havana", "CUB", "1990-08-27", "1990-09-07"),
    9: ("cairo", "EGY", "1995-04-29", "1995-05-08"),
    10: ("vienna", "AUT", "2000-04-10", "2000-04-17"),
    11: ("bangkok", "THA", "2005-04-18", "2005-04-25"),
    12: ("salvador", "BRA", "2010-04-12", "2010-04-19"),
    13: ("doha", "QAT", "2015-04-12", "2015-04-19"),
    14: ("kyoto", "JPN", "2021-03-07", "2021-03-12"),
    15: ("abu-dhabi", "ARE", None, None),
}
PLANNED = {14: ("2020-04-20", "2020-04-27"), 15: ("2026-04-25", "2026-04-30")}


@pytest.mark.parametrize(("number", "city", "state", "start", "end"), [(n, *facts) for n, facts in HELD.items()])
def test_each_congress_was_held_where_and_when_it_was(
    rows: dict[str, Row], number: int, city: str, state: str, start: str | None, end: str | None
) -> None:
    congress = rows[f"congress/{number}"]
    assert values(congress, terms.ordinal) == [str(number)]
    assert values(congress, terms.place) == sorted([f"place/{city}", f"place/{state}"])
    assert values(congress, terms.heldStart) == ([start] if start else [])
    assert values(congress, terms.heldEnd) == ([end] if end else [])
    planned = [[day] for day in PLANNED[number]] if number in PLANNED else [[], []]
    assert [values(congress, p) for p in (terms.plannedStart, terms.plannedEnd)] == planned
    assert values(rows[f"place/{city}"], terms.locatedIn) == [f"place/{state}"]


def test_there_are_fifteen_congresses_and_their_name_changed_with_the_eleventh(rows: dict[str, Row]) -> None:
    congresses = of_class(rows, terms.Congress)
    assert len(congresses) == 15
    for row in congresses.values():
        (ordinal,) = values(row, terms.ordinal)
        (name,) = row.labels(SKOS + "prefLabel")
        assert name.endswith("on Crime Prevention and Criminal Justice") == (int(ordinal) >= 11)
        assert name.endswith("on the Prevention of Crime and the Treatment of Offenders") == (int(ordinal) <= 10)


def test_the_meeting_in_santiago_prepares_for_the_fourteenth(rows: dict[str, Row]) -> None:
    meeting = rows["congress/14/meeting/RPM.3"]
    assert values(meeting, terms.preparesFor) == ["congress/14"]
    assert values(meeting, terms.heldStart) == ["2019-02-05"]
    assert values(meeting, terms.heldEnd) == ["2019-02-07"]
    assert values(meeting, terms.region) == ["place/latin-america-and-the-caribbean"]


# -- instruments ---------------------------------------------------------------------------------------------------

ADOPTED = [
    ("UNTOC", "A/RES/55/25", "2000-11-15", "2003-09-29"),
    ("UNTOC-TIP", "A/RES/55/25", "2000-11-15", "2003-12-25"),
    ("UNTOC-SOM", "A/RES/55/25", "2000-11-15", "2004-01-28"),
    ("UNTOC-FIREARMS", "A/RES/55/255", None, "2005-07-03"),
    ("UNCAC", "A/RES/58/4", "2003-10-31", "2005-12-14"),
    ("NELSON-MANDELA-RULES", "A/RES/70/175", "2015-12-17", None),
    ("BANGKOK-RULES", "A/RES/65/229", "2010-12-21", None),
    ("TOKYO-RULES", "A/RES/45/110", None, None),
    ("LEGAL-AID-PRINCIPLES", "A/RES/67/187", "2012-12-20", None),
    ("CRIME-PREVENTION-GUIDELINES", "E/RES/2002/13", None, None),
    ("DOHA-DECLARATION", "A/RES/70/174", "2015-04", None),
    ("KYOTO-DECLARATION", "A/RES/76/181", "2021-03-07", None),
    ("2030-AGENDA", "A/RES/70/1", "2015-09-25", None),
    ("ICCPR", None, None, None),
    ("DRUGS-1961", None, "1961-03-30", "1964-12-13"),
    ("DRUGS-1971", None, "1971-02", "1976-08-16"),
    ("DRUGS-1988", None, None, "1990-11-11"),
    ("BUDAPEST-CONVENTION", None, "2001-11-08", "2004-07-01"),
    ("PSMA", None, "2009-11-22", "2016"),
    ("CCPR-GC-32", None, "2007-07", None),
    ("IBERO-AMERICAN-RESTORATIVE-JUVENILE-JUSTICE", None, "2016-05", None),
]


@pytest.mark.parametrize(("code", "document", "adopted", "in_force"), ADOPTED)
def test_instruments_have_the_verified_dates_and_no_others(
    rows: dict[str, Row], code: str, document: str | None, adopted: str | None, in_force: str | None
) -> None:
    row = rows[f"instrument/{code}"]
    assert values(row, terms.adoptedIn) == ([f"document/{document}"] if document else [])
    assert values(row, terms.adopted) == ([adopted] if adopted else [])
    assert values(row, terms.inForce) == ([in_force] if in_force else [])


def test_the_groups_have_the_members_that_the_seed_speaks_of(rows: dict[str, Row]) -> None:
    protocols = [f"instrument/UNTOC-{code}" for code in ("FIREARMS", "SOM", "TIP")]
    assert values(rows["instrument/UNTOC-PROTOCOLS"], terms.member) == protocols
    assert all(values(rows[code], terms.supplements) == ["instrument/UNTOC"] for code in protocols)
    treaties = [f"instrument/DRUGS-{year}" for year in (1961, 1971, 1988)]
    assert values(rows["instrument/DRUG-CONTROL-TREATIES"], terms.member) == treaties


def test_no_treaty_is_matched_to_wikidata(rows: dict[str, Row]) -> None:
    for row in of_class(rows, terms.Treaty).values():
        assert not any("wikidata" in str(triple.object) for triple in row.triples), row.subject


# -- States and regions --------------------------------------------------------------------------------------------


def test_every_state_has_its_codes_a_region_and_six_languages(rows: dict[str, Row]) -> None:
    states = of_class(rows, terms.State)
    assert len(states) == 197  # 193 Members, 2 observers, 2 others of UNTERM's list
    for code, row in states.items():
        assert values(row, terms.isoAlpha3) == [code.removeprefix("place/")]
        (m49,) = values(row, terms.m49)
        assert re.fullmatch("[0-9]{3}", m49)
        assert f"http://metadata.un.org/sdg/codes/geoArea/{m49}" in values(row, terms.SCHEMA + "sameAs")
        assert len(values(row, terms.inRegion)) == 1
        languages = {o.language for o in row.objects(SKOS + "prefLabel") if isinstance(o, Literal)}
        assert languages == {"ar", "en", "es", "fr", "ru", "zh"}, code


@pytest.mark.parametrize(
    ("code", "name", "m49", "region"),
    [
        ("BOL", "Bolivia (Plurinational State of)", "068", "south-america"),
        ("CRI", "Costa Rica", "188", "central-america"),
        ("GBR", "United Kingdom of Great Britain and Northern Ireland", "826", "northern-europe"),
        ("JPN", "Japan", "392", "eastern-asia"),
        ("VAT", "Holy See", "336", "southern-europe"),
    ],
)
def test_states_are_called_as_united_nations_texts_print_them(
    rows: dict[str, Row], code: str, name: str, m49: str, region: str
) -> None:
    row = rows[f"place/{code}"]
    assert list(row.labels(SKOS + "prefLabel")) == [name]
    assert values(row, terms.m49) == [m49]
    assert values(row, terms.inRegion) == [f"place/{region}"]


def test_regions_make_one_tree(rows: dict[str, Row]) -> None:
    for code in of_class(rows, terms.Region):
        seen = {code}
        while above := values(rows[code], terms.inRegion):
            (code,) = above
            assert code not in seen
            seen.add(code)


# -- Goals, topics -------------------------------------------------------------------------------------------------


def test_all_goals_and_all_targets_of_goal_16_are_there(rows: dict[str, Row]) -> None:
    sdg = "http://metadata.un.org/sdg/"
    goals = of_class(rows, terms.SDGO + "Goal")
    assert sorted(goals) == sorted(f"{sdg}{n}" for n in range(1, 18))
    targets = of_class(rows, terms.SDGO + "Target")
    assert {f"{sdg}16.{n}" for n in [*range(1, 11), "a", "b"]} <= set(targets)
    assert {f"{sdg}14.6", f"{sdg}5.2", f"{sdg}8.7"} <= set(targets)
    for iri, row in targets.items():
        assert values(row, terms.SDGO + "isTargetOf") == [iri.rpartition(".")[0]]
        notations = {(o.value, o.datatype.rpartition("#")[2]) for o in row.objects(SKOS + "notation")}  # type: ignore[union-attr]
        assert (iri.removeprefix(sdg), "SDGCodeCompact") in notations


def test_the_topics_are_one_tree_with_definitions_in_three_languages(rows: dict[str, Row]) -> None:
    topics = of_class(rows, terms.Topic)
    assert 55 <= len(topics) <= 80
    tops = values(rows["topics"], SKOS + "hasTopConcept")
    for code, row in topics.items():
        broader = values(row, SKOS + "broader")
        assert broader != (code in tops)
        assert len(broader) == (0 if code in tops else 1)
        assert len(values(row, SKOS + "definition")) == 1
        languages = sorted(o.language for o in row.objects(SKOS + "prefLabel") if isinstance(o, Literal))
        assert languages == ["en", "es", "fr"]
        steps = [code]
        while parents := values(rows[steps[-1]], SKOS + "broader"):
            assert parents[0] not in steps
            steps += parents
        assert steps[-1] in tops


@needs_shared
def test_every_unbis_term_used_exists(rows: dict[str, Row]) -> None:
    with (SHARED / "unbis" / "unbis-labels.tsv").open(encoding="utf-8") as file:
        labels = {line["iri"]: line["en"] for line in csv.DictReader(file, delimiter="\t")}
    used = [
        (row, p, iri)
        for row in rows.values()
        for p in (SKOS + "exactMatch", SKOS + "closeMatch")
        for iri in row.objects(p)
        if str(iri).startswith(UNBIS)
    ]
    assert len(used) > 50
    for row, _, iri in used:
        assert iri in labels, f"{row.subject}: {iri}"


@needs_shared
@pytest.mark.parametrize(
    ("topic", "relation", "label"),
    [
        ("crime-prevention", "exactMatch", "crime prevention"),
        ("money-laundering", "exactMatch", "laundering of funds"),
        ("restorative-justice", "exactMatch", "restorative justice"),
        ("trafficking-in-persons", "exactMatch", "trafficking in persons"),
        ("cybercrime", "closeMatch", "computer crimes"),
        ("electronic-evidence", "closeMatch", "criminal evidence"),
    ],
)
def test_topics_are_matched_to_the_unbis_term_of_that_label(
    rows: dict[str, Row], topic: str, relation: str, label: str
) -> None:
    with (SHARED / "unbis" / "unbis-labels.tsv").open(encoding="utf-8") as file:
        labels = {line["iri"]: line["en"] for line in csv.DictReader(file, delimiter="\t")}
    assert label in {labels[str(iri)] for iri in rows[f"topic/{topic}"].objects(SKOS + relation)}


@needs_shared
def test_goals_and_targets_have_the_united_nations_own_notations(rows: dict[str, Row]) -> None:
    file = (SHARED / "sdg" / "sdg-kos-goals-targets-indicators.ttl").read_text(encoding="utf-8")
    for iri, row in {**of_class(rows, terms.SDGO + "Goal"), **of_class(rows, terms.SDGO + "Target")}.items():
        (line,) = re.findall(rf"^sdg:{re.escape(iri.rpartition('/')[2])} skos:notation (.*) \.$", file, re.MULTILINE)
        expected = set(re.findall(r'"([^"]+)"\^\^sdgo:(\w+)', line))
        assert expected == {(o.value, o.datatype.rpartition("#")[2]) for o in row.objects(SKOS + "notation")}  # type: ignore[union-attr]


@needs_shared
def test_states_have_the_codes_of_the_united_nations_list(rows: dict[str, Row]) -> None:
    codes = (SHARED / "sdg" / "sdg-codes.ttl").read_text(encoding="utf-8")
    area = r"<http://metadata\.un\.org/sdg/codes/geoArea/(\d{3})> <http://metadata\.un\.org/sdg/codes/geoArea#iso3code>\s+\"(\w{3})\""
    ours = {(values(r, terms.m49)[0], values(r, terms.isoAlpha3)[0]) for r in of_class(rows, terms.State).values()}
    assert ours <= set(re.findall(area, codes))


# -- sources -------------------------------------------------------------------------------------------------------


def test_every_row_says_where_it_is_from(rows: dict[str, Row]) -> None:
    for row in rows.values():
        sources = values(row, terms.DCTERMS + "source")
        assert sources
        assert all(source.strip() == source and len(source) > 3 for source in sources), row.subject


@needs_shared
def test_a_name_that_a_row_says_it_has_from_the_seed_stands_in_the_seed(rows: dict[str, Row]) -> None:
    seed = (SHARED.parent / "seed" / "A-CONF.234-RPM.3-1.txt").read_text(encoding="utf-8")
    words = " ".join(seed.casefold().replace("’", "'").split())
    for code in ("instrument", "body", "programme", "person"):
        for key, row in rows.items():
            if key.startswith(code) and all("A/CONF.234/RPM.3/1" in s for s in values(row, terms.DCTERMS + "source")):
                labels = row.labels(SKOS + "prefLabel", SKOS + "altLabel", terms.abbreviation)
                assert any(label.casefold().replace("’", "'") in words for label in labels), key


# -- the files themselves ------------------------------------------------------------------------------------------


def natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key by which 9 comes before 10."""
    return [(0, int(s), "") if s.isdigit() else (1, 0, s) for s in re.split(r"([0-9]+)", text) if s]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_sorted_and_its_prefixes_are_in_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith(" .\n")
    head, *blocks = text.split("\n\n")[1:]
    base, *prefixes = head.splitlines()
    assert base == f"@base <{BASE}> ."
    assert prefixes == sorted(prefixes)
    subjects = [block.splitlines()[0] for block in blocks]
    assert subjects == sorted(subjects, key=natural)
    for block in blocks:
        predicates = re.findall(r"^    (\S+)", block, re.MULTILINE)
        names = [p for p in predicates if p]
        assert names[0] == "a"
        assert names[1:] == sorted(names[1:]), block.splitlines()[0]
        for several in re.findall(r"\n((?:        \S.*\n?)+)", block):
            lines = [re.sub(r" [,;.]$", "", line) for line in several.rstrip("\n").split("\n")]
            assert lines == sorted(set(lines)), block.splitlines()[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_declares_the_prefixes_it_uses_and_no_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = set(re.findall(r"^@prefix (\w+):", text, re.MULTILINE))
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^#.*$|^@.*$', "", text, flags=re.MULTILINE)
    assert declared == set(re.findall(r"(?<![\w:])([a-z]+):", body))


def test_the_names_of_things_are_not_shared_unless_both_say_so(rows: dict[str, Row]) -> None:
    claims: dict[str, set[str]] = defaultdict(set)
    marked: dict[str, set[str]] = defaultdict(set)
    for key, row in rows.items():
        for label in row.labels(SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", terms.abbreviation):
            claims[label].add(key)
        for label in row.labels(terms.ambiguousLabel):
            marked[label].add(key)
    assert {label: keys for label, keys in claims.items() if len(keys) > 1 and marked[label] != keys} == {}
