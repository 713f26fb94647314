"""Checks of the ontology against its use: terms that nothing uses, uses of what is no term, domains that reach too far.

Each takes a Vocabulary and yields (term, message). The graph that is compared is the published one with the reference
data, without what rules inferred: rules would make every domain true.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.checks.annotation import STATUS
from ontology.checks.hierarchy import DOMAIN, RANGE, SUBCLASS, SUBPROPERTY, TYPE
from ontology.checks.vocabulary import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.checks.vocabulary import Vocabulary

    Found = Iterator[tuple[str, str]]

INVERSE = terms.OWL + "inverseOf"
UPWARDS = (SUBCLASS, SUBPROPERTY, TYPE, terms.SKOS + "inScheme", terms.SKOS + "broader", INVERSE)
"""From a term that is used to one that is used through it."""
IN_QUERY = re.compile(r"(?<![\w:])cc:([A-Za-z]\w*)")


def unused(vocabulary: Vocabulary) -> Found:
    """USE1: a term that is called stable is used by no published statement (planned terms are "testing")."""
    used = _used(vocabulary)
    for each in vocabulary.terms:
        if each not in used and "stable" in vocabulary.index.all(each, STATUS):
            yield each, "is called stable and nothing published uses it: call it testing, use it, or drop it"


def undefined_in_data(vocabulary: Vocabulary) -> Found:
    """USE2: published data uses a name of the namespace that the ontology does not define."""
    nodes = (node for quad in vocabulary.data for node in quad.triple if isinstance(node, ox.NamedNode))
    yield from _undefined(vocabulary, {node.value for node in nodes}, "the published data")


def undefined_in_shapes(vocabulary: Vocabulary) -> Found:
    """USE3: a shape is about a name of the namespace that the ontology does not define."""
    found = {object_.value for _, _, object_ in vocabulary.shapes if isinstance(object_, ox.NamedNode)}
    yield from _undefined(vocabulary, found, "the shapes")


def undefined_in_queries(vocabulary: Vocabulary) -> Found:
    """USE4: an example query asks for a name of the namespace that the ontology does not define."""
    for file, text in vocabulary.queries:
        found = {vocabulary.namespace + each for each in IN_QUERY.findall(text)}
        yield from _undefined(vocabulary, found, file)


def domain_overreach(vocabulary: Vocabulary) -> Found:
    """USE5: what is said with a property is said of things that are not in its domain, so that rules retype them."""
    yield from _overreach(vocabulary, DOMAIN, "said of")


def range_overreach(vocabulary: Vocabulary) -> Found:
    """USE6: the values of a property are things that are not in its range, so that rules retype them."""
    yield from _overreach(vocabulary, RANGE, "leads to")


def wrong_datatype(vocabulary: Vocabulary) -> Found:
    """USE7: the values of a property have another datatype than its range, which makes the data inconsistent."""
    wrong: Counter[tuple[str, str]] = Counter()
    ranges = {p: vocabulary.index.all(p, RANGE) for p in vocabulary.properties}
    for quad in vocabulary.data:
        wanted = ranges.get(quad.predicate.value)
        if wanted and isinstance(quad.object, ox.Literal) and quad.object.datatype.value not in wanted:
            wrong[quad.predicate.value, quad.object.datatype.value] += 1
    for (each, datatype), count in sorted(wrong.items()):
        yield each, f"has {count} values of the datatype <{datatype}>"


def _used(vocabulary: Vocabulary) -> set[str]:
    """Return what the data names, and what is used through it: superclasses, super-properties, schemes, inverses."""
    waiting = list(
        dict.fromkeys(node.value for q in vocabulary.data for node in q.triple if isinstance(node, ox.NamedNode))
    )
    used = set(waiting)
    while waiting:
        each = waiting.pop()
        above = {*vocabulary.index.all(each, *UPWARDS), *vocabulary.index.subjects(INVERSE, each)} - used
        used |= above
        waiting += above
    return used


def _undefined(vocabulary: Vocabulary, found: set[str], place: str) -> Found:
    ours = {each for each in found if each.startswith(vocabulary.namespace)}
    yield from ((each, f"stands in {place} and is not defined") for each in sorted(ours - set(vocabulary.terms)))


def _overreach(vocabulary: Vocabulary, predicate: str, verb: str) -> Found:
    """Compare the classes that data states with the domain (or range) of each property and those above it."""
    index = vocabulary.index
    classes = _stated_classes(vocabulary)
    wanted = {
        p: {c for each in (p, *index.above(p, SUBPROPERTY)) for c in index.all(each, predicate)}
        for p in vocabulary.properties
    }
    outside: dict[tuple[str, str], list[str]] = defaultdict(list)
    for quad in vocabulary.data:
        end = quad.subject if predicate == DOMAIN else quad.object
        for cls in wanted.get(quad.predicate.value, ()):
            if not isinstance(end, ox.Literal) and cls not in classes[name(end)]:
                outside[quad.predicate.value, cls].append(name(end))
    for (each, cls), things in sorted(outside.items()):
        yield each, f"is {verb} {len(set(things))} things that are not {vocabulary.local(cls)}, such as <{min(things)}>"


def _stated_classes(vocabulary: Vocabulary) -> defaultdict[str, set[str]]:
    """Return the classes that data or ontology give each thing, with all classes above."""
    classes: defaultdict[str, set[str]] = defaultdict(set)
    stated = [(name(q.subject), name(q.object)) for q in vocabulary.data if q.predicate.value == TYPE]
    stated += [(subject, name(object_)) for subject, predicate, object_ in vocabulary.index if predicate == TYPE]
    for subject, cls in stated:
        classes[subject] |= {cls, *vocabulary.index.above(cls, SUBCLASS)}
    return classes
