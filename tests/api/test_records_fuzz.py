"""The JSON API, `/cite` and `/verify` hold to their own OpenAPI document, whatever is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

SMALL = Path(__file__).parent / "data" / "small.trig"
EXAMPLES = 12

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
"""That a cursor, a code or a key may be refused is said by the 400 of each operation: no schema can tell them apart."""


@pytest.fixture(scope="module")
def address(serve: Callable[..., httpx.Client]) -> str:
    return str(serve(SMALL).base_url).rstrip("/")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the fuzzer's own dependencies
def test_no_request_that_the_document_allows_is_answered_otherwise_than_it_says(address: str) -> None:
    described = schemathesis.openapi.from_url(f"{address}/openapi.json")
    schema = described.include(path_regex="^/(api/v1|cite|verify|sparql)")
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 30
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def holds(case: Case) -> None:
            case.call_and_validate(base_url=address, checks=CHECKS)

        holds()
