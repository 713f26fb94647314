"""Every example query, asked of the published graph, gives the answer that was found by reading the report."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.local import ask
from ontology.files import folder
from ontology.terms import CC, SH

pytestmark = pytest.mark.usefixtures("loaded_once")

QUERIES = sorted(folder("queries").glob("*.ttl"))
QUESTIONS = Path(__file__).parents[3] / "shared" / "questions" / "questions.json"


def statements(path: Path) -> dict[str, str]:
    """The one example query of a file, by property name."""
    return {quad.predicate.value: quad.object.value for quad in ox.parse(path=path)}


def query_of(fields: dict[str, str]) -> tuple[str, str]:
    (form,) = {"select", "ask", "construct", "describe"} & {
        iri.removeprefix(SH) for iri in fields if iri.startswith(SH)
    }
    return form, fields[SH + form]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_an_example_query_gives_the_answer_found_by_reading(path: Path) -> None:
    fields = statements(path)
    expected = fields[CC + "expectedAnswer"]
    form, query = query_of(fields)
    answer = ask(query, folder("graph"))
    if form == "ask":
        assert answer.rows()[1] == [[expected.strip()]]
    elif form == "construct":
        assert sum(1 for _ in answer.results) == int(expected)
    else:
        names, found = answer.rows()
        (header, *wanted) = rows(expected)
        assert names == header
        assert (found if "ORDER BY" in query else sorted(found)) == (wanted if "ORDER BY" in query else sorted(wanted))


def test_there_are_at_least_sixty_competency_questions() -> None:
    assert len(QUERIES) >= 60


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_an_example_query_has_a_question_keywords_and_an_iri_of_its_file_name(path: Path) -> None:
    quads = list(ox.parse(path=path))
    assert {quad.subject.value for quad in quads} == {f"https://w3id.org/crimecongress/query/{path.stem}"}
    fields = statements(path)
    assert fields["http://www.w3.org/2000/01/rdf-schema#comment"]
    assert fields["https://schema.org/keywords"]


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the shared competency questions are not beside the checkout")
def test_every_shared_question_has_an_example_query() -> None:
    asked = {question["id"] for question in json.loads(QUESTIONS.read_text())["questions"]}
    assert asked == set(ANSWERED_BY)
    assert {path.stem for path in QUERIES} >= set(ANSWERED_BY.values())


ANSWERED_BY = {
    "CQ02": "recommendation-count",
    "CQ03": "recommendations-by-paragraph",
    "CQ05": "recommendations-by-agenda-item",
    "CQ07": "workshops-paired-with-agenda-items",
    "CQ09": "recommendations-naming-sdg-targets",
    "CQ12": "recommendations-naming-the-2030-agenda",
    "CQ17": "recommendations-with-a-phrase",
    "CQ19": "instruments-named-in-several-paragraphs",
    "CQ20": "instruments-of-one-recommendation",
    "CQ27": "general-assembly-resolutions-cited",
    "CQ29": "paragraphs-citing-a-document",
    "CQ32": "annex-documents-never-cited",
    "CQ34": "states-represented",
    "CQ36": "observers-by-kind",
    "CQ38": "officers-elected",
    "CQ39": "who-chaired-which-sitting",
    "CQ41": "planned-dates-and-place",
    "CQ46": "recommendations-with-a-word",
    "CQ50": "leading-verbs",
    "CQ52": "recommendations-with-sub-items",
}
"""Which file answers which of the shared competency questions."""
