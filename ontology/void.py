"""What VoID says of a data set's content: totals, partitions by class and by property, linksets.

In come counts, however they were made: by the build as it writes a graph, or by queries over a graph of others. Out
go statements, each an IRI, a property and an IRI or a number. The IRIs are fragments of the data set's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ontology.terms import PREFIXES, RDF, VOID

Statement = tuple[str, str, str | int]
"""Subject, property, and an IRI or a number."""
_WORDS = re.compile(r"[\w.~-]+")
_ORIGIN = re.compile(r"[a-z]+://[^/]+/?")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a data set holds; a triple that stands in two graphs counts once."""

    triples: int
    subjects: int
    classes: Mapping[str, int]
    """Class to the number of its instances."""
    properties: Mapping[str, tuple[int, int]]
    """Property to the number of triples and of different subjects."""
    pairs: Mapping[tuple[str, str], int]
    """Class and property to the number of triples whose subjects are instances of the class."""
    links: Mapping[tuple[str, str], int]
    """Property and foreign origin ("http://www.wikidata.org/") to the number of triples that lead there."""


def describe(dataset: str, counts: Counts) -> Iterator[Statement]:
    """Yield what VoID says of a data set; totals first, then partitions in order of their IRIs, then linksets."""
    yield dataset, f"{VOID}triples", counts.triples
    yield dataset, f"{VOID}distinctSubjects", counts.subjects
    yield dataset, f"{VOID}classes", len(counts.classes)
    yield dataset, f"{VOID}properties", len(counts.properties)
    yield from _of_properties(dataset, counts)
    yield from _of_classes(dataset, counts)
    yield from _of_links(dataset, counts)


def _of_properties(dataset: str, counts: Counts) -> Iterator[Statement]:
    for property_, (triples, subjects) in sorted(counts.properties.items()):
        part = f"{dataset}#property-{slug(property_)}"
        yield dataset, f"{VOID}propertyPartition", part
        yield part, f"{VOID}property", property_
        yield part, f"{VOID}triples", triples
        yield part, f"{VOID}distinctSubjects", subjects


def _of_classes(dataset: str, counts: Counts) -> Iterator[Statement]:
    for class_, entities in sorted(counts.classes.items()):
        part = f"{dataset}#class-{slug(class_)}"
        yield dataset, f"{VOID}classPartition", part
        yield part, f"{VOID}class", class_
        yield part, f"{VOID}entities", entities
    for (class_, property_), triples in sorted(counts.pairs.items()):
        whole = f"{dataset}#class-{slug(class_)}"
        part = f"{whole}--{slug(property_)}"
        yield whole, f"{VOID}propertyPartition", part
        yield part, f"{VOID}property", property_
        yield part, f"{VOID}triples", triples


def _of_links(dataset: str, counts: Counts) -> Iterator[Statement]:
    for number, ((property_, target), triples) in enumerate(sorted(counts.links.items()), 1):
        linkset = f"{dataset}#links-{number}"
        yield dataset, f"{VOID}subset", linkset
        yield linkset, f"{RDF}type", f"{VOID}Linkset"
        yield linkset, f"{RDF}type", f"{VOID}Dataset"
        yield linkset, f"{VOID}subjectsTarget", dataset
        yield linkset, f"{VOID}objectsTarget", target
        yield linkset, f"{VOID}linkPredicate", property_
        yield linkset, f"{VOID}triples", triples


def slug(iri: str) -> str:
    """Return a fragment for an IRI: its prefixed name, else its last words.

    >>> slug("http://www.w3.org/2004/02/skos/core#Concept")
    'skos-Concept'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local and "#" not in local:
            return f"{prefix}-{local}"
    return "-".join(_WORDS.findall(iri.partition(":")[2]))


def origin(iri: str) -> str:
    """Return whose an IRI is: scheme and host with a slash, or the IRI itself where it has no host.

    >>> origin("http://www.wikidata.org/entity/Q1")
    'http://www.wikidata.org/'
    """
    found = _ORIGIN.match(iri)
    return found[0] if found else iri
