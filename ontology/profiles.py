"""Which OWL 2 profiles an ontology keeps to, measured axiom by axiom.

After OWL 2 Profiles, sections 2 to 4, and the Structural Specification, sections 5.8 and 11. In: the triples of an
ontology that names all its classes and properties and has no anonymous expressions, as ours. Out: for each profile what
stands against it. An axiom of a kind that is not known here stands against every profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ontology.files import ontology_file
from ontology.terms import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROFILES: Final = ("DL", "RL", "EL", "QL")

_KINDS: Final = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")

_NOT_IN: Final = {
    # what a statement with this predicate, or a type of this name, is excluded from; the rest is in all profiles
    RDFS + "subClassOf": (),
    RDFS + "subPropertyOf": (),
    RDFS + "domain": (),
    RDFS + "range": (),
    OWL + "disjointWith": (),
    OWL + "inverseOf": ("EL",),
    OWL + "SymmetricProperty": ("EL",),
    OWL + "AsymmetricProperty": ("EL",),
    OWL + "TransitiveProperty": ("QL",),
    OWL + "FunctionalProperty": ("EL", "QL"),
    OWL + "InverseFunctionalProperty": ("EL", "QL"),
    OWL + "IrreflexiveProperty": ("EL",),
    OWL + "ReflexiveProperty": ("RL",),
    OWL + "propertyDisjointWith": ("EL",),
    OWL + "equivalentClass": (),
    OWL + "equivalentProperty": (),
    OWL + "sameAs": ("QL",),
    OWL + "differentFrom": (),
    OWL + "Ontology": (),
    OWL + "NamedIndividual": (),
    OWL + "versionIRI": (),
    OWL + "versionInfo": (),
    OWL + "priorVersion": (),
    OWL + "deprecated": (),
}
_ANNOTATIONS: Final = {RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")}

_SIMPLE_ONLY: Final = (
    OWL + "AsymmetricProperty",
    OWL + "IrreflexiveProperty",
    OWL + "FunctionalProperty",
    OWL + "InverseFunctionalProperty",
)
"""Said of a property that has a transitive one below it, these leave DL (Structural Specification, section 11.2)."""

_DATATYPES: Final = {XSD + name for name in ("string", "integer", "decimal")} | {RDFS + "Literal"}
"""The ranges that we use; they are in all profiles."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that keeps an ontology out of a profile."""

    profile: str
    reason: str


def measure(triples: Iterable[Triple]) -> tuple[Objection, ...]:
    """Return what stands against each profile, sorted; a profile of which nothing is said is kept to.

    What stands against DL stands against the others too and is given once.
    """
    ontology = _Ontology(triples)
    found = {*ontology.undeclared(), *ontology.two_kinds(), *ontology.not_simple(), *ontology.excluded()}
    return tuple(sorted(found, key=lambda each: (PROFILES.index(each.profile), each.reason)))


def measure_ours() -> tuple[Objection, ...]:
    """Measure congress.ttl."""
    text = ontology_file("congress.ttl").read_bytes()
    return measure(quad.triple for quad in parse(input=text, format=RdfFormat.TURTLE))


class _Ontology:
    """The triples of an ontology and what they declare."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = tuple(triples)
        self.kinds: dict[str, set[str]] = {}
        for triple in self.triples:
            if triple.predicate.value == RDF + "type":
                self.kinds.setdefault(_iri(triple.subject), set()).add(_iri(triple.object).removeprefix(OWL))

    def are(self, kind: str) -> set[str]:
        return {iri for iri, kinds in self.kinds.items() if kind in kinds}

    def undeclared(self) -> Iterator[Objection]:
        """A class or property must be declared (section 5.8.2)."""
        properties = set.union(*(self.are(kind) for kind in _KINDS[1:])) | _NOT_IN.keys() | _ANNOTATIONS
        for triple in self.triples:
            predicate, object_ = triple.predicate.value, _iri(triple.object)
            if predicate == RDF + "type":
                if not object_.startswith(OWL) and object_ not in self.are("Class"):
                    yield Objection("DL", f"{object_} is not declared as a class")
            elif predicate not in properties:
                yield Objection("DL", f"{predicate} is not declared as a property")
            if predicate in {RDFS + "subClassOf", RDFS + "domain", OWL + "disjointWith"}:
                if object_ not in self.are("Class"):
                    yield Objection("DL", f"{object_} is not declared as a class")
            elif predicate == RDFS + "range" and object_ not in self.are("Class") | _DATATYPES:
                yield Objection("DL", f"{object_} is neither a declared class nor a datatype of the OWL 2 map")

    def two_kinds(self) -> Iterator[Objection]:
        """An IRI is not a property of two kinds (section 5.8.1)."""
        for iri, kinds in self.kinds.items():
            if len(kinds & set(_KINDS[1:])) > 1:
                yield Objection("DL", f"{iri} is a property of two kinds")

    def not_simple(self) -> Iterator[Objection]:
        """A property above a transitive one, or transitive, is not asymmetric, irreflexive or functional."""
        above: set[str] = self.are("TransitiveProperty")
        while more := {_iri(t.object) for t in self.triples if _is_below(t, above)} - above:
            above |= more
        for kind in _SIMPLE_ONLY:
            for iri in self.are(kind.removeprefix(OWL)) & above:
                yield Objection("DL", f"{iri} is {kind.removeprefix(OWL)} and not simple")

    def excluded(self) -> Iterator[Objection]:
        """What the table excludes, and what it does not know."""
        for triple in self.triples:
            if BlankNode in {type(triple.subject), type(triple.object)}:
                yield Objection("DL", f"an anonymous expression at {triple.predicate.value} is not measured here")
            predicate = triple.predicate.value
            word = _iri(triple.object) if predicate == RDF + "type" else predicate
            if word in _NOT_IN:
                for profile in _NOT_IN[word]:
                    yield Objection(profile, word.removeprefix(OWL))
            elif word.startswith(OWL) and word.removeprefix(OWL) not in _KINDS:
                yield Objection("DL", f"{word.removeprefix(OWL)} is not measured here")


def _is_below(triple: Triple, properties: set[str]) -> bool:
    return triple.predicate.value == RDFS + "subPropertyOf" and _iri(triple.subject) in properties


def _iri(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value
    return "" if isinstance(term, Literal) else "_:"
