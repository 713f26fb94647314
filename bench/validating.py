"""Check a graph against the shapes as `publish` does, piece by piece: `python -m bench.validating FILE.nq`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from releases.checking import check_quads
from releases.sorting import sort_lines


def main(graph: Path) -> int:
    """Sort and check; 1 when a shape finds something."""
    with tempfile.TemporaryDirectory(dir=graph.parent) as name:
        folder = Path(name)
        ordered = folder / graph.name
        with graph.open("rb") as lines, ordered.open("wb") as out:
            out.writelines(sort_lines(lines, folder))
        results = check_quads(ordered, folder).results
    for result in results[:1]:
        print(result)
    return 1 if results else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
