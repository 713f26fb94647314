"""What an operator sees: the log, the metrics, the settings."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.logs import JsonFormatter
from api.settings import Settings, described

SECRET = "SELECT * { ?s ?p 'a very particular question' }"


def lines(captured: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.splitlines() if line.startswith("{")]


def wait_for_lines(read: Callable[[], str], number: int) -> list[dict[str, object]]:
    text = ""
    for _ in range(100):
        text += read()
        if len(lines(text)) >= number:
            break
        time.sleep(0.01)
    return lines(text)


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Collect what the service's log handler writes."""
    written: list[str] = []
    monkeypatch.setattr(
        logging.StreamHandler, "emit", lambda handler, record: written.append(handler.format(record) + "\n")
    )

    def read() -> str:
        text, written[:] = "".join(written), []
        return text

    return read


def test_a_line_tells_what_was_done_but_not_what_was_asked_nor_by_whom(
    serve: Callable[..., httpx.Client], graph_file: Path, stderr: Callable[[], str]
) -> None:
    client = serve(graph_file)
    client.get("/sparql", params={"query": SECRET}, headers={"X-Request-Id": "r-1"})
    client.get("/sparql", params={"query": "ASK {"})
    first, second = wait_for_lines(stderr, 2)[-2:]
    assert first["request_id"] == "r-1" and first["status"] == 200 and first["form"] == "select"
    assert first["rows"] == 0 and first["outcome"] == "complete" and first["cached"] is False
    assert isinstance(first["ms"], float) and len(str(first["query_hash"])) == 16
    assert second["outcome"] == "malformed-query" and second["status"] == 400
    assert "particular" not in json.dumps(first) and "127.0.0.1" not in json.dumps(first)


def test_every_line_of_a_problem_names_it_and_every_whole_answer_its_rows(
    serve: Callable[..., httpx.Client], graph_file: Path, stderr: Callable[[], str]
) -> None:
    client = serve(graph_file)
    paths = ("/graphs?graph=x:y", "/nowhere", "/data/other", "/body/NONE", "/shapes.csv", "/graphs?default")
    for path in paths:
        client.get(path)
    outcomes = [line.get("outcome") for line in wait_for_lines(stderr, len(paths))[-len(paths) :]]
    assert outcomes == [*["not-found"] * 5, "complete"]


def test_texts_and_addresses_are_logged_where_the_operator_wants_them(
    serve: Callable[..., httpx.Client], graph_file: Path, stderr: Callable[[], str]
) -> None:
    client = serve(graph_file, log_queries=True, log_clients=True)
    client.get("/sparql", params={"query": SECRET})
    line = wait_for_lines(stderr, 1)[-1]
    assert line["query"] == SECRET and line["client"] == "127.0.0.1"


def test_errors_are_logged_with_their_trace() -> None:
    try:
        raise ValueError("x")
    except ValueError:
        record = logging.getLogger("t").makeRecord(
            "t", logging.ERROR, "f", 1, "failed", (), __import__("sys").exc_info()
        )
    line = json.loads(JsonFormatter().format(record))
    assert line["event"] == "failed" and "ValueError: x" in line["error"]


def test_metrics_need_their_token_and_count(serve: Callable[..., httpx.Client], graph_file: Path) -> None:
    client = serve(graph_file, metrics_token="t0ken")
    client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    client.get("/sparql", params={"query": "ASK {"})
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    text = client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).text
    assert 'crimecongress_requests_total{route="/sparql",status="200"} 2.0' in text
    assert 'crimecongress_query_seconds_count{form="select",outcome="complete"} 2.0' in text
    assert 'crimecongress_query_seconds_count{form="ask",outcome="malformed-query"} 1.0' in text
    assert "crimecongress_rows_total 44.0" in text
    assert 'crimecongress_answer_cache{figure="hits"} 1.0' in text
    assert 'crimecongress_triples{release="0123456789ab"} 22.0' in text


def test_without_a_token_there_are_no_metrics(serve: Callable[..., httpx.Client], graph_file: Path) -> None:
    assert serve(graph_file).get("/metrics").status_code == 404


def test_every_setting_is_described_and_has_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = described()
    assert [setting.name for setting in listed] == list(Settings.model_fields)
    assert all(setting.meaning.endswith(".") and setting.meaning != "None" for setting in listed)
    monkeypatch.setenv("CRIMECONGRESS_SECONDS", "7.5")
    monkeypatch.setenv("CRIMECONGRESS_SERVICES", '["https://e.org/sparql"]')
    settings = Settings()
    assert settings.limits.seconds == 7.5
    assert settings.services == ("https://e.org/sparql",)


def test_an_impossible_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRIMECONGRESS_WORKERS", "0")
    with pytest.raises(ValueError, match="workers"):
        Settings()
