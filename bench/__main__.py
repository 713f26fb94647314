"""Measure what a user waits for, and print it as Markdown: `make bench`, or `python -m bench NAME…`."""

from __future__ import annotations

import platform
import sys

from bench import building, many, peers, shapes, starting

MEASUREMENTS = {
    "building": building.measure,
    "many": many.measure,
    "starting": starting.measure,
    "peers": peers.measure,
    "shapes": shapes.measure,
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all, in order."""
    unknown = sorted(set(names) - set(MEASUREMENTS))
    if unknown:
        print(f"no measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    for name in names or MEASUREMENTS:
        print(MEASUREMENTS[name](), end="\n\n", flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
