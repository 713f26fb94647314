"""`/validate` as the OpenAPI document describes it: a plain route, written down by hand."""

from __future__ import annotations

from typing import Any

from api.problems import MEDIA_TYPE
from api.requests import FORM_TYPE
from api.validation.checking import SYNTAXES

EXAMPLE = """@prefix cc: <https://w3id.org/crimecongress/ontology#> .
<https://example.org/note/1> a cc:Mention ;
    cc:refersTo <https://w3id.org/crimecongress/instrument/UNTOC> ."""
REPORTS = (*SYNTAXES, "application/json", "text/html")
PROBLEMS = {
    "400": "Malformed RDF or request",
    "406": "Not acceptable",
    "413": "Too long",
    "415": "Unsupported media type",
    "503": "Busy, or too much memory",
    "504": "It took too long",
}


def operations() -> dict[str, Any]:
    """Return the path item: GET, the page, and POST, the check."""
    page = {"200": {"description": "The page.", "content": {"text/html": {"schema": {"type": "string"}}}}}
    get = {"operationId": "validate_get", "tags": ["SHACL"], "summary": "A page with a text box", "responses": page}
    return {"get": get, "post": _post()}


def _post() -> dict[str, Any]:
    rdf: dict[str, Any] = {syntax: {"schema": {"type": "string"}} for syntax in SYNTAXES}
    rdf["text/turtle"]["example"] = EXAMPLE
    fields = {"data": {"type": "string"}, "syntax": {"type": "string", "enum": list(SYNTAXES)}}
    form = {"schema": {"type": "object", "required": ["data"], "properties": fields}}
    problem = {MEDIA_TYPE: {"schema": {"type": "object"}}}
    report = {media_type: {"schema": {"type": "string"}} for media_type in REPORTS}
    return {
        "operationId": "validate_post",
        "tags": ["SHACL"],
        "summary": "Check RDF against the shapes",
        "description": "The answer is a SHACL validation report, also when something is wrong. What the RDF links to "
        "in the graph is known by its class. Nothing is fetched and nothing is kept.",
        "parameters": [
            {
                "name": "format",
                "in": "query",
                "description": "The format of the report, by short name or media type; wins over Accept.",
                "schema": {"type": "string"},
            }
        ],
        "requestBody": {"required": True, "content": {**rdf, FORM_TYPE: form}},
        "responses": {
            "200": {"description": "The report.", "content": report},
            **{status: {"description": text, "content": problem} for status, text in PROBLEMS.items()},
        },
    }
