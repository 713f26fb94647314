"""The fenced blocks of a Markdown page: which are run, which show an output, which are only shown.

The info string of a fence says it. A block of `sh` or `sparql` is run; `not-run=REASON` after the language excuses it,
with one of `REASONS`. A block with `output` after the language is what the block before it prints, where `…` stands
for anything, and on a line of its own for any lines. A block with `file=NAME` is written to that file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

REASONS = {
    "environment": "it sets up an environment, from a package index or by replacing this one",
    "server": "it starts a server that does not end by itself; the tests have started one",
    "checks": "it runs all the checks, this one among them",
    "system": "it changes the machine",
    "repeated": "another page runs the same with its output",
    "yours": "it names files or hosts that only the reader has",
}
"""Why a command is not run."""

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block."""

    language: str
    marks: dict[str, str]
    """Words of the info string after the language; "output" has no value."""
    text: str
    line: int

    @property
    def is_run(self) -> bool:
        return self.language in ("sh", "sparql") and "not-run" not in self.marks and "file" not in self.marks


@dataclass(frozen=True, slots=True)
class Step:
    """A block and the output shown for it."""

    block: Block
    output: Block | None


def pages() -> list[Path]:
    """The pages whose examples are held to what they say."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str) -> Iterator[Block]:
    for found in _FENCE.finditer(text):
        language, *words = found["info"].split() or [""]
        marks = {name: value for name, _, value in (word.partition("=") for word in words)}
        yield Block(language, marks, found["text"], text.count("\n", 0, found.start()) + 1)


def steps(text: str) -> list[Step]:
    """What a page does, in its order: blocks to run with what they print, and files to write."""
    found: list[Step] = []
    for block in blocks(text):
        if "output" in block.marks:
            assert found, f"line {block.line}: an output before anything that could print it"
            assert found[-1].output is None, f"line {block.line}: a second output"
            found[-1] = Step(found[-1].block, block)
        elif block.is_run or "file" in block.marks:
            found.append(Step(block, None))
    return found


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is as shown; `…` stands for anything on its line, alone on a line for any lines."""
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    pattern = "".join("(?:.*\n)*?" if line.strip() == "…" else _line(line) for line in lines)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed.strip("\n").splitlines())) is not None


def _line(line: str) -> str:
    return ".*?".join(re.escape(piece) for piece in line.split("…")) + "\n"
