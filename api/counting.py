"""The content of a graph counted by queries, for VoID: for graphs whose own catalogue does not state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology.void import Counts

if TYPE_CHECKING:
    from api.engine import Engine
    from api.engine.binding import Term
    from api.engine.release import ReleaseInfo

SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) { ?s ?p ?o }"
CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) { ?s a ?class } GROUP BY ?class"
PROPERTIES = """
SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) { ?s ?property ?o } GROUP BY ?property
"""
PAIRS = "SELECT ?class ?property (COUNT(*) AS ?triples) { ?s a ?class ; ?property ?o } GROUP BY ?class ?property"
LINKS = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?property ?target (COUNT(*) AS ?triples) {
  ?s ?property ?o . FILTER(isIRI(?o) && STRSTARTS(STR(?s), ?base) && !STRSTARTS(STR(?o), ?base))
  FILTER(?property != rdf:type)
  BIND(REPLACE(STR(?o), "^([a-z]+://[^/]+/).*$", "$1") AS ?target)
} GROUP BY ?property ?target
"""


async def count(engine: Engine, release: ReleaseInfo) -> Counts:
    """Return the counts of the release that the engine serves."""
    links = await engine.select(LINKS, base=ox.Literal(release.base))
    classes = await engine.select(CLASSES)
    properties = await engine.select(PROPERTIES)
    pairs = await engine.select(PAIRS)
    return Counts(
        triples=release.triples,
        subjects=number((await engine.select(SUBJECTS))[0]["subjects"]),
        classes={row["class"].value: number(row["entities"]) for row in classes},
        properties={row["property"].value: (number(row["triples"]), number(row["subjects"])) for row in properties},
        pairs={(row["class"].value, row["property"].value): number(row["triples"]) for row in pairs},
        links={(row["property"].value, row["target"].value): number(row["triples"]) for row in links},
    )


def number(term: Term) -> int:
    """Return a count that a query gave."""
    return int(term.value)
