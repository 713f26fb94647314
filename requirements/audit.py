"""Tell whether what is installed is what was pinned, and whether anything of it is known to be vulnerable.

`python requirements/audit.py` compares the environment with the lists in this folder; it needs no network. With
`--advisories` it also looks up what the installed command needs in the databases that pip-audit knows, and says so when
none of them could be reached: an empty answer is then no good news.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

HERE = Path(__file__).parent
OURS = "crimecongress"
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;]+)(?P<rest>.*)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a list: a package, its version, and how many files of it are allowed."""

    name: str
    version: str
    hashes: int


def canonical(name: str) -> str:
    """Return a package's name as the index compares it.

    >>> canonical("Jaraco.Classes_x")
    'jaraco-classes-x'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> list[Pin]:
    """Return the pins of a list.

    Raises ValueError naming a line that is neither a pin nor a hash nor a comment.
    """
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        pin = PIN.fullmatch(line)
        if pin:
            found.append(Pin(canonical(pin["name"]), pin["version"], len(HASH.findall(pin["rest"]))))
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"not a pin: {line}")
    return found


def faults(installed: Mapping[str, str], pinned: Iterable[Pin]) -> list[str]:
    """Return what is wrong: a pin without a hash, a package without a pin, another version than pinned."""
    versions: dict[str, set[str]] = {}
    found = []
    for pin in pinned:
        versions.setdefault(pin.name, set()).add(pin.version)
        if not pin.hashes:
            found.append(f"{pin.name}=={pin.version}: no hash")
    for name, version in sorted(installed.items()):
        if name not in versions:
            found.append(f"{name}=={version}: installed, and in no list")
        elif version not in versions[name]:
            found.append(f"{name}=={version}: installed, pinned is {' or '.join(sorted(versions[name]))}")
    return found


def installed() -> dict[str, str]:
    """Return the packages of this environment and their versions, this project aside."""
    return {canonical(each.name): each.version for each in distributions() if canonical(each.name) != OURS}


def all_pins() -> list[Pin]:
    """Return the pins of all lists."""
    return [pin for path in sorted(HERE.glob("*.txt")) for pin in pins(path.read_text(encoding="utf-8"))]


def advisories(answer: str) -> tuple[list[str], list[str]]:
    """Return, from pip-audit's JSON, what is known to be vulnerable and what could not be looked up."""
    known, unknown = [], []
    for package in json.loads(answer)["dependencies"]:
        if "skip_reason" in package:
            unknown.append(package["name"])
        known += [f"{package['name']}=={package['version']}: {v['id']}" for v in package.get("vulns", ())]
    return known, unknown


def _look_up() -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(HERE / "runtime.txt")]
    options = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)  # noqa: S603
    if not done.stdout.startswith("{"):
        print("no database of advisories was reached: nothing is known", file=sys.stderr)  # noqa: T201
        return 3
    known, unknown = advisories(done.stdout)
    for line in known:
        print(line, file=sys.stderr)  # noqa: T201
    if unknown:
        print(f"{len(unknown)} packages could not be looked up: nothing is known of them", file=sys.stderr)  # noqa: T201
    return 1 if known else 3 if unknown else 0


def main() -> int:
    """Report; 0: nothing was found, 1: something was, 3: it could not be looked up."""
    found = faults(installed(), all_pins())
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201
    print(f"{len(installed())} packages installed, {len(found)} not as pinned")  # noqa: T201
    if found:
        return 1
    return _look_up() if "--advisories" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
