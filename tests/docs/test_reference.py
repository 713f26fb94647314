"""The reference says what the code says, and the pages hold together."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from api.app import create_app
from api.citing import STYLES
from api.problem_kinds import KINDS
from api.representations import BY_SUFFIX
from api.results import FORMATS
from api.settings import Settings
from ontology.identifiers import BASE, Kind, parse

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def text(path: str) -> str:
    return (DOCS / path).read_text(encoding="utf-8")


def rows(page: str, head: str) -> list[list[str]]:
    """The cells of the table that begins with a head cell, without the marks of code."""
    table = re.search(rf"^\| {head} \|.*\n\| ---.*\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert table is not None
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_reference", DOCS / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["command.md", "settings.md", "json-api.md"])
def test_a_written_page_is_what_the_code_says(page: str, writer: ModuleType) -> None:
    assert text(f"reference/{page}") == writer.PAGES[page](), "run: python docs/write_reference.py"


def test_every_setting_is_listed_with_its_meaning() -> None:
    listed = {name: meaning for name, _, meaning in rows(text("reference/settings.md"), "variable")}
    described = {f"CRIMECONGRESS_{name.upper()}": field.description for name, field in Settings.model_fields.items()}
    assert listed == described


@pytest.mark.parametrize(
    "option",
    [
        "--out",
        "--base",
        "--engine",
        "--keep-going",
        "--workers",
        "--scheduler",
        "--graph",
        "--format",
        "--host",
        "--port",
    ],
)
def test_the_options_of_the_command_are_listed(option: str) -> None:
    assert f"`{option}" in text("reference/command.md")


def _paths(routes: Iterable[object]) -> Iterator[str]:
    for route in routes:
        below = getattr(route, "original_router", None)
        if below is None:
            yield route.path  # type: ignore[attr-defined]
        else:
            yield from _paths(below.routes)


def test_every_route_is_in_the_reference(tmp_path: Path) -> None:
    app = create_app(Settings(graph=ROOT / "data" / "graph", cache=tmp_path, metrics_token="secret"))
    known = {path.rstrip("/") for path in re.findall(r"`(/[^`<…]*)", text("reference/http.md"))}
    names = re.findall(r"(?m)^## (\w+)$", text("reference/json-api.md"))
    lists = {f"{root}/{name}" for root in ("/api", "/api/v1") for name in names}
    suffixes = "|".join([*BY_SUFFIX, "linkset", *(style.names[0] for style in STYLES)])
    for path in sorted(set(_paths(app.router.routes))):
        spelled = path.replace("{name}", "crimecongress.trig") if path.startswith("/data") else path
        fixed = re.sub(r"\{.*", "", spelled).rstrip("/")
        without_suffix = re.sub(rf"\.(?:{suffixes})$", "", fixed)
        assert {fixed, without_suffix} & (known | lists), f"{path} is not in docs/reference/http.md"


def test_every_kind_of_problem_is_listed_with_its_status() -> None:
    listed = {name: int(status) for name, status, _ in rows(text("reference/http.md"), "name")}
    assert listed == {name: kind.status for name, kind in KINDS.items()}


def test_every_format_of_an_answer_is_listed_with_its_names() -> None:
    page = text("reference/http.md")
    for form in FORMATS:
        assert f"| {', '.join(f'`{name}`' for name in form.names)} | `{form.media_type}` |" in page
    for suffix in (*BY_SUFFIX, *(style.names[0] for style in STYLES)):
        assert f"`.{suffix}`" in page


IDENTIFIERS = rows(text("reference/identifiers.md"), "kind")


def test_every_kind_of_identifier_has_a_row() -> None:
    assert [row[0] for row in IDENTIFIERS] == [kind.value for kind in Kind] or {row[0] for row in IDENTIFIERS} == set(
        Kind
    )


@pytest.mark.parametrize(("kind", "pattern", "example", "answers"), IDENTIFIERS)
def test_the_example_of_an_identifier_is_one(kind: str, pattern: str, example: str, answers: str) -> None:
    assert parse(BASE + example).kind == kind


def test_identifiers_answer_as_their_table_says(serve: Callable[..., httpx.Client]) -> None:
    client = serve(ROOT / "data" / "graph")
    for _, _, example, answers in IDENTIFIERS:
        path = example.partition("#")[0]
        if "that is served" in answers:
            path = client.get("/readyz").json()["release"].removeprefix(BASE)
        expected = 404 if answers == "none yet" else int(answers[:3])
        assert client.get(f"/{path}").status_code == expected, example


def _anchors(page: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), target
        assert not anchor or anchor in _anchors(place.read_text(encoding="utf-8")), target


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for target in re.findall(r"\]\(([^)\s#]+\.md)", page.read_text(encoding="utf-8")):
            place = (page.parent / target).resolve()
            if place not in reached and place.exists():
                waiting.append(place)
    owned = {page for page in DOCS.rglob("*.md") if page.parent != DOCS or page.name == "tutorial.md"}
    assert owned <= reached


def test_what_the_readme_says_is_missing_is_missing(serve: Callable[..., httpx.Client]) -> None:
    """When one of these exists, the README has to say so."""
    import crimecongress

    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## What does not work yet")[2]
    named = re.findall(r"`([^`]+)`", section.partition("\n## ")[0])
    client = serve(ROOT / "data" / "graph")
    commands = {command.name or command.callback.__name__ for command in crimecongress.app.registered_commands}  # type: ignore[union-attr]
    commands |= {group.name for group in crimecongress.app.registered_groups}  # type: ignore[arg-type]
    graphs = {graph["graph"] for graph in client.get("/graphs").json()["graphs"]}
    for name in named:
        if name.startswith("crimecongress "):
            assert name.removeprefix("crimecongress ") not in commands, name
        elif name.startswith("/"):
            assert client.get(name).status_code == 404, name
        elif name.startswith("graph/"):
            assert BASE + name not in graphs, name


def test_the_pages_speak_of_the_project_alone() -> None:
    words = re.compile(r"/work/|\bissues? \d|#\d+\b|\bpypi\b|helper|coordinator", re.IGNORECASE)
    for page in PAGES:
        found = words.search(page.read_text(encoding="utf-8"))
        assert found is None, f"{page.name}: {found}"
