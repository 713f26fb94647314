"""Every answer of the reconciliation service against JSON Schemas of the protocol, version 0.2.

The schemas are written after sections 3 to 7 of the specification (final report of 10 April 2023), and stricter in one
point: members that it does not define are not allowed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

SMALL = Path(__file__).parent / "data" / "small.trig"
W3ID = "https://w3id.org/crimecongress"
REPORT = "A/CONF.234/RPM.3/1"

TEXT: dict[str, Any] = {"type": "string"}
TEMPLATE = {"type": "string", "pattern": r"\{\{id\}\}"}


def validator(schema: dict[str, Any]) -> Any:
    """Return what checks by a schema; its package takes seconds to import, which all that collect the tests would."""
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def members(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of an object with these members and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def array(items: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


NAMED = members({"id": TEXT, "name": TEXT}, {"description": TEXT})
TYPE = members({"id": TEXT, "name": TEXT}, {"description": TEXT, "broader": {"type": "array"}})
TYPE_OF_ENTITY = {"oneOf": [members({"id": TEXT}, {"name": TEXT}), TEXT]}
ADDRESS = {"service_url": TEXT, "service_path": TEXT}
SETTING = {"name": TEXT, "label": TEXT, "type": {"enum": ["number", "text", "checkbox", "select"]}}

MANIFEST = members(
    {"versions": array(TEXT, contains={"const": "0.2"}), "name": TEXT, "identifierSpace": TEXT, "schemaSpace": TEXT},
    {
        "defaultTypes": array(TYPE, uniqueItems=True),
        "documentation": {"type": "string", "format": "uri"},
        "logo": TEXT,
        "serviceVersion": TEXT,
        "view": members({"url": TEMPLATE}),
        "feature_view": members({"url": TEMPLATE}),
        "preview": members({"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": members({}, dict.fromkeys(("entity", "property", "type"), members(ADDRESS))),
        "extend": members(
            {},
            {
                "propose_properties": members(ADDRESS),
                "property_settings": array(members(SETTING, {"default": {"type": "number"}, "help_text": TEXT})),
            },
        ),
        "batchSize": {"type": "integer", "minimum": 1},
        "authentication": {"type": "object"},
    },
)
CANDIDATE = members(
    {"id": TEXT, "name": TEXT, "score": {"type": "number"}},
    {
        "description": TEXT,
        "match": {"type": "boolean"},
        "type": array(TYPE_OF_ENTITY),
        "features": array(members({"id": TEXT, "value": {"type": ["number", "boolean"]}})),
    },
)
RESULTS = {"type": "object", "additionalProperties": members({"result": array(CANDIDATE)})}
ENTITIES = members(
    {"result": array(members({"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": array(TYPE_OF_ENTITY)}))}
)
TYPES, PROPERTIES = members({"result": array(TYPE)}), members({"result": array(NAMED)})
MOMENT = {"type": "string", "pattern": r"^-?[0-9]{4,}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"}
CELL = {
    "oneOf": [
        members({}),
        NAMED,
        members({"str": TEXT}),
        members({"float": {"type": "number"}}),
        members({"int": {"type": "integer"}}),
        members({"date": MOMENT}),
    ]
}
EXTENSION = members(
    {
        "meta": array(
            members({"id": TEXT, "name": TEXT}, {"type": members({"id": TEXT}, {"name": TEXT}), "service": TEXT})
        ),
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": array(CELL)}},
    }
)
PROPOSALS = members({"properties": array(NAMED)}, {"type": TEXT, "limit": {"type": "integer"}})

QUERIES = {
    "name": {"query": "UNODC"},
    "several": {"query": "declaration", "limit": 10},
    "typed": {"query": "Chile", "type": "State", "type_strict": "should"},
    "types": {"query": "Kyoto", "type": ["Place", "Instrument"], "type_strict": "any"},
    "citation": {"query": f"{REPORT}, para. 28 (e)"},
    "wording": {"query": "gather and use reliable statistics on crime and justice"},
    "evidence": {
        "query": "statistics on crime",
        "properties": [{"pid": "leadingVerb", "v": ["gather", "support"]}, {"pid": "mentions", "v": {"id": "x"}}],
    },
    "evidence alone": {"properties": [{"pid": "leadingVerb", "v": "support"}], "type": "Recommendation"},
    "nothing": {"query": "zzzz qqqq"},
    "no words": {"query": ""},
    "float limit": {"query": "crime", "limit": 3.0},
}
EXTENDED = {
    "ids": [f"{W3ID}/recommendation/{REPORT}/28/f", f"{W3ID}/congress/14", f"{W3ID}/body/NONE"],
    "properties": [{"id": id_} for id_ in ("mentions", "leadingVerb", "heldStart", "ordinal", "text")],
}


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


@pytest.mark.parametrize(
    ("path", "parameters", "schema"),
    [
        ("", {}, MANIFEST),
        ("", {"queries": json.dumps(QUERIES)}, RESULTS),
        ("", {"extend": json.dumps(EXTENDED)}, EXTENSION),
        ("/suggest/entity", {"prefix": "united nations"}, ENTITIES),
        ("/suggest/entity", {"prefix": "", "cursor": "5"}, ENTITIES),
        ("/suggest/type", {"prefix": "r"}, TYPES),
        ("/suggest/property", {"prefix": ""}, PROPERTIES),
        ("/properties", {"type": "Recommendation"}, PROPOSALS),
        ("/properties", {"type": "Instrument", "limit": "2"}, PROPOSALS),
    ],
)
def test_an_answer_is_what_the_protocol_defines(
    client: httpx.Client, path: str, parameters: dict[str, str], schema: dict[str, Any]
) -> None:
    answer = client.get(f"/reconcile{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    assert [f"{fault.json_path}: {fault.message}" for fault in validator(schema).iter_errors(answer.json())] == []


def test_every_query_of_a_batch_has_its_result(client: httpx.Client) -> None:
    found = client.post("/reconcile", data={"queries": json.dumps(QUERIES)}).json()
    assert list(found) == list(QUERIES)
    assert found["nothing"]["result"] == found["no words"]["result"] == []
    assert len(found["float limit"]["result"]) <= 3
    assert all(found[key]["result"] for key in QUERIES if key not in ("nothing", "no words"))


@pytest.mark.parametrize("schema", [MANIFEST, RESULTS, ENTITIES, TYPES, PROPERTIES, EXTENSION, PROPOSALS])
def test_the_schemas_themselves_refuse_what_is_no_answer(schema: dict[str, Any]) -> None:
    assert not validator(schema).is_valid({"q": {"results": []}})
