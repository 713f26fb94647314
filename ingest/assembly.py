"""The extracts of all documents, put together into one TriG file.

In: the shared data and, one at a time, the triples of each document, so that memory does not grow with their number.
Out: the pieces of the file, of which the first (the catalogue) can only be made when the others are: the version in it
is the digest of their bytes, and of the catalogue's own without the version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from ingest.catalogue import declare_prefixes, describe_extractions, describe_release, moved
from ingest.census import Census
from ingest.quads import Triple
from ingest.trig import Writer
from ontology.identifiers import BASE, ONTOLOGY_IRI, graph_catalogue, graph_curated, graph_inferred, graph_stated

RULES = graph_inferred("owl-rules")
"""The graph of what the rules of the vocabulary infer; each document has its own block of it."""


@dataclass(frozen=True, slots=True)
class DocumentTriples:
    """The triples of one document."""

    symbol: str
    stated: tuple[Triple, ...]
    inferred: tuple[Triple, ...]


@dataclass(slots=True)
class Body:
    """Writes the graphs one after another, counts them, and takes the digest of what it writes."""

    file: TextIO
    base: str
    sizes: dict[str, int] = field(default_factory=dict)
    census: Census = field(default_factory=Census)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _shared: set[Triple] = field(default_factory=set)

    @property
    def version(self) -> str:
        """The digest of all that was written or counts as it, short enough to be read out."""
        return self._digest.hexdigest()[:16]

    def count(self, block: str) -> None:
        """Let a block that is written elsewhere count for the version."""
        self._digest.update(block.encode())

    def graph(self, name: str, triples: Iterable[Triple]) -> None:
        """Write a whole graph."""
        self._write(name, set(triples))

    def document(self, document: DocumentTriples) -> None:
        """Write what a document states, and its block of what the rules infer.

        What several documents let infer of a thing that is nobody's own ("Chile is within Latin America") is written
        with the first.
        """
        self.graph(graph_stated(document.symbol), document.stated)
        own = _own(graph_stated(document.symbol))
        new = {triple for triple in document.inferred if own.match(triple.subject) or triple not in self._shared}
        self._shared.update(triple for triple in new if not own.match(triple.subject))
        self._write(RULES, new)

    def _write(self, name: str, triples: set[Triple]) -> None:
        # A writer remembers every name it has made: a new one for each graph keeps memory bounded.
        if name.startswith(_STATED):
            self.census.begin(_own(name))
        self.census.add(triples)
        block = Writer(self.base).graph(name, triples)
        self._digest.update(block.encode())
        self.file.write(block)
        self.sizes[name] = self.sizes.get(name, 0) + len(triples)


_STATED = BASE + "graph/stated/"
_OWN = re.escape(BASE) + "(?:document|recommendation|agreement|commitment)/{symbol}/[a-z0-9]"
"""Parts and outcomes of a document: no other document says anything of them."""


def _own(stated: str) -> re.Pattern[str]:
    """Return the pattern of a document's own IRIs, by the name of the graph of what it states."""
    return re.compile(_OWN.format(symbol=re.escape(stated.removeprefix(_STATED))))


def write_body(
    body: Body,
    curated: Iterable[Triple],
    inferred: Mapping[str, Iterable[Triple]],
    documents: Iterable[DocumentTriples],
    ontology: Iterable[Triple],
) -> None:
    """Write all graphs but the catalogue: curated, inferred by method, documents by symbol, ontology."""
    body.graph(graph_curated(), curated)
    for name in sorted(inferred):
        body.graph(name, inferred[name])
    for document in documents:
        body.document(document)
    body.graph(ONTOLOGY_IRI, ontology)


def write_head(body: Body, queries: Iterable[Triple], symbols: Sequence[str]) -> Iterator[str]:
    """Yield what stands before the body: base, prefixes and the catalogue graph."""
    writer = Writer(body.base)
    described = [*moved([*describe_extractions(symbols), *declare_prefixes(), *queries], body.base)]
    body.count(writer.graph(graph_catalogue(), described))
    release = moved(_release(body, symbols, described), body.base)
    yield writer.head()
    yield writer.graph(graph_catalogue(), [*release, *described])


def _release(body: Body, symbols: Sequence[str], described: Sequence[Triple]) -> set[Triple]:
    """Describe the release with its catalogue, this description included: until its counts are those of itself.

    A count more or less changes a number, never how many statements there are: the second or third round is the last.
    """
    release: set[Triple] = set()
    while True:
        catalogue = {*described, *release}
        sizes = {**body.sizes, graph_catalogue(): len(catalogue)}
        again = set(describe_release(body.version, sizes, symbols, body.census.counts(catalogue)))
        if again == release:
            return release
        release = again
