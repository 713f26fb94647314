"""What JSON can write and text cannot, in every body that takes JSON, is the client's mistake and no fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.requests import from_json

ROOT = Path(__file__).parents[2]
DEEP = "[" * 100_000
HALF = r"\ud800"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(ROOT / "data" / "graph")


@pytest.mark.parametrize("text", [f'["{HALF}"]', f'{{"{HALF}": 1}}', DEEP, '{"a":' * 100_000, "[", "nul"])
def test_what_is_no_json_for_us_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        from_json(text)


def test_a_whole_pair_is_a_character() -> None:
    assert from_json(r'["\ud83d\ude00"]') == ["\N{GRINNING FACE}"]


@pytest.mark.parametrize("text", [f'["{HALF}"]', DEEP], ids=["half a pair", "deep"])
@pytest.mark.parametrize("path", ["/cite", "/verify"])
def test_a_list_of_it_is_400(client: httpx.Client, path: str, text: str) -> None:
    answer = client.post(path, content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("text", [f'{{"q0": {{"query": "{HALF}"}}}}', '{"q0":' * 10_000], ids=["half a pair", "deep"])
@pytest.mark.parametrize("name", ["queries", "extend"])
def test_a_batch_of_it_is_400(client: httpx.Client, name: str, text: str) -> None:
    answer = client.post("/reconcile", data={name: text})
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("text", [f'{{"@id": "{HALF}"}}', '{"a":' * 10_000], ids=["half a pair", "deep"])
def test_rdf_of_it_is_400(client: httpx.Client, text: str) -> None:
    answer = client.post("/validate", content=text, headers={"Content-Type": "application/ld+json"})
    assert answer.status_code in (400, 413), answer.text
