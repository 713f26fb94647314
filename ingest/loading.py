"""Another vocabulary, added as a named graph to a graph that is built, and carried on by the builds after that.

In: the file that a build wrote, and the triples of the vocabulary. Out: the same file with one graph more, its
catalogue and its version made anew, as the next build would write it.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby, takewhile
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from ingest.assembly import Body, write_head
from ingest.catalogue import read_queries
from ingest.errors import ReferenceDataError
from ingest.publishing import publish
from ingest.quads import Literal, Triple, of_oxigraph
from ontology import terms
from ontology.files import folder
from ontology.identifiers import (
    BASE,
    IdentifierError,
    Kind,
    graph_catalogue,
    graph_curated,
    graph_vocabulary,
    parse,
    unmoved,
)

_PREF_LABEL, _ALT_LABEL = terms.SKOS + "prefLabel", terms.SKOS + "altLabel"
_END_OF_BLOCK = "}\n"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a vocabulary made."""

    graph: str
    """IRI of its named graph."""
    triples: int
    version: str
    """Of the release that the file now is."""


def load_vocabulary(graph: Path, code: str, triples: Iterable[Triple], source: str) -> Loaded:
    """Add triples to the file of a built graph as `graph/vocabulary/<code>`; what had that name is replaced.

    `source` says where they come from; the graph says it of itself. The file is written beside and renamed: it is the
    old one or the new one. Raises ReferenceDataError for a file that no build wrote, OSError.
    """
    name = graph_vocabulary(code)
    said = (Triple(name, terms.DCTERMS + "source", Literal(source)), *triples)
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        body = Body(file, _base(graph))
        curated, vocabularies = _copy(graph, body)
        write_vocabularies(body, {**vocabularies, name: said}, curated)
        symbols = [symbol for name in body.sizes if (symbol := parse(name).symbol)]
        publish(graph, chain(write_head(body, read_queries(folder("queries")), symbols), _pieces(file)))
    return Loaded(name, body.sizes[name], body.version)


def carried(graph: Path) -> Mapping[str, tuple[Triple, ...]]:
    """Return the vocabularies that were loaded into a graph, by the IRIs of their graphs.

    There are none where there is no file, or one that no build wrote: the build replaces it.
    """
    try:
        if not _has_vocabulary(graph):
            return {}
        return {name: tuple(triples) for name, triples in _blocks(graph, _base(graph)) if _is_vocabulary(name)}
    except (OSError, ReferenceDataError):
        return {}


def write_vocabularies(body: Body, vocabularies: Mapping[str, Iterable[Triple]], curated: Iterable[Triple]) -> None:
    """Write vocabularies, ordered by name, each as a graph; where curated data prefers a label, theirs is another."""
    labelled = _languages_of_labels(curated)
    for name in sorted(vocabularies):
        body.graph(name, _yielding(vocabularies[name], labelled))


def _languages_of_labels(triples: Iterable[Triple]) -> Mapping[str, set[str]]:
    labelled: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate == _PREF_LABEL and isinstance(triple.object, Literal):
            labelled[triple.subject].add(triple.object.language)
    return labelled


def _yielding(triples: Iterable[Triple], labelled: Mapping[str, set[str]]) -> Iterator[Triple]:
    """Make a preferred label alternative where there is one of ours in its language (SKOS reference, S14)."""
    for triple in triples:
        label = triple.object
        ours = labelled.get(triple.subject, ())
        if triple.predicate == _PREF_LABEL and isinstance(label, Literal) and label.language in ours:
            yield triple._replace(predicate=_ALT_LABEL)
        else:
            yield triple


def _copy(graph: Path, body: Body) -> tuple[tuple[Triple, ...], Mapping[str, tuple[Triple, ...]]]:
    """Write all graphs again but the catalogue and the vocabularies; return what is curated, and the vocabularies."""
    curated: tuple[Triple, ...] = ()
    vocabularies: dict[str, tuple[Triple, ...]] = {}
    for name, block in _blocks(graph, body.base):
        triples = tuple(block)
        if name == graph_curated():
            curated = triples
        if _is_vocabulary(name):
            vocabularies[name] = triples
        elif name != graph_catalogue():
            body.graph(name, triples)
    return curated, vocabularies


def _blocks(graph: Path, base: str) -> Iterator[tuple[str, Iterator[Triple]]]:
    """Yield the graphs of a file in its order, each block on its own, with IRIs at the default base.

    Raises ReferenceDataError for a file that cannot be parsed or has statements in no graph or in one not ours.
    """
    try:
        quads = ox.parse(path=graph, format=ox.RdfFormat.TRIG)
        for name, block in groupby(quads, key=lambda quad: unmoved(getattr(quad.graph_name, "value", ""), base)):
            parse(name)
            yield name, (_unmoved(of_oxigraph(quad), base) for quad in block)
    except (SyntaxError, IdentifierError) as error:
        raise _unfit(graph) from error


def _unmoved(triple: Triple, base: str) -> Triple:
    if base == BASE:
        return triple
    object_ = triple.object if isinstance(triple.object, Literal) else unmoved(triple.object, base)
    return Triple(unmoved(triple.subject, base), triple.predicate, object_)


def _base(graph: Path) -> str:
    """Return the base that a written file declares. Raises ReferenceDataError where it declares none."""
    with graph.open("rb") as file:
        before, _, rest = file.readline(1000).partition(b"@base <")
    base, end, _ = rest.decode("utf-8", "replace").partition("> .\n")
    if before or not end:
        raise _unfit(graph)
    return base


def _has_vocabulary(graph: Path) -> bool:
    """Tell whether the catalogue, which stands first, speaks of the graph of a vocabulary."""
    with graph.open(encoding="utf-8", errors="replace") as file:
        catalogue = takewhile(lambda line: line != _END_OF_BLOCK, file)
        return any("graph/vocabulary/" in line for line in catalogue)


def _is_vocabulary(name: str) -> bool:
    return parse(name).kind is Kind.GRAPH_VOCABULARY


def _unfit(graph: Path) -> ReferenceDataError:
    return ReferenceDataError(str(graph), "", "a file of another form", "the graph that `crimecongress build` writes")


def _pieces(file: TextIO) -> Iterator[str]:
    file.seek(0)
    while piece := file.read(1 << 20):
        yield piece
