"""The unit for systemd and the Containerfile say what systemd, the command and the checkout know."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "crimecongress@.service"
CONTAINER = ROOT / "deploy" / "Containerfile"

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit for one port, with programs that are here in place of those of an installation."""
    text = UNIT.read_text(encoding="utf-8")
    for program in ("/opt/crimecongress/bin/crimecongress", "/usr/bin/curl"):
        assert text.count(program) == 1
        text = text.replace(program, "/bin/true")
    path = tmp_path / "crimecongress@8001.service"
    path.write_text(text, encoding="utf-8")
    return path


@needs_systemd
def test_systemd_knows_every_line_of_the_unit(unit: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (0, [])


@needs_systemd
def test_systemd_finds_little_that_the_service_could_reach(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--json=short", "--threshold=15"]
    done = subprocess.run([*command, unit], capture_output=True, text=True, check=False)
    assert done.returncode == 0, "the exposure is above 1.5 of 10"
    known = {finding["name"]: finding["set"] for finding in json.loads(done.stdout)}
    assert known["NoNewPrivileges="] and known["ProtectSystem="] and known["MemoryDenyWriteExecute="]


def instructions() -> list[list[str]]:
    text = "\n".join(line for line in CONTAINER.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [line.split() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def test_the_container_gets_all_that_the_wheel_is_made_of() -> None:
    copied = {word for name, *words in instructions() if name == "COPY" for word in words[:-1]}
    assert all((ROOT / path).exists() for path in copied - {"--from=build", "/opt/crimecongress"})
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {path.partition("/")[0] for path in (*wheel["only-include"], *wheel["force-include"])}
    assert needed <= copied
    assert {project["project"]["readme"], *project["project"]["license-files"]} <= copied


def test_the_container_installs_by_hash_and_does_not_run_as_root() -> None:
    found = instructions()
    installs = " ".join(" ".join(words) for name, *words in found if name == "RUN")
    assert installs.count("--require-hashes") == len(re.findall(r"-r requirements/", installs)) == 2
    last = max(number for number, words in enumerate(found) if words[0] == "FROM")
    (user,) = (words[1] for words in found[last:] if words[0] == "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


def test_the_container_starts_a_command_that_there_is() -> None:
    (entry,) = (json.loads(" ".join(words)) for name, *words in instructions() if name == "ENTRYPOINT")
    (arguments,) = (json.loads(" ".join(words)) for name, *words in instructions() if name == "CMD")
    assert entry == ["crimecongress"]
    shown = subprocess.run(
        [sys.executable, "-m", "crimecongress", arguments[0], "--help"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert all(option in shown for option in arguments if option.startswith("--"))
