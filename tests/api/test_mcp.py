"""The MCP server by the SDK's own client: in process, over HTTP and over stdio."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("mcp", reason="the extra crimecongress[mcp] is not installed")

from mcp import StdioServerParameters
from mcp.client import Client

SMALL = Path(__file__).parent / "data" / "small.trig"
W3ID = "https://w3id.org/crimecongress"
REPORT = "A/CONF.234/RPM.3/1"

Work = Callable[[Client], Awaitable[Any]]


@pytest.fixture(scope="module")
def address(serve: Callable[..., httpx.Client]) -> str:
    return str(serve(SMALL).base_url).rstrip("/")


def over(server: Any, work: Work) -> Any:
    """Do some work with a client connected to a server: an address, or how to start one."""

    async def run() -> Any:
        async with Client(server) as client:
            return await work(client)

    return asyncio.run(run())


def call(address: str, tool: str, **arguments: Any) -> Any:
    """Call a tool over HTTP and return its structured answer, or the text of its error."""

    async def work(client: Client) -> Any:
        result = await client.call_tool(tool, arguments)
        return result.content[0].text if result.is_error else result.structured_content

    return over(f"{address}/mcp", work)


def test_every_tool_is_listed_as_read_only_with_a_description_and_an_output_schema(address: str) -> None:
    async def work(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in over(f"{address}/mcp", work)}
    assert set(tools) == {
        *("search", "get", "get_recommendation", "find_recommendations", "cite", "verify"),
        *("describe_schema", "list_example_queries", "validate_sparql", "run_sparql"),
    }
    for tool in tools.values():
        assert tool.annotations.read_only_hint is True
        assert tool.description
        assert tool.output_schema


@pytest.mark.parametrize("prefix", ["", "/kg"])
def test_the_address_is_answered_with_and_without_its_last_slash(
    serve: Callable[..., httpx.Client], prefix: str
) -> None:
    client = serve(SMALL, root_path=prefix)
    first = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "a test", "version": "1"},
        },
    }
    accept = {"Accept": "application/json, text/event-stream"}
    for path in (f"{prefix}/mcp", f"{prefix}/mcp/"):
        answer = client.post(path, json=first, headers=accept)
        assert answer.status_code == 200, path
        assert answer.json()["result"]["serverInfo"]["name"] == "crimecongress"


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_no_stream_is_held_open_for_who_asks_nothing(address: str, path: str, method: str) -> None:
    answer = httpx.request(method, address + path, headers={"Accept": "text/event-stream"}, timeout=10)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")
    assert httpx.options(address + path).headers["allow"] == "POST, OPTIONS"


def test_a_model_finds_reads_and_cites_a_recommendation(address: str) -> None:
    found = call(address, "search", text="reliable statistics", kind="recommendation")
    assert f"{W3ID}/recommendation/{REPORT}/28/e" in [each["id"] for each in found["items"]]
    record = call(address, "get_recommendation", citation=f"paragraph 28(e) of {REPORT}")
    assert record["citation"] == f"{REPORT}, para. 28 (e)"
    assert call(address, "get", iri="UNODC")["id"] == f"{W3ID}/body/UNODC"
    cited = call(address, "cite", citation=f"{REPORT}, para. 28 (e)")
    assert cited["id"] == f"{W3ID}/recommendation/{REPORT}/28/e"
    assert "@techreport" in cited["styles"]["bib"]


def test_a_model_lists_what_names_an_instrument_and_is_told_the_nearest_code(address: str) -> None:
    found = call(address, "find_recommendations", instrument="2030-AGENDA")
    assert [each["citation"] for each in found["items"]] == [f"{REPORT}, para. 19 (g)", f"{REPORT}, para. 19 (i)"]
    assert "uncac" in call(address, "find_recommendations", instrument="UNCAK").lower()


def test_a_model_verifies_a_quotation(address: str) -> None:
    right = call(
        address, "verify", citation=f"{REPORT}, para. 28 (e)", quotation="reliable statistics on crime and justice"
    )
    assert right["verdict"] == "part"
    wrong = call(
        address, "verify", citation=f"{REPORT}, para. 28 (e)", quotation="States shall abolish all statistics at once"
    )
    assert wrong["verdict"] == "not-found"


def test_a_model_learns_the_schema_checks_a_query_and_runs_it(address: str) -> None:
    assert "cc:Recommendation" in [each["name"] for each in call(address, "describe_schema")["classes"]]
    assert "cc:leadingVerb" in [
        each["name"] for each in call(address, "describe_schema", term="Recommendation")["properties"]
    ]
    assert call(address, "list_example_queries", topic="verb")["items"][0]["name"] == "leading-verbs"
    assert call(address, "validate_sparql", query="SELECT * { ?s cc:x ?o }")["ok"] is False
    query = f"SELECT ?r {{ ?r a <{W3ID}/ontology#Recommendation> }} ORDER BY ?r"
    answer = call(address, "run_sparql", query=query, limit=2)
    assert (answer["total"], len(answer["rows"]), answer["cut"]) == (6, 2, True)
    assert call(address, "run_sparql", query="ASK { ?s ?p ?o }") == {"answer": True}
    assert f"<{W3ID}/congress/14>" in call(address, "run_sparql", query=f"DESCRIBE <{W3ID}/congress/14>")["turtle"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("run_sparql", {"query": "SELECT * {"}, "line 1"),
        ("run_sparql", {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}, "construct less"),
        ("run_sparql", {"query": "INSERT DATA { <a:a> <a:b> 1 }"}, "read-only"),
        ("run_sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
        ("get_recommendation", {"citation": f"{REPORT}, para. 28 (d)"}, "28/e"),
        ("get", {"iri": "something unheard of"}, "unknown"),
        ("describe_schema", {"term": "Recomendation"}, "cc:Recommendation"),
    ],
)
def test_a_mistake_comes_back_with_what_would_be_right(
    address: str, tool: str, arguments: dict[str, str], said: str
) -> None:
    assert said in call(address, tool, **arguments)


def test_the_schema_and_recommendations_are_resources_and_there_is_a_prompt(address: str) -> None:
    async def work(client: Client) -> Any:
        schema = await client.read_resource("kg://schema")
        listed = await client.list_resource_templates()
        prompt = await client.get_prompt("answer-with-citations", {"question": "What is said of youth?"})
        return schema, listed, prompt

    schema, listed, prompt = over(f"{address}/mcp", work)
    assert "cc:Recommendation" in json.loads(schema.contents[0].text)["classes"][0]["name"] or schema.contents
    assert [each.uri_template for each in listed.resource_templates] == ["kg://recommendation/{citation}"]
    assert "What is said of youth?" in prompt.messages[0].content.text


def test_a_client_may_start_the_server_itself_over_stdio() -> None:
    async def work(client: Client) -> Any:
        result = await client.call_tool("cite", {"citation": f"{REPORT}, para. 28 (e)"})
        return result.structured_content

    server = StdioServerParameters(command=sys.executable, args=["-m", "api.mcp", str(SMALL)])
    assert over(server, work)["id"] == f"{W3ID}/recommendation/{REPORT}/28/e"


def test_without_the_extra_the_service_has_no_mcp_and_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    import api.mcp

    monkeypatch.setattr("api.mcp.find_spec", lambda _: None)
    assert api.mcp.routes(None, None) == []  # type: ignore[arg-type]
    asyncio.run(_entered(api.mcp.running([])))


async def _entered(context: Any) -> None:
    async with context:
        pass
