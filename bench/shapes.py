"""What checking costs with either SHACL engine: the report, a folder of documents one by one, and ten times as many.

Each document is checked as in a build: its own triples with what the shared data says of the things around it. Reading
the documents is not measured. pySHACL is measured on a sample, since all of it would take it ten times as long.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.many import CORPUS
from bench.timing import Cost, cost_of
from ingest.context import Context
from ingest.errors import IngestError
from ingest.extraction import extract
from ingest.sources import SourceFile, find_sources, read_source
from ingest.trig import write_ntriples
from ontology.files import folder

TIMES = 10
"""Repeats of each document, under symbols of their own, for the largest size."""
SAMPLE = 8
"""Documents that pySHACL is given, evenly spread over all by size."""
NAMES = ("what", "engine", "documents", "triples", "wall s", "CPU s", "CPU ms a document", "CPU ms per 1,000 triples")


def measure() -> str:
    """Return a Markdown table."""
    with tempfile.TemporaryDirectory() as name:
        kept = Path(name)
        seed = _written(kept / "report", find_sources([folder("sources")]))
        rows = [_row("the report", engine, seed) for engine in ("shifty", "pyshacl")]
        if CORPUS.is_dir():
            rows += _rows_of_corpus(kept)
    titles = (*NAMES, "peak MiB")
    note = "" if CORPUS.is_dir() else f"\n\nMany documents: not measured, there is no {CORPUS}."
    return f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|\n" + "\n".join(rows) + note


def _rows_of_corpus(kept: Path) -> Iterator[str]:
    files = _written(kept / "corpus", find_sources([CORPUS]))
    yield _row("all documents", "shifty", files)
    sample = sorted(files, key=lambda path: path.stat().st_size)[:: max(1, len(files) // SAMPLE)][:SAMPLE]
    yield _row("a sample of them", "shifty", sample)
    yield _row("the same sample", "pyshacl", sample)
    yield _row(f"all, {TIMES} times", "shifty", _repeated(kept / "repeated", files))


def _written(kept: Path, sources: Iterable[SourceFile]) -> list[Path]:
    """Write for each document that can be read what is checked of it, as N-Triples."""
    kept.mkdir()
    context = Context.load(folder("reference"))
    for number, source in enumerate(sources):
        try:
            found = extract(read_source(source), context.gazetteer)
        except IngestError:
            continue
        own = (*found.stated, *found.curated)
        own = (*own, *context.infer(own))
        path = kept / f"{number}.nt"
        path.write_bytes(write_ntriples((*context.around(own), *own)))
        path.with_suffix(".symbol").write_text(found.summary.symbol, encoding="utf-8")
    return sorted(kept.glob("*.nt"))


def _repeated(kept: Path, files: Sequence[Path]) -> list[Path]:
    """Write each document several times, in its IRIs and as its symbol named as revisions are."""
    kept.mkdir()
    for path in files:
        symbol = named = path.with_suffix(".symbol").read_text(encoding="utf-8").encode()
        triples = path.read_bytes()
        for number in range(TIMES):
            other = named + f"/Rev.{number}".encode()
            for before, after in ((b"/", b"/"), (b"/", b">"), (b'"', b'"')):
                triples = triples.replace(before + symbol + after, before + other + after)
            (kept / f"{path.stem}-{number}.nt").write_bytes(triples)
            symbol = other
    return sorted(kept.glob("*.nt"))


def _row(what: str, engine: str, files: Sequence[Path]) -> str:
    cost = _cost(engine, files)
    triples = sum(path.read_bytes().count(b"\n") for path in files)
    documents = len(files)
    numbers = f"{documents:,} | {triples:,} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.cpu * 1000 / documents:,.0f}"
    return f"| {what} | {engine} | {numbers} | {cost.cpu * 1e6 / triples:.1f} | {cost.peak:.0f} |"


def _cost(engine: str, files: Sequence[Path]) -> Cost:
    """Check the files one after another in one process of its own."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as names:
        names.write("\n".join(map(str, files)))
        names.flush()
        return cost_of([sys.executable, "-m", "bench.shapes", engine, names.name])


def _check_all(engine: str, names: Path) -> None:
    from shapes import check

    for name in names.read_text(encoding="utf-8").splitlines():
        check(Path(name).read_bytes(), engine)


if __name__ == "__main__":
    _check_all(sys.argv[1], Path(sys.argv[2]))
