"""The reference data of the published graph, for generated documents to speak of: real States, bodies, instruments.

Read once from `data/graph`; what the real document itself states is left out: every generated graph stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pyoxigraph as ox

from ontology.files import folder
from ontology.identifiers import BASE, ONTOLOGY_IRI, graph_curated, graph_inferred
from ontology.terms import CC, RDF, SDGO, SKOS

KINDS = {
    "instrument": ("Treaty", "Protocol", "DeclarationInstrument", "StandardsAndNorms", "PolicyFramework"),
    "instrument-group": ("InstrumentGroup",),
    "body": ("Body",),
    "office": ("Office",),
    "programme": ("Programme",),
    "state": ("State",),
    "place": ("City",),
    "resolution": ("ResolutionDocument",),
    "topic": ("Topic",),
}
"""Which classes of the vocabulary a kind of mention names."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that a text can name."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The entities by kind of mention, and the triples that describe them, by graph."""

    entities: Mapping[str, Sequence[Entity]]
    graphs: Mapping[str, Sequence[str]]
    """From the IRI of a graph to its triples, each "subject predicate object" in N-Triples without the final stop."""


@cache
def reference() -> Reference:
    """Read the reference data and the ontology from the published graph.

    Raises OSError when it has not been built.
    """
    store = ox.Store()
    store.bulk_load(path=str(folder("graph") / "crimecongress.trig"), format=ox.RdfFormat.TRIG)
    graphs = (graph_curated(), graph_inferred("owl-rules"), ONTOLOGY_IRI)
    described = {_text(quad.subject) for name in (graphs[0], ONTOLOGY_IRI) for quad in _quads(store, name)}
    kept = {
        name: sorted({_triple(quad) for quad in _quads(store, name) if _stands(quad, described)}) for name in graphs
    }
    return Reference(_entities(store), kept)


def _quads(store: ox.Store, name: str) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.NamedNode(name)))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _stands(quad: ox.Quad, described: set[str]) -> bool:
    """Whether a triple is about reference data alone: not about a document that was read, nor what stands in one."""
    subject, thing = _text(quad.subject), _text(quad.object)
    if any(iri.startswith(f"{BASE}document/A/CONF.234/RPM.3") for iri in (subject, thing)):
        return False
    return subject in described and (not thing.startswith(BASE) or thing in described or thing.startswith(CC))


def _triple(quad: ox.Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object}"


def _entities(store: ox.Store) -> dict[str, Sequence[Entity]]:
    found: dict[str, Sequence[Entity]] = {}
    found |= {kind: _of_classes(store, kind, [CC + name for name in names]) for kind, names in KINDS.items()}
    targets = _instances(store, SDGO + "Target")
    found["sdg-target"] = [Entity(iri, "sdg-target", f"target {iri.rpartition('/')[2]}") for iri in targets]
    goals = _instances(store, SDGO + "Goal")
    found["sdg-goal"] = [Entity(iri, "sdg-goal", f"Goal {iri.rpartition('/')[2]}") for iri in goals]
    return found


def _of_classes(store: ox.Store, kind: str, classes: Sequence[str]) -> list[Entity]:
    iris = sorted(set(chain.from_iterable(_instances(store, name) for name in classes)))
    return [Entity(iri, kind, label) for iri in iris if (label := _label(store, iri))]


def _instances(store: ox.Store, name: str) -> list[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(name), ox.NamedNode(graph_curated()))
    return sorted(_text(quad.subject) for quad in quads)


def _label(store: ox.Store, iri: str) -> str:
    """Return the English name that a text can use: one line without quotation marks."""
    quads = store.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode(SKOS + "prefLabel"), None, ox.NamedNode(graph_curated())
    )
    labels = sorted(q.object.value for q in quads if isinstance(q.object, ox.Literal) and q.object.language == "en")
    return next((label for label in labels if not set(label) & set('"\\\n\r\t')), "")
