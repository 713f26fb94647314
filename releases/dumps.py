"""The dumps of a release: TriG as it was built, N-Quads in the order of their bytes, a file for each graph.

In: a TriG file. Out, in a folder: `crimecongress.trig` byte for byte, `crimecongress.nq` with each quad once, both also
as .gz and .zst that are the same bytes whenever they are made, and `graphs/<name>.nt`.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import zstandard

from ontology.identifiers import BASE
from releases.errors import ReleaseError
from releases.folder import N_QUADS, TRIG
from releases.sorting import sort_lines

GZIP_LEVEL, ZSTD_LEVEL = 9, 12
COMPRESSED = (".gz", ".zst")
"""The suffixes of the compressed dumps."""


def write_dumps(graph: Path, folder: Path) -> dict[str, int]:
    """Write all dumps of a TriG file into a folder; return the number of triples of each graph by its IRI.

    Raises ReleaseError for what is no TriG, and for quads that cannot be published; OSError.
    """
    shutil.copyfile(graph, folder / TRIG)
    write_n_quads(folder / TRIG, folder / N_QUADS)
    for name in (TRIG, N_QUADS):
        compress(folder / name)
    return split(folder / N_QUADS, folder / "graphs")


def write_n_quads(trig: Path, target: Path) -> None:
    """Write the quads of a TriG file as sorted N-Quads. Raises ReleaseError."""
    unsorted = target.with_suffix(".unsorted")
    try:
        quads = ox.parse(path=trig, format=ox.RdfFormat.TRIG, base_iri=BASE)
        ox.serialize(_checked(quads, trig), output=unsorted, format=ox.RdfFormat.N_QUADS)
        with unsorted.open("rb") as lines, target.open("wb") as out:
            out.writelines(sort_lines(lines, target.parent))
    except SyntaxError as error:
        raise ReleaseError(f"{trig}: {error}; expected TriG") from error
    finally:
        unsorted.unlink(missing_ok=True)


def _checked(quads: Iterable[ox.Quad], trig: Path) -> Iterator[ox.Quad]:
    """Pass on quads that mean the same wherever they are read. Raises ReleaseError for another."""
    for quad in quads:
        if isinstance(quad.graph_name, ox.DefaultGraph):
            raise ReleaseError(f"{trig}: found {quad.triple} in no named graph, expected every statement in one")
        if ox.BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name)):
            raise ReleaseError(f"{trig}: found a blank node in {quad.triple}, expected IRIs")
        yield quad


def compress(path: Path) -> None:
    """Write a file also as .gz and .zst, without the time and the name that gzip would put in."""
    gz, zst = (path.with_name(path.name + suffix) for suffix in COMPRESSED)
    with path.open("rb") as plain, gz.open("wb") as raw, gzip.GzipFile("", "wb", GZIP_LEVEL, raw, mtime=0) as out:
        shutil.copyfileobj(plain, out, 1 << 20)
    with path.open("rb") as plain, zst.open("wb") as raw:
        zstandard.ZstdCompressor(ZSTD_LEVEL, write_checksum=True).copy_stream(plain, raw, path.stat().st_size)


def split(n_quads: Path, folder: Path) -> dict[str, int]:
    """Write each graph as sorted N-Triples into a folder; return the number of its triples by its IRI."""
    sizes: dict[str, int] = {}
    with n_quads.open("rb") as lines:
        by_graph = sort_lines((_graph_first(line) for line in lines), n_quads.parent)
        for name, group in groupby(by_graph, key=lambda line: line.partition(b"\t")[0]):
            iri = name.decode()[1:-1]
            path = folder / f"{graph_file(iri)}.nt"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                for line in group:
                    out.write(line.partition(b"\t")[2])
                    sizes[iri] = sizes.get(iri, 0) + 1
    return sizes


def _graph_first(line: bytes) -> bytes:
    triple, _, graph = line[:-3].rpartition(b" ")
    return graph + b"\t" + triple + b" .\n"


def graph_file(iri: str) -> str:
    """Return the path of a graph's file without its suffix: what follows `graph/` in its IRI, or its last words.

    >>> graph_file("https://w3id.org/crimecongress/graph/stated/A/CONF.234/RPM.3/1")
    'stated/A/CONF.234/RPM.3/1'
    >>> graph_file("https://w3id.org/crimecongress/ontology")
    'ontology'
    """
    below = iri.partition("/graph/")[2] or iri.rpartition("/")[2] or "graph"
    return "/".join(quote(part, safe="%") if part.strip(".") else "_" for part in below.split("/"))
