"""What a page asks the graph, each question one SELECT: what is around a part, what links to a thing, in what order.

Every text is written by functions that take IRIs, so that nothing else enters a query (`NamedNode` raises ValueError
for anything that is not an IRI).
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from ontology import terms
from ontology.identifiers import ONTOLOGY

PREFIX = f"PREFIX cc: <{ONTOLOGY}>\n"

WORDED = """
  OPTIONAL { ?iri cc:text ?text }
  OPTIONAL { ?iri cc:title ?title }
  OPTIONAL { ?iri cc:order ?order }
  OPTIONAL { ?iri cc:enumerator ?mark }"""
"""What a list says of a part or an outcome."""

QUIET = tuple(
    NamedNode(each)
    for each in (
        terms.inContainer,
        terms.subject,
        terms.object,
        terms.refersTo,
        terms.inDocument,
        terms.within,
        terms.next,
        terms.under,
        terms.predicate,
        terms.event,
        terms.hasPart,
        terms.sittingOf,
        terms.RDF + "type",
        terms.SKOS + "inScheme",
        terms.SKOS + "topConceptOf",
    )
)
"""Properties whose subjects are no list that a reader looks for: evidence, closures, order."""


def around(part: str) -> str:
    """Ask what stands above, below, before and after a part, which outcome it states, what it reports on."""
    node = NamedNode(part)
    return f"""{PREFIX}SELECT ?role ?iri ?text ?title ?order ?mark WHERE {{
  {{ {node} cc:partOf+ ?iri BIND("above" AS ?role) }}
  UNION {{ ?iri cc:partOf {node} BIND("below" AS ?role) }}
  UNION {{ {node} cc:next ?iri BIND("next" AS ?role) }}
  UNION {{ ?iri cc:next {node} BIND("previous" AS ?role) }}
  UNION {{ ?iri cc:statedIn {node} BIND("states" AS ?role) }}
  UNION {{ {node} cc:inDocument/cc:reportOf ?iri BIND("event" AS ?role) }}{WORDED}
}} ORDER BY ?role ?order ?iri"""


def sequence(document: str) -> str:
    """Ask for the outcomes of a document in the order in which it states them."""
    return f"""{PREFIX}SELECT ?iri ?place ?text ?order WHERE {{
  ?iri cc:statedIn ?place ; cc:text ?text .
  ?place cc:inDocument {NamedNode(document)} ; cc:order ?order .
}} ORDER BY ?order ?iri"""


def links_to(iri: str) -> str:
    """Ask by which properties an IRI is linked to, and how often."""
    quiet = ", ".join(str(each) for each in QUIET)
    return f"""SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{
  ?s ?p {NamedNode(iri)} FILTER(?p NOT IN ({quiet}))
}} GROUP BY ?p ORDER BY ?p"""


def first_links(iri: str, properties: Iterable[str], limit: int) -> str:
    """Ask for the first subjects that link to an IRI by each property; mentions by outcomes apart from the others'."""
    node = NamedNode(iri)
    blocks = []
    for each in properties:
        if each == terms.mentions:
            blocks.append(_first("outcomes", f"?iri cc:mentions {node} ; cc:statedIn ?place", limit))
            unstated = "FILTER NOT EXISTS { ?outcome cc:statedIn ?iri }"
            blocks.append(_first("parts", f"?iri cc:mentions {node} ; cc:partOf ?above {unstated}", limit))
        else:
            blocks.append(_first(each, PATTERNS.get(each, f"?iri {NamedNode(each)} {{it}}").format(it=node), limit))
    union = "\n  UNION ".join(blocks)
    return f"{PREFIX}SELECT ?p ?iri ?text ?title ?order ?mark WHERE {{\n  {union}{WORDED}\n}} ORDER BY ?p ?order ?iri"


PATTERNS = {
    terms.speaker: "?iri cc:speaker {it} ; cc:partOf ?above",
    terms.speakerKind: "?iri cc:speakerKind {it} ; cc:partOf ?above",
    terms.agent: "?taking cc:agent {it} ; cc:event ?iri",
    terms.represents: "?taking cc:represents {it} ; cc:agent ?iri",
}
"""What a list holds where it is not simply what links here: paragraphs, not spans; events, not participations."""


def _first(label: str, pattern: str, limit: int) -> str:
    return f'{{ SELECT DISTINCT ?p ?iri WHERE {{ {pattern} BIND("{label}" AS ?p) }} ORDER BY ?iri LIMIT {limit} }}'


def mention_counts(iri: str) -> str:
    """Ask how many outcomes, and how many parts that state no outcome, name a thing, and in how many it speaks."""
    node = NamedNode(iri)
    return f"""{PREFIX}SELECT ?p (COUNT(DISTINCT ?iri) AS ?n) WHERE {{
  {{ ?iri cc:mentions {node} ; cc:statedIn ?place BIND("outcomes" AS ?p) }}
  UNION
  {{ ?iri cc:speaker|cc:speakerKind {node} ; cc:partOf ?above BIND("{terms.speaker}" AS ?p) }}
  UNION
  {{ ?iri cc:mentions {node} ; cc:partOf ?above BIND("parts" AS ?p) FILTER NOT EXISTS {{ ?outcome cc:statedIn ?iri }} }}
}} GROUP BY ?p"""


def scores(iri: str) -> str:
    """Ask how surely methods infer what an IRI is linked with, in either direction: ?p ?iri ?score ?graph."""
    node = NamedNode(iri)
    return f"""{PREFIX}SELECT DISTINCT ?p ?iri ?score ?graph WHERE {{
  GRAPH ?graph {{
    {{ ?span cc:object {node} ; cc:subject ?iri }} UNION {{ ?span cc:subject {node} ; cc:object ?iri }}
    ?span cc:predicate ?p ; cc:score ?score .
  }}
}} ORDER BY ?p ?iri ?score"""


def parts_query(document_iri: str) -> str:
    """Ask for the parts of a document in order, with the outcome that each states."""
    return f"""PREFIX cc: <{ONTOLOGY}>
SELECT DISTINCT ?part ?order ?text ?title ?level ?mark ?letter ?number ?outcome WHERE {{
  ?part cc:inDocument {NamedNode(document_iri)} ; cc:partOf ?above ; cc:order ?order ; cc:text ?text .
  OPTIONAL {{ ?part cc:title ?title }}
  OPTIONAL {{ ?part cc:level ?level }}
  OPTIONAL {{ ?part cc:enumerator ?mark }}
  OPTIONAL {{ ?part cc:letter ?letter }}
  OPTIONAL {{ ?part cc:number ?number }}
  OPTIONAL {{ ?outcome cc:statedIn ?part }}
}} ORDER BY ?order"""


def spans_query(document_iri: str) -> str:
    """Ask for the names in a document: where each stands and what it names."""
    return f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?part ?start ?end ?entity ?kind WHERE {{
  ?part cc:inDocument {NamedNode(document_iri)} .
  ?span cc:inContainer ?part ; cc:refersTo ?entity ; cc:start ?start ; cc:end ?end ; cc:mentionKind ?kind .
}} ORDER BY ?part ?start DESC(?end)"""


def speakers_query(document_iri: str) -> str:
    """Ask who speaks in each part of a document: somebody named, else a kind of speaker."""
    return f"""PREFIX cc: <{ONTOLOGY}>
SELECT DISTINCT ?part ?who WHERE {{
  ?part cc:inDocument {NamedNode(document_iri)} ; cc:partOf ?above .
  {{ ?part cc:speaker ?who }}
  UNION {{ ?part cc:speakerKind ?who FILTER(?who != cc:Impersonal) FILTER NOT EXISTS {{ ?part cc:speaker ?named }} }}
}} ORDER BY ?part ?who"""
