"""What the release says of itself: its version and size, its graphs, the prefixes, the example queries.

In: the sizes and counts of the written graphs and the folder of queries. Out: the triples of the catalogue graph
(DCAT, VoID, SHACL's vocabulary for prefixes and executable queries).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.errors import ReferenceDataError
from ingest.quads import RDF_TYPE, XSD, Literal, Triple, english, integer, read_turtle
from ontology import terms, void
from ontology.identifiers import BASE, ONTOLOGY_IRI, document, extraction, graph_catalogue, graph_stated, release

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the data: of the statements, not of the documents, which are the United Nations'."""

_RIGHTS = (
    "The statements of this data set may be used under the Creative Commons Attribution 4.0 licence. "
    "The wording of the documents is that of the United Nations."
)
_TITLE = "Recommendations of the United Nations crime congresses"
_DESCRIPTION = (
    "The recommendations, agreements and commitments of the United Nations congresses on crime prevention and "
    "criminal justice and of their preparatory meetings, with the words of the documents that state each fact. What "
    "the texts state, what editors added and what methods inferred stand in named graphs of their own."
)


def describe_release(
    version: str, sizes: Mapping[str, int], symbols: Iterable[str], counts: void.Counts
) -> Iterator[Triple]:
    """Yield the description of a release whose version is the digest of its content: what it is, what it holds."""
    iri = release(version)
    for class_ in (terms.Release, terms.DCAT + "Dataset", terms.VOID + "Dataset"):
        yield Triple(iri, RDF_TYPE, class_)
    yield Triple(iri, terms.DCTERMS + "title", english(_TITLE))
    yield Triple(iri, terms.DCTERMS + "description", english(_DESCRIPTION))
    yield Triple(iri, terms.DCTERMS + "identifier", Literal(version))
    yield Triple(iri, terms.DCAT + "version", Literal(version))
    yield Triple(iri, terms.DCTERMS + "license", LICENCE)
    yield Triple(iri, terms.DCTERMS + "rights", english(_RIGHTS))
    yield Triple(iri, terms.DCTERMS + "language", Literal("en"))
    yield Triple(iri, terms.VOID + "uriSpace", Literal(BASE))
    yield Triple(iri, terms.VOID + "documents", integer(len(list(symbols))))
    for vocabulary in (ONTOLOGY_IRI, terms.SKOS, terms.DCTERMS, terms.PROV):
        yield Triple(iri, terms.VOID + "vocabulary", vocabulary)
    yield Triple(graph_catalogue(), RDF_TYPE, terms.VOID + "DatasetDescription")
    yield Triple(graph_catalogue(), terms.DCTERMS + "title", english(f"Catalogue: {_TITLE}"))
    yield Triple(graph_catalogue(), terms.FOAF + "primaryTopic", iri)
    for name, triples in sizes.items():
        yield Triple(iri, terms.VOID + "subset", name)
        yield Triple(name, RDF_TYPE, terms.VOID + "Dataset")
        yield Triple(name, terms.VOID + "triples", integer(triples))
    for subject, predicate, value in void.describe(iri, counts):
        yield Triple(subject, predicate, integer(value) if isinstance(value, int) else value)


def describe_extractions(symbols: Iterable[str]) -> Iterator[Triple]:
    """Yield for each document the reading of it, which used the document and made the graph of what it states."""
    for symbol in symbols:
        iri = extraction(symbol)
        yield Triple(iri, RDF_TYPE, terms.Extraction)
        yield Triple(iri, terms.PROV + "used", document(symbol))
        yield Triple(iri, terms.PROV + "generated", graph_stated(symbol))


def declare_prefixes() -> Iterator[Triple]:
    """Yield the prefixes that example queries use, as SHACL declares them."""
    for prefix, namespace in terms.PREFIXES.items():
        iri = f"{graph_catalogue()}#{prefix}"
        yield Triple(ONTOLOGY_IRI, terms.SH + "declare", iri)
        yield Triple(iri, RDF_TYPE, terms.SH + "PrefixDeclaration")
        yield Triple(iri, terms.SH + "prefix", Literal(prefix))
        yield Triple(iri, terms.SH + "namespace", Literal(namespace, XSD + "anyURI"))


def read_queries(folder: Path) -> Iterator[Triple]:
    """Yield the example queries, without the answers that the tests expect of them.

    Raises ReferenceDataError when a file cannot be parsed.
    """
    for path in sorted(folder.glob("*.ttl")):
        try:
            found = list(read_turtle(path))
        except SyntaxError as error:
            raise ReferenceDataError(str(path), f"line {error.lineno}", error.msg, "Turtle") from error
        yield from (triple for triple in found if triple.predicate != _EXPECTED)


_EXPECTED = terms.CC + "expectedAnswer"
_OURS = re.compile(re.escape(BASE) + r"(?!ontology\b)")


def moved(triples: Iterable[Triple], base: str) -> Iterator[Triple]:
    """Move to another base what literals of the catalogue say of ours: namespaces and the texts of queries."""
    for triple in triples:
        if isinstance(triple.object, Literal) and base != BASE:
            literal = triple.object._replace(value=_OURS.sub(lambda _: base, triple.object.value))
            yield triple._replace(object=literal)
        else:
            yield triple
