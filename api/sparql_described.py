"""What the OpenAPI document says of `/sparql`: parameters, examples, answers with their header fields, problems."""

from __future__ import annotations

from typing import Any

from api import results
from api.problem_kinds import KINDS, Kind
from api.problems import MEDIA_TYPE, Problem

EXAMPLES = {
    "rows": (
        "Recommendations and their wording",
        """PREFIX cc: <https://w3id.org/crimecongress/ontology#>
SELECT ?recommendation ?text WHERE { ?recommendation a cc:Recommendation ; cc:text ?text } LIMIT 10""",
    ),
    "count": (
        "The instrument that most recommendations name",
        """PREFIX cc: <https://w3id.org/crimecongress/ontology#>
SELECT ?instrument (COUNT(*) AS ?n)
WHERE { ?recommendation a cc:Recommendation ; cc:mentions ?instrument . ?instrument a cc:Instrument }
GROUP BY ?instrument ORDER BY DESC(?n) ?instrument LIMIT 1""",
    ),
    "truth": (
        "Whether a recommendation speaks of children",
        """PREFIX cc: <https://w3id.org/crimecongress/ontology#>
ASK { ?recommendation a cc:Recommendation ; cc:text ?text FILTER(CONTAINS(?text, "children")) }""",
    ),
    "graph": (
        "All that is said of one recommendation, as RDF",
        "DESCRIBE <https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e>",
    ),
    "words": (
        "What a full-text search finds, the best first",
        """PREFIX text: <https://w3id.org/crimecongress/text#>
SELECT ?item ?score WHERE {
  SERVICE <https://w3id.org/crimecongress/text> { ?item text:query "restorative justice" ; text:score ?score }
} ORDER BY DESC(?score) LIMIT 10""",
    ),
}
"""Queries by name, each with what it asks; all have answers in the published graph."""
HEADERS = {
    "ETag": "Of release, query and format; for If-None-Match.",
    "X-Query-Id": "The query, in the log.",
    "X-Result-Rows": "Rows or triples; of a long answer a trailer field, for who sends TE: trailers.",
    "Server-Timing": "Processor time in the engine.",
    "Link": "The release that was asked: rel=http://www.w3.org/ns/prov#wasDerivedFrom.",
}
COUNTED = {
    "head": {"vars": ["instrument", "n"]},
    "results": {
        "bindings": [
            {
                "instrument": {"type": "uri", "value": "https://w3id.org/crimecongress/instrument/2030-AGENDA"},
                "n": {"type": "literal", "value": "4", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
            }
        ]
    },
}
"""The answer to the example "count"."""


def operations() -> dict[str, Any]:
    """Return the operations of the path."""
    return {"get": _operation("get"), "post": _operation("post")}


def _operation(method: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"sparql_{method}",
        "tags": ["SPARQL"],
        "summary": "Answer a SPARQL 1.1 query",
        "description": "SPARQL 1.1 Protocol, query side. Without a query, GET answers the service description.",
        "parameters": [
            _parameter(name, text) for name, text in PARAMETERS.items() if method == "get" or name != "query"
        ],
        "responses": _responses(),
    }
    if method == "post":
        operation["requestBody"] = {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}, "examples": _examples()},
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}},
                    "example": {"query": EXAMPLES["rows"][1]},
                },
            },
        }
    return operation


PARAMETERS = {
    "query": "The query. Exactly one.",
    "default-graph-uri": "A graph of the default graph; may be repeated; wins over FROM.",
    "named-graph-uri": "A named graph of the dataset; may be repeated; wins over FROM NAMED.",
    "format": "The format of the answer, by short name or media type; wins over Accept.",
    "explain": "1: instead of the answer, how the query was understood.",
    "release": "The version of the release to ask; 404 where it is not served.",
}


def _parameter(name: str, description: str) -> dict[str, Any]:
    repeated = name.endswith("-graph-uri")
    kind: dict[str, Any] = (
        {"type": "array", "items": {"type": "string", "format": "uri"}} if repeated else {"type": "string"}
    )
    parameter: dict[str, Any] = {"name": name, "in": "query", "description": description, "schema": kind}
    return parameter | ({"examples": _examples()} if name == "query" else {})


def _examples() -> dict[str, Any]:
    return {name: {"summary": summary, "value": query} for name, (summary, query) in EXAMPLES.items()}


def _responses() -> dict[str, Any]:
    types = dict.fromkeys(f.media_type for f in results.FORMATS)
    answers: dict[str, Any] = {
        "200": {
            "description": "The complete answer.",
            "headers": {name: _header(said) for name, said in HEADERS.items()},
            "content": {t: {"schema": {"type": "object" if "json" in t else "string"}} for t in types},
        }
    }
    answers["200"]["content"][results.JSON.media_type]["example"] = COUNTED
    answers["304"] = {"description": "The answer that the client holds (If-None-Match) is still right."}
    for kind in KINDS.values():
        if kind.status != 500:
            answers.setdefault(str(kind.status), _problem(kind))
    return answers


def _problem(kind: Kind) -> dict[str, Any]:
    example = Problem(kind.name, "what was wrong").members()
    answer = {"description": kind.title, "content": {MEDIA_TYPE: {"schema": {"type": "object"}, "example": example}}}
    waits = {"headers": {"Retry-After": _header("Seconds to wait.")}} if kind.status in (429, 503) else {}
    return answer | waits


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}
