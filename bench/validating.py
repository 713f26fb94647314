"""Check a graph against the shapes as `publish` does, piece by piece: `python -m bench.validating FILE.nq`."""

from __future__ import annotations

import sys
from pathlib import Path

from releases.checking import check_graph


def main(graph: Path) -> int:
    """Sort and check; 1 when a shape finds something."""
    results = check_graph(graph).results
    for result in results[:1]:
        print(result)
    return 1 if results else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
