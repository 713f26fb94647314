"""How words become links, on sentences made for it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extraction import StatedOutcome
from ingest.inferring import METHODS, find_links, infer
from ingest.inferring.index import Index
from ingest.inferring.links import Link, publish_link
from ingest.inferring.reflected import REFLECTED, find_reflected
from ingest.inferring.related import RELATED, find_related
from ingest.inferring.scheme import Scheme
from ingest.inferring.topics import TOPICS, find_topics
from ingest.inferring.words import words_of
from ingest.quads import RDF_TYPE, Literal, Triple, english
from ontology import identifiers, terms

MEETING = identifiers.meeting(identifiers.congress(14), "RPM.3")
PREF, ALT, DEFINITION = (terms.SKOS + name for name in ("prefLabel", "altLabel", "definition"))


def outcome(
    place: str, text: str, kind: str = "recommendation", event: str = MEETING, symbol: str = "A/1"
) -> StatedOutcome:
    kind = identifiers.Kind(kind)
    part = identifiers.part(symbol, f"para/{place}")
    return StatedOutcome(identifiers.outcome(kind, symbol, place), kind, part, text, event)


def topic(slug: str, label: str, definition: str = "", *others: str) -> list[Triple]:
    iri = identifiers.topic(slug)
    names = [Triple(iri, ALT, english(other)) for other in others]
    return [
        Triple(iri, RDF_TYPE, terms.Topic),
        Triple(iri, PREF, english(label)),
        Triple(iri, DEFINITION, english(definition)),
        *names,
    ]


SCHEME = [
    *topic("gangs", "gangs", "Recruitment into gangs."),
    *topic("restorative-justice", "restorative justice", "Victim and offender together settle matters."),
    *topic("juvenile-justice", "justice for children", "Children before courts.", "juvenile justice"),
    *topic("prisons", "prisons and treatment of prisoners", "Conditions of prisons."),
    *topic("reducing-reoffending", "reducing reoffending", "Lowering the risk.", "recidivism"),
]


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        # grammar words do not count
        ("the prevention of the crime", ["prevent", "crime"]),
        # the name of the field says nothing, alone it does
        ("crime prevention and criminal justice", []),
        ("criminal justice", ["crimin", "justic"]),
        # two words that Snowball takes for one
        ("integrity of integrated institutions", ["integrity", "integr", "institut"]),
        ("organized groups and organizations", ["organized", "group", "organization"]),
        # one word that Snowball takes for two
        ("a child, the children", ["child", "child"]),
        ("juveniles, young people", ["youth", "youth", "peopl"]),
        # compounds and possessives
        ("evidence-based; the public’s trust", ["evid", "base", "public", "trust"]),
        ("ex-offenders", ["ex-offend"]),
    ],
)
def test_words_are_counted_by_their_stems(text: str, stems: list[str]) -> None:
    assert [word.stem for word in words_of(text)] == stems


def test_a_word_knows_its_place_among_all_words() -> None:
    assert [word.place for word in words_of("justice for the children")] == [0, 3]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Prevent recruitment into gangs", ["gangs"]),
        ("Foster restorative justice within juvenile justice systems", ["juvenile-justice", "restorative-justice"]),
        # another name of the topic
        ("Share good practices that lower recidivism", ["reducing-reoffending"]),
        # the words of the name stand too far apart to be its
        ("Let children play, and ask all ministers in the whole wide world to speak of justice", []),
        # one word of a name is not the name
        ("Promote access to justice", []),
        ("Strengthen cooperation", []),
    ],
)
def test_a_topic_is_found_by_its_names(text: str, slugs: list[str]) -> None:
    found = find_topics([outcome("1/a", text)], Scheme.of(SCHEME))
    assert [link.object for link in found] == [identifiers.topic(slug) for slug in slugs]


def test_a_topic_shows_the_words_of_the_text_that_name_it() -> None:
    (link,) = find_topics([outcome("1/a", "Reduce Recidivism by all means")], Scheme.of(SCHEME))
    assert link.shared[0] == "recidivism"
    assert link.score >= TOPICS.threshold


TEXTS = (
    "Strengthen prison education in workshops and schools",
    "Expand education and workshops in every prison",
    "Protect wildlife against poaching and illegal trade",
    "Encourage extradition treaties among neighbouring countries",
    "Collect statistics on homicide by harmonized criteria",
    "Support witnesses and whistle-blowers in court",
)


def made(symbol: str = "A/1") -> list[StatedOutcome]:
    return [outcome(f"1/{letter}", text, symbol=symbol) for letter, text in zip("abcdef", TEXTS, strict=True)]


def test_like_recommendations_are_related_once() -> None:
    (link,) = find_related(made(), {})
    assert (link.outcome.iri[-3:], link.object[-3:]) == ("1/a", "1/b")
    assert set(link.shared) >= {"prison", "education", "workshops"}


def test_recommendations_of_two_documents_are_related() -> None:
    pairs = {(link.outcome.iri, link.object) for link in find_related([*made("A/1"), *made("A/2")], {})}
    one, two = (identifiers.outcome(identifiers.Kind.RECOMMENDATION, symbol, "1/c") for symbol in ("A/1", "A/2"))
    assert (one, two) in pairs


def test_a_topic_in_common_makes_texts_more_alike() -> None:
    texts = {"a": "Examine contraband", "b": "Understand the smuggling of goods", "c": "Welcome the hosts"}
    topics = {"a": ["contraband"], "b": ["contraband"]}
    assert list(Index(texts, {}).matches("a", 0.0)) == []
    (match,) = Index(texts, topics).matches("a", 0.0)
    assert (match.key, match.shared) == ("b", ("contraband",))


def test_copies_of_a_text_do_not_make_the_links_explode() -> None:
    copies = [each for number in range(1, 61) for each in made(f"A/{number}")]
    assert len(list(find_related(copies, {}))) <= 10 * len(copies)


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (identifiers.congress(14), 1),
        (identifiers.congress(13), 0),  # the declaration of another congress
        ("", 0),  # of no congress that is known
    ],
)
def test_a_recommendation_is_sought_in_the_declaration_of_its_own_congress(event: str, found: int) -> None:
    commitment = outcome(
        "annex/9", "We undertake to expand education and workshops in prison", "commitment", event, "A/RES/9/9"
    )
    assert len(list(find_reflected([*made()[0:1], *made()[2:], commitment], {}))) == found


def test_agreements_and_commitments_are_not_related_to_recommendations() -> None:
    others = [outcome("2/a", TEXTS[0], "agreement"), outcome("annex/1", TEXTS[0], "commitment", symbol="A/RES/1/1")]
    assert {link.object for link in find_related([*made(), *others], {})} == {made()[1].iri}


def test_each_link_is_published_with_its_evidence() -> None:
    stated = outcome("1/a", "Prevent gangs")
    triples = set(publish_link(TOPICS, Link(stated, identifiers.topic("gangs"), 0.8, ("gangs",))))
    (node,) = {triple.subject for triple in triples} - {stated.iri}
    assert node.startswith(f"{stated.part}/statement/")
    assert Triple(stated.iri, terms.concerns, identifiers.topic("gangs")) in triples
    assert {(t.predicate, t.object) for t in triples if t.subject == node} == {
        (RDF_TYPE, terms.Statement),
        (terms.subject, stated.iri),
        (terms.predicate, terms.concerns),
        (terms.object, identifiers.topic("gangs")),
        (terms.method, Literal("topics")),
        (terms.methodVersion, Literal("1")),
        (terms.score, Literal("0.800", "http://www.w3.org/2001/XMLSchema#decimal")),
        (terms.sharedTerm, Literal("gangs")),
    }


def test_a_method_that_finds_nothing_has_no_graph() -> None:
    graphs = infer([outcome("1/a", "Prevent gangs")], SCHEME)
    assert list(graphs) == [identifiers.graph_inferred(name) for name in ("topics", "owl-rules")]


def test_the_rules_give_the_other_direction_and_the_class_of_the_evidence() -> None:
    graphs = infer(made(), [])
    related, rules = (graphs[identifiers.graph_inferred(name)] for name in ("related", "owl-rules"))
    (link,) = (triple for triple in related if triple.predicate == terms.relatedTo)
    (node,) = (triple.subject for triple in related if triple.predicate == terms.method)
    assert set(rules) == {
        Triple(str(link.object), terms.relatedTo, link.subject),
        Triple(node, RDF_TYPE, terms.Evidence),
    }


def test_the_order_of_the_documents_does_not_matter() -> None:
    stated = [*made("A/1"), *made("A/2")]
    shuffled = random.Random(7).sample(stated, len(stated))
    assert infer(stated, SCHEME) == infer(shuffled, SCHEME)


WORDS = st.lists(
    st.sampled_from(
        ["gangs", "prisons", "youth", "justice", "treaty", "and", "the", "education", "evidence", "of", "fisheries"]
    ),
    max_size=12,
)


@given(st.lists(WORDS.map(" ".join), max_size=8))
def test_scores_are_between_the_threshold_and_one(texts: list[str]) -> None:
    stated = [outcome(f"{number}/a", text) for number, text in enumerate(texts, 1)]
    for method, found in find_links(stated, SCHEME).items():
        assert all(method.threshold <= link.score <= 1.0 for link in found)


@given(st.lists(WORDS.map(" ".join), min_size=2, max_size=8))
def test_likeness_is_the_same_both_ways(texts: list[str]) -> None:
    index = Index({str(number): text for number, text in enumerate(texts)}, {})
    there = {(key, match.key): match.score for key in map(str, range(len(texts))) for match in index.matches(key, 0.0)}
    for (one, other), score in there.items():
        assert there.get((other, one), score) == pytest.approx(score)


def test_methods_are_named_as_their_graphs() -> None:
    assert [method.graph.rsplit("/", 1)[1] for method in METHODS] == ["topics", "related", "reflected"]
    assert (RELATED.predicate, REFLECTED.predicate) == (terms.relatedTo, terms.reflectedIn)
