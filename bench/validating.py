"""Check a generated graph against the shapes, congress by congress, as a build checks document by document.

`python -m bench.validating TRIPLES [EVERY]`: all congresses of a graph of that size, or every so-manieth of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bench.document import MEETINGS
from bench.generator import blocks
from ontology.identifiers import graph_stated
from shapes import check

STATED = graph_stated("A")[:-1]


def congresses(triples: int) -> Iterator[list[str]]:
    """Yield the triples of the reports of each congress; the reference data first."""
    found: list[str] = []
    reports = 0
    for name, lines in blocks(triples):
        if name.startswith(STATED):
            if reports % MEETINGS == 0:
                yield found
                found = []
            reports += 1
        found += lines
    yield found


def main(triples: int, every: int) -> int:
    """Check, and say how many triples were checked; 1 when one breaks a shape."""
    shared: list[str] = []
    count = 0
    for place, lines in enumerate(congresses(triples)):
        shared = shared or lines
        if place and (place - 1) % every == 0:
            report = check(" .\n".join([*shared, *lines]) + " .\n")
            count += len(lines)
            if not report.conforms:
                print(report.results[0])
                return 1
    print(count)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
