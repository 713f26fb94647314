"""Checks of what each term says of itself: label, definition, example, source, where it is defined, its status.

Each takes a Vocabulary and yields (term, message). P codes are of the OOPS! catalogue, the VOC codes of FOOPS!, and
TERM codes are the rules that congress.ttl itself follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.checks.vocabulary import Vocabulary

    Found = Iterator[tuple[str, str]]

STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
STATUSES = ("unstable", "testing", "stable", "archaic")
"""The values that the term-status vocabulary defines."""
TEXTS = tuple(
    namespace + name
    for namespace, name in (
        (terms.RDFS, "label"),
        (terms.RDFS, "comment"),
        (terms.SKOS, "prefLabel"),
        (terms.SKOS, "definition"),
        (terms.SKOS, "example"),
        (terms.SKOS, "scopeNote"),
    )
)
LONGEST_LABEL = 80
"""Characters; what is longer is a definition."""


def missing_annotations(vocabulary: Vocabulary) -> Found:
    """P08, VOC3, VOC4: a term has no label, or no definition."""
    for each in vocabulary.terms:
        if not vocabulary.labels(each):
            yield each, "has no label in English"
        if not vocabulary.definitions(each):
            yield each, "has no definition"


def misused_annotations(vocabulary: Vocabulary) -> Found:
    """P20: an annotation is empty, a label is as long as a definition, or a definition only repeats the label."""
    for each in vocabulary.terms:
        labels = vocabulary.labels(each)
        if any(not text.strip() for text in vocabulary.index.all(each, *TEXTS)):
            yield each, "has an empty annotation"
        if any(len(label) > LONGEST_LABEL for label in labels):
            yield each, f"has a label of more than {LONGEST_LABEL} characters: say it in the definition"
        plain = {label.casefold().strip(" .") for label in labels}
        if any(text.casefold().strip(" .") in plain for text in vocabulary.definitions(each)):
            yield each, "has a definition that only repeats the label"


def no_language(vocabulary: Vocabulary) -> Found:
    """TERM1: a label, definition or example does not say its language."""
    for each in vocabulary.terms:
        nodes = [node for predicate in TEXTS for node in vocabulary.index.nodes(each, predicate)]
        if any(isinstance(node, ox.Literal) and not node.language for node in nodes):
            yield each, "has a text without a language tag"


def several_labels(vocabulary: Vocabulary) -> Found:
    """TERM2: a term has two labels, or two definitions, in one language."""
    for each in vocabulary.terms:
        for predicate in (terms.RDFS + "label", terms.SKOS + "prefLabel", terms.SKOS + "definition"):
            tags = [node.language for node in vocabulary.index.nodes(each, predicate) if isinstance(node, ox.Literal)]
            if len(tags) != len(set(tags)):
                yield each, f"has {predicate.rpartition('#')[2]} twice in one language"


def no_example(vocabulary: Vocabulary) -> Found:
    """TERM3: a term has no example of its use."""
    yield from _without(vocabulary, terms.SKOS + "example", "has no example (skos:example)")


def no_source(vocabulary: Vocabulary) -> Found:
    """TERM4: a term does not say where it came from."""
    yield from _without(vocabulary, terms.DCTERMS + "source", "does not say where it came from (dcterms:source)")


def not_defined_by(vocabulary: Vocabulary) -> Found:
    """TERM5: rdfs:isDefinedBy is missing, or names another thing than this ontology."""
    for each in vocabulary.terms:
        if vocabulary.index.all(each, terms.RDFS + "isDefinedBy") != [vocabulary.iri]:
            yield each, f"rdfs:isDefinedBy is not exactly <{vocabulary.iri}>"


def no_status(vocabulary: Vocabulary) -> Found:
    """TERM6: the status is missing, or no word of the term-status vocabulary."""
    for each in vocabulary.terms:
        found = vocabulary.index.all(each, STATUS)
        if len(found) != 1 or found[0] not in STATUSES:
            yield each, f"vs:term_status is not one of {', '.join(STATUSES)}"


def _without(vocabulary: Vocabulary, predicate: str, message: str) -> Found:
    yield from ((each, message) for each in vocabulary.terms if not vocabulary.index.all(each, predicate))
