"""What no honest client sends: it is answered 4xx with a hint, and nothing of it comes back as markup."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

SMALL = Path(__file__).parent / "data" / "small.trig"
REPORT = "A/CONF.234/RPM.3/1"
SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E"
MARKUP = "<script>alert(1)"


@pytest.fixture(scope="module")
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    return serve(SMALL)


def raw(client: httpx.Client, path: str, accept: str) -> tuple[int, str]:
    """Ask for a path exactly as it is written, which a well-behaved client would tidy up first."""
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port or 80, timeout=20)
    try:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        connection.putheader("Accept", accept)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/recommendation/" + "a" * 5_000, 404),
        ("/" + "a" * 9_000, 404),
        ("/recommendation/%00", 404),
        ("/recommendation/../../etc/passwd", 404),
        ("/recommendation/..%2f..%2f..%2fetc%2fpasswd", 404),
        ("/recommendation/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/%2e%2e/app.py", 404),
        ("/static/..%5c..%5capp.py", 404),
        ("/read/..%2f..%2fetc%2fpasswd", 404),
        ("/document/%ff%fe", 404),
        ("/document/%zz", 404),
        ("/document" + "/" * 300, 404),
        ("/sdg/99", 404),
        (f"/recommendation/{SCRIPT}", 404),
        (f"/recommendation/{REPORT}/28/e.exe", 404),
        (f"/recommendation/{REPORT}/28/e.ttl?_profile={SCRIPT}", 400),
        (f"/recommendation/{REPORT}/28/e?_mediatype={SCRIPT}", 406),
        (f"/cite?q={SCRIPT}", 404),
        (f"/search?q={'x' * 600}", 400),
        (f"/recommendations?agenda_item={SCRIPT}", 400),
        (f"/recommendations?{SCRIPT}=1", 400),
        (f"/recommendations?after={SCRIPT}", 400),
        ("/recommendations?q=%22", 400),
        (f"/coverage?rows={SCRIPT}", 400),
        (f"/query?example={SCRIPT}", 404),
        (f"/problems/{SCRIPT}", 404),
        (f"/sparql?query={SCRIPT}", 400),
        (f"/reconcile?queries={SCRIPT}", 400),
        (f"/reconcile/preview?id={SCRIPT}", 404),
        (f"/reconcile/suggest/{SCRIPT}", 404),
        (f"/reconcile/suggest/entity?cursor={SCRIPT}", 400),
        (f"/api/v1/{SCRIPT}", 404),
        ("/sitemap-99.xml", 404),
    ],
)
def test_an_address_that_cannot_be_is_told_with_nothing_of_it_run(
    client: httpx.Client, path: str, status: int, accept: str
) -> None:
    answered, text = raw(client, path, accept)
    assert answered == status
    assert MARKUP not in text
    if accept == "application/json":
        problem = json.loads(text)
        assert problem["status"] == status
        assert problem["detail"]
    else:
        assert "<h1>" in text


@pytest.mark.parametrize(
    "path",
    [
        f"/search?q={SCRIPT}",
        f"/recommendations?q={SCRIPT}",
        f"/query?query={SCRIPT}",
        f"/verify?uri={SCRIPT}&quotation={SCRIPT}",
        f"/feed.atom?x={SCRIPT}",
    ],
)
def test_what_a_page_shows_again_is_text_and_no_markup(client: httpx.Client, path: str) -> None:
    answered, text = raw(client, path, "text/html")
    assert answered == 200
    assert MARKUP not in text


@pytest.mark.parametrize(
    ("path", "body", "media_type", "status"),
    [
        ("/cite", json.dumps(["a"] * 501), "application/json", 413),
        ("/cite", '{"a": 1}', "application/json", 400),
        ("/cite", "x" * 3_000_000, "text/plain", 413),
        ("/verify", 'uri,quotation\n"x', "text/csv", 400),
        ("/verify", json.dumps([{"uri": "x", "quotation": "y" * 30_000}]), "application/json", 413),
        ("/verify", b"\xff\xfe", "application/json", 400),
        ("/reconcile", "queries=" + "[" * 100_000, "application/x-www-form-urlencoded", 400),
        ("/reconcile", "x", "text/plain", 415),
        ("/check", "x" * 2_000_000, "application/sparql-query", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_told_with_a_hint(
    client: httpx.Client, path: str, body: str | bytes, media_type: str, status: int
) -> None:
    content = body.encode() if isinstance(body, str) else body
    answer = client.post(path, content=content, headers={"Content-Type": media_type})
    assert answer.status_code == status, answer.text[:300]
    assert answer.json()["detail"]
