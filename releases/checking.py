"""Sorted N-Quads checked against the shapes piece by piece, in memory that does not grow with the graph.

Each document with all that stands in it is a piece; what belongs to no document is cut into pieces of some size by
the digest of its IRI. A piece has the statements about its things and what shapes ask for around them: of whatever they
refer to its classes, and the whole of what refers to them by a property that shapes look back along. Documents that
statements tie together, as a part that is said to be in two documents, form one piece. So the shapes find in the
pieces what they find in the whole.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from zlib import crc32

import pyoxigraph as ox

from ontology.terms import CC, RDF, RDFS, SKOS
from releases.dumps import write_n_quads
from releases.folder import N_QUADS
from releases.sorting import sort_lines
from releases.spreading import Spread
from releases.subjects import by_subject, lines_of
from shapes.pieces import LOOKED_BACK, OBJECT, PIECE, SUBJECT, TIES, TYPE, PieceShapes
from shapes.reports import Report, Result, in_order

LARGE = 100_000_000
"""Bytes of N-Quads of which what belongs to no document makes one piece: some 400,000 quads, of which it is a part."""
OF_DOCUMENT = re.compile(rb"(<.*?/)(?:document|recommendation|agreement|commitment|extraction)/(.+)>")
SCHEMES = frozenset(f"<{SKOS}{name}>".encode() for name in ("inScheme", "hasTopConcept", "topConceptOf", "broader"))
IN_DOCUMENT, DIGEST, SUB_CLASS, IS_A = (
    f"<{name}>".encode() for name in (f"{CC}inDocument", f"{CC}sourceDigest", f"{RDFS}subClassOf", f"{RDF}type")
)
OUTLINED = re.compile(b"> (?:" + b"|".join(map(re.escape, (IN_DOCUMENT, DIGEST, SUB_CLASS, *sorted(SCHEMES)))) + b") ")
TIED = frozenset(f"<{name}>".encode() for name in TIES)
BACK = frozenset(f"<{name}>".encode() for name in LOOKED_BACK)
CLASSES, WHOLE = b"classes", b"whole"
"""What a piece wants to know of a thing."""


def check_quads(n_quads: Path, folder: Path) -> Report:
    """Validate sorted N-Quads without blank nodes; pieces are kept in files below `folder` for the while."""
    owners, hierarchy = _outline(n_quads)
    _tie(n_quads, owners)
    shapes = PieceShapes(hierarchy)
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="pieces-", dir=folder) as name:
        _cut(n_quads, owners, shapes, Path(name))
        for path in sorted(Path(name).iterdir()):
            results += shapes.check(path.read_bytes()).results
    return Report(tuple(in_order(results)))


def check_graph(graph: Path) -> Report:
    """Validate a file of TriG or N-Quads of any size, sorted and cut in files of the folder for temporary ones.

    Raises ReleaseError for blank nodes, statements in no named graph and what is not the RDF that its name says.
    """
    with tempfile.TemporaryDirectory() as name:
        n_quads = Path(name) / N_QUADS
        write_n_quads(graph, n_quads)
        return check_quads(n_quads, n_quads.parent)


class Owners:
    """Which piece a thing belongs to, by its IRI in angle brackets."""

    def __init__(self, documents: set[bytes], concepts: set[bytes], rest: int) -> None:
        """Take the documents, the concepts, and the number of pieces for what is neither or in no document."""
        self._documents = {name[:-1]: place for place, name in enumerate(sorted(documents))}
        self._concepts, self._rest = concepts, rest
        self._with: dict[int, int] = {}
        self._nearest = lru_cache(100_000)(self._document)

    def of(self, iri: bytes) -> int:
        """Return the number of the piece of a thing."""
        number = self._alone(iri)
        while number in self._with:
            number = self._with[number]
        return number

    def tie(self, one: int, other: int) -> None:
        """Make one piece of two."""
        if one != other:
            self._with[max(one, other)] = min(one, other)

    def _alone(self, iri: bytes) -> int:
        if iri in self._concepts:
            return len(self._documents)
        if (found := OF_DOCUMENT.match(iri)) and (document := self._nearest(found[1] + b"document/", found[2])) >= 0:
            return document
        return self._documents.get(iri[:-1], len(self._documents) + 1 + crc32(iri) % self._rest)

    def _document(self, base: bytes, path: bytes) -> int:
        """Return the document that a path is or lies in; -1: none."""
        if not path:
            return -1
        number = self._documents.get(base + path, -1)
        return number if number >= 0 else self._nearest(base, path.rpartition(b"/")[0])


def _outline(n_quads: Path) -> tuple[Owners, tuple[ox.Triple, ...]]:
    """Return what pieces there are, and which classes stand below which."""
    documents, concepts, classes = set[bytes](), set[bytes](), list[bytes]()
    with n_quads.open("rb") as lines:
        for line in lines:
            if not OUTLINED.search(line):
                continue
            subject, predicate, object_ = _terms(line)
            if predicate == IN_DOCUMENT and object_.startswith(b"<"):
                documents.add(object_)
            elif predicate == DIGEST:
                documents.add(subject)
            elif predicate == SUB_CLASS:
                classes.append(line)
            elif predicate in SCHEMES:
                concepts |= {subject, object_}
    quads = ox.parse(b"".join(classes), format=ox.RdfFormat.N_QUADS)
    owners = Owners(documents, concepts - documents, 1 + n_quads.stat().st_size // LARGE)
    return owners, tuple(dict.fromkeys(quad.triple for quad in quads))


def _terms(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return subject, predicate and object of a quad."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[:-3].rpartition(b" ")[0]


def _tie(n_quads: Path, owners: Owners) -> None:
    """Make one piece of those that statements tie together."""
    with n_quads.open("rb") as lines:
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if predicate in TIED and rest.startswith(b"<"):
                owners.tie(owners.of(subject), owners.of(rest.partition(b" ")[0]))


def _cut(n_quads: Path, owners: Owners, shapes: PieceShapes, folder: Path) -> None:
    """Write each piece into a file of N-Triples."""
    pieces = Spread(folder)
    wanted = sort_lines(_own(n_quads, owners, shapes, pieces), folder)
    for iri, group in groupby(wanted, key=lambda line: line.partition(b" ")[0]):
        lines = lines_of(n_quads, iri[1:-1].decode())
        whole = b"".join(map(_triple, lines))
        classes = b"".join(_triple(line) for line in lines if line.split(b" ", 2)[1] == IS_A)
        for line in group:
            _, number, what = line.split()
            pieces.add(number.decode(), whole if what == WHOLE else classes)
    pieces.write()


def _triple(line: bytes) -> bytes:
    return line[:-3].rpartition(b" ")[0] + b" .\n"


def _own(n_quads: Path, owners: Owners, shapes: PieceShapes, pieces: Spread) -> Iterator[bytes]:
    """Add each thing to its piece and to those that look back at it; yield what pieces want to know of other things.

    Such a line has an IRI, the number of a piece, and whether it wants the classes of the thing or the whole of it.
    """
    looked_at = frozenset(f"<{name}>".encode() for name in shapes.looked_at)
    with n_quads.open("rb") as lines:
        for subject, group in by_subject(lines):
            rows = [_terms(line) for line in group]
            own = owners.of(subject)
            block = b"".join(dict.fromkeys(b"%b %b %b .\n" % row for row in rows))
            pieces.add(str(own), block + b"".join(_look_at(rows, looked_at)))
            for _, predicate, object_ in rows:
                if predicate == IS_A or not object_.startswith(b"<"):
                    continue
                if (other := owners.of(object_)) != own:
                    whole = b"<%b%b>" % (OBJECT.encode(), predicate[1:-1]) in looked_at
                    yield b"%b %d %b\n" % (object_, own, WHOLE if whole else CLASSES)
                    if predicate in BACK:
                        pieces.add(str(other), block)


def _look_at(rows: Iterable[tuple[bytes, bytes, bytes]], looked_at: frozenset[bytes]) -> Iterator[bytes]:
    """Yield the statements by which shapes find the thing that the rows are about, and what it points to."""
    for subject, predicate, object_ in rows:
        found = ((SUBJECT, predicate, subject), (OBJECT, predicate, object_))
        for kind, name, thing in found if predicate != IS_A else ((TYPE, object_, subject),):
            target = b"<%b%b>" % (kind.encode(), name[1:-1])
            if target in looked_at:
                yield b"<%b> %b %b .\n" % (PIECE.encode(), target, thing)
