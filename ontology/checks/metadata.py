"""Checks of what the ontology says of itself, as FAIR principles ask: names that last, version, licence, makers, dates.

Each takes a Vocabulary and yields (term, message). The P codes are of the OOPS! catalogue, the others of FOOPS!; those
of FOOPS! that need the network (VER2, OM4.2, CN1, DOC1, HTTP1, FIND2, FIND3) are left to the tests of the service.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.checks.vocabulary import Vocabulary

    Found = Iterator[tuple[str, str]]

DC: Final = "http://purl.org/dc/elements/1.1/"
VANN: Final = "http://purl.org/vocab/vann/"
PERSISTENT: Final = ("https://w3id.org/", "http://purl.org/", "https://purl.org/", "http://www.w3.org/")
"""Redirecting services that keep a name alive when its server changes."""
LICENCES: Final = (terms.DCTERMS + "license", terms.DCTERMS + "rights", terms.SCHEMA + "license")


def no_declaration(vocabulary: Vocabulary) -> Found:
    """P38: nothing is declared an owl:Ontology."""
    if vocabulary.iri not in vocabulary.index.subjects(terms.RDF + "type", terms.OWL + "Ontology"):
        yield vocabulary.iri, "is not declared an owl:Ontology"


def ambiguous_namespace(vocabulary: Vocabulary) -> Found:
    """P39, URI1: the namespace of the terms is not the ontology's IRI with "#" or "/"."""
    if vocabulary.namespace not in (vocabulary.iri + "#", vocabulary.iri + "/"):
        yield vocabulary.iri, f"has terms in another namespace, <{vocabulary.namespace}>"


def no_licence(vocabulary: Vocabulary) -> Found:
    """P41, OM4.1: no licence is declared."""
    if not vocabulary.index.all(vocabulary.iri, *LICENCES):
        yield vocabulary.iri, "has no licence (dcterms:license)"


def no_persistent_name(vocabulary: Vocabulary) -> Found:
    """PURL1: the IRI does not begin with a service of persistent names."""
    if not vocabulary.iri.startswith(PERSISTENT):
        yield vocabulary.iri, "has an IRI that is lost with its server: take one of w3id.org or purl.org"


def no_version(vocabulary: Vocabulary) -> Found:
    """VER1: there is no version IRI, or it does not end with what owl:versionInfo says."""
    iris = vocabulary.index.all(vocabulary.iri, terms.OWL + "versionIRI")
    words = vocabulary.index.all(vocabulary.iri, terms.OWL + "versionInfo")
    if len(iris) != 1 or len(words) != 1 or iris[0] == vocabulary.iri:
        yield vocabulary.iri, "has not exactly one version IRI of its own and one owl:versionInfo"
    elif not iris[0].endswith(f"/{words[0]}"):
        yield vocabulary.iri, f"has the version IRI <{iris[0]}>, and the version {words[0]}"


def no_prefix(vocabulary: Vocabulary) -> Found:
    """FIND1: the preferred prefix or namespace is not declared, or is another than the terms have."""
    if len(vocabulary.index.all(vocabulary.iri, VANN + "preferredNamespacePrefix")) != 1:
        yield vocabulary.iri, "has not exactly one vann:preferredNamespacePrefix"
    if vocabulary.index.all(vocabulary.iri, VANN + "preferredNamespaceUri") != [vocabulary.namespace]:
        yield vocabulary.iri, f"vann:preferredNamespaceUri is not {vocabulary.namespace}"


def no_minimal_metadata(vocabulary: Vocabulary) -> Found:
    """OM1: title or description is missing."""
    for name in ("title", "description"):
        if not vocabulary.index.all(vocabulary.iri, terms.DCTERMS + name, DC + name):
            yield vocabulary.iri, f"has no {name} (dcterms:{name})"


def no_makers(vocabulary: Vocabulary) -> Found:
    """OM2: no creator or no publisher is named."""
    for name in ("creator", "publisher"):
        if not vocabulary.index.all(vocabulary.iri, terms.DCTERMS + name, DC + name):
            yield vocabulary.iri, f"names no {name}"


def no_citation(vocabulary: Vocabulary) -> Found:
    """OM3: there is no bibliographic citation, or it names another version."""
    citations = vocabulary.index.all(vocabulary.iri, terms.DCTERMS + "bibliographicCitation")
    if not citations:
        yield vocabulary.iri, "does not say how to cite it (dcterms:bibliographicCitation)"
    for version in vocabulary.index.all(vocabulary.iri, terms.OWL + "versionInfo"):
        if citations and not any(version in citation for citation in citations):
            yield vocabulary.iri, f"is cited without its version, {version}"


def no_dates(vocabulary: Vocabulary) -> Found:
    """OM5.1: the dates of creation and change are missing, not dates, or the change is before the creation."""
    dates = []
    for name in ("created", "modified"):
        found = vocabulary.index.all(vocabulary.iri, terms.DCTERMS + name)
        if len(found) != 1 or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found[0]):
            yield vocabulary.iri, f"has not exactly one date in dcterms:{name}"
        dates += found
    if len(dates) == 2 and dates[1] < dates[0]:
        yield vocabulary.iri, f"was changed on {dates[1]}, before it was created, {dates[0]}"


def no_reuse(vocabulary: Vocabulary) -> Found:
    """VOC2: no term of another vocabulary is reused."""
    others = {p for _, p, _ in vocabulary.index if not p.startswith((vocabulary.namespace, terms.RDF, terms.RDFS))}
    if not {p for p in others if not p.startswith(terms.OWL)}:
        yield vocabulary.iri, "reuses no term of another vocabulary"
