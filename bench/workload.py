"""The twelve questions that researchers put to such a graph, and what makes two answers to one of them equal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

import pyoxigraph as ox

from bench.document import FIRST
from ontology import identifiers as ids
from ontology.terms import XSD

PROLOGUE = (
    "PREFIX cc: <https://w3id.org/crimecongress/ontology#> PREFIX sdg: <http://metadata.un.org/sdg/> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX text: <https://w3id.org/crimecongress/text#> "
)
SELECT, GRAPH = "application/sparql-results+json", "text/turtle"
TEXT_SEARCH = (
    "SELECT ?part WHERE {{ SERVICE <https://w3id.org/crimecongress/text> "
    '{{ ?part text:query "{word}" ; text:limit 10000 }} ?part a cc:DocumentPart }}'
)
"""The search of this service for what "text" looks for, ranked and in any inflection: its answer may differ."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query of the workload."""

    name: str
    text: str
    ordered: bool = False
    """Whether the order of the rows is part of the answer."""

    @property
    def accept(self) -> str:
        """The media type that is asked for."""
        return GRAPH if self.text.startswith("CONSTRUCT") else SELECT

    @property
    def query(self) -> str:
        """The query with its prefixes."""
        return PROLOGUE + self.text


@dataclass(frozen=True, slots=True)
class Subject:
    """What the questions are about in one graph: a question that finds nothing measures nothing."""

    symbol: str
    meeting: str
    paragraph: str
    """"28/e": where a recommendation stands."""
    word: str
    """A word that a few parts have."""
    many: int
    """How many recommendations a topic must have to be counted."""


SEED = Subject("A/CONF.234/RPM.3/1", ids.meeting(ids.congress(14), "RPM.3"), "28/e", "youth", 4)
"""The report that is published."""


def generated(triples: int) -> Subject:
    """Return what to ask of a generated graph: about one report, and for topics with the graph's size."""
    code = "RPM.2" if triples >= 100_000 else "RPM.1"
    meeting = ids.meeting(ids.congress(FIRST), code)
    return Subject(f"A/CONF.{1000 + FIRST}/{code}/1", meeting, "", "antiquities", triples // 10_000)


def questions(subject: Subject, recommendation: str) -> tuple[Question, ...]:
    """Return the twelve; `recommendation` is the IRI of one that the subject's document states."""
    text, at = f'"{subject.word}"', f"cc:madeAt <{subject.meeting}>"
    things = f"sdg:16 sdg:16.5 <{ids.BASE}instrument/UNTOC> <{ids.BASE}instrument/UNCAC> <{ids.BASE}body/UNODC>"
    return (
        Question("lookup", f"SELECT ?p ?o WHERE {{ <{recommendation}> ?p ?o }}"),
        Question("by target", "SELECT ?part ?c ?t WHERE { ?part cc:mentions sdg:16.5 ; cc:citation ?c ; cc:text ?t }"),
        Question("counts", "SELECT ?k (COUNT(?m) AS ?n) WHERE { ?m a cc:Mention ; cc:mentionKind ?k } GROUP BY ?k"),
        Question(
            "text",
            f"SELECT ?part WHERE {{ ?part a cc:DocumentPart ; cc:text ?t FILTER(CONTAINS(LCASE(?t), {text})) }}",
        ),
        Question(
            "regex",
            'SELECT ?r ?t WHERE { ?r a cc:Recommendation ; cc:text ?t FILTER(REGEX(?t, "cyber|terroris(m|t)", "i")) }',
        ),
        Question(
            "path",
            "SELECT DISTINCT ?s ?title WHERE { ?m cc:refersTo sdg:16.5 ; cc:inContainer ?p . ?p cc:partOf* ?s . "
            "?s a cc:Section ; cc:title ?title }",
        ),
        Question(
            "optional-heavy page",
            f"SELECT ?r ?t ?title ?w ?a ?label WHERE {{ ?r a cc:Recommendation ; {at} ; cc:text ?t "
            "OPTIONAL { ?r cc:underAgendaItem ?i . ?i cc:title ?title } OPTIONAL { ?r cc:underWorkshop ?w } "
            "OPTIONAL { ?r cc:addressee ?a } OPTIONAL { ?r cc:concerns ?c . ?c skos:prefLabel ?label "
            'FILTER(LANG(?label) = "en") } }',
        ),
        Question(
            "having",
            "SELECT ?c (COUNT(?r) AS ?n) WHERE { ?c a cc:Topic OPTIONAL { ?r cc:concerns ?c } } "
            f"GROUP BY ?c HAVING (COUNT(?r) > {subject.many})",
        ),
        Question("ask", "ASK { ?r a cc:Recommendation ; cc:leadingVerb 'promote' ; cc:mentions ?x }"),
        Question(
            "construct",
            f"CONSTRUCT {{ ?r cc:text ?t ; cc:citation ?c }} WHERE {{ ?r {at} ; cc:text ?t ; cc:citation ?c }}",
        ),
        Question(
            "order and page",
            "SELECT ?part ?c WHERE { ?part a cc:DocumentPart ; cc:citation ?c } ORDER BY ?c LIMIT 20 OFFSET 100",
            ordered=True,
        ),
        Question(
            "values join",
            f"SELECT ?m ?c WHERE {{ VALUES ?x {{ {things} }} "
            "?m cc:refersTo ?x ; cc:inContainer ?p . ?p cc:citation ?c }",
        ),
    )


def content(body: bytes, question: Question) -> Hashable:
    """Return what an answer says, equal for equal answers whatever the server's spelling.

    Rows are a multiset unless the query orders them; plain strings have no datatype; numbers are compared by value.
    """
    if question.accept == GRAPH:
        return frozenset(ox.parse(body, format=ox.RdfFormat.TURTLE))
    found = json.loads(body)
    if question.text.startswith("ASK"):
        return str(_truth(found)).lower()
    rows = [tuple(sorted((name, *_term(term)) for name, term in row.items())) for row in found["results"]["bindings"]]
    return tuple(rows) if question.ordered else frozenset(Counter(rows).items())


def _truth(found: dict[str, object]) -> object:
    """Return the answer to an ASK (Virtuoso writes it as a row)."""
    if "boolean" in found:
        return found["boolean"]
    results: dict[str, list[dict[str, dict[str, str]]]] = found["results"]  # type: ignore[assignment]
    return bool(int(next(iter(results["bindings"][0].values()))["value"]))


def _term(term: dict[str, str]) -> tuple[str, str, str]:
    kind = "literal" if "literal" in term["type"] else term["type"]
    datatype = term.get("datatype", "").removeprefix(XSD)
    value = str(float(term["value"])) if datatype in ("integer", "decimal", "double", "float", "int") else term["value"]
    return kind, value, term.get("xml:lang", "")


def rows(body: bytes, question: Question) -> int:
    """Return how many rows or triples an answer has; 1 for a truth value."""
    found = content(body, question)
    if isinstance(found, str):
        return 1
    if isinstance(found, tuple) or question.accept == GRAPH:
        return len(found)  # type: ignore[arg-type]
    return sum(count for _, count in found)  # type: ignore[attr-defined]
