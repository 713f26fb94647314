"""Checks of the axioms on properties: domains, ranges, inverses and characteristics that agree with each other.

Each takes a Vocabulary and yields (term, message); the codes are those of the OOPS! pitfall catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import terms
from ontology.checks.hierarchy import DOMAIN, RANGE, SUBPROPERTY, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.checks.vocabulary import Vocabulary

    Found = Iterator[tuple[str, str]]

INVERSE = terms.OWL + "inverseOf"
SYMMETRIC = terms.OWL + "SymmetricProperty"
TRANSITIVE = terms.OWL + "TransitiveProperty"
EQUIVALENT = terms.OWL + "equivalentProperty"
CHAIN = terms.OWL + "propertyChainAxiom"


def wrong_inverses(vocabulary: Vocabulary) -> Found:
    """P05: a property and its declared inverse disagree: the domain of one is not the range of the other."""
    for each, other in _pairs(vocabulary, INVERSE):
        for mine, yours in ((DOMAIN, RANGE), (RANGE, DOMAIN)):
            here, there = (set(vocabulary.index.all(p, q)) for p, q in ((each, mine), (other, yours)))
            if here and there and here != there:
                yield each, f"is the inverse of {vocabulary.local(other)}, of other domains and ranges"
                break


def no_domain_or_range(vocabulary: Vocabulary) -> Found:
    """P11: neither an axiom nor a shape says what a property is of, and what its values are."""
    index = vocabulary.index
    for each in vocabulary.properties:
        lineage = (each, *index.above(each, SUBPROPERTY))
        known = {predicate for predicate in (DOMAIN, RANGE) for p in lineage if index.all(p, predicate)}
        inverse = [*index.all(each, INVERSE), *index.subjects(INVERSE, each)]
        if len(known) < 2 and not inverse and not vocabulary.shapes.subjects(terms.SH + "path", each):
            yield each, "has no domain or no range, and no shape says where it belongs"


def no_inverse(vocabulary: Vocabulary) -> Found:
    """P13: a property that links things has no declared inverse and is not symmetric."""
    index = vocabulary.index
    for each in vocabulary.object_properties:
        known = index.all(each, INVERSE) or index.subjects(INVERSE, each)
        if not known and SYMMETRIC not in index.all(each, TYPE):
            yield each, "has no inverse"


def several_domains_or_ranges(vocabulary: Vocabulary) -> Found:
    """P19: two domains or two ranges are both meant at once, which is seldom what was wanted."""
    for each in vocabulary.properties:
        for predicate, word in ((DOMAIN, "domains"), (RANGE, "ranges")):
            if len(vocabulary.index.all(each, predicate)) > 1:
                yield each, f"has several {word}, of which every value must be a member"


def inverse_of_itself(vocabulary: Vocabulary) -> Found:
    """P25: a property is declared the inverse of itself: it is symmetric."""
    for each, other in _pairs(vocabulary, INVERSE):
        if each == other:
            yield each, "is its own inverse: declare it symmetric"


def inverse_of_symmetric(vocabulary: Vocabulary) -> Found:
    """P26: a symmetric property has an inverse, which can only be itself."""
    for each, other in _pairs(vocabulary, INVERSE):
        if each != other and SYMMETRIC in vocabulary.index.all(each, TYPE):
            yield each, f"is symmetric and has {vocabulary.local(other)} as inverse"


def wrong_equivalent_properties(vocabulary: Vocabulary) -> Found:
    """P27: a property that links things is equivalent to one that has literals, or two have other domains."""
    index, kinds = vocabulary.index, {terms.OWL + "ObjectProperty", terms.OWL + "DatatypeProperty"}
    for each, other in _pairs(vocabulary, EQUIVALENT):
        mine, yours = (set(index.all(p, TYPE)) & kinds for p in (each, other))
        if mine and yours and mine != yours:
            yield each, f"is equivalent to {vocabulary.local(other)}, which is of another kind"
        elif any(
            index.all(each, p) and index.all(other, p) and index.all(each, p) != index.all(other, p)
            for p in (DOMAIN, RANGE)
        ):
            yield each, f"is equivalent to {vocabulary.local(other)}, of another domain or range"


def wrong_symmetric(vocabulary: Vocabulary) -> Found:
    """P28: a symmetric property has a domain that is not its range."""
    yield from _uneven(vocabulary, SYMMETRIC, "symmetric")


def wrong_transitive(vocabulary: Vocabulary) -> Found:
    """P29: a transitive property has a domain that is not its range."""
    yield from _uneven(vocabulary, TRANSITIVE, "transitive")


def chain_of_one(vocabulary: Vocabulary) -> Found:
    """P33: a property chain has only one property: say rdfs:subPropertyOf."""
    for each in vocabulary.properties:
        for chain in vocabulary.index.all(each, CHAIN):
            if vocabulary.index.all(chain, terms.RDF + "rest") == [terms.RDF + "nil"]:
                yield each, "has a chain of one property: say rdfs:subPropertyOf"


def _pairs(vocabulary: Vocabulary, predicate: str) -> Iterator[tuple[str, str]]:
    for each in vocabulary.properties:
        yield from ((each, other) for other in vocabulary.index.all(each, predicate))


def _uneven(vocabulary: Vocabulary, kind: str, word: str) -> Found:
    for each in vocabulary.properties:
        ends = [set(vocabulary.index.all(each, predicate)) for predicate in (DOMAIN, RANGE)]
        if kind in vocabulary.index.all(each, TYPE) and all(ends) and ends[0] != ends[1]:
            yield each, f"is {word}, and its domain is not its range"
