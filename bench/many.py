"""How building grows with the number of documents: 10, 100, all of a folder, and a thousand of their repeats."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.timing import cost_of

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "txt"
"""Real documents, beside the checkout where there are any; each file's name is its symbol."""
SIZES = (10, 100, 149, 1000)


def measure() -> str:
    """Build so many documents with nothing cached, and again with the extracts cached; return a Markdown table."""
    if not CORPUS.is_dir():
        return f"Many documents: not measured, there is no {CORPUS}."
    rows = "\n".join(_row(number) for number in SIZES)
    names = ("documents", "wall s", "s a document", "CPU s", "peak MiB", "again, wall s", "TriG MB")
    return f"| {' | '.join(names)} |\n{'|---' * len(names)}|\n{rows}"


def _row(number: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_documents(folder / "in", number)
        command = [sys.executable, "-m", "crimecongress", "build", str(folder / "in"), "--keep-going", "--out"]
        cache = str(folder / "cache")
        cold = cost_of([*command, str(folder / "out")], CRIMECONGRESS_CACHE_FOLDER=cache)
        again = cost_of([*command, str(folder / "again")], CRIMECONGRESS_CACHE_FOLDER=cache)
        size = (folder / "out/crimecongress.trig").stat().st_size
    figures = f"{cold.wall:.1f} | {cold.wall / number:.2f} | {cold.cpu:.1f} | {cold.peak:.0f} | {again.wall:.1f}"
    return f"| {number:,} | {figures} | {size / 1e6:.1f} |"


def _write_documents(folder: Path, number: int) -> None:
    """Copy so many documents; from the second round on with another symbol, as a revision has."""
    folder.mkdir()
    for count, source in zip(range(number), _rounds(), strict=False):
        path, repeat = source
        copy = folder / f"{path.stem}-{repeat}.txt"
        shutil.copy(path, copy)
        symbol = path.stem.replace("_", "/") + (f"/Rev.{repeat}" if repeat else "")
        copy.with_suffix(".toml").write_text(f'symbol = "{symbol}"\nlanguage = "en"\n# {count + 1}\n')


def _rounds() -> Iterator[tuple[Path, int]]:
    paths = sorted(CORPUS.glob("*.txt"))
    repeat = 0
    while True:
        yield from ((path, repeat) for path in paths)
        repeat += 1
