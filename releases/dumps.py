"""The dumps of a release: TriG as it was built, N-Quads in the order of their bytes, a file for each graph.

In: a TriG file. Out, in a folder: `crimecongress.trig` byte for byte, `crimecongress.nq` with each quad once, both also
as .gz and .zst that are the same bytes whenever they are made, and `graphs/<name>.nt`.
"""

from __future__ import annotations

import gzip
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import zstandard

from ontology.identifiers import BASE
from releases.errors import ReleaseError
from releases.folder import N_QUADS, TRIG
from releases.sorting import sort_lines
from releases.spreading import Spread

SMALL_LEVELS, LARGE_LEVELS = (9, 12), (6, 3)
"""Levels of gzip and Zstandard for files below and from `LARGE` bytes: the higher cost four times the time."""
LARGE = 100_000_000
COMPRESSED = (".gz", ".zst")
"""The suffixes of the compressed dumps."""
Check = Callable[[Path], None]
"""What refuses N-Quads that must not be published."""


def write_dumps(graph: Path, folder: Path, check: Check = lambda _: None) -> dict[str, int]:
    """Write all dumps of a TriG file into a folder; return the number of triples of each graph by its IRI.

    `check` gets the N-Quads before all else is made of them. Raises what it does, ReleaseError for what is no TriG,
    and for quads that cannot be published; OSError.
    """
    shutil.copyfile(graph, folder / TRIG)
    write_n_quads(folder / TRIG, folder / N_QUADS)
    check(folder / N_QUADS)
    with ThreadPoolExecutor(2) as threads:  # both libraries let other threads run while they compress
        done = [threads.submit(each, folder / name) for name in (TRIG, N_QUADS) for each in (_gzip, _zstandard)]
        sizes = split(folder / N_QUADS, folder / "graphs")
        for one in done:
            one.result()
    return sizes


def write_n_quads(graph: Path, target: Path) -> None:
    """Write the quads of a file of TriG, or of N-Quads, as sorted N-Quads. Raises ReleaseError."""
    form = ox.RdfFormat.N_QUADS if graph.suffix == ".nq" else ox.RdfFormat.TRIG
    unsorted = target.with_suffix(".unsorted")
    try:
        quads = ox.parse(path=graph, format=form, base_iri=BASE)
        ox.serialize(_checked(quads, graph), output=unsorted, format=ox.RdfFormat.N_QUADS)
        with unsorted.open("rb") as lines, target.open("wb") as out:
            out.writelines(sort_lines(lines, target.parent))
    except SyntaxError as error:
        raise ReleaseError(f"{graph}: {error}; expected {form.name}") from error
    finally:
        unsorted.unlink(missing_ok=True)


def _checked(quads: Iterable[ox.Quad], graph: Path) -> Iterator[ox.Quad]:
    """Pass on quads that mean the same wherever they are read. Raises ReleaseError for another."""
    for quad in quads:
        if isinstance(quad.graph_name, ox.DefaultGraph):
            raise ReleaseError(f"{graph}: found {quad.triple} in no named graph, expected every statement in one")
        if ox.BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name)):
            raise ReleaseError(f"{graph}: found a blank node in {quad.triple}, expected IRIs")
        yield quad


def _gzip(path: Path) -> None:
    """Write a file also as .gz, without the time and the name that gzip would put in."""
    level, _ = LARGE_LEVELS if path.stat().st_size >= LARGE else SMALL_LEVELS
    target = path.with_name(f"{path.name}.gz")
    with path.open("rb") as plain, target.open("wb") as raw, gzip.GzipFile("", "wb", level, raw, mtime=0) as out:
        shutil.copyfileobj(plain, out, 1 << 20)


def _zstandard(path: Path) -> None:
    """Write a file also as .zst."""
    size = path.stat().st_size
    _, level = LARGE_LEVELS if size >= LARGE else SMALL_LEVELS
    with path.open("rb") as plain, path.with_name(f"{path.name}.zst").open("wb") as raw:
        zstandard.ZstdCompressor(level, write_checksum=True).copy_stream(plain, raw, size)


def split(n_quads: Path, folder: Path) -> dict[str, int]:
    """Write each graph as sorted N-Triples into a folder; return the number of its triples by its IRI.

    The triples of one graph stand in the same order as its quads.
    """
    sizes: Counter[bytes] = Counter()
    files: dict[bytes, str] = {}
    graphs = Spread(folder)
    with n_quads.open("rb") as lines:
        for line in lines:
            triple, _, graph = line[:-3].rpartition(b" ")
            sizes[graph] += 1
            if graph not in files:
                files[graph] = f"{graph_file(graph.decode()[1:-1])}.nt"
            graphs.add(files[graph], triple + b" .\n")
    graphs.write()
    return {graph.decode()[1:-1]: sizes[graph] for graph in sorted(sizes)}


def graph_file(iri: str) -> str:
    """Return the path of a graph's file without its suffix: what follows `graph/` in its IRI, or its last words.

    >>> graph_file("https://w3id.org/crimecongress/graph/stated/A/CONF.234/RPM.3/1")
    'stated/A/CONF.234/RPM.3/1'
    >>> graph_file("https://w3id.org/crimecongress/ontology")
    'ontology'
    """
    below = iri.partition("/graph/")[2] or iri.rpartition("/")[2] or "graph"
    return "/".join(quote(part, safe="%") if part.strip(".") else "_" for part in below.split("/"))
