"""How long the seed takes from text to validated graph: with nothing cached, and with nothing changed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.timing import cost_of, median

RUNS = 3


def measure() -> str:
    """Build the packaged sources cold and warm; return a Markdown table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "crimecongress", "build", "--out"]
        cold = median(
            [cost_of([*command, f"{folder}/{i}"], CRIMECONGRESS_CACHE_FOLDER=f"{folder}/c{i}") for i in range(RUNS)]
        )
        warm = median(
            [cost_of([*command, f"{folder}/0"], CRIMECONGRESS_CACHE_FOLDER=f"{folder}/c0") for _ in range(RUNS)]
        )
        size = Path(folder, "0", "crimecongress.trig").stat().st_size
    rows = [
        f"| {name} | {c.wall:.2f} | {c.cpu:.2f} | {c.peak:.0f} |" for name, c in (("cold", cold), ("unchanged", warm))
    ]
    head = "| build and validate the seed | wall s | CPU s | peak MiB |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + f"\n\nThe graph: {size / 1e6:.2f} MB of TriG. Medians of {RUNS} runs."
