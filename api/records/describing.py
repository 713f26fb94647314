"""The OpenAPI description of the collections, written from their definitions: every parameter with an example."""

from __future__ import annotations

from typing import Any

from api.problems import MEDIA_TYPE
from api.records.reading import LEVELS, LIMIT, MOST
from api.records.shape import Collection, Filter, Takes

Schema = dict[str, Any]

RECORD: Schema = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": {"type": "string", "format": "uri", "description": "The persistent IRI."},
        "type": {"type": "string", "description": "The class, as the ontology names it."},
        "url": {"type": "string", "format": "uri", "description": "Where it is served here."},
    },
    "additionalProperties": True,
}

FACET: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value", "count"],
        "properties": {
            "value": {"type": "string"},
            "label": {"type": "string"},
            "short": {"type": "string"},
            "count": {"type": "integer", "minimum": 1},
        },
    },
}

LIST: Schema = {
    "type": "object",
    "required": ["items", "total", "limit", "next", "previous", "facets", "sparql", "release"],
    "properties": {
        "items": {"type": "array", "items": RECORD},
        "total": {"type": "integer", "minimum": 0, "description": "Members that the filters leave, on all pages."},
        "limit": {"type": "integer", "minimum": 1},
        "next": {"type": ["string", "null"], "format": "uri"},
        "previous": {"type": ["string", "null"], "format": "uri"},
        "facets": {"type": "object", "additionalProperties": FACET},
        "sparql": {"type": "string", "description": "The query that gives these members in this order."},
        "release": {"type": "string", "description": "The release of the data that was asked."},
    },
}

PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "additionalProperties": True,
}


def list_operation(collection: Collection) -> Schema:
    """Return what the OpenAPI document says of a list beside its path."""
    return {
        "parameters": [*(_filter(each) for each in collection.filters), *_common(collection)],
        "responses": {
            "200": {
                "description": f"One page of {collection.name}.",
                "headers": {
                    "Link": {"schema": {"type": "string"}, "description": "self, first, next, prev (RFC 8288)"}
                },
                "content": {"application/json": {"schema": LIST}, "text/csv": {"schema": {"type": "string"}}},
            },
            **problems(400, 406),
        },
    }


def member_operation(collection: Collection) -> Schema:
    """Return what the OpenAPI document says of one member beside its path."""
    path = {
        "name": "path",
        "in": "path",
        "required": True,
        "description": f"What follows “{collection.word}/” in the IRI; slashes stand as they are.",
        "schema": {"type": "string"},
        "example": collection.example,
    }
    return {
        "parameters": [path, _parameter("include", INCLUDE, {"type": "string"}, "evidence")],
        "responses": {
            "200": {"description": f"The {collection.singular}.", "content": {"application/json": {"schema": RECORD}}},
            **problems(400, 404, 406),
        },
    }


def problems(*statuses: int) -> Schema:
    """Return the responses of an operation that are problems."""
    titles = {
        400: "A parameter is unknown or wrong.",
        404: "There is nothing of that name.",
        406: "No such format.",
        413: "More than one request may have.",
        415: "The body is of another type.",
    }
    content = {MEDIA_TYPE: {"schema": PROBLEM}}
    return {str(status): {"description": titles[status], "content": content} for status in statuses}


INCLUDE = (
    "Keys whose linked things are written out, separated by commas; “evidence” adds the spans that prove the record."
)


def _filter(each: Filter) -> Schema:
    schema: Schema = {"type": "string", "maxLength": 500}
    description = each.description
    if each.takes is Takes.CHOICE:
        schema = {"type": "string", "enum": list(each.choices)}
    elif each.takes is not Takes.TEXT:
        description += " Several, separated by commas, are alternatives."
    return _parameter(each.name, description, schema, each.example)


def _common(collection: Collection) -> list[Schema]:
    facets = [facet.name for facet in collection.facets]
    orders = [name for order in collection.orders for name in (order, f"-{order}")]
    text: Schema = {"type": "string"}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    return [
        _parameter("limit", "Members of a page.", limit, 10),
        _parameter("after", "The cursor of the next page, from the Link header.", text, None),
        _parameter("before", "The cursor of the previous page, from the Link header.", text, None),
        _parameter("sort", "The order; “-” reverses it.", {"type": "string", "enum": orders}, orders[0]),
        _parameter("facets", f"Values to count: {', '.join(facets)}, or all.", text, facets[0] if facets else None),
        _parameter("fields", "Keys of the records to keep, separated by commas.", text, None),
        _parameter("include", INCLUDE, text, "evidence"),
        _parameter(
            "evidence",
            f"Only statements of these levels, in filters, counts and records: one or more of {', '.join(LEVELS)}.",
            text,
            "stated",
        ),
        FORMAT,
    ]


def _parameter(name: str, description: str, schema: Schema, example: object) -> Schema:
    parameter: Schema = {"name": name, "in": "query", "description": description, "schema": schema}
    return parameter | ({"example": example} if example is not None else {})


FORMAT = _parameter("format", "json or csv; wins over Accept.", {"type": "string", "enum": ["json", "csv"]}, "json")
"""The parameter of everything that is a list."""
