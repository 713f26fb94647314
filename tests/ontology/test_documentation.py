"""The documentation says of every term what the Turtle says, in HTML that needs nothing else."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from ontology.documentation import Documentation, TermEntry, read_documentation, render
from ontology.documentation.drawing import Relation, draw_classes, draw_relations, relations
from ontology.files import ontology_file
from ontology.identifiers import ONTOLOGY

PREFIXES = """
@prefix cc: <https://w3id.org/crimecongress/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
"""
SMALL = """
cc:Act a owl:Class ; rdfs:label "Act"@en , "Acte"@fr ; skos:definition "A deed & <more>."@en ;
    skos:example "One."@en ; dcterms:source "A/1, para. 2" ; vs:term_status "testing" .
cc:Vote a owl:Class ; rdfs:subClassOf cc:Act ; rdfs:label "Vote"@en ;
    dcterms:source <http://www.w3.org/ns/prov#Activity> .
cc:Body a owl:Class ; rdfs:label "Body"@en ; owl:disjointWith cc:Act .
cc:does a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "does"@en ; rdfs:domain cc:Body ; rdfs:range cc:Act .
cc:casts a owl:ObjectProperty ; rdfs:subPropertyOf cc:does ; rdfs:label "casts"@en ; rdfs:range cc:Vote .
cc:near a owl:ObjectProperty ; rdfs:label "near"@en .
cc:Colours a skos:ConceptScheme ; skos:prefLabel "Colours"@en ; skos:definition "Colours of cards."@en .
cc:Red a cc:Colour ; skos:inScheme cc:Colours ; skos:prefLabel "Red"@en .
"""


def documentation(turtle: str) -> Documentation:
    return read_documentation(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def small() -> Documentation:
    return documentation(SMALL)


@pytest.fixture(scope="module")
def ours() -> Documentation:
    return read_documentation(ox.parse(path=str(ontology_file("congress.ttl")), format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def page(ours: Documentation) -> str:
    return render(ours)


class Outline(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag in ("script", "link", "img", "iframe", "style", "object") or "src" in given or "style" in given:
            self.fetched.append(tag)


def term(read: Documentation, name: str) -> TermEntry:
    found = read.term(ONTOLOGY + name)
    assert found is not None
    return found


def related(read: Documentation, name: str) -> dict[str, list[str]]:
    return {label: [each.label for each in values] for label, values in term(read, name).relations}


def test_a_term_tells_its_texts_its_source_and_its_status(small: Documentation) -> None:
    act = term(small, "Act")
    assert act.labels == (("en", "Act"), ("fr", "Acte"))
    assert act.definitions == (("en", "A deed & <more>."),)
    assert act.examples == (("en", "One."),)
    assert [(each.iri, each.label) for each in act.sources] == [("", "A/1, para. 2")]
    assert act.status == "testing"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Act", {"Broader than": ["Vote"], "Is the value of": ["does"], "Disjoint with": ["Body"]}),
        ("Vote", {"Narrower than": ["Act"], "Is the value of": ["casts"]}),
        ("Body", {"Has the properties": ["does"], "Disjoint with": ["Act"]}),
        ("does", {"Broader than": ["casts"], "Said of": ["Body"], "Leads to": ["Act"]}),
        ("casts", {"Narrower than": ["does"], "Leads to": ["Vote"]}),
        ("Red", {"In the list": ["Colours"]}),
        ("Colours", {"Members": ["Red"]}),
    ],
)
def test_a_term_tells_its_relations_in_both_directions(
    small: Documentation, name: str, expected: dict[str, list[str]]
) -> None:
    assert related(small, name) == expected


def test_a_characteristic_of_a_property_is_told(small: Documentation) -> None:
    assert term(small, "does").characteristics == ("Transitive",)


def test_a_term_of_another_vocabulary_is_called_by_prefix_and_name(small: Documentation) -> None:
    assert [each.label for each in term(small, "Vote").sources] == ["prov:Activity"]


def test_a_code_list_is_a_section_with_its_definition(small: Documentation) -> None:
    lists = [section for section in small.sections if section.id.startswith("list-")]
    assert [(each.label, each.definition) for each in lists] == [("Code list: Colours", "Colours of cards.")]
    assert [each.id for each in lists[0].terms] == ["Colours", "Red"]


def test_a_property_without_a_domain_has_that_of_the_property_above(small: Documentation) -> None:
    assert relations(small.index) == (
        Relation(ONTOLOGY + "casts", ONTOLOGY + "Body", ONTOLOGY + "Vote"),
        Relation(ONTOLOGY + "does", ONTOLOGY + "Body", ONTOLOGY + "Act"),
        Relation(ONTOLOGY + "near", "", ""),
    )


def test_the_drawings_are_svg_in_which_every_name_is_a_link(small: Documentation) -> None:
    for drawing, expected in (
        (draw_relations(small.index), {"#Body", "#Act", "#Vote", "#does", "#casts", "#near"}),
        (draw_classes(small.index), {"#Body", "#Act", "#Vote"}),
    ):
        links = {each.get("href") for each in ET.fromstring(drawing).iter("a")}
        assert links == expected


def test_boxes_and_names_of_the_drawing_do_not_overlap(ours: Documentation) -> None:
    drawing = ET.fromstring(draw_relations(ours.index))
    height = float(drawing.get("viewBox", "").split()[3])
    columns: dict[str | None, list[tuple[float, float]]] = {}
    for box in drawing.iter("rect"):
        top, tall = float(box.get("y", "")), float(box.get("height", ""))
        columns.setdefault(box.get("x"), []).append((top, top + tall))
    assert len(columns) == 2
    for boxes in columns.values():
        edges = [edge for box in sorted(boxes) for edge in box]
        assert edges == sorted(edges)
        assert edges[0] >= 0
        assert edges[-1] <= height


def test_nothing_is_drawn_of_nothing() -> None:
    empty = documentation("cc:Red a cc:Colour .")
    assert (draw_relations(empty.index), draw_classes(empty.index)) == ("", "")
    assert "<svg" not in render(empty)


def test_every_term_of_the_ontology_has_an_anchor_and_its_definition(page: str) -> None:
    triples = list(ox.parse(path=str(ontology_file("congress.ttl")), format=ox.RdfFormat.TURTLE))
    ids = Outline(page).ids
    defined = [q for q in triples if q.predicate.value.endswith("#definition")]
    assert len(defined) > 100
    text = unescape(page)
    for quad in defined:
        assert quad.subject.value.removeprefix(ONTOLOGY) in ids
        assert quad.object.value in text


def test_every_link_inside_the_page_has_its_target_and_no_anchor_stands_twice(page: str) -> None:
    outline = Outline(page)
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)


def test_the_page_has_one_h1_skips_no_level_and_fetches_nothing(page: str) -> None:
    outline = Outline(page)
    assert outline.headings.count(1) == 1
    assert outline.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))
    assert outline.fetched == []


def test_texts_of_the_ontology_cannot_become_markup(small: Documentation) -> None:
    assert "A deed &amp; &lt;more&gt;." in render(small)


def test_addresses_of_other_things_are_those_that_the_site_gives(small: Documentation) -> None:
    html = render(small, [("/o.ttl", "Turtle")], lambda iri: f"/away?{iri[-8:]}")
    assert '<a class="chip" href="/o.ttl">Turtle</a>' in html
    assert '<a href="/away?Activity">prov:Activity</a>' in html
