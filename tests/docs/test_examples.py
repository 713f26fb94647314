"""Whoever follows README and documentation word by word sees what they show."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import httpx
import pytest

HERE = Path(__file__).parent
SHOWN = "http://127.0.0.1:8000"
"""Where the pages say that the server answers."""
COPIED = ("crimecongress.py", "command", "api", "data", "ingest", "ontology", "queries", "releases", "shapes")
"""What of the checkout the commands work in: they may write there."""


def _examples() -> ModuleType:
    """The module beside this one."""
    spec = importlib.util.spec_from_file_location("docs_examples", HERE / "examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


examples = _examples()
ROOT: Path = examples.ROOT
PAGES = [page for page in examples.pages() if examples.steps(page.read_text(encoding="utf-8"))]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def server(serve) -> httpx.Client:  # type: ignore[no-untyped-def]
    return serve(ROOT / "data" / "graph")  # type: ignore[no-any-return]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the commands of a page work in, so that they may change it."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """`crimecongress` on the PATH, from the folder that a command runs in."""
    bin_ = tmp_path_factory.mktemp("bin")
    command = bin_ / "crimecongress"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crimecongress "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CRIMECONGRESS_", "COV_"))}
    return kept | {"PATH": f"{bin_}:{os.environ['PATH']}", "COLUMNS": "120", "NO_COLOR": "1", "PYTHONPATH": ""}


def _shell(text: str, folder: Path, environment: dict[str, str], address: str) -> str:
    done = subprocess.run(
        ["bash", "-c", "set -o pipefail\n" + text.replace(SHOWN, address)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    failed_as_shown = "exit code" in text
    assert done.returncode == 0 or failed_as_shown, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout.replace(address, SHOWN)


def _sparql(text: str, server: httpx.Client, output: str) -> str:
    accept = {"csv": "text/csv", "turtle": "text/turtle", "json": "application/sparql-results+json"}[output]
    answer = server.post("/sparql", data={"query": text}, headers={"Accept": accept})
    assert answer.status_code == 200, f"{text}\n{answer.text}"
    return answer.text.replace("\r\n", "\n")


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_shows_what_its_commands_and_queries_print(
    page: Path, checkout: Path, environment: dict[str, str], server: httpx.Client
) -> None:
    address = str(server.base_url).rstrip("/")
    for block, output in [(step.block, step.output) for step in examples.steps(page.read_text(encoding="utf-8"))]:
        if "file" in block.marks:
            target = checkout / block.marks["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
            continue
        if block.language == "sparql":
            printed = _sparql(block.text, server, output.language if output else "csv")
        else:
            printed = _shell(block.text, checkout, environment, address)
        if output is not None:
            assert examples.agrees(output.text, printed), f"{_name(page)}:{output.line} shows otherwise:\n{printed}"


@pytest.mark.parametrize("page", examples.pages(), ids=_name)
def test_a_command_that_is_not_run_says_why(page: Path) -> None:
    for block in examples.blocks(page.read_text(encoding="utf-8")):
        assert block.language, f"line {block.line}: a fence without a language"
        assert block.marks.get("not-run", "yours") in examples.REASONS, f"line {block.line}"


@pytest.mark.parametrize(
    ("shown", "printed", "agreed"),
    [
        ("a\nb\n", "a\nb  \n", True),
        ("a\nb\n", "a\nc\n", False),
        ("a\n…\nz\n", "a\nb\nc\nz\n", True),
        ("a\n…\nz\n", "a\nz\n", True),
        ("a\n…\n", "b\nc\n", False),
        ("release …, ready\n", "release 12ab, ready\n", True),
        ("release …\n", "release 1\nmore\n", False),
        ("a\n", "a\nmore\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_is_left_out_and_nothing_else_may_differ(
    shown: str, printed: str, agreed: bool
) -> None:
    assert examples.agrees(shown, printed) is agreed
