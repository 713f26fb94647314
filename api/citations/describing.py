"""What the OpenAPI document says of `/cite` and `/verify`."""

from __future__ import annotations

from typing import Any

from api.records.describing import problems

Schema = dict[str, Any]

CITATION = "A/CONF.234/RPM.3/1, para. 28 (e)"
QUOTATION = "Consistently gather and use reliable statistics on crime and justice"

_THING: Schema = {
    "type": "object",
    "required": ["id", "url", "label"],
    "properties": {
        "id": {"type": "string", "format": "uri"},
        "url": {"type": "string", "description": "Where it is served here."},
        "label": {"type": "string"},
    },
}
RESOLUTION: Schema = {
    "type": "object",
    "required": ["q", "status"],
    "properties": {
        "q": {"type": "string", "description": "The citation, as sent."},
        "status": {"type": "string", "enum": ["found", "several", "unknown", "unreadable"]},
        **_THING["properties"],
        "citation": {"type": "string"},
        "choices": {"type": "array", "items": _THING, "description": "What it may mean, the likeliest first."},
        "nearest": {"type": "array", "items": _THING, "description": "What is written most alike."},
        "detail": {"type": "string"},
    },
}
CLAIM: Schema = {
    "type": "object",
    "required": ["uri", "quotation"],
    "properties": {
        "uri": {"type": "string", "description": "An address or a citation."},
        "quotation": {"type": "string", "maxLength": 20_000},
    },
}
VERDICTS = (
    *("equal", "part", "typography", "differs", "elsewhere"),
    *("not-found", "no-wording", "gone", "unknown"),
)
CHECK: Schema = {
    "type": "object",
    "required": ["uri", "quotation", "verdict", "release"],
    "properties": {
        **CLAIM["properties"],
        "verdict": {"type": "string", "enum": list(VERDICTS)},
        "id": {"type": "string", "format": "uri"},
        "citation": {"type": "string"},
        "moved": {"type": "boolean"},
        "wording": {"type": "string", "description": "The current wording."},
        "document": {"type": "string"},
        "source": {"type": "string", "description": "Digest of the source, “sha256:…”."},
        "start": {"type": "integer", "description": "Where the quotation stands: code points, half-open."},
        "end": {"type": "integer"},
        "difference": {"type": "array", "items": {"type": "object", "required": ["kind", "words"]}},
        "elsewhere": {"type": "array", "items": {"type": "object", "required": ["id"]}},
        "nearest": {"type": "array", "items": {"type": "object", "required": ["id"]}},
        "release": {"type": "string"},
    },
}


def operations() -> dict[str, Schema]:
    """Return the paths of both."""
    return {"/cite": {"get": _cite(), "post": _cite_many()}, "/verify": {"get": _verify(), "post": _verify_many()}}


def _cite() -> Schema:
    responses = {
        "200": {"description": "The form, where no citation is given.", "content": _html()},
        "303": {"description": "To what the citation means.", "headers": {"Location": {"schema": {"type": "string"}}}},
        "300": {"description": "It may mean several.", "content": _json(RESOLUTION) | _html()},
    }
    return {
        "operationId": "cite",
        "tags": ["Citations"],
        "summary": "Find what a citation in any usual spelling means",
        "parameters": [_query("q", "The citation.", CITATION, 500)],
        "responses": responses | _problems(400, 404),
    }


def _cite_many() -> Schema:
    array = {"type": "array", "maxItems": 500, "items": {"type": "string"}}
    lines = {"schema": {"type": "string"}, "example": CITATION}
    return {
        "operationId": "cite_many",
        "tags": ["Citations"],
        "summary": "Find what each of some citations means",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": array, "example": [CITATION]}, "text/plain": lines},
        },
        "responses": {
            "200": {
                "description": "A resolution for each, in their order.",
                "content": _json({"type": "array", "items": RESOLUTION}),
            },
            **_problems(400, 413, 415),
        },
    }


def _verify() -> Schema:
    return {
        "operationId": "verify",
        "tags": ["Citations"],
        "summary": "Compare a quotation with the current wording of what it is said to be from",
        "parameters": [
            _query("uri", "An address or a citation.", CITATION, None),
            _query("quotation", "The words that are quoted.", QUOTATION, 20_000),
        ],
        "responses": {
            "200": {"description": "What was found.", "content": _json(CHECK) | _html()},
            **_problems(400, 413),
        },
    }


def _verify_many() -> Schema:
    claims = {"type": "array", "maxItems": 500, "items": CLAIM}
    table = f'uri,quotation\n"{CITATION}",{QUOTATION}\n'
    return {
        "operationId": "verify_many",
        "tags": ["Citations"],
        "summary": "Compare quotations, as JSON or as a table",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": claims, "example": [{"uri": CITATION, "quotation": QUOTATION}]},
                "text/csv": {"schema": {"type": "string"}, "example": table},
            },
        },
        "responses": {
            "200": {
                "description": "What was found for each, in their order.",
                "content": _json({"type": "array", "items": CHECK}) | {"text/csv": {"schema": {"type": "string"}}},
            },
            **_problems(400, 413, 415),
        },
    }


def _query(name: str, description: str, example: str, longest: int | None) -> Schema:
    schema: Schema = {"type": "string"} | ({"maxLength": longest} if longest else {})
    return {"name": name, "in": "query", "description": description, "schema": schema, "example": example}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _html() -> Schema:
    return {"text/html": {"schema": {"type": "string"}}}


def _problems(*statuses: int) -> Schema:
    """Return the responses that are problems; a browser gets a page."""
    return {status: each | {"content": each["content"] | _html()} for status, each in problems(*statuses).items()}
