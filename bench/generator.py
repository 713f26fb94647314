"""A graph of any size with the shapes of ours, for measurements: `python -m bench.generator 1_000_000 FILE.nq`.

The same number and seed give the same bytes. Written as it is made, one report at a time, so that memory does not grow
with the graph. Every triple stands in one graph only, so that the union of the graphs is the same set in every server.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bench.document import Report
from bench.reference import reference

SEED = 14


def blocks(triples: int, seed: int = SEED) -> Iterator[tuple[str, list[str]]]:
    """Yield (IRI of a graph, triples) until there are so many triples in all; the last report is written whole.

    A triple is "subject predicate object" as N-Triples writes it, without the stop; a graph may come many times.
    """
    known, count, place = reference(), 0, 0
    for name, lines in known.graphs.items():
        count += len(lines)
        yield name, list(lines)
    while count < triples:
        report = Report(place, random.Random(f"{seed} {place}"), known).write()
        place += 1
        for name, lines in report.graphs():
            count += len(lines)
            yield name, lines


def write(path: Path, triples: int, seed: int = SEED) -> int:
    """Write a graph as N-Quads (.nq), N-Triples (.nt) or TriG (.trig); return how many triples it has.

    Raises KeyError for another suffix.
    """
    put, count = WRITERS[path.suffix], 0
    with path.open("w", encoding="utf-8", buffering=1 << 20) as file:
        for name, lines in blocks(triples, seed):
            count += len(lines)
            if lines:
                put(file, name, lines)
    return count


def _quads(file: IO[str], name: str, lines: list[str]) -> None:
    end = f" <{name}> .\n"
    file.write(end.join(lines) + end)


def _triples(file: IO[str], _: str, lines: list[str]) -> None:
    file.write(" .\n".join(lines) + " .\n")


def _trig(file: IO[str], name: str, lines: list[str]) -> None:
    file.write(f"<{name}> {{\n" + " .\n".join(lines) + " .\n}\n")


WRITERS = {".nq": _quads, ".nt": _triples, ".trig": _trig}


def main(arguments: list[str]) -> int:
    """Write a graph as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m bench.generator", description="Write a graph for measurements.")
    parser.add_argument("triples", type=int, help="at least so many triples: 1_000_000")
    parser.add_argument("path", type=Path, help="a file .nq, .nt or .trig")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(arguments)
    print(f"{write(chosen.path, chosen.triples, chosen.seed):,} triples in {chosen.path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
