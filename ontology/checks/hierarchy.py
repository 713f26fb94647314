"""Checks of the axioms on classes: connected, free of cycles, disjoint where siblings are, and only on our own terms.

Each takes a Vocabulary and yields (term, message); the codes are those of the OOPS! pitfall catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import terms
from ontology.checks.vocabulary import CLASS, PROPERTY_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.checks.vocabulary import Vocabulary

    Found = Iterator[tuple[str, str]]

TYPE = terms.RDF + "type"
SUBCLASS, SUBPROPERTY = terms.RDFS + "subClassOf", terms.RDFS + "subPropertyOf"
DOMAIN, RANGE = terms.RDFS + "domain", terms.RDFS + "range"
DISJOINT, EQUIVALENT = terms.OWL + "disjointWith", terms.OWL + "equivalentClass"
AXIOMS = frozenset(
    {SUBCLASS, SUBPROPERTY, DOMAIN, RANGE, DISJOINT, EQUIVALENT}
    | {terms.OWL + name for name in ("equivalentProperty", "inverseOf", "propertyDisjointWith", "propertyChainAxiom")}
    | {terms.RDFS + "label", terms.RDFS + "comment", terms.SKOS + "definition"}
)
"""What defines a term: said of somebody else's term, it changes what that term means."""


def unconnected(vocabulary: Vocabulary) -> Found:
    """P04: a class has no class above or below it, no members here, and no property leads to or from it."""
    index = vocabulary.index
    for cls in vocabulary.classes:
        said = index.all(cls, SUBCLASS, EQUIVALENT)
        asked = [s for predicate in (SUBCLASS, EQUIVALENT, DOMAIN, RANGE, TYPE) for s in index.subjects(predicate, cls)]
        if not said and not asked and not _shaped(vocabulary, cls):
            yield cls, "is connected with nothing: no class above or below, no property of it, no shape"


def cycles(vocabulary: Vocabulary) -> Found:
    """P06: a class or property is above itself."""
    for predicate, members in ((SUBCLASS, vocabulary.classes), (SUBPROPERTY, vocabulary.properties)):
        for each in members:
            if each in vocabulary.index.above(each, predicate):
                yield each, "is its own superclass or super-property"


def no_disjointness(vocabulary: Vocabulary) -> Found:
    """P10: a class with siblings is disjoint with none of them, though a thing could hardly be in both."""
    index = vocabulary.index
    for cls in vocabulary.classes:
        siblings = {s for above in index.all(cls, SUBCLASS) for s in index.subjects(SUBCLASS, above)} - {cls}
        lineage = {cls, *index.above(cls, SUBCLASS)}
        disjoint = {d for each in lineage for d in (*index.all(each, DISJOINT), *index.subjects(DISJOINT, each))}
        if siblings & set(vocabulary.classes) and not siblings & disjoint:
            yield cls, "has siblings and is disjoint with none of them"


def recursive_definition(vocabulary: Vocabulary) -> Found:
    """P24: a class is defined by a restriction on itself."""
    index = vocabulary.index
    fillers = [terms.OWL + name for name in ("someValuesFrom", "allValuesFrom", "onClass", "complementOf")]
    for cls in vocabulary.classes:
        parts = index.all(cls, EQUIVALENT)
        if any(cls in index.all(part, *fillers) for part in parts):
            yield cls, "stands in its own definition"


def wrong_equivalent_classes(vocabulary: Vocabulary) -> Found:
    """P31: two classes are declared equivalent and also disjoint, or one above the other."""
    index = vocabulary.index
    for cls in vocabulary.classes:
        related = {*index.all(cls, DISJOINT), *index.subjects(DISJOINT, cls), *index.above(cls, SUBCLASS)}
        for other in related & set(index.all(cls, EQUIVALENT)):
            yield cls, f"is equivalent to {vocabulary.local(other)}, and also narrower or disjoint"


def untyped_class(vocabulary: Vocabulary) -> Found:
    """P34: something is used as a class and not declared as one."""
    index, used = vocabulary.index, set[str]()
    for subject, predicate, object_ in index:
        if predicate in (SUBCLASS, DISJOINT):
            used |= {subject, str(getattr(object_, "value", object_))}
        elif predicate == DOMAIN:
            used.add(str(getattr(object_, "value", object_)))
    for each in sorted(used):
        if each.startswith("http") and CLASS not in index.all(each, TYPE) and not _built_in(each):
            yield each, "is used as a class and not declared an owl:Class"


def untyped_property(vocabulary: Vocabulary) -> Found:
    """P35: something is used as a property in the ontology and not declared as one."""
    index = vocabulary.index
    used = {predicate for _, predicate, _ in index}
    used |= {subject for subject, predicate, _ in index if predicate in (SUBPROPERTY, DOMAIN, RANGE)}
    for each in sorted(used):
        if not _built_in(each) and not set(index.all(each, TYPE)) & set(PROPERTY_TYPES):
            yield each, "is used as a property and not declared as one"


def hijacking(vocabulary: Vocabulary) -> Found:
    """P40: the ontology defines a term of another vocabulary."""
    for subject in dict.fromkeys(s for s, _, _ in vocabulary.index):
        foreign = subject.startswith("http") and subject not in (vocabulary.iri, *vocabulary.terms)
        if foreign and (said := vocabulary.index.predicates(subject) & AXIOMS):
            yield subject, f"is another vocabulary's, and gets {', '.join(sorted(map(_short, said)))} here"


def _shaped(vocabulary: Vocabulary, cls: str) -> bool:
    """Whether a shape is about a class, or wants a value of it."""
    shapes = vocabulary.shapes
    return bool(shapes.subjects(terms.SH + "targetClass", cls) or shapes.subjects(terms.SH + "class", cls))


def _short(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _built_in(iri: str) -> bool:
    return iri.startswith((terms.OWL, terms.RDF, terms.RDFS, terms.XSD))
