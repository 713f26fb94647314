"""Lines in the order of their bytes, each once, also where they do not fit into memory.

The order is that of `LC_ALL=C sort -u`, so that anyone can check it, and compare two dumps with `comm`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import BinaryIO

MOST = 500_000
"""Lines that are sorted in memory at a time: some 130 MB of a graph."""


def sort_lines(lines: Iterable[bytes], folder: Path, most: int = MOST) -> Iterator[bytes]:
    r"""Yield lines, each ending in a newline, sorted and without repetitions; pieces are kept in files in `folder`.

    >>> list(sort_lines([b"b\n", b"a\n", b"b\n"], Path()))
    [b'a\n', b'b\n']
    """
    waiting = iter(lines)
    piece = sorted(islice(waiting, most))
    if len(piece) < most:
        yield from _once(piece)
        return
    with ExitStack() as stack:
        runs: list[BinaryIO] = []
        while piece:
            runs.append(_written(stack.enter_context(tempfile.TemporaryFile(dir=folder)), piece))
            piece.clear()  # one piece at a time, not two
            piece = sorted(islice(waiting, most))
        yield from _once(merge(*runs))


def _written(file: BinaryIO, lines: Iterable[bytes]) -> BinaryIO:
    file.writelines(lines)
    file.seek(0)
    return file


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
