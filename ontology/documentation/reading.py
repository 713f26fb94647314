"""What the documentation says, gathered from the triples: sections of terms, each with its texts and relations.

The next step is `rendering`, which lays it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ontology import terms
from ontology.checks.annotation import STATUS
from ontology.checks.hierarchy import DISJOINT, DOMAIN, RANGE, SUBCLASS, SUBPROPERTY, TYPE
from ontology.checks.properties import INVERSE
from ontology.checks.vocabulary import Index, Node, name
from ontology.files import ontology_file
from ontology.identifiers import ONTOLOGY, ONTOLOGY_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES: Final = {
    **terms.PREFIXES,
    "dc": "http://purl.org/dc/elements/1.1/",
    "doco": "http://purl.org/spar/doco/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "fabio": "http://purl.org/spar/fabio/",
    "lode": "http://linkedevents.org/ontology/",
    "oa": "http://www.w3.org/ns/oa#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "undo": "https://w3id.org/un/ontology/undo/",
}
"""Those of the project, and those of vocabularies that the ontology comes from or is aligned with."""

KINDS: Final = (
    ("classes", "Classes", terms.OWL + "Class"),
    ("object-properties", "Properties that link things", terms.OWL + "ObjectProperty"),
    ("data-properties", "Properties with a text, number or date", terms.OWL + "DatatypeProperty"),
    ("annotation-properties", "Annotations", terms.OWL + "AnnotationProperty"),
)
"""The sections of the documentation before the code lists: anchor, heading, class of the members."""

RELATIONS: Final = (
    ("Narrower than", SUBCLASS, False),
    ("Narrower than", SUBPROPERTY, False),
    ("Broader than", SUBCLASS, True),
    ("Broader than", SUBPROPERTY, True),
    ("Said of", DOMAIN, False),
    ("Leads to", RANGE, False),
    ("Has the properties", DOMAIN, True),
    ("Is the value of", RANGE, True),
    ("Inverse of", INVERSE, False),
    ("Inverse of", INVERSE, True),
    ("Members", TYPE, True),
    ("Members", terms.SKOS + "inScheme", True),
    ("In the list", terms.SKOS + "inScheme", False),
    ("Narrower than", terms.SKOS + "broader", False),
    ("Broader than", terms.SKOS + "broader", True),
    ("Disjoint with", DISJOINT, False),
    ("Disjoint with", DISJOINT, True),
    ("Same as", terms.OWL + "equivalentClass", False),
    ("Same as", terms.OWL + "equivalentProperty", False),
    ("Exact match", terms.SKOS + "exactMatch", False),
    ("Close match", terms.SKOS + "closeMatch", False),
    ("Broader match", terms.SKOS + "broadMatch", False),
    ("Related match", terms.SKOS + "relatedMatch", False),
    ("See also", terms.RDFS + "seeAlso", False),
)
"""What is told of a term: heading, property, whether the term is its object."""

CHARACTERISTICS: Final = (
    "Asymmetric",
    "Functional",
    "InverseFunctional",
    "Irreflexive",
    "Reflexive",
    "Symmetric",
    "Transitive",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A term or a page that is referred to."""

    iri: str
    label: str
    local: bool
    """Whether it is documented here, at the anchor that its name is."""


@dataclass(frozen=True, slots=True)
class TermEntry:
    """What is said of one term; texts as (language, text)."""

    iri: str
    id: str
    labels: tuple[tuple[str, str], ...]
    definitions: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...]
    characteristics: tuple[str, ...]
    relations: tuple[tuple[str, tuple[Reference, ...]], ...]
    sources: tuple[Reference, ...]
    status: str

    @property
    def label(self) -> str:
        """The label to show: the English one where there is one, else the name."""
        english = [text for language, text in self.labels if language in ("en", "")]
        return (english or [self.id])[0]


@dataclass(frozen=True, slots=True)
class Section:
    """Terms of one sort, or one code list."""

    id: str
    label: str
    definition: str
    terms: tuple[TermEntry, ...]


@dataclass(frozen=True, slots=True)
class Documentation:
    """The whole ontology for readers."""

    title: str
    abstract: str
    description: str
    note: str
    facts: tuple[tuple[str, tuple[Reference, ...]], ...]
    sections: tuple[Section, ...]
    index: Index

    def term(self, iri: str) -> TermEntry | None:
        """Return what is said of a term; None where it is not documented."""
        return next((each for section in self.sections for each in section.terms if each.iri == iri), None)


def read_documentation(triples: Iterable[ox.Triple | ox.Quad]) -> Documentation:
    """Gather what the triples of the ontology say, in the order of the terms' names."""
    index = Index(triples)
    sections = [Section(id_, label, "", _entries(index, index.subjects(TYPE, kind))) for id_, label, kind in KINDS]
    for scheme in sorted(set(index.subjects(TYPE, terms.SKOS + "ConceptScheme"))):
        label, definition = (_first(index, scheme, p) for p in (terms.SKOS + "prefLabel", terms.SKOS + "definition"))
        members = [scheme, *index.subjects(terms.SKOS + "inScheme", scheme)]
        local = scheme.removeprefix(ONTOLOGY)
        sections.append(Section(f"list-{local}", f"Code list: {label or local}", definition, _entries(index, members)))
    return Documentation(
        _first(index, ONTOLOGY_IRI, terms.RDFS + "label") or "Ontology",
        _first(index, ONTOLOGY_IRI, terms.DCTERMS + "abstract"),
        _first(index, ONTOLOGY_IRI, terms.DCTERMS + "description"),
        _first(index, ONTOLOGY_IRI, terms.SKOS + "scopeNote"),
        _facts(index),
        tuple(section for section in sections if section.terms),
        index,
    )


def alignments() -> tuple[ox.Triple, ...]:
    """Return how our terms stand to those of other vocabularies: what alignments.ttl says of them.

    Raises OSError when the file cannot be read, SyntaxError when it is not Turtle.
    """
    parsed = ox.parse(path=str(ontology_file("alignments.ttl")), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in parsed if name(quad.subject).startswith(ONTOLOGY))


def reference(index: Index, node: Node) -> Reference:
    """Return how to refer to what a triple names: a term by its label, others by prefix and name, texts as they are."""
    text = name(node)
    if not isinstance(node, ox.NamedNode):
        return Reference("", text, local=False)
    if text.startswith(ONTOLOGY):
        label = _first(index, text, terms.RDFS + "label") or _first(index, text, terms.SKOS + "prefLabel")
        return Reference(text, label or text.removeprefix(ONTOLOGY), local=bool(index.predicates(text)))
    prefix = next((p for p, space in PREFIXES.items() if text.startswith(space) and text != space), None)
    return Reference(text, f"{prefix}:{text.removeprefix(PREFIXES[prefix])}" if prefix else text, local=False)


def _entries(index: Index, members: Iterable[str]) -> tuple[TermEntry, ...]:
    ours = {each for each in members if each.startswith(ONTOLOGY)}
    return tuple(_entry(index, each) for each in sorted(ours, key=lambda iri: (iri.lower(), iri)))


def _entry(index: Index, iri: str) -> TermEntry:
    types = {each.removeprefix(terms.OWL).removesuffix("Property") for each in index.all(iri, TYPE)}
    return TermEntry(
        iri,
        iri.removeprefix(ONTOLOGY),
        _texts(index, iri, terms.RDFS + "label", terms.SKOS + "prefLabel"),
        _texts(index, iri, terms.SKOS + "definition", terms.RDFS + "comment"),
        _texts(index, iri, terms.SKOS + "scopeNote", terms.SKOS + "editorialNote"),
        _texts(index, iri, terms.SKOS + "example"),
        tuple(each for each in CHARACTERISTICS if each in types),
        _relations(index, iri),
        tuple(reference(index, node) for node in index.nodes(iri, terms.DCTERMS + "source")),
        "".join(index.all(iri, STATUS)[:1]),
    )


def _relations(index: Index, iri: str) -> tuple[tuple[str, tuple[Reference, ...]], ...]:
    found: dict[str, dict[str, Reference]] = {}
    for label, predicate, backwards in RELATIONS:
        nodes: Iterable[Node] = (
            [ox.NamedNode(each) for each in index.subjects(predicate, iri) if not each.startswith("_:")]
            if backwards
            else [node for node in index.nodes(iri, predicate) if isinstance(node, ox.NamedNode)]
        )
        for node in nodes:
            found.setdefault(label, {})[name(node)] = reference(index, node)
    return tuple((label, tuple(each.values())) for label, each in found.items())


def _facts(index: Index) -> tuple[tuple[str, tuple[Reference, ...]], ...]:
    """Return what the header says, for a list of facts."""
    dc = PREFIXES["dc"]
    wanted = (
        ("Version", (terms.OWL + "versionIRI",)),
        ("Version before", (terms.OWL + "priorVersion",)),
        ("Created", (terms.DCTERMS + "created",)),
        ("Changed", (terms.DCTERMS + "modified",)),
        ("Made by", (terms.DCTERMS + "creator", dc + "creator")),
        ("Licence", (terms.DCTERMS + "license",)),
        ("How to cite", (terms.DCTERMS + "bibliographicCitation",)),
        ("Prefix", ("http://purl.org/vocab/vann/preferredNamespacePrefix",)),
        ("Namespace", ("http://purl.org/vocab/vann/preferredNamespaceUri",)),
    )
    found = (
        (label, tuple(reference(index, node) for p in predicates for node in index.nodes(ONTOLOGY_IRI, p)))
        for label, predicates in wanted
    )
    return tuple((label, values) for label, values in found if values)


def _texts(index: Index, iri: str, *predicates: str) -> tuple[tuple[str, str], ...]:
    """Return literals as (language, text), English first."""
    nodes = [node for p in predicates for node in index.nodes(iri, p) if isinstance(node, ox.Literal)]
    pairs = [(node.language or "", node.value) for node in nodes]
    return tuple(sorted(pairs, key=lambda pair: (pair[0] not in ("en", ""), pair[0])))


def _first(index: Index, iri: str, predicate: str) -> str:
    return next((text for _, text in _texts(index, iri, predicate)), "")
