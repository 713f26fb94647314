"""Checks of names and labels: two terms for one thing, one term for two things, and how names are spelt.

Each takes a Vocabulary and yields (term, message); the codes are those of the OOPS! pitfall catalogue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ontology.checks.vocabulary import Vocabulary

    Found = Iterator[tuple[str, str]]

CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
PROPERTY_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
JOINED = re.compile(r"[a-z](And|Or)[A-Z]")
"""Two words joined in a name: "StyleAndPeriod"."""
REMAINDER = re.compile(r"(Other|Misc|Miscellaneous|Various|Unclassified)(?![a-z])")
FILE_NAME = re.compile(r"\.(owl|rdf|ttl|n3|rdfs|xml|jsonld)\b", re.IGNORECASE)


def synonyms_as_classes(vocabulary: Vocabulary) -> Found:
    """P02: two classes of ours are declared equivalent, so one of them is only another name."""
    for cls in vocabulary.classes:
        for other in vocabulary.index.all(cls, terms.OWL + "equivalentClass"):
            if other.startswith(vocabulary.namespace):
                yield cls, f"is equivalent to {vocabulary.local(other)}: keep one, give it the other's label"


def relation_is(vocabulary: Vocabulary) -> Found:
    """P03: a property called "is" or "is a" does what rdfs:subClassOf, rdf:type or owl:sameAs are for."""
    for each in vocabulary.properties:
        if re.fullmatch(r"is_?-?(a|an)?", vocabulary.local(each), re.IGNORECASE):
            yield each, "says what a thing is: use rdf:type, rdfs:subClassOf or owl:sameAs"


def merged_concepts(vocabulary: Vocabulary) -> Found:
    """P07: the name of a class joins two concepts with And or Or."""
    for cls in vocabulary.classes:
        if JOINED.search(vocabulary.local(cls)):
            yield cls, "joins two concepts in its name: make two classes, or explain why it is one thing"


def properties_of_one_label(vocabulary: Vocabulary) -> Found:
    """P12: two properties have the same label and are not declared equivalent."""
    yield from _same_label(vocabulary, vocabulary.properties, terms.OWL + "equivalentProperty")


def miscellaneous_class(vocabulary: Vocabulary) -> Found:
    """P21: a class takes what fits no other class of its level."""
    for cls in vocabulary.classes:
        if REMAINDER.match(vocabulary.local(cls)):
            yield cls, "is a class for the rest: let its members have the class above"


def naming_conventions(vocabulary: Vocabulary) -> Found:
    """P22: a name is not UpperCamelCase (classes) or lowerCamelCase (properties)."""
    for pattern, style, members in (
        (CLASS_NAME, "UpperCamelCase", vocabulary.classes),
        (PROPERTY_NAME, "lowerCamelCase", vocabulary.properties),
    ):
        yield from ((each, f"is not {style}") for each in members if not pattern.fullmatch(vocabulary.local(each)))


def name_with_file_extension(vocabulary: Vocabulary) -> Found:
    """P36: the IRI of the ontology or of a term has a file extension in it."""
    for each in (vocabulary.iri, *vocabulary.terms):
        if FILE_NAME.search(each):
            yield each, "has a file extension in its IRI: the format is a matter of negotiation"


def classes_of_one_label(vocabulary: Vocabulary) -> Found:
    """P32: several classes have the same label (P30 where they are one class and not declared equivalent)."""
    yield from _same_label(vocabulary, vocabulary.classes, terms.OWL + "equivalentClass")


def _same_label(vocabulary: Vocabulary, members: Iterable[str], equivalent: str) -> Found:
    labelled: dict[str, list[str]] = defaultdict(list)
    for each in members:
        for label in dict.fromkeys(label.casefold() for label in vocabulary.labels(each)):
            labelled[label].append(each)
    for label, (first, *others) in labelled.items():
        for other in others:
            if other not in vocabulary.index.all(first, equivalent):
                yield other, f"has the label “{label}” that {vocabulary.local(first)} has"
