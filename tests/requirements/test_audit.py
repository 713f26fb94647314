"""What is installed is what was pinned, each file by its hash; the lists agree; the bill of materials names it all."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from releases.bill import copy_bill

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "requirements"
ONE = "--hash=sha256:" + "a" * 64


def _audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("requirements_audit", LISTS / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


audit = _audit()


def named(text: str) -> set[str]:
    """The packages of a list without pins."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    names = [re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and not line.startswith("-")]
    return {audit.canonical(name[0]) for name in names if name}


def test_a_pin_has_name_version_and_hashes() -> None:
    text = f"A.b[x,y]==1.2 ; python_version < '4' \\\n    {ONE} \\\n    {ONE}\nc==2\n# d\n"
    assert audit.pins(text) == [audit.Pin("a-b", "1.2", 2), audit.Pin("c", "2", 0)]


@pytest.mark.parametrize("line", ["a>=1", "git+https://example.org/a", "-r other.txt", "a"])
def test_a_line_that_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a pin"):
        audit.pins(f"b==1 \\\n    {ONE}\n{line}\n")


def test_each_fault_is_told() -> None:
    pinned = [audit.Pin("a", "1", 1), audit.Pin("b", "1", 1), audit.Pin("b", "2", 1), audit.Pin("c", "3", 0)]
    assert audit.faults({"a": "1", "b": "3", "d": "4"}, pinned) == [
        "c==3: no hash",
        "b==3: installed, pinned is 1 or 2",
        "d==4: installed, and in no list",
    ]
    assert audit.faults({"a": "1", "b": "2"}, pinned[:3]) == []


def test_this_environment_is_as_pinned() -> None:
    assert audit.faults(audit.installed(), audit.all_pins()) == []


def test_what_the_command_needs_is_pinned_alike_wherever_it_is_pinned() -> None:
    runtime, dev = (
        {(pin.name, pin.version) for pin in audit.pins((LISTS / f"{name}.txt").read_text(encoding="utf-8"))}
        for name in ("runtime", "dev")
    )
    assert runtime - dev == set()


def test_the_project_names_the_packages_that_the_lists_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = named((LISTS / "runtime.in").read_text(encoding="utf-8"))
    assert named("\n".join(project["dependencies"])) | {"owlready2"} == listed
    for extra in project["optional-dependencies"].values():
        assert named("\n".join(extra)) <= listed | named((LISTS / "dev.in").read_text(encoding="utf-8"))


def test_an_empty_answer_of_a_database_that_was_not_reached_is_no_good_news() -> None:
    answer = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": []},
            {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1"}]},
            {"name": "c", "skip_reason": "not found"},
        ]
    }
    assert audit.advisories(json.dumps(answer)) == (["b==2: PYSEC-1"], ["c"])


def test_the_bill_of_materials_names_what_is_installed_and_repeats_byte_for_byte(tmp_path: Path) -> None:
    def made(name: str) -> bytes:
        path = tmp_path / name
        done = subprocess.run(
            ["make", "--silent", "sbom", f"SBOM={path}", "-o", ".venv/dev"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return path.read_bytes()

    first = made("one.json")
    assert first == made("two.json")
    copy_bill(tmp_path / "one.json", tmp_path / "in-a-release.json")
    bill = json.loads(first)
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "crimecongress")
    pinned = audit.pins((LISTS / "runtime.txt").read_text(encoding="utf-8"))
    assert {(c["name"], c["version"]) for c in bill["components"]} == {(pin.name, pin.version) for pin in pinned}
    for component in bill["components"]:
        assert component["purl"].startswith(f"pkg:pypi/{component['name']}@")
        assert component["externalReferences"][0]["hashes"]
