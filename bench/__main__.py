"""Measure what a user waits for, and print it as Markdown: `make bench`, or `python -m bench NAME…`."""

from __future__ import annotations

import platform
import sys

from bench import answers, building, many, peers, resilience, scaling, shapes, starting, traffic, working

MEASUREMENTS = {
    "building": building.measure,
    "answers": answers.measure,
    "many": many.measure,
    "starting": starting.measure,
    "peers": peers.measure,
    "resilience": resilience.measure,
    "shapes": shapes.measure,
    "scale": scaling.measure,
    "traffic": traffic.measure,
    "worker": working.measure,
}
DEFAULT = ("building", "starting", "answers")
"""What is measured when nothing is named: about ten minutes."""


def main(names: list[str]) -> int:
    """Run the named measurements, or those of `DEFAULT`, in order."""
    unknown = sorted(set(names) - set(MEASUREMENTS))
    if unknown:
        print(f"no measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    for name in names or DEFAULT:
        print(MEASUREMENTS[name](), end="\n\n", flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
